"""What the schedule lets go is listed, proposed by one, approved by another, and then gone but for its tombstone."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from forms import actions, jobs
from forms.actions import batches
from forms.models import (
    Act,
    Attachment,
    BatchState,
    DisposalBatch,
    Disposition,
    Draft,
    Event,
    FormIdentity,
    Message,
    Note,
    RecordSeries,
    ScheduleCheck,
    Submission,
    Tombstone,
)
from forms.models.attachment import get_private_storage
from forms.records.retention import add_months, check_schedule, find_last_start, list_due
from tests.factories import edit


@pytest.fixture(autouse=True)
def schedule(form):
    series = RecordSeries.objects.create(code="GS-9", title="Letters", months=24, source="State schedule 4.2")
    form.page = edit(form.page, series=series)
    return series


def list_now():
    list_due(timezone.now())
    return set(Disposition.objects.values_list("case__reference", flat=True))


def test_only_what_is_closed_and_over_is_listed(close, receive, form):
    old = close(days=800)
    close(days=700)
    open_one = receive(form.page, {"Tell us more": "Still open"})
    Submission.objects.filter(pk=open_one.pk).update(received_at=timezone.now() - timedelta(days=4000))
    assert list_now() == {old.reference}
    assert list_now() == {old.reference}
    assert Submission.objects.count() == 3  # listing takes nothing away


def test_a_case_that_is_opened_again_is_taken_off(close):
    case = close()
    list_now()
    Submission.objects.filter(pk=case.pk).update(state="in_progress", closed_at=None)
    assert list_now() == set()


@pytest.mark.parametrize(("trigger", "is_listed"), [("closed", False), ("received", True), ("form", False)])
def test_from_when_the_months_count(trigger, is_listed, close, schedule):
    case = close(days=800)
    Submission.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=10))
    RecordSeries.objects.update(trigger=trigger)
    assert bool(list_now()) is is_listed


def test_from_the_closing_of_the_form(close, form, schedule):
    RecordSeries.objects.update(trigger="form")
    close(days=30)
    assert list_now() == set()
    edit(form.page, closes_at=timezone.now() - timedelta(days=740))
    assert len(list_now()) == 1


def test_a_form_without_a_series_has_its_own_months_and_without_both_keeps_for_good(close, form):
    close(days=800)
    edit(form.page, series=None, retention_months=24)
    assert len(list_now()) == 1
    edit(form.page, series=None, retention_months=None)
    assert list_now() == set()


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [(date(2024, 1, 31), 1, date(2024, 2, 29)), (date(2023, 12, 5), 24, date(2025, 12, 5)),
     (date(2026, 8, 31), 6, date(2027, 2, 28))],
)  # fmt: skip
def test_months_end_on_the_same_day_or_the_last_of_the_month(day, months, end):
    assert add_months(day, months) == end
    assert find_last_start(end, months) < day <= find_last_start(end + timedelta(days=1), months)


def test_what_no_calendar_reaches_is_no_time_and_stops_no_night(close, form):
    with pytest.raises(ValidationError):
        RecordSeries(code="X", title="x", months=30000, source="s").full_clean()
    case = close(days=800)
    RecordSeries.objects.update(months=30000)
    assert jobs.run(["schedule"], timezone.now()) == {"schedule": 0}
    edit(form.page, series=None)
    FormIdentity.objects.filter(pk=case.form_id).update(series=None, retention_months=32000)
    assert list_now() == set()


def test_the_day_is_the_citys(close):
    case = close()
    # 24 months after March 10 in Los Angeles are over when March 11 begins there, not in Greenwich.
    closed = timezone.datetime.fromisoformat("2024-03-10T23:30:00-07:00")
    Submission.objects.filter(pk=case.pk).update(closed_at=closed)
    assert list_due(timezone.datetime.fromisoformat("2026-03-10T23:59:00-07:00"))[0] == 0
    assert list_due(timezone.datetime.fromisoformat("2026-03-11T00:01:00-07:00"))[0] == 1


def test_the_job_lists_once_a_day_and_disposes_of_nothing(close):
    close()
    now = timezone.now()
    assert jobs.run(["schedule", "dispose"], now) == {"schedule": 1, "dispose": 0}
    assert jobs.run(["schedule"], now) == {"schedule": 0}
    assert ScheduleCheck.objects.count() == 1
    assert Submission.objects.count() == 1


def attach(case):
    name = get_private_storage().save("attachments/abc.pdf", ContentFile(b"%PDF"))
    return Attachment.objects.create(
        submission=case, question="x", name="a.pdf", kind="pdf", media_type="a/b", size=4, digest="d", file=name
    )


def test_what_is_approved_is_gone_with_all_that_hangs_on_it(
    close, approved, officers, django_capture_on_commit_callbacks
):
    case, other = close({"Your email": "ana@example.com"}), close()
    Note.objects.create(case=case, text="About Ana")
    Draft.objects.create(form=case.form, locale="en", submission=case)
    file = attach(case).file.name
    pk, reference = case.pk, case.reference
    batch = approved(case)
    assert Submission.objects.count() == 2  # approving alone takes nothing away
    with django_capture_on_commit_callbacks(execute=True):
        batches.finish(batch.pk)
    assert list(Submission.objects.values_list("pk", flat=True)) == [other.pk]
    assert not Message.objects.filter(submission_id=pk).exists() and not Note.objects.exists()
    assert not Draft.objects.exists() and not get_private_storage().exists(file)
    stone = Tombstone.objects.get()
    assert (stone.reference, stone.case_id, stone.series, stone.proposer, stone.approver) == (
        reference, pk, "GS-9", "ruth", "grace",
    )  # fmt: skip
    assert stone.rule == {"months": 24, "trigger": "closed"} and len(stone.digest) == 64
    assert DisposalBatch.objects.get().state == BatchState.DONE
    event = Event.objects.get(act=Act.DISPOSED)
    assert event.case_id == pk and event.data["digest"] == stone.digest
    out = StringIO()
    call_command("check_record", stdout=out)
    assert "all as they were written" in out.getvalue()


def test_it_cannot_be_found_any_more(close, approved, officers, member, form):
    case = close({"Tell us more": "Zebrastripes on Pier Street"})
    _user, client = member("vera", case.queue, "view")
    assert case.reference in client.get("/admin/inbox/?q=zebrastripes").content.decode()
    batches.finish(approved(case).pk)
    assert case.reference not in client.get("/admin/inbox/?q=zebrastripes").content.decode()
    assert client.get(f"/admin/inbox/{case.pk}/").status_code == 404


def test_who_proposed_does_not_approve(close, officers):
    (ruth, _one), _grace = officers
    close()
    list_now()
    batch = actions.propose(Disposition.objects.all(), reason="Over", by=ruth)
    with pytest.raises(actions.SamePerson):
        actions.decide(batch, BatchState.APPROVED, reason="Me", by=ruth)
    actions.decide(batch, BatchState.REFUSED, reason="A mistake of mine", by=ruth)
    assert Disposition.objects.get().batch is None


def test_another_queues_officer_neither_proposes_nor_approves(close, officers, member, home):
    from tests.factories import make_queue

    (ruth, _one), _grace = officers
    stranger, _client = member("sam", make_queue("Elsewhere"), "dispose")
    close()
    list_now()
    with pytest.raises(PermissionDenied):
        actions.propose(Disposition.objects.all(), reason="Over", by=stranger)
    batch = actions.propose(Disposition.objects.all(), reason="Over", by=ruth)
    with pytest.raises(PermissionDenied):
        actions.decide(batch, BatchState.APPROVED, reason="x", by=stranger)


def test_what_is_held_is_neither_proposed_nor_disposed_of(close, approved, officers):
    (ruth, _one), _grace = officers
    free, held, later = close(), close({"Your email": "ana@example.com"}), close()
    hold = actions.hold(person="ana@example.com", reason="Lawsuit", by=ruth)
    batch = approved(free, held, later)
    assert batch.number == 2
    actions.hold(case=later, reason="Request for records", by=ruth)
    batches.finish(batch.pk)
    assert set(Submission.objects.values_list("pk", flat=True)) == {held.pk, later.pk}
    batch.refresh_from_db()
    assert (batch.state, batch.left) == (BatchState.DONE, [[later.reference, "held"]])
    actions.release(hold, reason="Settled", by=ruth)
    batches.finish(approved(held).pk)
    assert Submission.objects.get() == later


def test_a_case_opened_after_the_approval_is_left(close, approved):
    case = close()
    batch = approved(case)
    Submission.objects.filter(pk=case.pk).update(state="in_progress", closed_at=None)
    batches.finish(batch.pk)
    assert DisposalBatch.objects.get().left == [[case.reference, "not_due"]]
    assert Submission.objects.exists() and list_now() == set()


def test_killed_midway_it_goes_on_and_twice_is_once(close, approved, monkeypatch):
    cases = [close() for _number in range(3)]
    batch, remove = approved(*cases), batches.bury

    def die(case, batch):
        if case.pk == cases[1].pk:
            remove(case, batch)
            raise KeyboardInterrupt  # as a signal does, in the middle of a transaction
        return remove(case, batch)

    monkeypatch.setattr(batches, "bury", die)
    with pytest.raises(KeyboardInterrupt):
        batches.finish(batch.pk)
    assert Submission.objects.count() == 2 and Tombstone.objects.count() == 1
    monkeypatch.undo()
    assert jobs.run(["dispose"], timezone.now()) == {"dispose": 2}
    assert jobs.run(["dispose"], timezone.now()) == {"dispose": 0}
    assert Tombstone.objects.count() == 3 and not Submission.objects.exists()
    assert check_schedule(timezone.now()) == 0
    assert Event.objects.filter(act=Act.DISPOSED).count() == 3


def test_listing_costs_the_same_for_any_number(close, django_assert_num_queries):
    for _number in range(3):
        close()
    with django_assert_num_queries(12, exact=False):
        list_due(timezone.now())


def test_one_that_fails_does_not_keep_the_others(close, approved, monkeypatch):
    cases = [close() for _number in range(3)]
    batch, remove = approved(*cases), batches.bury

    def fail(case, batch):
        if case.pk == cases[0].pk:
            raise OSError
        return remove(case, batch)

    monkeypatch.setattr(batches, "bury", fail)
    assert batches.finish(batch.pk) == 2
    assert DisposalBatch.objects.get().state == BatchState.APPROVED
    monkeypatch.undo()
    assert jobs.run(["dispose"], timezone.now()) == {"dispose": 1}
    assert DisposalBatch.objects.get().state == BatchState.DONE


def test_what_the_resident_wrote_since_is_read_before_anything_goes(close, approved):
    case = close()
    batch = approved(case)
    Submission.objects.filter(pk=case.pk).update(has_written=True)  # as an answer does that changes no state
    batches.finish(batch.pk)
    assert Submission.objects.filter(pk=case.pk).exists()
    assert list_now() == set()
