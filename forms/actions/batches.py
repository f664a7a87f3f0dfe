"""Two persons for what cannot be undone: one proposes a batch, another one approves it. Then it is carried out case by
case, each in a transaction of its own: whoever is killed in between goes on with the next."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from forms import record
from forms.actions.disposing import bury
from forms.actions.errors import Refused
from forms.actions.handling import open_case
from forms.actions.holding import require_records
from forms.actions.redacting import redact
from forms.deadlines import find_city_day
from forms.models import Act, BatchState, DisposalBatch, Disposition, Ground, Submission
from forms.records.holds import list_holds, map_holds
from forms.records.retention import is_due
from forms.rights import Right, read_grants, require

logger = logging.getLogger(__name__)

MOST = 1000  # in one batch: what one person can look through
HELD, NOT_DUE = "held", "not_due"


class SamePerson(Refused):
    """Who proposed a batch does not decide about it."""


class NothingLeft(Refused):
    """All of it is held, in another batch, or gone."""


def propose(items: Iterable[Disposition], *, reason: str, by: Any) -> DisposalBatch:
    """A batch of what is listed. What is held or in a batch by now is left out. Raises NothingLeft."""
    require_records(by)
    with transaction.atomic():
        wanted = [item.pk for item in items][:MOST]
        free = Disposition.objects.select_for_update(of=("self",)).filter(pk__in=wanted, batch=None)
        able = list(free.select_related("case").defer("case__terms"))
        held = map_holds([item.case for item in able])
        able = [item for item in able if item.case_id not in held]
        for item in able:
            require(Right.DISPOSE, item.case, by)
        if not able:
            raise NothingLeft("nothing to propose")
        batch = start_batch(Ground.SCHEDULE, reason, by, len(able))
        Disposition.objects.filter(pk__in=[item.pk for item in able]).update(batch=batch, parts=[])
        record.write(Act.PROPOSED, by=by, batch=batch.pk, cases=len(able), reason=reason)
    return batch


def propose_redaction(wanted: dict[int, list[str]], *, reason: str, by: Any) -> DisposalBatch:
    """`wanted`: {primary key of a case: its parts}, no parts for the whole of a case that is due.

    Raises Refused where a case may not go: see `forms.records.persons.find_obstacle`.
    """
    from forms.records.persons import find_obstacle

    require_records(by)
    with transaction.atomic():
        cases = list(Submission.objects.filter(pk__in=wanted).select_related("form__series", "disposition__batch"))
        for case in cases:
            require(Right.DISPOSE, case, by)
            if find_obstacle(case, list_holds(case)) or not (wanted[case.pk] or is_due(case, find_city_day())):
                raise Refused("held, kept by the schedule, or in a batch")
        if not cases:
            raise NothingLeft("nothing to propose")
        batch = start_batch(Ground.ERASURE, reason, by, len(cases))
        for case in cases:
            values = {"batch": batch, "parts": wanted[case.pk]}
            Disposition.objects.update_or_create(case=case, defaults=values)
        record.write(Act.PROPOSED, by=by, batch=batch.pk, cases=len(cases), reason=reason)
    return batch


def start_batch(ground: Ground, reason: str, by: Any, number: int) -> DisposalBatch:
    return DisposalBatch.objects.create(
        ground=ground, reason=reason, proposed_by=by, proposer=record.name_actor(by), number=number
    )


def decide(batch: DisposalBatch, state: BatchState, *, reason: str, by: Any) -> None:
    """APPROVED or REFUSED. Raises SamePerson, PermissionDenied where `by` has no right on one of the cases, and Refused
    where it was decided already."""
    require_records(by)
    with transaction.atomic():
        mine = DisposalBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if not mine.is_waiting:
            raise Refused("decided already")
        if mine.proposed_by_id == by.pk and state == BatchState.APPROVED:
            raise SamePerson("proposed by the same person")
        grants = read_grants(by)
        for case in Submission.objects.filter(disposition__batch=mine).only("queue", "state", "is_sensitive"):
            if not grants.has(Right.DISPOSE, case):
                require(Right.DISPOSE, None, by)
        mine.state, mine.decision, mine.decided_at = state, reason, timezone.now()
        mine.decided_by, mine.decider = by, record.name_actor(by)
        mine.save()
        if state == BatchState.REFUSED:
            mine.items.exclude(parts=[]).delete()
            mine.items.update(batch=None)
        else:
            carry_out.enqueue(mine.pk)
        act = Act.REFUSED if state == BatchState.REFUSED else Act.APPROVED
        record.write(act, by=by, batch=mine.pk, cases=mine.number, reason=reason)
    batch.refresh_from_db()


@task(backend="database")
def carry_out(batch_id: int) -> None:
    finish(batch_id)


def finish(batch_id: int) -> int:
    """With how many cases something was done. Doing it again does the rest."""
    batch = DisposalBatch.objects.select_related("decided_by").get(pk=batch_id)
    if batch.state != BatchState.APPROVED:
        return 0
    waiting = list(batch.items.order_by("pk").values_list("pk", flat=True))
    done = 0
    for item in waiting:
        try:
            done += deal_with(item, batch)
        except Exception:  # one that cannot go now does not keep the others: the job comes back to it
            logger.exception("item %s of batch %s could not be dealt with", item, batch.pk)
    with transaction.atomic():
        ended = DisposalBatch.objects.filter(pk=batch.pk, state=BatchState.APPROVED, items=None)
        ended.update(state=BatchState.DONE, done_at=timezone.now())
    return done


def deal_with(item_id: int, batch: DisposalBatch) -> bool:
    """Looks at the case once more, as it is now: it may be held since, or open again."""
    found = Submission.objects.filter(disposition=item_id, disposition__batch=batch).first()
    if found is None:
        return False
    with open_case(found) as case:
        item = Disposition.objects.filter(pk=item_id, batch=batch).first()
        if item is None:
            return False
        if list_holds(case):
            leave(case, item, batch, HELD)
        elif item.parts:
            item.delete()
            redact(case, item.parts, batch)
        elif is_due(case, find_city_day()):
            bury(case, batch)
        else:
            leave(case, item, batch, NOT_DUE)
    return True


def leave(case: Submission, item: Disposition, batch: DisposalBatch, why: str) -> None:
    mine = DisposalBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    mine.left = [*mine.left, [case.reference, why]]
    mine.save(update_fields=["left"])
    if item.parts:
        item.delete()
    else:
        item.batch = None
        item.save(update_fields=["batch"])
    record.write(Act.LEFT, by=batch.decided_by, case=case, batch=batch.pk, why=why)
