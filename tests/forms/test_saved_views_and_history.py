"""Filters under a name; and the record of one person for a records officer."""

import pytest

from forms import record
from forms.inbox import history
from forms.models import Act, Event, SavedView
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


def turn(client, shown, name, direction):
    """Presses the button of a list of the page that leads on."""
    pressed = shown.select_one(f"button[name={name}][value^={direction}]")
    if pressed is None:
        return None
    form = pressed.find_parent("form")
    sent = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
    return client.post(f"{INBOX}person/", {**sent, name: pressed["value"]})


def read_rows(shown, place):
    return [
        row.select("td")[0 if place == 0 else 3].text.strip() for row in shown.select("table")[place].select("tbody tr")
    ]


def test_of_a_long_record_every_line_can_be_reached_and_the_page_says_that_there_are_more(
    page, minh, ruth, receive, read, monkeypatch
):
    monkeypatch.setattr(history, "CASES", 2)
    monkeypatch.setattr(history, "LINES", 3)
    cases = [receive(page, {"What": "A", "Your email": "ana@example.com"}) for _number in range(5)]
    for number in range(7):
        record.write(Act.UNSEALED, by=minh[0], case=cases[number % 5], reason=f"Reason {number}")
    _user, client = ruth
    response = client.post(f"{INBOX}person/", {"who": "ana@example.com", "reason": "Request 12"})
    first = shown = read(response)
    assert "In all: 5, the newest first, on several pages." in shown.text
    assert "In all: 7, the newest first, on several pages." in shown.text
    found = read_rows(shown, 0)
    while response := turn(client, shown, "cases", "after"):
        shown = read(response)
        assert read_rows(shown, 1) == read_rows(first, 1), "the other list stays where it is"
        found += read_rows(shown, 0)
    assert found == [case.reference for case in reversed(cases)]
    assert read_rows(read(turn(client, shown, "cases", "before")), 0) == found[2:4]
    told = read_rows(first, 1)
    shown = first
    while response := turn(client, shown, "lines", "after"):
        shown = read(response)
        told += read_rows(shown, 1)
    assert [said[-1] for said in told] == list("6543210")
    looks = Event.objects.filter(act="history")
    assert looks.count() == 6, "each page is a look"
    assert {(each.data["who"], each.data["reason"], each.data["cases"]) for each in looks} == {
        ("ana@example.com", "Request 12", 5)
    }


@pytest.mark.parametrize(
    "place", ["after nonsense", "sideways", "after 2026-01-01~5", "before 9999-12-31T23:59:00+00:00~1"]
)
def test_a_place_that_nobody_gave_is_the_start(place, page, ruth, receive):
    case = receive(page, {"What": "A", "Your email": "ana@example.com"})
    asked = {"who": "ana@example.com", "reason": "r", "cases": place, "lines": place}
    assert case.reference in ruth[1].post(f"{INBOX}person/", asked).content.decode()


def test_without_a_reason_or_the_right_there_is_no_record_to_see(page, minh, ruth, receive):
    case = receive(page, {"What": "A", "Your email": "a@example.com"})
    shown = ruth[1].post(f"{INBOX}person/", {"who": case.reference, "reason": ""})
    assert "Looked at it" not in shown.content.decode() and not Event.objects.filter(act="history").exists()
    assert minh[1].get(f"{INBOX}person/").status_code == 302
