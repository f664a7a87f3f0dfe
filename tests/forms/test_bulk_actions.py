"""One thing done to many cases: "all" honours filters and rights, and what cannot be done is told."""

import pytest

from forms import actions
from forms.models import Event, Submission
from forms.states import CaseState, Doubt
from tests.factories import FormFactory, make_queue, question

BULK = "/admin/bulk/forms/submission"


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


def test_all_means_what_the_filters_show_of_what_one_may_change(cases, foreign, minh, member):
    _user, client = minh
    assert client.get(f"{BULK}/state/?id=all&q=tree").content.decode().count("Ask the City") == 2
    client.post(f"{BULK}/state/?id=all&q=tree", {"chosen": "closed"})
    assert states([*cases, foreign]) == ["closed", "closed", "new", "new"]
    assert Event.objects.filter(act="state").count() == 2


def test_ids_of_other_queues_are_left_out_without_a_word(cases, foreign, minh):
    _user, client = minh
    shown = client.get(f"{BULK}/spam/?id={cases[0].pk}&id={foreign.pk}").content.decode()
    assert cases[0].reference in shown and foreign.reference not in shown
    client.post(f"{BULK}/spam/?id={cases[0].pk}&id={foreign.pk}")
    assert states([cases[0], foreign]) == ["spam", "new"]


def test_what_one_may_see_and_not_change_is_named(cases, foreign, minh):
    from tests.factories import let_see

    user, client = minh
    let_see(user.groups.get(), foreign.queue, "view_submission")
    shown = client.get(f"{BULK}/state/?id={cases[0].pk}&id={foreign.pk}").content.decode()
    assert "You may see these, and not change them" in shown and foreign.reference in shown
    client.post(f"{BULK}/state/?id=all", {"chosen": "closed"})
    assert states([foreign]) == ["new"]


def test_assign_move_and_not_spam(cases, minh, page, receive, member):
    user, client = minh
    ids = "&".join(f"id={case.pk}" for case in cases)
    client.post(f"{BULK}/assign/?{ids}", {"chosen": str(user.pk)})
    assert {case.assignee for case in Submission.objects.all()} == {user}
    client.post(f"{BULK}/assign/?{ids}", {"chosen": "nobody"})
    assert {case.assignee for case in Submission.objects.all()} == {None}
    doubtful = receive(page, {"What": "x"}, doubts=[Doubt.QUICK])
    client.post(f"{BULK}/clear/?id={doubtful.pk}")
    doubtful.refresh_from_db()
    assert doubtful.verdict == "clean"
    streets = make_queue("Streets")
    client.post(f"{BULK}/route/?{ids}", {"chosen": str(streets.pk)})
    assert Submission.objects.filter(queue=streets).count() == 3


def test_what_cannot_be_done_now_is_left_and_told(cases, minh):
    _user, client = minh
    Submission.objects.filter(pk=cases[0].pk).update(state=CaseState.SPAM)
    response = client.post(f"{BULK}/state/?id=all", {"chosen": "in_progress"}, follow=True)
    assert "1 case was left as it is" in client.get("/admin/inbox/").content.decode() + response.content.decode()
    assert states(cases) == ["spam", "in_progress", "in_progress"]


def test_a_case_that_was_disposed_of_meanwhile_stops_no_other(cases, minh, monkeypatch):
    _user, client = minh
    real = actions.change_state

    def change(case, *args, **kwargs):
        if case.pk == cases[1].pk:
            case.pk = 0
        return real(case, *args, **kwargs)

    monkeypatch.setattr(actions, "change_state", change)
    shown = client.post(f"{BULK}/state/?id=all&next=/admin/inbox/", {"chosen": "closed"}, follow=True)
    assert shown.status_code == 200 and states(cases) == ["closed", "new", "closed"]


@pytest.mark.parametrize(
    "tail", ["state/?id=all", "state/?id=x&id=-1&id=99999999999999999999999", "assign/", "route/?id=all&form=x"]
)
def test_bad_input_is_no_error(tail, cases, minh):
    _user, client = minh
    for data in ({}, {"chosen": "flying"}, {"chosen": "999999"}):
        assert client.post(f"{BULK}/{tail}", data).status_code in (200, 302)
    assert states(cases) == ["new", "new", "new"]


def test_no_more_than_people_wait_for(cases, minh, monkeypatch):
    monkeypatch.setattr("forms.inbox.bulk.MOST", 2)
    _user, client = minh
    assert "No more than 2 cases can be changed at once" in client.get(f"{BULK}/spam/?id=all").content.decode()
    client.post(f"{BULK}/spam/?id=all")
    assert states(cases) == ["new", "spam", "spam"], "the newest"


def test_the_list_offers_them_only_to_who_may(cases, member, minh):
    _user, reader = member("rita", cases[0].queue, "view")
    assert f"{BULK}/spam/" in minh[1].get("/admin/inbox/").content.decode()
    assert reader.get(f"{BULK}/spam/?id={cases[0].pk}").status_code == 302


def test_all_is_what_the_order_by_due_date_shows(cases, minh):
    from django.utils import timezone

    _user, client = minh
    Submission.objects.filter(pk=cases[0].pk).update(due_on=timezone.localdate())
    client.post(f"{BULK}/spam/?id=all&ordering=due_on")
    assert states(cases) == ["spam", "new", "new"]
