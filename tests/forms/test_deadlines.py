"""The clock of a case: it follows the calendar, stands still while the City waits, and begins again when taken up."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from forms import actions
from forms.models import Act, Event, ResponseTarget, Submission
from forms.recounting import recount
from forms.states import CaseState
from pages.models import Holiday, WorkingYear
from tests.factories import FormFactory, make_queue, question

MONDAY = datetime(2026, 11, 23, 18, tzinfo=UTC)  # Thanksgiving is on the 26th


def at(day):
    return time_machine.travel(f"2026-{day}T12:00-08:00", tick=False)


@pytest.fixture(autouse=True)
def on_monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def page(home):
    queue = make_queue("Parks")
    ResponseTarget.objects.create(queue=queue, working_days=3)
    return FormFactory(parent=home, slug="f", queue=queue, questions=[question("long_text", "What")])


@pytest.fixture
def case(page, receive):
    return receive(page, {"What": "A tree fell."}, now=MONDAY)


@pytest.fixture
def minh(case, member):
    return member("minh", case.queue, "view", "answer")


def find_due(case):
    return Submission.objects.get(pk=case.pk).due_on


def test_a_day_off_moves_what_is_due_behind_it(page, receive):
    Holiday.objects.create(day=date(2026, 11, 26), name="Thanksgiving Day")
    assert receive(page, {"What": "A"}, now=MONDAY).due_on == date(2026, 11, 27)


def test_open_cases_follow_a_change_of_the_calendar_once_and_with_one_line_on_record(case, page, receive, minh):
    done = receive(page, {"What": "B"}, now=MONDAY)
    actions.change_state(done, CaseState.CLOSED, by=minh[0])
    recount(MONDAY)
    holiday = Holiday.objects.create(day=date(2026, 11, 26), name="Thanksgiving Day")
    assert recount(MONDAY) == 1
    assert (find_due(case), find_due(done)) == (date(2026, 11, 27), date(2026, 11, 26))
    assert recount(MONDAY) == 0
    assert Event.objects.get(act=Act.RECOUNTED).data == {"cases": 1}
    holiday.delete()
    assert recount(MONDAY) == 1 and find_due(case) == date(2026, 11, 26)


def test_open_cases_follow_a_change_of_the_target(case):
    recount(MONDAY)
    ResponseTarget.objects.update(working_days=5)
    assert recount(MONDAY) == 1 and find_due(case) == date(2026, 11, 30)
    ResponseTarget.objects.all().delete()
    assert recount(MONDAY) == 1 and find_due(case) is None


def test_a_round_that_was_broken_off_goes_on_where_it_ended(case, page, receive, monkeypatch):
    receive(page, {"What": "B"}, now=MONDAY)
    recount(MONDAY)
    Holiday.objects.create(day=date(2026, 11, 26), name="Thanksgiving Day")
    monkeypatch.setattr("forms.recounting.AT_ONCE", 1)
    monkeypatch.setattr("forms.recounting.BATCHES", 1)
    assert [recount(MONDAY) for _run in range(4)] == [1, 1, 0, 0]
    assert set(Submission.objects.values_list("due_on", flat=True)) == {date(2026, 11, 27)}
    assert Event.objects.get(act=Act.RECOUNTED).data == {"cases": 2}


def test_while_nothing_changes_no_case_is_looked_at(case, django_assert_max_num_queries):
    recount(MONDAY)
    with django_assert_max_num_queries(8):
        recount(MONDAY)


def test_waiting_for_the_resident_stops_the_clock(case, minh):
    user, client = minh
    with at("11-24"):
        actions.change_state(case, CaseState.WAITING, by=user)
    assert case.waiting_since == date(2026, 11, 24)
    with at("12-01"):
        shown = client.get(f"/admin/inbox/{case.pk}/").content.decode()
        assert "The clock stands still since Nov. 24, 2026" in shown
        assert "Not while the City waits" in shown
        assert case.reference not in client.get("/admin/inbox/?due=overdue").content.decode()
        actions.change_state(case, CaseState.IN_PROGRESS, by=user)
    assert (case.waiting_since, case.waited_days, case.due_on) == (None, 5, date(2026, 12, 3))
    with at("12-02"):
        actions.change_state(case, CaseState.WAITING, by=user)
    with at("12-03"):
        actions.change_state(case, CaseState.CLOSED, by=user)
    assert (case.waited_days, case.waiting_since) == (6, None)


def test_what_was_waited_stays_when_calendar_target_or_queue_change(case, minh):
    user, _client = minh
    with at("11-24"):
        actions.change_state(case, CaseState.WAITING, by=user)
    with at("12-01"):
        actions.change_state(case, CaseState.IN_PROGRESS, by=user)
    recount(MONDAY)
    ResponseTarget.objects.update(working_days=4)
    recount(MONDAY)
    assert find_due(case) == date(2026, 12, 4)
    slow = make_queue("Slow")
    ResponseTarget.objects.create(queue=slow, working_days=10)
    actions.route(case, slow, by=user)
    assert case.due_on == date(2026, 12, 14)


def reopen(case, by, day):
    with at(day), actions.open_case(case) as opened:
        from forms.actions.handling import set_state

        set_state(opened, CaseState.IN_PROGRESS, by=by)
    case.refresh_from_db()


def test_taken_up_again_a_case_has_its_full_time_where_it_was_answered_or_the_resident_wrote(case, minh):
    user, client = minh
    with at("11-24"):
        actions.change_state(case, CaseState.CLOSED, by=user)
    reopen(case, user, "11-27")
    assert case.due_on == date(2026, 11, 26), "closing by mistake gives nobody more time"
    with at("11-30"):
        actions.change_state(case, CaseState.CLOSED, by=user)
    reopen(case, None, "12-01")
    assert (case.due_on, case.counted_from) == (date(2026, 12, 4), date(2026, 12, 1))
    with at("12-02"):
        assert "Taken up again" in client.get(f"/admin/inbox/{case.pk}/").content.decode()
        actions.change_state(case, CaseState.CLOSED, by=user)
    Submission.objects.update(first_replied_at=MONDAY)
    reopen(case, user, "12-03")
    assert case.due_on == date(2026, 12, 8)


def read_marks(response, read):
    return [mark.text.strip() for mark in read(response).select("main .case-soon, main .case-overdue")]


@pytest.mark.parametrize(("day", "marks"), [
    ("11-23", []), ("11-24", ["Due in 2 working days"]), ("11-25", ["Due in 1 working day"]),
    ("11-26", ["Due in 1 working day"]), ("11-27", ["Due today"]), ("11-28", ["Overdue"]),
])  # fmt: skip
def test_due_soon_is_counted_in_working_days(day, marks, case, minh, read):
    Holiday.objects.create(day=date(2026, 11, 26), name="Thanksgiving Day")
    recount(MONDAY)
    with at(day):
        assert read_marks(minh[1].get("/admin/inbox/"), read) == marks
        assert set(read_marks(minh[1].get(f"/admin/inbox/{case.pk}/"), read)) == set(marks)


def test_the_line_due_soon_leads_to_what_it_counts(case, minh, read):
    client = minh[1]
    with at("11-24"):
        links = {
            " ".join(link.text.split()): link["href"] for link in read(client.get("/admin/")).select(".case-waiting a")
        }
        assert case.reference in client.get(links["1 Due in one or two working days"]).content.decode()
    with at("11-23"):
        assert case.reference not in client.get("/admin/inbox/?due=soon").content.decode()
        assert "one or two" not in client.get("/admin/").content.decode()


def test_the_case_says_how_its_day_was_found_and_by_which_calendar(case, minh, staff, member):
    _user, client = minh
    Holiday.objects.create(day=date(2026, 11, 26), name="Thanksgiving Day")
    recount(MONDAY)
    shown = client.get(f"/admin/inbox/{case.pk}/").content.decode()
    assert "answers within 3 working days" in shown and "Nov. 26, 2026: Thanksgiving Day" in shown
    assert "2026: nobody has confirmed it yet" in shown and "See the calendar" not in shown
    with at("11-24"):
        WorkingYear.confirm(2026, minh[0])
    assert "2026: confirmed by minh on Nov. 24, 2026" in client.get(f"/admin/inbox/{case.pk}/").content.decode()


def test_the_list_costs_the_same_however_many_are_due_soon(case, page, receive, minh, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = minh[1]
    with at("11-24"):
        client.get("/admin/inbox/")
        with CaptureQueriesContext(connection) as one:
            client.get("/admin/inbox/")
        for _number in range(10):
            receive(page, {"What": "B"}, now=MONDAY)
        with django_assert_max_num_queries(len(one)):
            client.get("/admin/inbox/")
