"""One function a verb: check, change, log. The only place where a submission is made or its state changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Collection

from forms import outbox, places
from forms.definition import Definition, digest_snapshot, read_definition, take_snapshot
from forms.intake.token import Shown
from forms.intake.window import find_window
from forms.models import Draft, FormIdentity, FormPage, FormVersion, Kind, Submission, Watch
from forms.models.submission import make_receipt_key
from forms.questions import Words
from forms.rights import require_change
from forms.states import GIVEN_UP, HOLDING, CaseState, Doubt, Late, Place, Verdict
from localization.languages import get_language


class Refused(Exception):
    """What was asked cannot be done; the reason is for the person who asked."""


class Flooded(Refused):
    """Far more came in than people could have sent."""


class WindowClosed(Refused):
    """The form is not open at the moment of storing."""


class NoPlaceLeft(Refused):
    """The form has a limited number of places, and no waiting list."""


def receive(
    page: FormPage,
    definition: Definition,
    words: Words,
    answers: dict[str, Any],
    *,
    shown: Shown,
    draft: Draft | None = None,
    doubts: Sequence[Doubt] = (),
    refuse_new: bool = False,
    now: datetime | None = None,
) -> tuple[Submission, bool]:
    """Store what was sent; the same form again (`shown.nonce`) gives back the first submission and False.

    Whether the form is open, and whether there is a place, is decided here, in the storing transaction, by the server's
    clock. After closing it is kept as late where the form says so and was shown to this person before.

    Raises WindowClosed, NoPlaceLeft, and with `refuse_new` Flooded.
    """
    source, window = page.source, find_window(page.source)
    snapshot = take_snapshot(definition, words)
    sealed = {question.id for question in definition if question.sealed}
    submission = Submission(
        page=page,
        purpose=source.purpose,
        locale=get_language(words.reader).tag,
        answers={key: value for key, value in answers.items() if key not in sealed},
        sealed={key: value for key, value in answers.items() if key in sealed},
        queue_id=find_queue(source, definition, answers),
        nonce=shown.nonce,
        verdict=Verdict.DOUBTFUL if doubts else Verdict.CLEAN,
        doubts=list(doubts),
    )
    try:
        with transaction.atomic():
            if refuse_new:
                raise Flooded
            submission.received_at = now = now or timezone.now()
            began_in_time = source.late == Late.KEEP and not window.is_after(shown.at)
            submission.is_late = window.is_after(now) and began_in_time
            if not window.accepts(now) and not submission.is_late:
                raise WindowClosed
            submission.version = keep_version(page, words, snapshot)
            submission.form = submission.version.form
            give_place(submission, source, definition)
            if source.confirm_email and submission.recipient:
                submission.confirm_key = make_receipt_key()
            submission.save(force_insert=True)
            if draft:
                take_over(draft, submission)
            greet(submission)
    except (IntegrityError, Refused):  # perhaps because it was sent before, or twice at this moment
        earlier = Submission.objects.filter(form__key=page.translation_key, nonce=shown.nonce).first()
        if earlier is None:
            raise
        return earlier, False
    return submission, True


def keep_version(page: FormPage, words: Words, snapshot: dict[str, Any]) -> FormVersion:
    """One query for a form that somebody has sent before in this state."""
    digest = digest_snapshot(snapshot)
    same = FormVersion.objects.filter(form__key=page.translation_key, digest=digest)
    known = same.select_related("form").defer("definition").first()
    if known:
        known.definition = snapshot  # which is what the digest says
        return known
    form = identify_form(page, words)
    return FormVersion.objects.get_or_create(form=form, digest=digest, defaults={"definition": snapshot})[0]


def identify_form(page: FormPage, words: Words) -> FormIdentity:
    source = get_language(words.source).tag
    defaults = {"title": page.source.title, "source_locale": source}
    return FormIdentity.objects.get_or_create(key=page.translation_key, defaults=defaults)[0]


def give_place(submission: Submission, source: FormPage, definition: Definition) -> None:
    """Decides about a submission that is not stored yet. Locks the form's row where anything is limited."""
    limits = places.read_limits(source, definition)
    address = submission.recipient if source.one_per_person else ""
    if not limits and not address:
        return
    FormIdentity.objects.select_for_update().get(pk=submission.form_id)
    if address:
        person = places.identify_person(address)
        if Submission.objects.filter(form=submission.form_id, person=person).exists():
            submission.place = Place.REPEATED
            return
        submission.person = person
    if limits:
        submission.slot = limits.find_slot(submission.answers)
        try:
            submission.place = places.decide_place(submission.form, limits, submission.slot) or ""
        except places.Full as error:
            raise NoPlaceLeft from error


