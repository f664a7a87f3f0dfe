"""Addresses that are confirmed, places that are given up and filled again."""

from django.db import transaction
from django.utils import timezone

from forms import comments, deadlines, outbox, places, record
from forms.definition import read_definition
from forms.models import Act, FormIdentity, Kind, Submission, Watch
from forms.states import GIVEN_UP, CaseState, Place


def keep(case: Submission, *changed: str) -> None:
    """Each change is a new revision of the case, so that nobody saves over what they have not seen."""
    case.revision += 1
    case.changed_at = timezone.now()
    case.save(update_fields=[*changed, "revision", "changed_at"])


def confirm(submission: Submission) -> None:
    """The person has opened the link that only the mail has. Doing it again changes nothing."""
    with transaction.atomic():
        FormIdentity.objects.select_for_update(no_key=True).get(pk=submission.form_id)
        case = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
        if case.awaits_confirmation:
            case.confirmed_at = timezone.now()
            keep(case, "confirmed_at")
            outbox.write(Kind.RECEIPT, case)
            record.write(Act.CONFIRMED, case=case)
    submission.refresh_from_db()


def confirm_watch(watch: Watch) -> None:
    """Also of somebody who was told once, and wants to be told again."""
    watch.confirmed_at, watch.told_at = timezone.now(), None
    watch.save(update_fields=["confirmed_at", "told_at"])


def withdraw(submission: Submission) -> None:
    """By the person who sent it. The case stays; its place goes to who waits for it. Again changes nothing."""
    with transaction.atomic():
        form = FormIdentity.objects.select_for_update(no_key=True).get(pk=submission.form_id)
        case = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
        if case.place in GIVEN_UP or case.state == CaseState.CLOSED:
            return
        before = case.state
        case.place, case.person, case.state = Place.WITHDRAWN, "", CaseState.CLOSED
        case.closed_at = timezone.now()
        timed = deadlines.turn(case, CaseState(before), by_resident=True)
        keep(case, "place", "person", "state", "closed_at", *timed)
        outbox.write(Kind.WITHDRAWN, case)
        fill_places(form)
        comments.withdraw_publication(case)
        record.write(Act.WITHDRAWN, case=case)
    submission.refresh_from_db()


def fill_places(form: FormIdentity) -> int:
    """Give free places to those who wait, and tell them. Inside a transaction that has locked the form's row."""
    source = places.find_source(form)
    limits = places.read_limits(source, read_definition(source)) if source else None
    chosen = places.choose_next(form, limits) if limits else []
    for case in chosen:
        case.place = Place.TAKEN
        keep(case, "place")
        outbox.write(Kind.MOVED_UP, case)
    for case in chosen:
        record.write(Act.MOVED_UP, case=case)
    return len(chosen)


def lapse(submission: Submission) -> None:
    """Nobody has confirmed the address in time: the place is free again, the case stays."""
    with transaction.atomic():
        form = FormIdentity.objects.select_for_update(no_key=True).get(pk=submission.form_id)
        case = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
        if case.awaits_confirmation:
            case.place, case.person = Place.LAPSED, ""
            keep(case, "place", "person")
            record.write(Act.LAPSED, case=case)
            fill_places(form)
