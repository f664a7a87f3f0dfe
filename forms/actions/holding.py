"""Legal holds: what is under one is neither disposed of nor redacted, by nobody."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from forms import record
from forms.actions.errors import Refused
from forms.models import Act, FormIdentity, Hold, Scope, Submission
from forms.places import identify_person
from forms.rights import Right, read_grants, require


def require_records(by: Any) -> None:
    if not read_grants(by).has_somewhere(Right.DISPOSE):
        raise PermissionDenied


def hold(
    *, reason: str, by: Any, case: Submission | None = None, form: FormIdentity | None = None, person: str = ""
) -> Hold:
    """Of one of the three. A hold takes nothing from anybody, so a records officer of any queue may place it on a form
    or a person; on a case only with the right on that case."""
    if case is not None:
        require(Right.DISPOSE, case, by)
    require_records(by)
    scope = Scope.CASE if case else Scope.FORM if form else Scope.PERSON
    made = Hold(scope=scope, case=case, form=form, person=person.strip().lower(), reason=reason, by=by)
    made.reference, made.actor = case.reference if case else "", record.name_actor(by)
    with transaction.atomic():
        for covered in filter(None, [form, case and case.form]):  # a disposal locks it too: one waits for the other
            FormIdentity.objects.select_for_update(no_key=True).get(pk=covered.pk)
        made.save(force_insert=True)
        record.write(Act.HELD, by=by, case=case, **describe(made), reason=reason)
    return made


def release(held: Hold, *, reason: str, by: Any) -> None:
    """Raises Refused where it was released already."""
    require_records(by)
    with transaction.atomic():
        mine = Hold.objects.select_for_update().select_related(None).get(pk=held.pk)
        if not mine.is_active:
            raise Refused("released already")
        if mine.scope == Scope.CASE:
            case = Submission.objects.filter(pk=mine.case_id, reference=mine.reference).first()
            require(Right.DISPOSE, case, by)
        mine.released_at, mine.released_by, mine.releaser = timezone.now(), by, record.name_actor(by)
        mine.release_reason = reason
        mine.save(update_fields=["released_at", "released_by", "releaser", "release_reason"])
        covered = Submission.objects.filter(pk=mine.case_id).first() if mine.case_id else None
        record.write(Act.RELEASED, by=by, case=covered, **describe(mine), reason=reason)
    held.refresh_from_db()


def describe(held: Hold) -> dict[str, Any]:
    """For the record, which outlives the person's data: a person by the keyed hash of the address."""
    who = identify_person(held.person) if held.person else ""
    return {"hold": held.pk, "scope": str(held.scope), "form": held.form_id, "person": who}
