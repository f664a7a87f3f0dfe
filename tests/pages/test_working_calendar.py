"""The clerk's table of days off: taken from the library, edited, confirmed; who may, and what is counted with it."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import Site

from pages.models import CitySettings, Holiday, WorkingYear
from pages.working_days import Calendar, find_calendar, propose
from tests.factories import make_staff, make_user

CALENDAR = "/admin/working_calendar/"


@pytest.fixture
def city(home):
    city = CitySettings.for_site(Site.objects.get())
    city.holiday_country, city.holiday_subdivision = "US", "MA"
    city.save()
    return city


@pytest.fixture
def clerk(city, staff):
    """client of somebody whose group may change days off."""
    group = make_staff("Clerks")
    group.permissions.add(*Permission.objects.filter(codename__endswith="_holiday"))
    return staff(make_user("ruth", group))


def take(client, year=2027):
    return client.post(f"{CALENDAR}{year}/take/", follow=True).content.decode()


def test_days_are_taken_from_the_library_once_and_never_over_what_the_clerk_wrote(clerk):
    Holiday.objects.create(day=date(2027, 4, 19), name="Marathon Monday")
    assert "days were added" in take(clerk)
    number = Holiday.objects.count()
    assert Holiday.objects.get(day=date(2027, 4, 19)).name == "Marathon Monday"
    assert Holiday.objects.get(day=date(2027, 7, 4)).source == "US-MA"
    Holiday.objects.filter(day=date(2027, 12, 25)).update(name="Christmas, we are closed")
    assert "0 days were added" in take(clerk)
    assert Holiday.objects.count() == number
    assert Holiday.objects.get(day=date(2027, 12, 25)).name == "Christmas, we are closed"
    assert not Holiday.objects.exclude(day__year=2027).exists()


def test_two_clicks_at_once_are_one(clerk, monkeypatch):
    def propose_late(*place):
        found = propose(*place)
        Holiday.objects.create(day=min(found), name="Of the other click")
        return found

    monkeypatch.setattr("pages.working_days.propose", propose_late)
    assert "added" in take(clerk)
    assert Holiday.objects.get(day=date(2027, 1, 1)).name == "Of the other click"


def test_without_a_default_site_there_is_a_calendar_all_the_same(staff, home):
    client = staff(make_user("boss", superuser=True))
    Site.objects.update(is_default_site=False)
    assert "Saturday, Sunday" in client.get(CALENDAR).content.decode()
    assert "does not say yet" in take(client)


def test_the_table_is_shown_year_by_year(clerk):
    take(clerk)
    shown = clerk.get(f"{CALENDAR}?year=2027").content.decode()
    assert "Monday, April 19, 2027" in shown and "Patriots" in shown and "US-MA" in shown
    assert "Saturday, Sunday" in shown
    assert "Patriots" not in clerk.get(f"{CALENDAR}?year=2028").content.decode()


@time_machine.travel("2026-11-23T12:00-08:00", tick=False)
def test_a_confirmed_year_says_who_and_when_and_a_change_undoes_it(clerk):
    take(clerk)
    assert "Nobody has confirmed 2027" in clerk.get(f"{CALENDAR}?year=2027").content.decode()
    shown = clerk.post(f"{CALENDAR}2027/confirm/", follow=True).content.decode()
    assert "ruth confirmed 2027 on Nov. 23, 2026" in shown
    response = clerk.post(f"{CALENDAR}new/", {"day": "2027-06-01", "name": "Founders’ day"}, follow=True)
    assert "Founders’ day" in response.content.decode() and response.redirect_chain[-1][0].endswith("year=2027")
    assert WorkingYear.objects.get(year=2027).confirmed_at is None
    user, day = make_user("rita"), Holiday.objects.get(name="Founders’ day")
    WorkingYear.confirm(2027, user)
    clerk.post(f"{CALENDAR}edit/{day.pk}/", {"day": "2027-06-01", "name": "Founders’ day"})
    assert WorkingYear.objects.get(year=2027).confirmed_at, "nothing was changed"
    for change in (
        lambda day: clerk.post(f"{CALENDAR}edit/{day.pk}/", {"day": "2027-06-02", "name": "Founders’ day"}),
        lambda day: clerk.post(f"{CALENDAR}delete/{day.pk}/"),
    ):
        WorkingYear.confirm(2027, user)
        assert change(Holiday.objects.get(name="Founders’ day")).status_code == 302
        assert WorkingYear.objects.get(year=2027).confirmed_at is None
    assert not Holiday.objects.filter(name="Founders’ day").exists()


@pytest.mark.parametrize("data", [
    {"day": "", "name": "x"}, {"day": "nonsense", "name": "x"}, {"day": "0001-01-01", "name": "x"},
    {"day": "2027-01-02", "name": ""}, {"day": "2027-01-02", "name": "x" * 101}, {"day": "2027-01-01", "name": "again"},
])  # fmt: skip
def test_bad_input_is_a_clear_error(data, clerk):
    Holiday.objects.create(day=date(2027, 1, 1), name="New Year")
    assert clerk.post(f"{CALENDAR}new/", data).status_code == 200
    assert Holiday.objects.count() == 1


@pytest.mark.parametrize("year", ["", "x", "0", "99999", "1.5", "²"])
def test_a_year_that_is_none_is_this_year(year, clerk):
    assert clerk.get(f"{CALENDAR}?year={year}").status_code == 200


def test_without_a_country_or_with_a_wrong_one_the_clerk_is_told(clerk, city):
    city.holiday_country, city.holiday_subdivision = "", ""
    city.save()
    assert "does not say yet" in take(clerk)
    assert "say in Settings, City" in clerk.get(CALENDAR).content.decode()
    CitySettings.objects.update(holiday_country="QQ")
    assert "does not know" in take(clerk)
    assert clerk.post(f"{CALENDAR}1200/take/").status_code == 404


def test_a_stranger_is_refused_and_changes_nothing(clerk, staff):
    take(clerk)
    before = Holiday.objects.count()
    stranger = staff(make_user("edgar", make_staff("Other editors")))
    day = Holiday.objects.first()
    for path, data in (
        ("", None), ("new/", {"day": "2027-06-01", "name": "x"}),
        (f"edit/{day.pk}/", {"day": "2027-06-01", "name": "x"}), (f"delete/{day.pk}/", {}),
        ("2027/take/", {}), ("2027/confirm/", {}),
    ):  # fmt: skip
        response = stranger.get(f"{CALENDAR}{path}") if data is None else stranger.post(f"{CALENDAR}{path}", data)
        assert response.status_code == 302 and response["Location"].endswith("/admin/")
    assert Holiday.objects.count() == before
    assert not WorkingYear.objects.filter(confirmed_at__isnull=False).exists()
    assert "Working calendar" not in stranger.get("/admin/").content.decode()


def test_the_right_is_given_in_wagtails_group_screen(city, staff):
    admin = staff(make_user("alma", superuser=True))
    assert "day off" in admin.get("/admin/groups/new/").content.decode().lower()


@pytest.mark.parametrize(("day", "named"), [("2026-10-31", ["2026"]), ("2026-11-01", ["2026", "2027"])])
def test_the_first_page_reminds_the_clerk_from_november_on(day, named, clerk):
    with time_machine.travel(f"{day}T12:00-08:00", tick=False):
        shown = clerk.get("/admin/").content.decode()
        assert [year for year in ("2026", "2027") if f"does not work in {year}" in shown] == named
        for year in (2026, 2027):
            clerk.post(f"{CALENDAR}{year}/confirm/")
        assert "Nobody has confirmed" not in clerk.get("/admin/").content.decode()


def test_the_weekend_and_the_codes_are_settings_of_the_city(city, staff):
    WorkingYear.confirm(2027, make_user("ruth"))
    values = {
        "city_name": "Port Alder", "time_zone": "America/Los_Angeles", "currency": "USD", "brand_colour": "#1a4480",
        "link_colour": "#005ea2", "weekend": ["4", "5"], "holiday_country": "sa", "holiday_subdivision": "",
    }  # fmt: skip
    admin, address = (
        staff(make_user("alma", superuser=True)),
        reverse("wagtailsettings:edit", args=["pages", "citysettings", city.site_id]),
    )
    for wrong in ({"holiday_country": "QQ"}, {"holiday_subdivision": "MA"}, {"weekend": ["0", "1", "2", "3", "4"]}):
        assert admin.post(address, {**values, **wrong}).status_code == 200
    assert admin.post(address, values).status_code == 302
    city.refresh_from_db()
    assert (city.weekend, city.holiday_region) == ([4, 5], "SA")
    calendar = find_calendar()
    assert calendar.is_working(date(2026, 11, 22)) and not calendar.is_working(date(2026, 11, 20))
    assert WorkingYear.objects.get(year=2027).confirmed_at is None


def test_a_calendar_counts_working_days():
    calendar = Calendar(frozenset({date(2026, 11, 26), date(2026, 11, 27)}))
    assert calendar.add(date(2026, 11, 25), 1) == date(2026, 11, 30)
    assert calendar.count(date(2026, 11, 25), date(2026, 11, 30)) == 1
    assert calendar.count(date(2026, 11, 30), date(2026, 11, 25)) == 0


def test_the_library_is_asked_for_one_year(db):
    assert {day.year for day in propose("US", "OR", 2027)} == {2027}
    with pytest.raises(LookupError):
        propose("US", "XX", 2027)


def test_reading_the_calendar_costs_two_queries(home, django_assert_num_queries):
    Holiday.objects.bulk_create(Holiday(day=date(2027, 1, number), name="x") for number in range(1, 31))
    with django_assert_num_queries(2):
        assert len(find_calendar().holidays) == 30
