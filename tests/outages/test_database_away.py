"""PostgreSQL is stopped while residents send: what they are told, and that the same form goes through afterwards.

The server itself is not touched, for it may be somebody's; the wire to it is cut, which for the site is the same.
"""

import time

import pytest
from bs4 import BeautifulSoup

from tests.outages.residents import fill_in, get_text, send_all_at_once, show
from tests.outages.wire import Wire

TEXT = "What I typed must <not> be lost"
PATIENCE = 12  # seconds in which a resident tries again


@pytest.fixture(scope="module")
def wire():
    return Wire()


@pytest.fixture(scope="module")
def site(make_site, wire):
    return make_site("PostgreSQL", through=wire.lead_to)


@pytest.fixture
def away(wire):
    wire.cut()
    yield wire
    if wire.is_cut:
        wire.mend()


@pytest.fixture
def use_all_connections(site):
    """Every thread of the site has asked the database something."""
    send_all_at_once(site, "ask", [fill_in(site, "ask", f"Before {number}") for number in range(60)])


def count_stored(site, text):
    return sum(get_text(site, "ask", each) == text for each in site.list_submissions("ask"))


def send_until_it_is_taken(site, fields):
    deadline = time.monotonic() + PATIENCE
    while (answer := site.post(site.forms["ask"]["path"], fields)).status != 303:
        assert time.monotonic() < deadline, answer
    return answer


def test_a_restart_between_two_posts_is_not_noticed(site, wire, use_all_connections):
    wire.cut()
    wire.mend()
    forms = [fill_in(site, "ask", f"After {number}") for number in range(24)]
    assert [site.post(site.forms["ask"]["path"], fields).status for fields in forms] == [303] * len(forms)


def test_the_same_form_goes_through_when_the_database_is_back_and_once(site, away):
    fields = fill_in(site, "ask", "Sent while it was away")
    for _time in range(2):
        answer = site.post(site.forms["ask"]["path"], fields)
        assert answer.status == 503
        assert answer.seconds < 4
    away.mend()
    assert send_until_it_is_taken(site, fields).location == send_until_it_is_taken(site, fields).location
    assert count_stored(site, "Sent while it was away") == 1


def test_the_process_says_that_it_lives_also_without_a_database(site, away):
    assert site.get("/healthz").status == 200


def test_the_page_that_says_so_holds_what_was_typed_and_sends_it_again(site, away):
    path = site.forms["ask"]["path"]
    answer = site.post(path, fill_in(site, "ask", TEXT))
    assert answer.status == 503
    page = BeautifulSoup(answer.text, "html5lib")
    held = {
        each["name"]: each.text.strip() if each.name == "textarea" else each["value"]
        for each in page.select("form[method=post] [name]")
    }
    assert TEXT in held.values()
    away.mend()
    assert send_until_it_is_taken(site, held)
    assert count_stored(site, TEXT) == 1


def test_a_screen_of_a_long_form_is_held_likewise(site, wire):
    form = site.forms["apply"]
    draft = site.post(form["path"], {"token": show(form)}).location
    wire.cut()
    try:
        answer = site.post(f"{draft}1/", {form["fields"]["Why you"]: TEXT})
    finally:
        wire.mend()
    assert answer.status == 503
    assert "What I typed must &lt;not&gt; be lost" in answer.text
