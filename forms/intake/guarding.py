"""All signs of robots put together, at the moment of sending."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from forms.intake import captcha, proof, spam
from forms.intake.answering import TOO_MANY
from forms.intake.captcha import Outcome
from forms.intake.token import Shown
from forms.models import Draft
from forms.states import Doubt

CAPTCHA_DOUBTS = {
    Outcome.LOW: Doubt.CAPTCHA,
    Outcome.ABSENT: Doubt.NO_CAPTCHA,
    Outcome.UNAVAILABLE: Doubt.CAPTCHA_DOWN,
}


@dataclass(frozen=True)
class Judged:
    """`is_flood`: far more came in than people send; with `challenge` the person's device can get through.
    `is_refused`: the provider says that this is no person; the form is shown again with all that was typed."""

    doubts: tuple[Doubt, ...] = ()
    is_flood: bool = False
    is_refused: bool = False
    challenge: Any = None

    @property
    def must_stop(self) -> bool:
        return self.is_flood or self.is_refused

    @property
    def status(self) -> int:
        return TOO_MANY if self.is_flood else 200


def judge(
    request: HttpRequest, form_key: UUID, shown: Shown, answers: dict[str, Any], *, draft: Draft | None = None
) -> Judged:
    """Counts this submission, and asks the provider of the captcha, for two seconds at most.

    A draft is made to be finished on another day, and may have met the trap on any of its screens.
    """
    now = timezone.now()
    verdict = spam.judge(request, form_key, shown, answers, now)
    doubts = [doubt for doubt in verdict.doubts if not (draft and doubt == Doubt.OLD)]
    if draft and draft.is_trap_filled and Doubt.TRAP not in doubts:
        doubts.append(Doubt.TRAP)
    if verdict.is_flood and not proof.is_valid(
        request.POST.get("challenge", ""), request.POST.get("proof", ""), shown.nonce, now
    ):
        return Judged(tuple(doubts), is_flood=True, challenge=proof.issue(shown.nonce))
    outcome = captcha.check(request)
    if outcome == Outcome.FAIL:
        return Judged(tuple(doubts), is_refused=True)
    if outcome in CAPTCHA_DOUBTS:
        doubts.append(CAPTCHA_DOUBTS[outcome])
    return Judged(tuple(doubts))
