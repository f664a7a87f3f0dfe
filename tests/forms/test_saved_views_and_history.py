"""Filters under a name; and the record of one person for a records officer."""

import pytest

from forms.models import Event, SavedView
from tests.factories import FormFactory, make_queue, question

INBOX = "/admin/inbox/"


@pytest.fixture
def page(home):
    return FormFactory(
        parent=home,
        slug="f",
        queue=make_queue("Parks"),
        questions=[question("long_text", "What"), question("email", "Your email")],
    )


@pytest.fixture
def minh(page, member):
    return member("minh", page.queue, "view", "answer")


def test_a_view_keeps_filters_and_order_and_not_the_place_in_the_list(page, minh, receive, read):
    user, client = minh
    receive(page, {"What": "A", "Your email": "a@example.com"})
    address = f"{INBOX}views/save/?state=new&q=&after=2026-01-01T00:00:00~5&ordering=due_on"
    query = read(client.get(address)).select_one("input[name=query]")["value"]
    response = client.post(address, {"name": "Mine first", "query": query}, follow=True)
    view = SavedView.objects.get()
    assert (view.user, view.query) == (user, "state=new&ordering=due_on")
    shown = read(response).select_one(".case-views a")
    assert shown["aria-current"] == "page" and shown.text.strip() == "Mine first"
    client.post(address, {"name": "Mine first", "query": "state=closed"})
    assert SavedView.objects.get().query == "state=closed", "the same name means something new"
    client.post(f"{INBOX}views/{view.pk}/forget/")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "data", [{"name": "", "query": "x"}, {"name": "x" * 61, "query": ""}, {"name": "x", "query": "q=" + "y" * 2001}]
)
def test_bad_input_is_a_clear_error(data, minh):
    response = minh[1].post(f"{INBOX}views/save/", data)
    assert response.status_code == 200 and not SavedView.objects.exists()


@pytest.fixture
def ruth(page, member):
    return member("ruth", page.queue, "audit")


def test_a_records_officer_sees_who_saw_what_and_no_answers(page, minh, ruth, receive, home):
    case = receive(page, {"What": "A private story", "Your email": "Ana@example.com"})
    hidden = FormFactory(parent=home, slug="g", queue=make_queue("Other"), questions=[question("email", "Your email")])
    foreign = receive(hidden, {"Your email": "ana@example.com"})
    minh[1].get(f"{INBOX}{case.pk}/")
    user, client = ruth
    for who in ("ana@example.com", " ANA@example.com", case.reference.lower()):
        shown = client.post(f"{INBOX}person/", {"who": who, "reason": "Request 12"}).content.decode()
        assert case.reference in shown and "minh" in shown and "Looked at it" in shown
        assert "A private story" not in shown and foreign.reference not in shown
    event = Event.objects.filter(act="history").latest("pk")
    assert (event.by, event.data["reason"], event.data["cases"]) == (user, "Request 12", 1)
    assert client.get(f"{INBOX}{case.pk}/").status_code == 404, "metadata only"
    assert client.get(INBOX).status_code == 302


def test_the_menu_leads_there_only_who_may(minh, ruth):
    assert "/admin/inbox/person/" in ruth[1].get("/admin/").content.decode()
    assert "/admin/inbox/person/" not in minh[1].get("/admin/").content.decode()


def test_nobody_of_that_name(ruth):
    shown = ruth[1].post(f"{INBOX}person/", {"who": "nobody@example.com", "reason": "r"}).content.decode()
    assert "There is no case of this person" in shown


def test_without_a_reason_or_the_right_there_is_no_record_to_see(page, minh, ruth, receive):
    case = receive(page, {"What": "A", "Your email": "a@example.com"})
    shown = ruth[1].post(f"{INBOX}person/", {"who": case.reference, "reason": ""})
    assert "Looked at it" not in shown.content.decode() and not Event.objects.filter(act="history").exists()
    assert minh[1].get(f"{INBOX}person/").status_code == 302
