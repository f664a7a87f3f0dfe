"""Facts are read from the source: they are the same in every language at the moment they are published."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from pages.models import Department, EventPage, Topic
from tests import factories as f


@pytest.fixture
def event(home, spanish_home):
    index = f.EventIndexFactory(parent=home, slug="events")
    f.translate(index, "es", {"Events": "Eventos"})
    page = f.EventFactory(parent=index, slug="hearing", title="Hearing", introduction="Come.", place="City Hall")
    f.translate(page, "es", {"Hearing": "Audiencia", "Come.": "Venga."})
    return page


def make_name(model, home, code, name, spanish=None):
    row = model.objects.create(code=code, name=name, locale=home.locale)
    if spanish:
        copy = row.copy_for_translation(f.Locale.objects.get(language_code="es"))
        copy.name = spanish
        copy.save()
    return row


def test_20_a_new_date_and_state_show_at_once_in_spanish_and_the_text_stays(event, resident, read):
    f.edit(event, starts_at=datetime(2027, 4, 15, 9, 0, tzinfo=f.ZONE), state=EventPage.State.CANCELLED)
    page = read(resident.get("/es/events/hearing/"))
    assert page.select_one(".facts time")["datetime"] == "2027-04-15T09:00-07:00"
    assert "15 de abril de 2027" in page.select_one(".facts time").text
    assert page.h1.text == "Audiencia"
    assert "cancelad" in page.select_one(".note--stop").text
    assert not page.select("[data-translation-state=out_of_date]")
    row = read(resident.get("/es/events/")).select_one(".row")
    assert row.select_one("time")["datetime"] == "2027-04-15T09:00-07:00"
    assert row.select_one(".tag--cancelled")


def test_23_the_department_is_that_of_the_source_in_the_readers_words(event, home, resident, read):
    def department():
        facts = read(resident.get("/es/events/hearing/")).select(".facts > div")
        return [each.dd for each in facts if each.dt.text == "Departamento"]

    f.edit(event, department=make_name(Department, home, "parks", "Parks", "Parques"))
    assert department()[0].text == "Parques"
    f.edit(event, department=make_name(Department, home, "streets", "Streets"))
    assert department()[0].select_one("span[lang=en]").text == "Streets"
    f.edit(event, department=None)
    assert department() == []


def test_24_topics_that_are_cleared_are_cleared_everywhere(event, home, resident):
    topic = make_name(Topic, home, "safety", "Safety", "Seguridad")
    event.topics.set([topic])
    event.save_revision().publish()
    f.translate(event, "es", {"Hearing": "Audiencia"})
    assert "Seguridad" in resident.get("/es/events/hearing/").content.decode()
    fresh = EventPage.objects.get(pk=event.pk)
    fresh.topics.set([])
    fresh.save_revision().publish()
    assert "Seguridad" not in resident.get("/es/events/hearing/").content.decode()


def test_codes_of_snippets_are_not_offered_for_translation(home):
    from wagtail_localize.segments.extract import extract_segments

    row = make_name(Department, home, "parks", "Parks")
    assert [segment.path for segment in extract_segments(row) if hasattr(segment, "string")] == ["name"]


def test_an_amount_is_written_as_the_reader_writes_it(home, resident):
    index = f.ServiceIndexFactory(parent=home, slug="services")
    f.ServiceFactory(parent=index, slug="shelter", fee=Decimal("45.50"))
    assert "$45.50" in resident.get("/en/services/shelter/").content.decode()
    assert "US$\u00a045,50" in resident.get("/pt-br/services/shelter/").content.decode()


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [
        (timedelta(days=1), timedelta(days=2), "upcoming"),
        (-timedelta(days=1), timedelta(days=30), "open"),
        (-timedelta(days=1), timedelta(days=6), "closing"),
        (-timedelta(days=2), -timedelta(days=1), "closed"),
        (-timedelta(days=2), timedelta(0), "closed"),
        (None, None, "open"),
    ],
)
def test_the_state_of_an_opportunity_follows_its_window(opens, closes, state, home, spanish_home, resident, read):
    now = timezone.now()
    index = f.OpportunityIndexFactory(parent=home, slug="opportunities")
    page = f.OpportunityFactory(
        parent=index,
        slug="seat",
        opens_at=None if opens is None else now + opens,
        closes_at=None if closes is None else now + closes,
    )
    f.translate(page, "es")
    for language in ("en", "es"):
        assert read(resident.get(f"/{language}/opportunities/seat/")).select_one(f".tag--{state}")


def test_an_opportunity_that_closes_before_it_opens_is_refused(home):
    from django.core.exceptions import ValidationError

    now = timezone.now()
    index = f.OpportunityIndexFactory(parent=home, slug="opportunities")
    with pytest.raises(ValidationError, match="close after it opens"):
        f.OpportunityFactory(parent=index, slug="seat", opens_at=now, closes_at=now)
