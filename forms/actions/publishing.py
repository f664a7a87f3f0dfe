"""Whether a comment is public, decided by people. What is public is copied in the same transaction."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from forms import comments, record
from forms.actions.errors import Refused
from forms.actions.handling import open_case
from forms.actions.placing import keep
from forms.models import Act, Publication, Submission
from forms.rights import Right, require
from forms.states import Decision, Reason, Verdict
from localization.languages import BY_TAG

NOTHING = {"text": "", "name": "", "party": ""}


class NotAgreed(Refused):
    """The person gave no name, or does not want it to be published."""


class NotPublishable(Refused):
    """No comment, or one of a case that is sensitive, spam, given up, not confirmed, or perhaps from a robot."""


def publish(
    submission: Submission,
    *,
    with_name: bool,
    by: Any,
    cuts: Sequence[str] = (),
    locale: str = "",
    note: str = "",
    seen: int | None = None,
) -> bool:
    """As it was written, without the passages `cuts`. `locale`: the language it is written in, where that is another
    than that of the form. Raises NotAgreed, NotPublishable, and comments.NotInComment."""
    with open_case(submission, seen=seen) as case:
        require(Right.ANSWER, case, by)
        comment = comments.find_comment(case)
        if comment is None or not case.may_be_public or case.verdict == Verdict.DOUBTFUL:
            raise NotPublishable
        if with_name and not comment.name:
            raise NotAgreed
        public: dict[str, Any] = {
            "text": comments.cut(comment.text, cuts),
            "locale": locale if locale in BY_TAG else case.locale,
            "name": comment.name if with_name else "",
            "party": comment.party,
            "cuts": list(cuts),
        }
        decision = Decision.APPROVED if with_name else Decision.WITHOUT_NAME
        if is_new := decide(case, decision, by=by, note=note, **public):
            record.write(Act.PUBLISHED, by=by, case=case, with_name=with_name, cuts=len(cuts))
    submission.refresh_from_db()
    return is_new


def reject(submission: Submission, reason: Reason, *, by: Any, note: str = "", seen: int | None = None) -> bool:
    """It is not public, and the person reads why. Raises NotPublishable where there is no comment."""
    with open_case(submission, seen=seen) as case:
        require(Right.ANSWER, case, by)
        if comments.find_comment(case) is None:
            raise NotPublishable
        if is_new := decide(case, Decision.REJECTED, by=by, reason=reason, note=note, **NOTHING):
            record.write(Act.REJECTED, by=by, case=case, reason=str(reason))
    submission.refresh_from_db()
    return is_new


def unpublish(submission: Submission, *, by: Any) -> None:
    """What was decided, whatever it was, is open again, and nothing is public."""
    with open_case(submission) as case:
        require(Right.ANSWER, case, by)
        if Publication.objects.filter(case=case).exists() and decide(case, Decision.UNDECIDED, by=by, **NOTHING):
            record.write(Act.UNPUBLISHED, by=by, case=case)
    submission.refresh_from_db()


def decide(case: Submission, decision: Decision, *, by: Any, reason: str = "", note: str = "", **public: Any) -> bool:
    """Of a locked case; False where it was decided so already. `public`: all of it that is copied."""
    values = {"decision": str(decision), "reason": str(reason), "note": note, **public}
    known = Publication.objects.filter(case=case).first()
    if known and all(getattr(known, name) == value for name, value in values.items()):
        return False
    values |= {"form": case.form, "sent_at": case.received_at, "decided_by": by, "decided_at": timezone.now()}
    Publication.objects.update_or_create(case=case, defaults=values)
    keep(case)
    return True
