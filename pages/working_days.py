"""On which days the city works, and what the library `holidays` proposes for a year."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pages.models.calendar import Holiday, WorkingYear
from pages.models.settings import WEEKEND, CitySettings


@dataclass(frozen=True)
class Calendar:
    """`find_calendar` reads it once for many dates. `weekend`: days as `date.weekday` counts them."""

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset(WEEKEND)

    def is_working(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def add(self, day: date, count: int) -> date:
        """So many working days later; the day itself does not count."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working(day)
        return day

    def count(self, first: date, last: date) -> int:
        """Working days after `first`, up to and with `last`; 0 where `last` is not later."""
        days = range(1, (last - first).days + 1)
        return sum(self.is_working(first + timedelta(days=number)) for number in days)


def find_calendar() -> Calendar:
    """Two small queries. A year that nobody has confirmed counts with the days that are written down for it."""
    days = frozenset(Holiday.objects.values_list("day", flat=True))
    weekend = CitySettings.objects.filter(site__is_default_site=True).values_list("weekend", flat=True).first()
    return Calendar(days, frozenset(WEEKEND if weekend is None else weekend))


def find_city_day(moment: datetime | None = None) -> date:
    """Of a moment, or today: by the city's clock, whatever zone a member of staff has chosen for themselves."""
    return timezone.localdate(moment, timezone=ZoneInfo(settings.TIME_ZONE))


def propose(country: str, subdivision: str, year: int) -> dict[date, str]:
    """{day: name} of the public holidays as the library knows them: a proposal, which the clerk confirms.

    Raises LookupError for a country or subdivision that it does not know.
    """
    import holidays  # not needed for anything else, and 250 countries are not read at every start

    try:
        found: Any = holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    except (NotImplementedError, KeyError) as error:
        raise LookupError(f"{country} {subdivision}") from error
    return {day: name for day, name in found.items() if day.year == year}


@transaction.atomic
def take_proposed(city: CitySettings, year: int) -> int:
    """How many days were added. What is written down for a day already stays as it is. Raises LookupError."""
    known = set(Holiday.objects.filter(day__year=year).values_list("day", flat=True))
    proposed = propose(city.holiday_country, city.holiday_subdivision, year)
    new = [
        Holiday(day=day, name=name[:100], source=city.holiday_region)
        for day, name in proposed.items()
        if day not in known
    ]
    Holiday.objects.bulk_create(new, ignore_conflicts=True)  # a second click may have been faster
    WorkingYear.objects.get_or_create(year=year)
    taken = {"taken_from": city.holiday_region, "taken_at": timezone.now()}
    WorkingYear.objects.filter(year=year).update(**taken)
    if new:
        WorkingYear.reopen(year)
    return len(new)
