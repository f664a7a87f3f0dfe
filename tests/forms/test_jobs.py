"""What time brings about, and that doing it twice changes nothing."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageLogEntry

from forms import jobs
from forms.models import Attachment, Draft, Kind, Message, Submission
from forms.models.attachment import get_private_storage
from forms.states import Place
from tests.factories import edit
from tests.forms.test_places import sign_up  # noqa: F401  a fixture
from tests.forms.test_steps import letter

NOW = timezone.now


@pytest.fixture
def begun(application, walk):
    """A draft with a file, at its second screen."""
    walk.start()
    walk.post(1, {application.name("Your name"): "Ana", application.name("Your email"): "ana@example.com"})
    walk.post(2, {application.name("Why you"): "Because.", application.name("Your letter"): letter()})
    return Draft.objects.get()


def list_stored():
    storage = get_private_storage()
    return storage.listdir("attachments")[1] if Path(storage.path("attachments")).exists() else []


def test_a_form_that_has_closed_is_put_on_record_once(application, begun):
    moment = NOW() - timedelta(minutes=1)
    edit(application.page, closes_at=moment)
    assert jobs.close_forms(NOW()) == 1
    assert jobs.close_forms(NOW()) == 0
    entry = PageLogEntry.objects.get(action="plaza.close")
    assert entry.data == {"closes_at": moment.isoformat(), "received": 0, "unsent": 1}
    assert "begun and not sent: 1" in entry.message


def test_a_form_that_is_open_is_not(application):
    edit(application.page, closes_at=NOW() + timedelta(minutes=1))
    assert jobs.close_forms(NOW()) == 0


def test_who_left_an_address_is_reminded_once_on_the_last_day(application, begun, resident):
    resident.post(f"/en/apply/draft/{begun.key}/later/", {"email": "ana@example.com"})
    edit(application.page, closes_at=NOW() + timedelta(hours=30))
    assert jobs.remind(NOW()) == 0
    edit(application.page, closes_at=NOW() + timedelta(hours=20))
    assert jobs.remind(NOW()) == 1
    assert jobs.remind(NOW()) == 0
    assert Message.objects.filter(kind=Kind.REMINDER).get().recipient == "ana@example.com"


def test_who_left_no_address_is_not_reminded(application, begun):
    edit(application.page, closes_at=NOW() + timedelta(hours=20))
    assert jobs.remind(NOW()) == 0


def test_a_draft_that_is_over_goes_with_its_files(begun):
    assert jobs.purge(NOW()) == 0
    stored = Attachment.objects.get().file.name.rpartition("/")[2]
    assert stored in list_stored()
    assert jobs.purge(NOW() + timedelta(days=31)) == 1
    assert not Draft.objects.exists() and not Attachment.objects.exists()
    assert stored not in list_stored()


def test_what_was_sent_keeps_its_files_when_the_draft_goes(application, begun, walk):
    walk.post(3, {application.name("I agree"): "on"})
    walk.client.post(f"{walk.draft}check/", {})
    stored = Attachment.objects.get().file.name.rpartition("/")[2]
    jobs.purge(NOW() + timedelta(days=31))
    assert not Draft.objects.exists()
    assert Submission.objects.get().attachments.count() == 1
    assert stored in list_stored()


def test_a_file_that_no_row_knows_goes_after_a_day(db):
    storage = get_private_storage()
    name = storage.save("attachments/stray.pdf", ContentFile(b"x"))
    assert jobs.purge(NOW()) == 0
    long_ago = (NOW() - timedelta(days=2)).timestamp()
    os.utime(storage.path(name), (long_ago, long_ago))
    assert jobs.purge(NOW()) == 1
    assert not storage.exists(name)


def test_an_address_that_is_not_confirmed_in_time_frees_its_place(sign_up):  # noqa: F811
    form = sign_up(places=1, confirm_email=True)
    form.send("a@example.com")
    form.send("b@example.com")
    assert jobs.lapse(NOW() + timedelta(days=2)) == 0
    Submission.objects.filter(place=Place.WAITING).update(received_at=NOW() + timedelta(days=2))
    assert jobs.lapse(NOW() + timedelta(days=3, seconds=1)) == 1
    assert list(Submission.objects.order_by("pk").values_list("place", flat=True)) == [Place.LAPSED, Place.TAKEN]
    assert jobs.lapse(NOW() + timedelta(days=3, seconds=1)) == 0


def test_a_job_that_fails_is_said_and_stops_no_other(begun, monkeypatch, capsys):
    def fail(now):
        raise OSError("no store")

    monkeypatch.setitem(jobs.JOBS, "close", fail)
    Draft.objects.update(expires_at=NOW())
    with pytest.raises(CommandError):
        call_command("tend")
    assert "close: failed" in capsys.readouterr().out
    assert not Draft.objects.exists()


def test_every_job_runs_on_an_ordinary_day(begun, capsys):
    call_command("tend")
    assert capsys.readouterr().out.strip() == ", ".join(f"{name}: 0" for name in jobs.JOBS)
