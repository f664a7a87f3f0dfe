"""A case goes, and with it everything that hangs on it; what remains is its tombstone and its lines of the record."""

import logging
from typing import Any

from django.core.files.storage import Storage
from django.db import models, transaction

from forms import record, seal, terms
from forms.models import Act, Attachment, DisposalBatch, Submission, Tombstone
from forms.records.retention import read_rule

logger = logging.getLogger(__name__)


def bury(case: Submission, batch: DisposalBatch) -> Tombstone:
    """Of a locked case that nothing holds, by an approved batch."""
    rule = read_rule(case.form)
    stone = Tombstone(
        ground=batch.ground,
        series=rule.series,
        rule={"months": rule.months, "trigger": str(rule.trigger)},
        batch=batch.identity,
        reason=batch.reason,
        proposer=batch.proposer,
        approver=batch.decider,
    )
    return remove(case, stone, by=batch.decided_by)


def remove(case: Submission, stone: Tombstone, *, by: Any) -> Tombstone:
    """`stone` says why and by whom, and is kept with what the case was. Its files go when all that is committed: what
    is left behind by a killed process is a file that no row knows, see `forms.jobs.purge_strays`."""
    stone.case_id, stone.reference, stone.form = case.pk, case.reference, case.form
    stone.queue_id, stone.queue_name, stone.is_sensitive = case.queue_id, case.queue.name, case.is_sensitive
    stone.purpose, stone.locale = case.purpose, case.locale
    stone.received_at, stone.closed_at = case.received_at, case.closed_at
    stone.digest = stone.digest or seal.digest_remains(case)
    stone.save(force_insert=True)
    empty(case)
    Submission.objects.filter(pk=case.pk).delete()
    terms.forget(case.pk)
    record.write(Act.DISPOSED, by=by, case=case, reference=case.reference, batch=str(stone.batch), digest=stone.digest)
    return stone


def empty(case: Submission) -> None:
    """Whatever has a foreign key to the case, but the record."""
    files = [
        *Attachment.objects.filter(submission=case),
        *Attachment.objects.filter(draft__submission=case, submission=None),
    ]
    Attachment.objects.filter(pk__in=[each.pk for each in files]).delete()
    for relation in Submission._meta.related_objects:
        if relation.on_delete is not models.DO_NOTHING:
            relation.related_model._base_manager.filter(**{relation.field.name: case}).delete()
    discard_files(files)


def discard_files(files: list[Attachment]) -> None:
    """Once what was done is committed."""
    for each in files:
        transaction.on_commit(lambda storage=each.file.storage, name=each.file.name: discard(storage, name))


def discard(storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except Exception as error:  # noqa: BLE001  it is a stray now, and the job that removes those tries again
        logger.warning("a file of a case that was disposed of is still there (%s)", type(error).__name__)
