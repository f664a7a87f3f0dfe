"""By when a case is due, how that day was found, and by which calendar: for its page and its panel."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin.ui.side_panels import BaseSidePanel

from forms.deadlines import find_calendar, find_city_day, find_soon, find_start, find_target
from forms.models import Act, Event, Submission
from forms.rights import Right, read_grants
from forms.states import OPEN, CaseState
from pages.models import Holiday, WorkingYear
from pages.working_calendar import may_change
from pages.working_days import Calendar


def say_left(due: date, today: date, calendar: Calendar) -> str:
    """Of a day that is soon: in so many working days. Nothing for one that is far away or over."""
    if not today <= due <= find_soon(calendar, today):
        return ""
    left = calendar.count(today, due)
    if due == today or not left:  # a day on which the City does not work, until due dates follow the calendar
        return _("Due today") if due == today else _("Due before the next working day")
    return ngettext("Due in %(count)s working day", "Due in %(count)s working days", left) % {"count": left}


@dataclass(frozen=True)
class YearOfCalendar:
    year: int
    confirmer: str = ""
    confirmed_on: date | None = None


class Deadline:
    def __init__(self, case: Submission, user: Any) -> None:
        self.case, self.user, self.today = case, user, find_city_day()

    @cached_property
    def calendar(self) -> Calendar:
        return find_calendar()

    @property
    def is_overdue(self) -> bool:
        return self.case.is_running and self.case.due_on is not None and self.case.due_on < self.today

    @property
    def left(self) -> str:
        if not self.case.is_running or self.case.due_on is None:
            return ""
        return say_left(self.case.due_on, self.today, self.calendar)

    @property
    def is_snoozed(self) -> bool:
        return self.case.snoozed_until is not None and self.case.snoozed_until > self.today

    @cached_property
    def reason(self) -> str:
        """Why it was put off."""
        last = Event.objects.filter(case=self.case, act=Act.SNOOZED).order_by("-pk").first()
        return last.data["reason"] if last else ""

    @property
    def may_snooze(self) -> bool:
        return self.case.state in OPEN and read_grants(self.user).has(Right.ANSWER, self.case)

    @cached_property
    def target(self) -> int | None:
        return find_target(self.case.queue_id)

    @property
    def start(self) -> date:
        return find_start(self.case)

    @property
    def is_waiting(self) -> bool:
        return self.case.state == CaseState.WAITING

    @property
    def is_open(self) -> bool:
        return self.case.state in OPEN

    @cached_property
    def days_off(self) -> list[Holiday]:
        """Between the day it counts from and the last one, besides weekends."""
        if self.case.due_on is None:
            return []
        between = Holiday.objects.filter(day__gt=self.start, day__lte=self.case.due_on)
        return [holiday for holiday in between if holiday.day.weekday() not in self.calendar.weekend]

    @cached_property
    def years(self) -> list[YearOfCalendar]:
        """Of the calendar, by which the day was found, with who confirmed each."""
        last = self.case.due_on or self.start
        known = {each.year: each for each in WorkingYear.objects.filter(confirmed_at__isnull=False)}
        years = range(self.start.year, last.year + 1)
        return [
            YearOfCalendar(year, known[year].confirmer, find_city_day(known[year].confirmed_at))
            if year in known
            else YearOfCalendar(year)
            for year in years
        ]

    @property
    def may_change_calendar(self) -> bool:
        return may_change(self.user)


class DeadlinePanel(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = gettext_lazy("Show the deadline")
        icon_name = "time"

    name = "deadline"
    title = pgettext_lazy("panel", "Deadline")
    template_name = "forms/inbox/panels/deadline.html"
    order = 150

    def __init__(self, case: Submission, request: Any, deadline: Deadline) -> None:
        super().__init__(case, request)
        self.deadline = deadline

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "case": self.object, "deadline": self.deadline}
