"""What came in, and how it was answered: of the cases received in a period, as they stand now.

Answered is what has a first reply or is closed. Overdue is what the City still has to answer after the last day, and
what was answered after it. The time to the first reply is in working days of the city's calendar; on the same day it is
0. Spam is no case; answers to surveys are received, and need no answer.

The database counts, in two queries; of a million cases Python sees how many came on one day and were answered on
another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from forms.deadlines import Calendar
from forms.questions.summary import find_place
from forms.reporting.dimensions import Dimension, find_group, make_key
from forms.reporting.periods import Period
from forms.states import OPEN, RUNNING, CaseState, Purpose

ASKING = ~Q(purpose=Purpose.SURVEY)
ANSWERED = ASKING & (Q(first_replied_at__isnull=False) | Q(state=CaseState.CLOSED))
ZONE = ZoneInfo(settings.TIME_ZONE)


@dataclass
class Line:
    """`expected`: how many needed an answer. `days`: {working days to the first reply: how many}."""

    key: str = ""
    received: int = 0
    expected: int = 0
    answered: int = 0
    open: int = 0
    overdue: int = 0
    days: Counter[Decimal] = field(default_factory=Counter)

    @property
    def median(self) -> Decimal | None:
        """The value in the middle; of two in the middle, what lies halfway."""
        total = self.days.total()
        if not total:
            return None
        return (find_place(self.days, (total - 1) // 2) + find_place(self.days, total // 2)) / 2

    @property
    def slow(self) -> Decimal | None:
        """The 90th percentile by nearest rank: nine of ten had their first reply within so many days."""
        total = self.days.total()
        return find_place(self.days, (total * 9 + 9) // 10 - 1) if total else None


@dataclass(frozen=True)
class Report:
    lines: tuple[Line, ...]
    total: Line


def find_answered_day() -> Any:
    return TruncDate(Coalesce("first_replied_at", "closed_at"), tzinfo=ZONE)


def measure(cases: QuerySet, period: Period, dimension: Dimension, *, today: date, calendar: Calendar) -> Report:
    """Of the given cases: those that somebody may see, or all. Two queries."""
    counted = cases.filter(period.find()).exclude(state=CaseState.SPAM).order_by()
    counted = counted.annotate(group=find_group(dimension), answered_day=find_answered_day())
    lines: dict[str, Line] = {}
    for row in counted.values("group").annotate(**list_counts(today)):
        key = make_key(dimension, row.pop("group"))
        lines[key] = Line(key, *(row[f"n_{name}"] for name in NAMES))
    for key, days in count_days(counted, dimension, period, today, calendar).items():
        lines[key].days = days
    if dimension == Dimension.MONTH:
        ordered = [lines.get(month) or Line(month) for month in period.list_months() if month <= f"{today:%Y-%m}"]
    else:
        ordered = sorted(lines.values(), key=lambda line: (-line.received, line.key))
    return Report(tuple(ordered), add(lines.values()))


NAMES = ("received", "expected", "answered", "open", "overdue")


def list_counts(today: date) -> dict[str, Count]:
    late = ANSWERED & Q(answered_day__gt=F("due_on"))
    waited = ASKING & ~ANSWERED & Q(state__in=RUNNING, due_on__lt=today)
    return {
        "n_received": Count("pk"),
        "n_expected": Count("pk", filter=ASKING),
        "n_answered": Count("pk", filter=ANSWERED),
        "n_open": Count("pk", filter=ASKING & Q(state__in=OPEN)),
        "n_overdue": Count("pk", filter=late | waited),
    }


def count_days(
    cases: QuerySet, dimension: Dimension, period: Period, today: date, calendar: Calendar
) -> dict[str, Counter[Decimal]]:
    """{group: {working days to the first reply: how many}}."""
    replied = cases.filter(ASKING, first_replied_at__isnull=False)
    days = {"came": TruncDate("received_at", tzinfo=ZONE), "went": TruncDate("first_replied_at", tzinfo=ZONE)}
    pairs = replied.annotate(**days).values_list("group", "came", "went").annotate(number=Count("pk"))
    passed = number_days(calendar, period.first, today)
    found: dict[str, Counter[Decimal]] = defaultdict(Counter)
    for group, came, went, number in pairs.iterator(chunk_size=2000):
        taken = passed[min(went, today)] - passed[came] if came <= went and came in passed else 0
        found[make_key(dimension, group)][Decimal(taken)] += number
    return found


def number_days(calendar: Calendar, first: date, last: date) -> dict[date, int]:
    """How many working days there were since `first` on each day up to `last`, so that none is counted twice."""
    numbers, passed, day = {}, 0, first
    while day <= max(first, last):
        passed += calendar.is_working(day)
        numbers[day] = passed
        day += timedelta(days=1)
    return numbers


def add(lines: Iterable[Line]) -> Line:
    total = Line()
    for line in lines:
        for name in NAMES:
            setattr(total, name, getattr(total, name) + getattr(line, name))
        total.days += line.days
    return total
