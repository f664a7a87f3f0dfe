"""Legal holds: what is under one is neither disposed of nor redacted, by nobody."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from forms import record
from forms.actions.errors import Refused
from forms.models import Act, FormIdentity, Hold, Scope, Submission
from forms.places import find_sources, identify_person
from forms.records.holds import write_condition
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
        same = {name: getattr(made, name) for name in ("scope", "case", "form", "person", "reason", "by")}
        if earlier := Hold.objects.filter(**same, released_at=None, at__gt=timezone.now() - record.JUST).first():
            return earlier  # pressed twice
        made.save(force_insert=True)
        record.write(Act.HELD, by=by, case=case, **describe(made), reason=reason)
    return made


def release(held: Hold, *, reason: str, by: Any) -> None:
    """Only with the right on every case that it covers. Raises Refused where it was released already."""
    require_records(by)
    with transaction.atomic():
        mine = Hold.objects.select_for_update().select_related(None).get(pk=held.pk)
        if not mine.is_active:
            raise Refused("released already")
        require_covered(mine, by)
        mine.released_at, mine.released_by, mine.releaser = timezone.now(), by, record.name_actor(by)
        mine.release_reason = reason
        mine.save(update_fields=["released_at", "released_by", "releaser", "release_reason"])
        covered = Submission.objects.filter(pk=mine.case_id).first() if mine.case_id else None
        record.write(Act.RELEASED, by=by, case=covered, **describe(mine), reason=reason)
    held.refresh_from_db()


def require_covered(held: Hold, by: Any) -> None:
    """Of a form without cases: the right on the queue of the form."""
    covered = Submission.objects.filter(write_condition([held]))
    if held.scope == Scope.CASE:
        require(Right.DISPOSE, covered.filter(reference=held.reference).first(), by)
        return
    is_mine = not covered.exclude(read_grants(by).find(Right.DISPOSE)).exists()
    if not is_mine or (held.form and not covered.exists() and not may_dispose([held.form], by)):
        raise PermissionDenied


def may_dispose(forms: Iterable[FormIdentity], by: Any) -> set[int]:
    """The forms (primary keys) with the right on the queue of the form itself, whatever it has received."""
    pages, grants = find_sources(forms), read_grants(by)
    asked = {
        form.pk: Submission(queue_id=page.queue_id if page else None, is_sensitive=form.is_sensitive)
        for form in forms
        for page in [pages.get(form.pk)]
    }
    return {key for key, case in asked.items() if grants.has(Right.DISPOSE, case)}


def describe(held: Hold) -> dict[str, Any]:
    """For the record, which outlives the person's data: a person by the keyed hash of the address."""
    who = identify_person(held.person) if held.person else ""
    return {"hold": held.pk, "scope": str(held.scope), "form": held.form_id, "person": who}
