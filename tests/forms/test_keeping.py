"""Case 15: deleting pages, one by one or together, loses no submission."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, Page

from forms.models import FormPage, FormVersion, Submission
from tests.factories import StandardFactory, make_user


@pytest.fixture
def admin(staff):
    return staff(make_user("alma", superuser=True))


def test_15_deleting_the_spanish_page_and_then_the_english_one(form, spanish_form, send, answers, admin):
    send("/es/ask/", answers)
    admin.post(reverse("wagtailadmin_pages:delete", args=[spanish_form.pk]))
    kept = Submission.objects.get()
    assert not FormPage.objects.filter(pk=spanish_form.pk).exists()
    assert (kept.page, kept.locale) == (None, "es")
    refused = admin.post(reverse("wagtailadmin_pages:delete", args=[form.page.pk]), follow=True)
    assert "1 submission belongs to it" in refused.content.decode()
    assert FormPage.objects.filter(pk=form.page.pk).exists()


def test_a_form_without_submissions_can_be_deleted(form, admin):
    admin.post(reverse("wagtailadmin_pages:delete", args=[form.page.pk]))
    assert not FormPage.objects.exists()


def test_a_section_with_an_answered_form_in_it_cannot_be_deleted(form, home, send, answers, admin):
    section = StandardFactory(parent=home, slug="section")
    form.page.move(section, pos="last-child")
    send("/en/section/ask/", answers)
    admin.post(reverse("wagtailadmin_pages:delete", args=[section.pk]))
    assert Page.objects.filter(pk=section.pk).exists()


def test_deleting_many_pages_at_once_is_refused_too(form, send, answers, admin):
    send("/en/ask/", answers)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={form.page.pk}"
    response = admin.post(url, follow=True)
    assert "1 submission belongs to it" in response.content.decode()
    assert FormPage.objects.filter(pk=form.page.pk).exists()


def test_a_queue_with_submissions_cannot_be_deleted(form, send, answers, admin):
    send("/en/ask/", answers)
    queue = Submission.objects.get().queue
    address = reverse("wagtailadmin_collections:delete", args=[queue.pk])
    assert "1 submission" in admin.get(address).content.decode()
    admin.post(address)
    assert Collection.objects.filter(pk=queue.pk).exists()


def test_a_queue_that_a_form_sends_to_cannot_be_deleted(form, admin):
    address = reverse("wagtailadmin_collections:delete", args=[form.page.queue_id])
    assert "1 form" in admin.get(address).content.decode()
    admin.post(address)
    assert Collection.objects.filter(pk=form.page.queue_id).exists()


def test_unpublishing_a_form_keeps_what_it_received(form, send, answers, resident):
    send("/en/ask/", answers)
    form.page.unpublish()
    assert Submission.objects.count() == 1
    assert resident.get("/en/ask/").status_code == 404


def test_a_version_is_never_changed(form, send, answers):
    send("/en/ask/", answers)
    version = FormVersion.objects.get()
    version.definition = {}
    with pytest.raises(TypeError):
        version.save()
