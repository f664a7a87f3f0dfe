"""Opening the list costs no filters: what there is to choose from is remembered for a minute, and shows no more than
the person may see."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import FormFactory, make_queue, question

INBOX = "/admin/inbox/"


@pytest.fixture
def make_case(home, receive):
    def make_case(title, queue):
        page = FormFactory(
            parent=home, slug=title.lower(), title=title, queue=queue, questions=[question("long_text", "What")]
        )
        return receive(page, {"What": "A swing"})

    return make_case


@pytest.fixture
def parks(home):
    return make_queue("Parks")


@pytest.fixture
def list_offered(read):
    """The forms that can be filtered by."""

    def list_offered(client, address=INBOX):
        panel = read(client.get(address)).select_one("#filters-drilldown")
        return [label.text.strip() for label in panel.select("#id_form label")]

    return list_offered


def test_the_second_time_nothing_is_looked_up_for_the_filters(make_case, parks, member, list_offered):
    make_case("Swings", parks)
    client = member("minh", parks, "view")[1]
    assert list_offered(client) == ["Swings"]
    with CaptureQueriesContext(connection) as again:
        assert list_offered(client) == ["Swings"]
    assert not [each["sql"] for each in again if "EXISTS" in each["sql"]]


def test_a_form_with_its_first_case_is_offered_within_a_minute(make_case, parks, member, list_offered):
    client = member("minh", parks, "view")[1]
    assert list_offered(client) == []
    make_case("Swings", parks)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert list_offered(client) == ["Swings"]


def test_a_filtered_list_is_never_remembered(make_case, parks, member, list_offered):
    client = member("minh", parks, "view")[1]
    assert list_offered(client, f"{INBOX}?state=new") == []
    make_case("Swings", parks)
    assert list_offered(client, f"{INBOX}?state=new") == ["Swings"]


def test_who_loses_a_queue_is_offered_nothing_of_it_any_more(make_case, parks, member, list_offered):
    make_case("Swings", parks)
    make_case("Streets", streets := make_queue("Streets"))
    user, client = member("minh", parks, "view")
    member("linh", streets, "view")[0].groups.get().user_set.add(user)
    assert list_offered(client) == ["Streets", "Swings"]
    user.groups.get(name="Group of linh").collection_permissions.all().delete()
    assert list_offered(client) == ["Swings"]


def test_two_people_are_offered_what_each_may_see(make_case, parks, member, list_offered):
    make_case("Swings", parks)
    make_case("Streets", streets := make_queue("Streets"))
    one, other = member("minh", parks, "view")[1], member("linh", streets, "view")[1]
    assert (list_offered(one), list_offered(other)) == (["Swings"], ["Streets"])


@pytest.mark.parametrize(
    "query", ["state=&form=&received_at_from=", "after=x&p=7", "unknown=1", "ordering=received_at"]
)
def test_what_chooses_nothing_filters_nothing(query, make_case, parks, member, read):
    case = make_case("Swings", parks)
    shown = read(member("minh", parks, "view")[1].get(f"{INBOX}?{query}"))
    assert shown.select_one("td.title a").text.strip() == case.reference
    assert not shown.select(".w-active-filters *")


@pytest.mark.parametrize("query", ["received_at_from=yesterday", "received_at_to=2026-99-01", "state=none", "form=0"])
def test_a_filter_that_makes_no_sense_is_still_said(query, make_case, parks, member, read):
    make_case("Swings", parks)
    shown = read(member("minh", parks, "view")[1].get(f"{INBOX}?{query}"))
    assert "could not be understood" in shown.select_one("[role=alert]").text


def test_taking_the_last_filter_away_brings_the_panel_again(make_case, parks, member):
    make_case("Swings", parks)
    said = member("minh", parks, "view")[1].get(f"{INBOX}results/?_w_filter_fragment=1").content.decode()
    panel = said[said.index('data-w-teleport-target-value="#filters-drilldown"') :]
    assert 'name="form"' in panel
    assert "Swings" in panel
