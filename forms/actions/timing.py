"""Cases that are put off, and due dates that move with the calendar."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from forms import deadlines, record
from forms.actions.errors import Refused
from forms.actions.handling import open_case
from forms.actions.placing import keep
from forms.models import Act, Submission
from forms.rights import Right, require
from forms.states import OPEN
from pages.working_days import Calendar

MOST_DAYS_OFF = 90


def snooze(submission: Submission, until: date, reason: str, *, by: Any) -> None:
    """Until that day the case is not among what is to be done; when it is due stays as it is.

    Raises Refused for a case that is closed, and for a day that is over or more than 90 days away.
    """
    with open_case(submission) as case:
        require(Right.ANSWER, case, by)
        today = deadlines.find_city_day()
        if case.state not in OPEN or not today < until <= today + timedelta(days=MOST_DAYS_OFF) or not reason.strip():
            raise Refused("cannot be put off")
        case.snoozed_until = until
        keep(case, "snoozed_until")
        record.write(Act.SNOOZED, by=by, case=case, until=until.isoformat(), reason=reason.strip())
    submission.refresh_from_db()


def wake(submission: Submission, *, by: Any) -> None:
    """Before its day. One that is not put off any more stays as it is."""
    with open_case(submission) as case:
        require(Right.ANSWER, case, by)
        if case.snoozed_until and case.snoozed_until > deadlines.find_city_day():
            case.snoozed_until = None
            keep(case, "snoozed_until")
            record.write(Act.WOKEN, by=by, case=case)
    submission.refresh_from_db()


def recount(after: int, calendar: Calendar, targets: dict[int, int], *, limit: int) -> tuple[int | None, int]:
    """Due dates of the next open cases by this calendar and these targets ({queue: working days}).

    The last case that was looked at (None: there are no more), and how many dates moved. No revision of a case: nobody
    sees a form refused because of it.
    """
    with transaction.atomic():
        ahead = Submission.objects.filter(state__in=OPEN, pk__gt=after).order_by("pk")
        cases = list(ahead.select_for_update(no_key=True).defer("answers", "sealed")[:limit])
        moved: dict[date | None, list[int]] = {}
        for case in cases:
            due = deadlines.reckon(case, calendar, targets.get(case.queue_id))
            if due != case.due_on:
                moved.setdefault(due, []).append(case.pk)
        for due, keys in moved.items():
            Submission.objects.filter(pk__in=keys).update(due_on=due)
    return cases[-1].pk if len(cases) == limit else None, sum(map(len, moved.values()))
