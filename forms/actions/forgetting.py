"""What a person can have erased besides cases: what they began and never sent, and requests to be told."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from forms import record
from forms.actions.disposing import discard_files
from forms.actions.holding import may_dispose, require_records
from forms.definition import read_definition
from forms.models import Act, Attachment, Draft, Submission, Watch
from forms.places import find_sources, identify_person
from forms.records.holds import normalise
from forms.rights import Right, require


def find_unsent(address: str, user: Any) -> tuple[list[Draft], list[Watch]]:
    """Drafts and watches of this address; drafts only of forms on whose queue `user` disposes of things."""
    who = normalise(address)
    begun = Draft.objects.filter(submission=None, is_trial=False)
    named = begun.filter(recipient__iexact=who) | begun.filter(recipient="", answers__icontains=f'"{who}"')
    drafts = [draft for draft, address in find_addresses(named.select_related("form")) if address == who]
    mine = may_dispose({draft.form for draft in drafts}, user)
    return [draft for draft in drafts if draft.form_id in mine], list(Watch.objects.filter(recipient__iexact=who))


def find_addresses(drafts: Any) -> Iterator[tuple[Draft, str]]:
    """Each with the address of the person who began it, or nothing: where the link was sent, or else the first that a
    question for an address got. Other addresses in the answers are other people's."""
    drafts = list(drafts)
    pages = find_sources({draft.form for draft in drafts})
    asked = {key: [each.id for each in read_definition(page) if each.type == "email"] for key, page in pages.items()}
    for draft in drafts:
        said = [draft.recipient, *(draft.answers.get(key) for key in asked.get(draft.form_id, []))]
        yield draft, normalise(next(filter(None, said), ""))


def forget(address: str, *, reason: str, by: Any) -> tuple[int, int]:
    """How many drafts and watches there were. These are no records: no hold and no schedule keeps them."""
    require_records(by)
    drafts, watches = find_unsent(address, by)
    return discard_unsent(drafts, watches, identify_person(address), reason=reason, by=by)


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
