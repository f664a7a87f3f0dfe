"""One thing done to many cases: "all" honours filters and rights, and what cannot be done is told."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms import actions
from forms.models import Event, Submission
from forms.states import CaseState, Doubt
from tests.factories import FormFactory, make_queue, question
from tests.forms.conftest import read_cases

BULK = "/admin/bulk/forms/submission"
OTHERS = ("In progress", "Waiting for the resident", "Closed")


@pytest.fixture
def page(home):
    return FormFactory(parent=home, slug="f", queue=make_queue("Parks"), questions=[question("long_text", "What")])


@pytest.fixture
def cases(page, receive):
    return [receive(page, {"What": text}) for text in ("tree", "tree", "bench")]


@pytest.fixture
def foreign(home, receive):
    other = FormFactory(parent=home, slug="o", queue=make_queue("Other"), questions=[question("long_text", "What")])
    return receive(other, {"What": "tree"})


@pytest.fixture
def minh(page, member):
    return member("minh", page.queue, "view", "answer")


def states(cases):
    return [Submission.objects.get(pk=case.pk).state for case in cases]


def test_all_means_what_the_filters_show_of_what_one_may_change(cases, foreign, minh, member, press):
    _user, client = minh
    assert client.get(f"{BULK}/state/?id=all&q=tree").content.decode().count("Ask the City") == 2
    press(client, "state/?id=all&q=tree", chosen="closed")
    assert states([*cases, foreign]) == ["closed", "closed", "new", "new"]
    assert Event.objects.filter(act="state").count() == 2


def test_ids_of_other_queues_are_left_out_without_a_word(cases, foreign, minh, press):
    _user, client = minh
    shown = client.get(f"{BULK}/spam/?id={cases[0].pk}&id={foreign.pk}").content.decode()
    assert cases[0].reference in shown and foreign.reference not in shown
    press(client, f"spam/?id={cases[0].pk}&id={foreign.pk}")
    assert states([cases[0], foreign]) == ["spam", "new"]


def test_what_one_may_see_and_not_change_is_named(cases, foreign, minh, press):
    from tests.factories import let_see

    user, client = minh
    let_see(user.groups.get(), foreign.queue, "view_submission")
    shown = client.get(f"{BULK}/state/?id={cases[0].pk}&id={foreign.pk}").content.decode()
    assert "You may see it, and not change it" in shown and foreign.reference in shown
    press(client, "state/?id=all", chosen="closed")
    assert states([foreign]) == ["new"]


def test_assign_move_and_not_spam(cases, minh, page, receive, member, press):
    user, client = minh
    ids = "&".join(f"id={case.pk}" for case in cases)
    press(client, f"assign/?{ids}", chosen=str(user.pk))
    assert {case.assignee for case in Submission.objects.all()} == {user}
    press(client, f"assign/?{ids}", chosen="nobody")
    assert {case.assignee for case in Submission.objects.all()} == {None}
    doubtful = receive(page, {"What": "x"}, doubts=[Doubt.QUICK])
    press(client, f"clear/?id={doubtful.pk}")
    doubtful.refresh_from_db()
    assert doubtful.verdict == "clean"
    streets = make_queue("Streets")
    press(client, f"route/?{ids}", chosen=str(streets.pk))
    assert Submission.objects.filter(queue=streets).count() == 3


def test_what_cannot_be_done_is_left_and_named_with_the_reason(cases, minh, press):
    user, client = minh
    Submission.objects.filter(pk=cases[0].pk).update(state=CaseState.SPAM)
    actions.change_state(cases[1], CaseState.IN_PROGRESS, by=user)
    said = press(client, "state/?id=all", chosen="in_progress").text
    assert "1 case was changed" in said
    assert re.search(rf"The new state cannot follow the state that it has.\s+{cases[0].reference}", said)
    assert re.search(rf"Nothing to change: this is so already.\s+{cases[1].reference}", said)
    assert cases[2].reference not in said
    assert states(cases) == ["spam", "in_progress", "in_progress"]
    said = press(client, f"state/?id={cases[2].pk}", chosen="in_progress").text
    assert "No case was changed" in said and "cases were changed" not in said


def test_the_dialog_says_before_what_can_be_done(cases, minh, read, press):
    _user, client = minh
    Submission.objects.filter(pk=cases[0].pk).update(state=CaseState.SPAM)
    dialog = read(client.get(f"{BULK}/spam/?id=all")).text
    assert "2 cases will be changed" in dialog
    assert re.search(rf"Nothing to change: this is so already.\s+{cases[0].reference}", dialog)
    dialog = read(client.get(f"{BULK}/clear/?id=all")).text
    assert "1 case will be changed" in dialog and "It is not marked as spam" in dialog
    dialog = read(client.get(f"{BULK}/clear/?id={cases[1].pk}"))
    assert "no case among these that you can change" in dialog.text and not dialog.select("main button[type=submit]")
    offered = [each.text for each in read(client.get(f"{BULK}/state/?id=all")).select("select[name=chosen] option")]
    assert offered == ["Choose…", "New (with 1 of 3)", *(f"{name} (with 2 of 3)" for name in OTHERS)]


def test_nothing_is_chosen_before_somebody_chooses(cases, minh, read, press):
    _user, client = minh
    make_queue("Streets")
    for action in ("assign", "route", "state"):
        chosen = read(client.get(f"{BULK}/{action}/?id=all")).select_one("select[name=chosen]")
        assert [each["value"] for each in chosen.select("option[selected]")] == [""]
        said = press(client, f"{action}/?id=all", chosen="")
        assert "Nothing is chosen yet: choose one." in said.text and said.select_one("[aria-invalid]")
        assert read_cases(said), "pressed again it still knows which"
    assert Submission.objects.filter(revision=0).count() == 3


def test_what_came_in_after_the_dialog_was_opened_is_left_alone(cases, minh, page, receive, read):
    _user, client = minh
    dialog = read(client.get(f"{BULK}/spam/?id=all"))
    late = receive(page, {"What": "tree"})
    client.post(f"{BULK}/spam/?id=all", {"cases": read_cases(dialog)})
    assert states([*cases, late]) == ["spam", "spam", "spam", "new"]
    said = read(client.post(f"{BULK}/spam/?id=all"))
    assert late.reference in said.text and states([late]) == ["new"], "without the dialog it is only shown"


def test_what_somebody_changed_after_the_dialog_was_opened_is_left_alone(cases, minh, member, page, read):
    rosa, _client = member("rosa", page.queue, "view", "answer")
    _user, client = minh
    dialog = read(client.get(f"{BULK}/state/?id=all"))
    actions.assign(cases[0], rosa, by=rosa)
    actions.change_state(cases[1], CaseState.CLOSED, by=rosa)
    said = read(client.post(f"{BULK}/state/?id=all", {"cases": read_cases(dialog), "chosen": "closed"})).text
    assert re.search(rf"Somebody has changed it since you opened this page: look at it again.\s+{cases[0]}", said)
    assert re.search(rf"this is so already.\s+{cases[1]}", said)
    assert states(cases) == ["new", "closed", "closed"]


def test_a_case_that_changes_while_the_button_works_is_left_too(cases, minh, monkeypatch, press):
    user, client = minh
    real = actions.change_state

    def change(case, *args, **kwargs):
        if case.pk == cases[1].pk:
            actions.note(cases[1], "I am at it.", by=user)
        return real(case, *args, **kwargs)

    monkeypatch.setattr(actions, "change_state", change)
    assert "Somebody has changed it" in press(client, "state/?id=all", chosen="closed").text
    assert states(cases) == ["closed", "new", "closed"]


def test_keys_of_other_queues_in_the_dialog_do_nothing(cases, foreign, minh, read):
    _user, client = minh
    for said in (f"{foreign.pk}-0 {cases[0].pk}-0", f"{foreign.pk}-0", "x-y 1 -", f"{'9' * 30}-0"):
        shown = read(client.post(f"{BULK}/spam/?id=all", {"cases": said})).text
        assert foreign.reference not in shown
    assert states([*cases, foreign]) == ["spam", "new", "new", "new"]


def test_a_case_that_was_disposed_of_meanwhile_stops_no_other(cases, minh, monkeypatch, press):
    _user, client = minh
    real = actions.change_state

    def change(case, *args, **kwargs):
        if case.pk == cases[1].pk:
            case.pk = 0
        return real(case, *args, **kwargs)

    monkeypatch.setattr(actions, "change_state", change)
    assert "This cannot be done with it as it is now" in press(client, "state/?id=all", chosen="closed").text
    assert states(cases) == ["closed", "new", "closed"]


def test_what_takes_too_long_stops_and_goes_on_with_the_rest(cases, minh, monkeypatch, press, read):
    _user, client = minh
    monkeypatch.setattr("forms.inbox.bulk.dialog.LONGEST", -1)
    said = press(client, "state/?id=all", chosen="closed")
    assert "3 cases are still to be done" in said.text and states(cases) == ["new", "new", "new"]
    monkeypatch.setattr("forms.inbox.bulk.dialog.LONGEST", 10)
    form = {each["name"]: each.get("value", "") for each in said.select("main input[name], main button[name]")}
    client.post(f"{BULK}/state/?id=all", form)
    assert states(cases) == ["closed", "closed", "closed"]


def test_who_may_see_none_of_the_cases_is_not_offered(cases, foreign, minh, member, page, read):
    from tests.factories import let_see

    user, client = minh
    let_see(user.groups.get(), foreign.queue, "answer_submission")
    for name, queue, right in (
        ("rosa", page.queue, "view"),
        ("ivan", foreign.queue, "view"),
        ("bo", page.queue, "review"),
    ):
        member(name, queue, right)
    offered = [each.text for each in read(client.get(f"{BULK}/assign/?id=all")).select("select[name=chosen] option")]
    assert offered == ["Choose…", "minh", "ivan (with 1 of 4)", "rosa (with 3 of 4)"], "nobody has them already"
    address = f"{BULK}/assign/?id={cases[0].pk}"
    assert [each.text for each in read(client.get(address)).select("select[name=chosen] option")][1:] == [
        "minh",
        "rosa",
    ]


def test_more_cases_cost_no_more_queries_to_show(cases, minh, page, receive):
    _user, client = minh

    def count(action):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{BULK}/{action}/?id=all").status_code == 200
        return len(queries)

    count("assign")  # what is remembered from the first request on
    before = {action: count(action) for action in ("assign", "route", "state", "spam")}
    for _number in range(3):
        receive(page, {"What": "more"})
    assert {action: count(action) for action in before} == before


@pytest.mark.parametrize(
    "tail", ["state/?id=all", "state/?id=x&id=-1&id=99999999999999999999999", "assign/", "route/?id=all&form=x"]
)
def test_bad_input_is_no_error(tail, cases, minh):
    _user, client = minh
    for data in ({}, {"chosen": "flying"}, {"chosen": "999999"}):
        assert client.post(f"{BULK}/{tail}", data).status_code in (200, 302)
    assert states(cases) == ["new", "new", "new"]


def test_no_more_than_people_wait_for(cases, minh, monkeypatch, press):
    monkeypatch.setattr("forms.inbox.bulk.dialog.MOST", 2)
    _user, client = minh
    assert "No more than 2 cases can be changed at once" in client.get(f"{BULK}/spam/?id=all").content.decode()
    press(client, "spam/?id=all")
    assert states(cases) == ["new", "spam", "spam"], "the newest"


def test_the_list_offers_them_only_to_who_may(cases, member, minh):
    _user, reader = member("rita", cases[0].queue, "view")
    assert f"{BULK}/spam/" in minh[1].get("/admin/inbox/").content.decode()
    assert reader.get(f"{BULK}/spam/?id={cases[0].pk}").status_code == 302


def test_all_is_what_the_order_by_due_date_shows(cases, minh, press):
    from django.utils import timezone

    _user, client = minh
    Submission.objects.filter(pk=cases[0].pk).update(due_on=timezone.localdate())
    press(client, "spam/?id=all&ordering=due_on")
    assert states(cases) == ["spam", "new", "new"]
