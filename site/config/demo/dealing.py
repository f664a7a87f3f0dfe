"""What staff have done with a few of the samples, so that lists and cases show what they are for."""

from typing import Any

from django.contrib.auth.models import User

from config.demo.content.consultation import COMMENTS, CUTS, HIDDEN, NAMED, REJECTED
from forms import actions
from forms.models import Submission
from forms.states import CaseState, Reason


def deal_with_samples() -> None:
    people: dict[str, Any] = {user.username: user for user in User.objects.all()}
    moderator, reviewer = people["moderator"], people["reviewer"]
    dana, ana = find("dana@example.com"), find("ana@example.com")
    actions.assign(dana, moderator, by=moderator)
    actions.change_state(dana, CaseState.IN_PROGRESS, by=moderator)
    actions.note(dana, "Called the signal shop: a crew is on its way this afternoon.", by=moderator)
    actions.assign(ana, moderator, by=moderator)
    marcus = find("marcus@example.com")
    actions.move_stage(marcus, "body-qualification", by=reviewer)
    actions.note(marcus, "Both documents are there. Check the park he names.", by=reviewer)
    actions.assign(marcus, reviewer, by=reviewer)
    decide_comments(people["oversight"])


def decide_comments(by: Any) -> None:
    cases = {case.name: case for case in Submission.objects.filter(is_comment=True)}
    for _code, _hours, name, _organization, _text, decision in COMMENTS:
        if decision in (NAMED, HIDDEN):
            actions.publish(cases[name], with_name=decision == NAMED, cuts=CUTS.get(name, []), by=by)
        elif decision == REJECTED:
            actions.reject(cases[name], Reason.ADVERTISING, by=by)


def find(email: str) -> Submission:
    return Submission.objects.filter(email=email).latest("received_at")
