"""What wagtail-localize alone would let a translator, or anybody in the admin, do."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from pages.models import Department
from tests.factories import StandardFactory, let_edit, make_staff, make_user, translate


@pytest.fixture
def page(home, spanish_home):
    page = StandardFactory(parent=home, slug="privacy", title="Privacy")
    translate(page, "es")
    return page


@pytest.fixture
def translator(page, spanish_home, staff):
    """With the global right to submit, which no translator should have but one might be given."""
    group = make_staff("Spanish")
    let_edit(group, spanish_home, "change_page", "publish_page")
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    return staff(make_user("teresa", group))


def test_a_translator_cannot_send_a_page_into_another_language(page, home, translator):
    before = Page.objects.count()
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert translator.get(address).status_code == 302
    translator.post(address, {"locales": [home.locale.pk]})
    assert Page.objects.count() == before


def test_a_translator_cannot_push_the_source_over_all_translations(page, translator):
    source = TranslationSource.objects.get(object_id=page.translation_key)
    assert translator.get(reverse("wagtail_localize:update_translations", args=[source.pk])).status_code == 302


def test_an_editor_can(page, home, staff):
    group = make_staff("English editors")
    let_edit(group, home)
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    editor = staff(make_user("edgar", group))
    assert editor.get(reverse("wagtail_localize:submit_page_translation", args=[page.pk])).status_code == 200


def test_snippets_are_listed_only_for_those_who_may_see_them(home, translator, staff):
    Department.objects.create(code="parks", name="Secret name of parks", locale=home.locale)
    address = reverse("wagtail_localize:snippets_api_listing", args=["pages", "department"])
    assert b"Secret name" not in translator.get(address).content
    assert b"Secret name" in staff(make_user("alma", superuser=True)).get(address).content


def test_a_translator_edits_only_the_own_language(page, spanish_home, translator):
    spanish = page.get_translations().get()
    assert translator.get(reverse("wagtailadmin_pages:edit", args=[spanish.pk])).status_code == 200
    assert translator.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302
