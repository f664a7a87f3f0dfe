"""What staff have done with a few of the samples, so that lists and cases show what they are for."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from config.demo.content.consultation import COMMENTS, CUTS, HIDDEN, NAMED, REJECTED
from forms import actions, deadlines
from forms.models import Submission
from forms.records.retention import check_schedule
from forms.states import CaseState, Reason


def deal_with_samples() -> None:
    people: dict[str, Any] = {user.username: user for user in User.objects.all()}
    moderator, reviewer = people["moderator"], people["reviewer"]
    dana, ana = find("dana@example.com"), find("ana@example.com")
    actions.assign(dana, moderator, by=moderator)
    actions.change_state(dana, CaseState.IN_PROGRESS, by=moderator)
    actions.note(dana, "Called the signal shop: a crew is on its way this afternoon.", by=moderator)
    actions.assign(ana, moderator, by=moderator)
    lucia = find("lucia@example.com")
    back = deadlines.find_city_day() + timedelta(days=10)
    actions.snooze(lucia, back, "The plumber comes next week; then we know the day.", by=moderator)
    marcus = find("marcus@example.com")
    actions.move_stage(marcus, "body-qualification", by=reviewer)
    actions.note(marcus, "Both documents are there. Check the park he names.", by=reviewer)
    actions.assign(marcus, reviewer, by=reviewer)
    age(["harold@example.com", "elena@example.com", "joan@example.com"], by=moderator)
    actions.hold(case=find("harold@example.com"), reason="Lawsuit Brandt v. Port Alder, 26-0417", by=people["records"])
    check_schedule(timezone.now())
    decide_comments(people["oversight"])


def age(emails: list[str], *, by: Any) -> None:
    """Closed a week after they came in: their time is over."""
    for email in emails:
        case = find(email)
        actions.change_state(case, CaseState.CLOSED, by=by)
        Submission.objects.filter(pk=case.pk).update(closed_at=case.received_at + timedelta(days=7))


def decide_comments(by: Any) -> None:
    cases = {case.name: case for case in Submission.objects.filter(is_comment=True)}
    for _code, _hours, name, _organization, _text, decision in COMMENTS:
        if decision in (NAMED, HIDDEN):
            actions.publish(cases[name], with_name=decision == NAMED, cuts=CUTS.get(name, []), by=by)
        elif decision == REJECTED:
            actions.reject(cases[name], Reason.ADVERTISING, by=by)


def find(email: str) -> Submission:
    return Submission.objects.filter(email=email).latest("received_at")
