"""What a person can have erased besides cases: what they began and never sent, and requests to be told."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from forms import record
from forms.actions.disposing import discard_files
from forms.actions.holding import require_records
from forms.models import Act, Attachment, Draft, Submission, Watch
from forms.places import identify_person
from forms.records.holds import normalise
from forms.rights import Right, require


def find_unsent(address: str) -> tuple[Any, Any]:
    """Drafts and watches of this address."""
    who = normalise(address)
    begun = Draft.objects.filter(submission=None, is_trial=False)
    drafts = begun.filter(recipient__iexact=who) | begun.filter(answers__icontains=f'"{who}"')
    return drafts, Watch.objects.filter(recipient__iexact=who)


def forget(address: str, *, reason: str, by: Any) -> tuple[int, int]:
    """How many drafts and watches there were. These are no records: no hold and no schedule keeps them."""
    require_records(by)
    drafts, watches = find_unsent(address)
    return discard_unsent(list(drafts), list(watches), identify_person(address), reason=reason, by=by)


def discard_unsent(drafts: list[Draft], watches: list[Watch], person: str, *, reason: str, by: Any) -> tuple[int, int]:
    with transaction.atomic():
        files = list(Attachment.objects.filter(draft__in=drafts, submission=None))
        Attachment.objects.filter(pk__in=[each.pk for each in files]).delete()
        discard_files(files)
        Draft.objects.filter(pk__in=[each.pk for each in drafts]).delete()
        Watch.objects.filter(pk__in=[each.pk for each in watches]).delete()
        record.write(Act.FORGOT, by=by, person=person, reason=reason, drafts=len(drafts), watches=len(watches))
    return len(drafts), len(watches)


def refuse_erasure(cases: Iterable[Submission], address: str, *, reason: str, by: Any) -> None:
    """On record, case by case: why what a person asked for is not done."""
    with transaction.atomic():
        for case in cases:
            require(Right.DISPOSE, case, by)
            record.write(Act.KEPT, by=by, case=case, person=identify_person(address), reason=reason)
