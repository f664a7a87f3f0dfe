"""A case is put off until a day, with a reason on record; its due date stays; it comes back by itself."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from forms import actions
from forms.models import Act, Event, ResponseTarget, Submission
from forms.states import CaseState
from tests.factories import FormFactory, make_queue, make_staff, make_user, question

MONDAY = datetime(2026, 11, 23, 18, tzinfo=UTC)


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
    return receive(page, {"What": "A tree fell."})


@pytest.fixture
def minh(case, member):
    return member("minh", case.queue, "view", "answer")


def send(client, case, *, until="2026-12-07", reason="The crew comes in December.", **data):
    values = {"seen": case.revision, "snooze_until": until, "snooze_reason": reason, **data}
    return client.post(f"/admin/inbox/{case.pk}/snooze/", values, follow=True)


def read_waiting(client, read):
    return [" ".join(link.text.split()) for link in read(client.get("/admin/")).select(".case-waiting a")]


def test_it_is_put_off_with_a_reason(case, minh):
    shown = send(minh[1], case).content.decode()
    case.refresh_from_db()
    assert (case.snoozed_until, case.due_on) == (date(2026, 12, 7), date(2026, 11, 26))
    assert "put off until Dec. 7, 2026" in shown and "Reason: The crew comes in December." in shown
    assert Event.objects.get(act=Act.SNOOZED).data["reason"] == "The crew comes in December."


def test_until_then_it_is_not_among_what_is_to_be_done_and_comes_back_by_itself(case, minh, read):
    user, client = minh
    actions.assign(case, user, by=user)
    assert "1 Assigned to you" in read_waiting(client, read) and case.reference in read_waiting(client, read)
    actions.snooze(case, date(2026, 11, 25), "Later", by=user)
    assert read_waiting(client, read) == []
    listed = client.get("/admin/inbox/?snoozed=true").content.decode()
    assert case.reference in listed and "Put off until 11/25/2026" in listed
    assert case.reference not in client.get("/admin/inbox/?snoozed=false").content.decode()
    with time_machine.travel("2026-11-25T08:00-08:00", tick=False):
        assert "1 Assigned to you" in read_waiting(client, read)
        assert case.reference not in client.get("/admin/inbox/?snoozed=true").content.decode()
        assert "Put off until" not in client.get("/admin/inbox/").content.decode()


def test_the_clock_does_not_stop(case, minh):
    user, client = minh
    actions.snooze(case, date(2026, 12, 7), "Later", by=user)
    with time_machine.travel("2026-11-27T12:00-08:00", tick=False):
        assert case.reference in client.get("/admin/inbox/?due=overdue").content.decode()


def test_it_is_taken_up_again_before_its_day(case, minh):
    user, client = minh
    actions.snooze(case, date(2026, 12, 7), "Later", by=user)
    shown = client.post(f"/admin/inbox/{case.pk}/wake/", {"seen": case.revision}, follow=True).content.decode()
    case.refresh_from_db()
    assert case.snoozed_until is None
    assert "Took it up again before its day" in shown
    client.post(f"/admin/inbox/{case.pk}/wake/", {"seen": case.revision})
    assert Event.objects.filter(act=Act.WOKEN).count() == 1


def test_a_closed_case_is_put_off_no_more(case, minh):
    user, _client = minh
    actions.snooze(case, date(2026, 12, 7), "Later", by=user)
    actions.change_state(case, CaseState.CLOSED, by=user)
    assert case.snoozed_until is None
    with pytest.raises(actions.Refused):
        actions.snooze(case, date(2026, 12, 7), "Later", by=user)


@pytest.mark.parametrize("wrong", [
    {"until": ""}, {"until": "soon"}, {"until": "2026-11-23"}, {"until": "2026-11-01"}, {"until": "2027-02-22"},
    {"until": "9999-12-31"}, {"reason": ""}, {"reason": " "}, {"reason": "x" * 301}, {"seen": ""}, {"seen": "x"},
])  # fmt: skip
def test_bad_input_is_a_clear_error_and_loses_nothing(wrong, case, minh, read):
    response = send(minh[1], case, **wrong)
    assert response.status_code == 200
    page = read(response)
    assert page.select_one(".error-message, .errorlist, .help-critical") or "seen" in wrong  # of a field nobody sees
    typed = wrong.get("reason", "The crew comes in December.")
    assert page.select_one("input[name=snooze_reason]").get("value", "") == typed
    case.refresh_from_db()
    assert case.snoozed_until is None


def test_a_stale_form_is_refused_and_can_be_sent_again(case, minh, read):
    user, client = minh
    actions.note(case, "Faster.", by=user)
    Submission.objects.get(pk=case.pk)
    response = client.post(
        f"/admin/inbox/{case.pk}/snooze/", {"seen": 0, "snooze_until": "2026-12-07", "snooze_reason": "Later"}
    )
    assert "somebody else has changed this case" in response.content.decode()
    seen = read(response).select_one("input[name=seen]")["value"]
    assert seen == "1"
    case.revision = int(seen)
    send(client, case)
    case.refresh_from_db()
    assert case.snoozed_until


def test_without_a_script_there_is_a_page_for_it(case, minh):
    assert "Until that day" in minh[1].get(f"/admin/inbox/{case.pk}/snooze/").content.decode()


def test_strangers_and_readers_cannot(case, minh, member, staff):
    others = [
        member("rita", make_queue("Elsewhere"), "view", "answer")[1],
        member("vera", case.queue, "view")[1],
        staff(make_user("edgar", make_staff("Other editors"))),
    ]
    for client in others:
        for path in ("snooze", "wake"):
            assert client.post(f"/admin/inbox/{case.pk}/{path}/", {"seen": 0}).status_code == 404
    assert "snooze_until" not in others[1].get(f"/admin/inbox/{case.pk}/").content.decode()
