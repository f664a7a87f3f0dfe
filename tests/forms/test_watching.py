"""A closed form offers one mail when it opens again; it is confirmed, and ended by one click."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms import jobs
from forms.delivery import deliver
from forms.models import FormIdentity, Kind, Message, Watch
from tests.factories import edit, make_user


@pytest.fixture
def closed(form):
    return edit(form.page, closes_at=timezone.now() - timedelta(days=1))


def follow(part):
    deliver.func(Message.objects.order_by("-pk").first().pk)
    return next(line for line in mail.outbox[-1].body.splitlines() if part in line).removeprefix("http://localhost")


@pytest.fixture
def watched(closed, resident):
    resident.post("/en/ask/?tell", {"email": "Ana@Example.com"})
    link = follow("/watch/")
    resident.post(link, {"go": "confirm"})
    return link


def test_a_closed_form_offers_it(closed, resident, read):
    link = next(each for each in read(resident.get("/en/ask/")).select("main a") if "opens again" in each.text)
    page = read(resident.get(link["href"]))
    assert page.select_one("#id_email")["autocomplete"] == "email"
    response = resident.post("/en/ask/?tell", {"email": "ana@example.com"}, follow=True)
    assert "We are sending you a mail." in read(response).text
    assert Watch.objects.get().confirmed_at is None


def test_a_wrong_address_is_said(closed, resident, read):
    page = read(resident.post("/en/ask/?tell", {"email": "ana"}))
    assert page.title.text.startswith("Error: ")
    assert page.select_one("#id_email")["value"] == "ana"
    assert not Watch.objects.exists()


def test_only_who_has_confirmed_is_told_and_once(watched, form):
    assert jobs.tell(timezone.now()) == 0, "it is closed still"
    edit(form.page, closes_at=timezone.now() + timedelta(days=1))
    assert jobs.tell(timezone.now()) == 1
    assert jobs.tell(timezone.now()) == 0
    assert follow("/en/ask/").endswith("/en/ask/")
    assert mail.outbox[-1].extra_headers["List-Unsubscribe"] == f"<http://localhost{watched}>"


def test_who_has_not_confirmed_is_not_told(closed, form, resident):
    resident.post("/en/ask/?tell", {"email": "ana@example.com"})
    edit(form.page, closes_at=timezone.now() + timedelta(days=1))
    assert jobs.tell(timezone.now()) == 0


@pytest.mark.parametrize("said", [{"go": "stop"}, {"List-Unsubscribe": "One-Click"}])
def test_one_click_ends_it(said, watched, resident, read):
    assert "do not write to you" in read(resident.post(watched, said)).text
    assert not Watch.objects.exists()
    assert resident.get(watched).status_code == 404


def test_opening_the_link_neither_confirms_nor_ends_it(closed, resident):
    resident.post("/en/ask/?tell", {"email": "ana@example.com"})
    assert resident.get(follow("/watch/")).status_code == 200
    assert Watch.objects.get().confirmed_at is None


def test_the_list_of_mail_costs_the_same_however_many_watch(form, staff):
    client, identity = (
        staff(make_user("boss", superuser=True)),
        FormIdentity.objects.get_or_create(
            key=form.page.translation_key, defaults={"title": "Ask", "source_locale": form.page.locale}
        )[0],
    )

    def count(number):
        for _ in range(number):
            watch = Watch.objects.create(form=identity, recipient=f"a{Watch.objects.count()}@example.com", locale="en")
            Message.objects.create(watch=watch, kind=Kind.WATCH, recipient=watch.recipient, locale="en")
        with CaptureQueriesContext(connection) as queries:
            assert f"a{Watch.objects.count() - 1}@" in client.get("/admin/mail/").content.decode()
        return len(queries)

    count(2)
    assert count(1) == count(10)
