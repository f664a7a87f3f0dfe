"""By when a queue answers: so many working days after the day on which something came in, in the city's time zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from forms.models import ResponseTarget

SATURDAY = 5


def find_city_day(moment: datetime | None = None) -> date:
    """Of a moment, or today: by the city's clock, whatever zone a member of staff has chosen for themselves."""
    return timezone.localdate(moment, timezone=ZoneInfo(settings.TIME_ZONE))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY


def add_working_days(day: date, count: int) -> date:
    """The day itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def find_due(queue_id: int, received_at: datetime) -> date | None:
    """The last day to answer; None for a queue that has set itself no target. One query."""
    target = ResponseTarget.objects.filter(queue=queue_id).values_list("working_days", flat=True).first()
    return add_working_days(find_city_day(received_at), target) if target else None
