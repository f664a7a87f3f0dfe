"""Whether what somebody sends is what they sent a moment ago: a button that was pressed twice."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from forms.inbox.dealing import CaseForm
from forms.inbox.timeline import CHANGES
from forms.models import Act, Event, Note, Submission

SAME_NOTE = timedelta(minutes=10)
REVISING = {*CHANGES, Act.REPLIED, Act.ANSWERED, Act.NEW_LINK}


def is_noted(case: Submission, text: str, *, by: Any) -> bool:
    """The same words by the same person."""
    return Note.objects.filter(case=case, by=by, text=text, at__gt=timezone.now() - SAME_NOTE).exists()


def is_saved(case: Submission, form: CaseForm, seen: int) -> bool:
    """All that happened since the revision `seen` was done by this person, and is all that they want. `case`: as it is
    now."""
    since = Event.objects.filter(case=case, act__in=REVISING).order_by("-pk")[: max(0, case.revision - seen)]
    if not since or any(event.by_id != form.user.pk for event in since):
        return False
    now = CaseForm(instance=case, user=form.user)
    return all(is_so(case, name, form.data.get(name, ""), now) for name in form.fields if name != "seen")


def is_so(case: Submission, name: str, typed: str, now: CaseForm) -> bool:
    typed = typed.strip()
    if not typed:
        return True
    if name == "note":
        return is_noted(case, typed, by=now.user)
    if name == "stage":
        return typed == case.stage
    return typed.splitlines() == str(now.initial.get(name, "")).splitlines()
