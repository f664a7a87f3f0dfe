"""What staff do with a case. Each function checks the right on the case as it is now, changes it, and puts that on
record, in one transaction; each change makes a new revision of the case. With `seen` it raises Stale where somebody
has changed the case since that revision. Those that may find nothing to change say whether they changed anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection

from forms import comments, deadlines, outbox, places, record, staff_mail
from forms.actions.errors import Refused, Stale
from forms.actions.placing import fill_places, keep
from forms.models import Act, Evaluation, FormIdentity, Kind, Message, Note, Submission
from forms.rights import Right, read_grants, require
from forms.stages import Stage, find_review_end, find_stage, list_moves
from forms.states import GIVEN_UP, HOLDING, OPEN, CaseState, Place, Verdict


@contextmanager
def open_case(submission: Submission, *, seen: int | None = None) -> Iterator[Submission]:
    """The case as it is now, locked (its form first: places hang on that). `seen`: the revision that the person had
    before them; raises Stale where there is a later one, and Refused where the case is gone. Used around several
    changes it makes them one."""
    with transaction.atomic():
        form = FormIdentity.objects.select_for_update(no_key=True).get(pk=submission.form_id)
        known = Submission.objects.select_related("version", "queue")
        case = known.select_for_update(of=("self",), no_key=True).filter(pk=submission.pk).first()
        if case is None:
            raise Refused("disposed of meanwhile")
        case.form = form
        if seen is not None and case.revision != seen:
            raise Stale(case)
        yield case


def change_state(submission: Submission, state: CaseState, *, by: Any, seen: int | None = None) -> bool:
    """Raises PermissionDenied where `by` may not, Refused where the move is not allowed."""
    with open_case(submission, seen=seen) as case:
        require(Right.ANSWER, case, by)
        if state == case.state:
            return False
        if state not in case.moves:
            raise Refused(f"{case.state} to {state}")
        if state == CaseState.CLOSED and case.is_kept_open:
            raise Refused("an application is closed by a stage that ends it")
        set_state(case, state, by=by)
    submission.refresh_from_db()
    return True


def set_state(case: Submission, state: CaseState, *, by: Any) -> None:
    """Of a locked case. Taking it for spam frees its place; taking that back gives it one again."""
    before, case.state = case.state, state
    case.closed_at = None if state in OPEN else timezone.now()
    changed = ["state", "closed_at", *deadlines.turn(case, CaseState(before), by_resident=by is None)]
    if by is not None and state not in OPEN:  # whoever closes it has read what the resident wrote last
        case.has_written = False
        changed.append("has_written")
    if before == CaseState.SPAM and case.place == Place.FREED:
        case.place = places.decide_again(case.form, case.slot)
        changed.append("place")
    is_freed = state == CaseState.SPAM and case.place in HOLDING
    if is_freed:
        case.place, case.person = Place.FREED, ""
        changed += ["place", "person"]
    keep(case, *changed)
    if is_freed:
        fill_places(case.form)
    if state == CaseState.SPAM:
        comments.withdraw_publication(case)
    record.write(Act.STATE, by=by, case=case, before=str(before), after=str(state))


def clear(submission: Submission, *, by: Any, seen: int | None = None) -> bool:
    """A person has looked: no robot sent this. The receipt that was held back goes out now."""
    with open_case(submission, seen=seen) as case:
        require(Right.ANSWER, case, by)
        if not case.is_suspect:
            return False
        if case.state == CaseState.SPAM:
            set_state(case, CaseState.NEW, by=by)
        if case.verdict == Verdict.DOUBTFUL:
            case.verdict = Verdict.CLEAN
            keep(case, "verdict")
            record.write(Act.CLEARED, by=by, case=case)
            if not case.confirm_key and not Message.objects.filter(submission=case, kind=Kind.RECEIPT).exists():
                outbox.write(Kind.RECEIPT, case)
    submission.refresh_from_db()
    return True


def assign(submission: Submission, assignee: Any, *, by: Any, seen: int | None = None) -> bool:
    """To somebody who may see the case, or to nobody (None). Raises Refused for anybody else."""
    with open_case(submission, seen=seen) as case:
        require(Right.ANSWER, case, by)
        if assignee is not None and not read_grants(assignee).may_see(case):
            raise Refused("may not see the case")
        if case.assignee_id == (assignee.pk if assignee else None):
            return False
        before, case.assignee = case.assignee_id, assignee
        keep(case, "assignee")
        if assignee is not None and assignee != by:
            staff_mail.tell_assigned(assignee)
        name = record.name_actor(assignee)
        record.write(Act.ASSIGNED, by=by, case=case, before=before, after=case.assignee_id, name=name)
    submission.refresh_from_db()
    return True


def route(submission: Submission, queue: Collection, *, by: Any, seen: int | None = None) -> bool:
    """To another queue, whose staff have it from then on; who moves it may not see it any more.

    A sensitive case only goes where `by` may answer too. Raises Refused.
    """
    with open_case(submission, seen=seen) as case:
        require(Right.ANSWER, case, by)
        if queue.pk == case.queue_id:
            return False
        if queue.depth <= 1 or (case.is_sensitive and queue.pk not in read_grants(by).of(Right.ANSWER)):
            raise Refused("not to that queue")
        before, case.queue = case.queue.name, queue
        case.due_on = deadlines.find_due(case)
        if case.assignee and not read_grants(case.assignee).may_see(case):
            case.assignee = None
        keep(case, "queue", "due_on", "assignee")
        record.write(Act.ROUTED, by=by, case=case, before=before, after=queue.name)
    submission.refresh_from_db()
    return True


def note(submission: Submission, text: str, *, by: Any) -> Note:
    """By whoever deals with the case or reviews it."""
    with open_case(submission) as case:
        if not read_grants(by).may_deal(case):
            raise PermissionDenied
        written = Note.objects.create(case=case, text=text, by=by)
        keep(case)
        record.write(Act.NOTED, by=by, case=case, note=written.pk)
    return written


def move_stage(submission: Submission, identity: str, *, by: Any, seen: int | None = None) -> None:
    """Only where the stages of the form allow it; out of a stage with criteria only when all are judged, and on to the
    next only when all are met. Reaching an end closes the case and sets the last day to ask for a review."""
    with open_case(submission, seen=seen) as case:
        require(Right.DECIDE, case, by)
        set_stage(case, identity, by=by)
    submission.refresh_from_db()


def set_stage(case: Submission, identity: str, *, by: Any) -> None:
    """Of a locked case."""
    if case.state == CaseState.SPAM or case.place in GIVEN_UP:
        raise Refused("spam, or given up")
    stages = case.form.list_stages()
    before, after = find_stage(stages, case.stage), find_stage(stages, identity)
    if not identity or after is None or after not in list_moves(stages, case.stage):
        raise Refused("not from this stage")
    check_criteria(case, before, after)
    case.stage = after.id
    case.review_until = find_review_end(after, deadlines.find_city_day())
    keep(case, "stage", "review_until")
    record.write(
        Act.STAGE,
        by=by,
        case=case,
        before=str(before.name) if before else "",
        after=str(after.name),
        review_until=case.review_until.isoformat() if case.review_until else None,
    )
    if after.is_end and case.state != CaseState.CLOSED:
        set_state(case, CaseState.CLOSED, by=by)
    elif not after.is_end and case.state not in (CaseState.IN_PROGRESS, CaseState.WAITING):
        set_state(case, CaseState.IN_PROGRESS, by=by)


class NotEvaluated(Refused):
    """A criterion of the stage is not judged yet."""


class NotMet(Refused):
    """A criterion is not met, so the application does not go on."""


def check_criteria(case: Submission, before: Stage | None, after: Stage) -> None:
    """Of a stage that may be left for `after`. Raises NotEvaluated and NotMet."""
    if before is None or before.is_end or not before.criteria:
        return
    judged = {each.criterion: each.is_met for each in case.evaluations.all()}
    if any(criterion.id not in judged for criterion in before.criteria):
        raise NotEvaluated
    if not after.is_end and not all(judged[criterion.id] for criterion in before.criteria):
        raise NotMet


def evaluate(submission: Submission, criterion: str, *, is_met: bool, evidence: str, by: Any) -> None:
    """By reviewers and those who decide, while the application is in the stage of the criterion."""
    with open_case(submission) as case:
        require(Right.REVIEW, case, by)
        stage = find_stage(case.form.list_stages(), case.stage)
        asked = next((each for each in stage.criteria if each.id == criterion), None) if stage else None
        if stage is None or asked is None:
            raise Refused("not a criterion of this stage")
        earlier = case.evaluations.filter(criterion=criterion).last()
        if earlier and (earlier.is_met, earlier.evidence) == (is_met, evidence):
            return
        values = {"stage": stage.id, "label": asked.label, "is_met": is_met, "evidence": evidence, "by": by}
        Evaluation.objects.create(case=case, criterion=criterion, **values)
        keep(case)
        before = earlier.is_met if earlier else None
        record.write(Act.EVALUATED, by=by, case=case, criterion=asked.label, before=before, after=is_met)
