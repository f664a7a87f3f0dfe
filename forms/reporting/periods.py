"""The time that a report is about, in days of the city."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Span(models.TextChoices):
    LAST_MONTH = "last_month", _("Last month")
    THIS_MONTH = "this_month", _("This month")
    LAST_QUARTER = "last_quarter", _("Last quarter")
    THIS_QUARTER = "this_quarter", _("This quarter")
    LAST_YEAR = "last_year", _("Last year")
    THIS_YEAR = "this_year", _("This year")
    DAYS = "days", _("From one day to another")


MONTHS = {  # how many a span has
    Span.LAST_MONTH: 1,
    Span.THIS_MONTH: 1,
    Span.LAST_QUARTER: 3,
    Span.THIS_QUARTER: 3,
    Span.LAST_YEAR: 12,
    Span.THIS_YEAR: 12,
}
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
BEFORE = (Span.LAST_MONTH, Span.LAST_QUARTER, Span.LAST_YEAR)


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both with all their hours."""

    first: date
    last: date

    def find(self) -> Q:
        """The condition on what was received in it."""
        return Q(received_at__gte=begin(self.first), received_at__lt=begin(self.last + timedelta(days=1)))

    def list_months(self) -> Iterator[str]:
        """Like 2026-03."""
        month = self.first.replace(day=1)
        while month <= self.last:
            yield f"{month:%Y-%m}"
            month = add_months(month, 1)


def begin(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


def add_months(month: date, count: int) -> date:
    """`month`: its first day, as what comes back."""
    years, place = divmod(month.month - 1 + count, 12)
    return date(month.year + years, place + 1, 1)


def find_period(span: Span, today: date) -> Period:
    """Of any span but `DAYS`."""
    count = MONTHS[span]
    first = date(today.year, (today.month - 1) // count * count + 1, 1)
    if span in BEFORE:
        first = add_months(first, -count)
    end = add_months(first, count - 1)
    return Period(first, end.replace(day=monthrange(end.year, end.month)[1]))


def find_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))
