"""Lists: each page once, in the reader's language where it has one, at a cost that does not grow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories as f


@pytest.fixture
def services(home, spanish_home):
    index = f.ServiceIndexFactory(parent=home, slug="services")
    f.translate(index, "es", {"Services": "Servicios"})
    return index


def test_a_list_shows_translations_and_marks_what_has_none(services, resident, read):
    f.translate(f.ServiceFactory(parent=services, slug="a", title="Shelter"), "es", {"Shelter": "Refugio"})
    f.ServiceFactory(parent=services, slug="b", title="Permit")
    items = read(resident.get("/es/services/")).select(".links > li")
    assert [(item.h2.text, item.a.get("lang")) for item in items] == [("Refugio", None), ("Permit", "en")]
    assert [item.a["href"] for item in items] == ["/es/services/a/", "/es/services/b/"]


def test_the_menu_is_in_the_readers_language(services, resident, read):
    link = read(resident.get("/es/")).select_one(".nav a")
    assert (link.text, link["href"]) == ("Servicios", "/es/services/")
    untranslated = read(resident.get("/ar/")).select_one(".nav a")
    assert (untranslated.text, untranslated["href"], untranslated["lang"]) == ("Services", "/ar/services/", "en")


def test_a_long_list_has_pages(services, resident, read):
    for number in range(21):
        f.ServiceFactory(parent=services, slug=f"s{number}", title=f"Service {number}")
    assert len(read(resident.get("/en/services/")).select(".links > li")) == 20
    second = read(resident.get("/en/services/?page=2"))
    assert len(second.select(".links > li")) == 1
    assert second.select_one("a[rel=prev]")["href"] == "?page=1"
    for page in ("x", "0", "99", "-1"):
        assert resident.get(f"/en/services/?page={page}").status_code == 200


def test_opportunities_are_listed_by_what_can_still_be_done(home, resident, read):
    now = timezone.now()
    index = f.OpportunityIndexFactory(parent=home, slug="opportunities")
    for title, opens, closes in [("Over", -9, -1), ("Later", 3, 9), ("Open", -1, 20), ("Last days", -1, 2)]:
        f.OpportunityFactory(
            parent=index,
            slug=title.lower().replace(" ", "-"),
            title=title,
            opens_at=now + timedelta(days=opens),
            closes_at=now + timedelta(days=closes),
        )
    titles = [each.text for each in read(resident.get("/en/opportunities/")).select(".card h2")]
    assert titles == ["Last days", "Open", "Later", "Over"]
    assert [each.text for each in read(resident.get("/en/")).select(".card h3")] == ["Last days", "Open"]


def test_events_are_listed_next_first_and_past_ones_below(home, resident, read):
    now = timezone.now()
    index = f.EventIndexFactory(parent=home, slug="events")
    for title, hours in [("Tomorrow", 24), ("Soon", 1), ("Going on", -1), ("Yesterday", -24)]:
        starts = now + timedelta(hours=hours)
        f.EventFactory(
            parent=index,
            slug=title.lower().replace(" ", "-"),
            title=title,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
        )
    coming, past = read(resident.get("/en/events/")).select(".rows")
    assert [each.text for each in coming.select("h3")] == ["Going on", "Soon", "Tomorrow"]
    assert [each.text for each in past.select("h3")] == ["Yesterday"]


@pytest.mark.parametrize(
    ("address", "factory", "index"),
    [
        ("/es/services/", f.ServiceFactory, f.ServiceIndexFactory),
        ("/es/boards/", f.BoardFactory, f.BoardIndexFactory),
        ("/es/events/", f.EventFactory, f.EventIndexFactory),
        ("/es/opportunities/", f.OpportunityFactory, f.OpportunityIndexFactory),
    ],
)
def test_a_list_costs_the_same_with_1_and_with_50_rows(
    address, factory, index, home, spanish_home, resident, django_assert_max_num_queries
):
    section = index(parent=home, slug=address.split("/")[2])
    f.translate(section, "es")

    def count():
        resident.get(address)
        with django_assert_max_num_queries(36) as queries:
            assert resident.get(address).status_code == 200
        return len(queries)

    f.translate(factory(parent=section, slug="one"), "es")
    one = count()
    for number in range(49):
        factory(parent=section, slug=f"page-{number}", publish=False)
    many = count()
    assert many <= one + 1
