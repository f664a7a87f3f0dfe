"""By when a queue answers: so many working days after the day on which something came in, in the city's time zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from forms.models import ResponseTarget

WEEKEND = frozenset({5, 6})  # Saturday and Sunday, as `date.weekday` counts


@dataclass(frozen=True)
class Calendar:
    """On which days the city works. `find_calendar` reads it once for many cases."""

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = WEEKEND

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
    return Calendar()


def find_city_day(moment: datetime | None = None) -> date:
    """Of a moment, or today: by the city's clock, whatever zone a member of staff has chosen for themselves."""
    return timezone.localdate(moment, timezone=ZoneInfo(settings.TIME_ZONE))


def find_due(queue_id: int, received_at: datetime) -> date | None:
    """The last day to answer; None for a queue that has set itself no target. One query."""
    target = ResponseTarget.objects.filter(queue=queue_id).values_list("working_days", flat=True).first()
    return find_calendar().add(find_city_day(received_at), target) if target else None
