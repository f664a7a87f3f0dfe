"""Until when a case is kept, and the list of those that may go. Nothing is ever disposed of from here."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from forms.deadlines import find_city_day
from forms.intake.window import find_window
from forms.models import Disposition, FormIdentity, FormPage, ScheduleCheck, Submission, Trigger
from forms.models.record_series import MOST_MONTHS
from forms.states import OPEN

AT_ONCE = 500
FIELDS = {Trigger.CLOSED: "closed_at", Trigger.RECEIVED: "received_at"}


@dataclass(frozen=True)
class Rule:
    """`months`: None where it is kept for good."""

    months: int | None
    trigger: Trigger = Trigger.CLOSED
    series: str = ""

    def find_start(self, case: Submission) -> date | None:
        """The day from which the months count; None while that has not come."""
        if case.state in OPEN:
            return None
        moment = case.form.closes_at if self.trigger == Trigger.FORM else getattr(case, FIELDS[self.trigger])
        return find_city_day(moment) if moment else None

    def find_end(self, case: Submission) -> date | None:
        """The last day on which the case is kept, by the city's calendar."""
        start = self.find_start(case)
        return add_months(start, self.months) if start and self.months else None


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def find_last_start(today: date, months: int) -> date:
    """The latest day from which so many months are over before today."""
    start = add_months(today, -months) + timedelta(days=3)
    while add_months(start, months) >= today:
        start -= timedelta(days=1)
    return start


def find_midnight(day: date) -> datetime:
    """At which the day begins in the city."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


def read_rule(form: FormIdentity) -> Rule:
    if form.series:
        return Rule(form.series.months, Trigger(form.series.trigger), form.series.code)
    return Rule(form.retention_months)


def find_end(case: Submission) -> date | None:
    """None for a case that is open, or of a form that says nothing."""
    return read_rule(case.form).find_end(case)


def is_due(case: Submission, today: date) -> bool:
    end = find_end(case)
    return end is not None and end < today and not case.has_written


def find_due(today: date) -> QuerySet[Submission]:
    """Closed, their time is over, and the resident has written nothing since. Two queries, whatever number of forms
    there is."""
    rules: dict[Rule, list[FormIdentity]] = {}
    for form in FormIdentity.objects.select_related("series"):
        rule = read_rule(form)
        if rule.months and rule.months <= MOST_MONTHS:  # nothing is older than that, and calendars end
            rules.setdefault(rule, []).append(form)
    over = Q(pk__in=[])
    for rule, forms in rules.items():
        until = find_midnight(find_last_start(today, rule.months or 0) + timedelta(days=1))
        if rule.trigger == Trigger.FORM:
            over |= Q(form__in=[form.pk for form in forms if form.closes_at and form.closes_at < until])
        else:
            over |= Q(form__in=[form.pk for form in forms], **{f"{FIELDS[rule.trigger]}__lt": until})
    return Submission.objects.filter(over, has_written=False).exclude(state__in=OPEN)


def list_due(now: datetime) -> tuple[int, int]:
    """Bring the list up to date: (listed, taken off). Doing it again, or half of it, changes nothing that is right."""
    keep_closing_times()
    today = find_city_day(now)
    due, listed = find_due(today), 0
    while new := list(due.filter(disposition=None).select_related("form__series").order_by("pk")[:AT_ONCE]):
        rows = [Disposition(case=case, ends_on=find_end(case), listed_at=now) for case in new]
        Disposition.objects.bulk_create(rows, ignore_conflicts=True)
        listed += len(rows)
    with transaction.atomic():  # reopened, or kept for longer by now
        waiting = Disposition.objects.filter(batch=None)
        withdrawn = waiting.exclude(case__in=due.values("pk")).delete()[0]
    return listed, withdrawn


def list_due_daily(now: datetime) -> int:
    """Once a day, as a job: a run that was killed is done again."""
    today = find_city_day(now)
    if ScheduleCheck.objects.filter(day=today).exists():
        return 0
    return check_schedule(now)


def check_schedule(now: datetime) -> int:
    listed, withdrawn = list_due(now)
    values = {"at": timezone.now(), "listed": listed, "withdrawn": withdrawn}
    ScheduleCheck.objects.update_or_create(day=find_city_day(now), defaults=values)
    return listed


def keep_closing_times() -> None:
    """A form closes when its opportunity does, whose times can change without the form being published again."""
    known = {form.key: form for form in FormIdentity.objects.only("key", "closes_at")}
    pages = FormPage.objects.live().filter(alias_of=None, translation_key__in=list(known))
    changed = []
    for page in pages.select_related("locale", "source_locale"):
        closes_at = find_window(page).closes_at if page.is_source else None
        if page.is_source and known[page.translation_key].closes_at != closes_at:
            known[page.translation_key].closes_at = closes_at
            changed.append(known[page.translation_key])
    FormIdentity.objects.bulk_update(changed, ["closes_at"], batch_size=AT_ONCE)
