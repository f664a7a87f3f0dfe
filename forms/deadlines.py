"""By when a queue answers: so many working days after the day on which something came in, in the city's time zone."""

from collections.abc import Callable
from datetime import date

from forms.models import ResponseTarget, Submission
from forms.states import OPEN, CaseState, Purpose
from pages.working_days import Calendar, find_calendar, find_city_day

__all__ = [
    "SOON",
    "Calendar",
    "find_calendar",
    "find_city_day",
    "find_due",
    "find_soon",
    "find_target",
    "reckon",
    "turn",
]

SOON = 2  # working days before the last one, from which on a case is due soon


def find_due(case: Submission) -> date | None:
    """The last day to answer. Two queries."""
    return reckon(case, find_calendar(), find_target(case.queue_id))


def find_target(queue_id: int) -> int | None:
    """In working days."""
    return ResponseTarget.objects.filter(queue=queue_id).values_list("working_days", flat=True).first()


def find_soon(calendar: Calendar, today: date) -> date:
    """The last day that is still soon."""
    return calendar.add(today, SOON)


def find_start(case: Submission) -> date:
    """The day from which the time to answer counts; itself it does not count."""
    return case.counted_from or find_city_day(case.received_at)


def reckon(case: Submission, calendar: Calendar, target: int | None) -> date | None:
    """By when this case is due: the days on which the City waited for the resident are added to its own. None where the
    queue has set itself no target, and for answers to surveys, which nobody answers."""
    if not target or case.purpose == Purpose.SURVEY:
        return None
    return calendar.add(find_start(case), target + case.waited_days)


def turn(
    case: Submission, before: CaseState, *, by_resident: bool, today: Callable[[], date] = find_city_day
) -> list[str]:
    """What a move from the state `before` does to the time of a case. The names of the fields that it changed.

    Waiting stops the clock. Taken up again after it was closed, a case has its full time again where the City had
    replied, or where it is the resident who wrote; closing by mistake gives nobody more time.
    """
    changed = []
    if case.state == CaseState.WAITING and case.waiting_since is None:
        case.waiting_since = today()
        changed.append("waiting_since")
    if case.state != CaseState.WAITING and case.waiting_since:
        calendar = find_calendar()
        case.waited_days += calendar.count(case.waiting_since, today())
        case.waiting_since = None
        case.due_on = reckon(case, calendar, find_target(case.queue_id))
        changed += ["waiting_since", "waited_days", "due_on"]
    if before == CaseState.CLOSED and case.state in OPEN and (by_resident or case.first_replied_at):
        case.counted_from, case.waited_days = today(), 0
        case.due_on = find_due(case)
        changed += ["counted_from", "waited_days", "due_on"]
    if case.snoozed_until and (case.state not in OPEN or by_resident):
        case.snoozed_until = None
        changed.append("snoozed_until")
    return changed