def take_over(draft: Draft, submission: Submission) -> None:
    """The draft's files are now the submission's; of the rest the draft forgets everything."""
    wanted = [each for value in submission.answers.values() if isinstance(value, list) for each in value]
    for attachment in draft.attachments.all():
        if str(attachment.identity) in wanted:
            attachment.submission = submission
            attachment.save(update_fields=["submission"])
    draft.submission = submission
    draft.forget()
    draft.save()


def greet(submission: Submission) -> None:
    """The first mail: a request to confirm the address, or a receipt.

    No receipt goes to what may be a robot's address; a form that needs the address confirmed asks everybody, except
    who fell into the trap.
    """
    if submission.place == Place.REPEATED:
        outbox.write(Kind.REPEATED, submission)
    elif submission.confirm_key and Doubt.TRAP not in submission.doubts:
        outbox.write(Kind.CONFIRM, submission)
    elif not submission.doubts:
        outbox.write(Kind.RECEIPT, submission)


def confirm(submission: Submission) -> None:
    """The person has opened the link that only the mail has. Doing it again changes nothing."""
    with transaction.atomic():
        case = Submission.objects.select_for_update().get(pk=submission.pk)
        if case.awaits_confirmation:
            case.confirmed_at = timezone.now()
            case.save(update_fields=["confirmed_at"])
            log(case, "plaza.confirm")
            outbox.write(Kind.RECEIPT, case)
    submission.refresh_from_db()


def confirm_watch(watch: Watch) -> None:
    """Also of somebody who was told once, and wants to be told again."""
    watch.confirmed_at, watch.told_at = timezone.now(), None
    watch.save(update_fields=["confirmed_at", "told_at"])


def withdraw(submission: Submission) -> None:
    """By the person who sent it. The case stays; its place goes to who waits for it. Again changes nothing."""
    with transaction.atomic():
        form = FormIdentity.objects.select_for_update().get(pk=submission.form_id)
        case = Submission.objects.select_for_update().get(pk=submission.pk)
        if case.place in GIVEN_UP or case.state == CaseState.CLOSED:
            return
        case.place, case.person, case.state = Place.WITHDRAWN, "", CaseState.CLOSED
        case.save(update_fields=["place", "person", "state"])
        log(case, "plaza.withdraw")
        outbox.write(Kind.WITHDRAWN, case)
        fill_places(form)
    submission.refresh_from_db()


def fill_places(form: FormIdentity) -> int:
    """Give free places to those who wait, and tell them. Inside a transaction that has locked the form's row."""
    source = places.find_source(form)
    limits = places.read_limits(source, read_definition(source)) if source else None
    chosen = places.choose_next(form, limits) if limits else []
    for case in chosen:
        case.place = Place.TAKEN
        case.save(update_fields=["place"])
        log(case, "plaza.move_up")
        outbox.write(Kind.MOVED_UP, case)
    return len(chosen)


def lapse(submission: Submission) -> None:
    """Nobody has confirmed the address in time: the place is free again, the case stays."""
    with transaction.atomic():
        form = FormIdentity.objects.select_for_update().get(pk=submission.form_id)
        case = Submission.objects.select_for_update().get(pk=submission.pk)
        if case.awaits_confirmation:
            case.place, case.person = Place.LAPSED, ""
            case.save(update_fields=["place", "person"])
            log(case, "plaza.lapse")
            fill_places(form)


def note_refusal(source: FormPage, words: Words) -> None:
    """On record in the page's history that somebody came too early or too late: when and in which language, no more."""
    log(source, "plaza.refuse", data={"locale": get_language(words.reader).tag})


def find_queue(source: FormPage, definition: Definition, answers: dict[str, Any]) -> int:
    """The queue of the last chosen answer that names one which still exists, else the form's own."""
    chosen = [
        choice.queue
        for question in definition
        for choice in question.choices
        if choice.queue and answers.get(question.id) == choice.id
    ]
    existing = set(Collection.objects.filter(pk__in=chosen).values_list("pk", flat=True)) if chosen else set()
    return next((queue for queue in reversed(chosen) if queue in existing), source.queue_id)


def change_state(submission: Submission, state: CaseState, *, by: Any) -> None:
    """Move a case. Raises PermissionDenied where `by` may not change it, Refused where the move is not allowed."""
    require_change(submission, by)
    with transaction.atomic():
        form = FormIdentity.objects.select_for_update().get(pk=submission.form_id)
        case = Submission.objects.select_for_update().get(pk=submission.pk)
        if state == case.state:
            return
        if state not in case.moves:
            raise Refused(f"{case.state} to {state}")
        before, case.state = case.state, state
        case.save(update_fields=["state"])
        log(case, "plaza.change_state", user=by, data={"from": before, "to": str(state)})
        if before == CaseState.SPAM and case.place == Place.FREED:
            case.place = places.decide_again(form, case.slot)
            case.save(update_fields=["place"])
        if state == CaseState.SPAM and case.place in HOLDING:
            case.place, case.person = Place.FREED, ""
            case.save(update_fields=["place", "person"])
            fill_places(form)
    submission.state = case.state
