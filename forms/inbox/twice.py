"""Whether what somebody sends is what they sent a moment ago: a button that was pressed twice."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from forms.inbox.dealing import CaseForm
from forms.models import Event, Note, Submission
from forms.models.event import CHANGES

SAME_NOTE = timedelta(minutes=10)


def is_noted(case: Submission, text: str, *, by: Any) -> bool:
    """The same words by the same person."""
    return Note.objects.filter(case=case, by=by, text=text, at__gt=timezone.now() - SAME_NOTE).exists()


def is_saved(case: Submission, form: CaseForm, seen: int) -> bool:
    """All that happened since the revision `seen` was done by this person, and is all that they want. `case`: as it is
    now."""
    since = list(Event.objects.filter(case=case, act__in=CHANGES, data__revision__gt=seen))
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
