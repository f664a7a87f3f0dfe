"""One function a verb: check, change, log. The only place where a submission is made or its state changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from forms.definition import Definition, digest_snapshot, take_snapshot
from forms.delivery import deliver
from forms.intake.token import Shown
from forms.intake.window import find_window
from forms.models import Delivery, FormIdentity, FormPage, FormVersion, Kind, Message, Submission
from forms.questions import Words
from forms.states import CaseState, Doubt, Late, Verdict
from localization.languages import get_language

RECEIPTS_A_DAY = 5


class Refused(Exception):
    """What was asked cannot be done; the reason is for the person who asked."""


class Flooded(Refused):
    """Far more came in than people could have sent."""


class WindowClosed(Refused):
    """The form is not open at the moment of storing."""


def receive(
    page: FormPage,
    definition: Definition,
    words: Words,
    answers: dict[str, Any],
    *,
    shown: Shown,
    doubts: Sequence[Doubt] = (),
    refuse_new: bool = False,
    now: datetime | None = None,
) -> tuple[Submission, bool]:
    """Store what was sent; the same form again (`shown.nonce`) gives back the first submission and False.

    Whether the form is open is decided here, in the storing transaction, by the server's clock. After closing it is
    kept as late where the form says so and was shown to this person before.

    Raises WindowClosed, and with `refuse_new` Flooded.
    """
    source = page.source
    with transaction.atomic():
        form, _created = FormIdentity.objects.get_or_create(
            key=page.translation_key,
            defaults={"title": source.title, "source_locale": get_language(words.source).tag},
        )
        earlier = Submission.objects.filter(form=form, nonce=shown.nonce).first()
        if earlier:
            return earlier, False
        if refuse_new:
            raise Flooded
        now = now or timezone.now()
        window = find_window(source)
        is_late = window.is_after(now) and source.late == Late.KEEP and not window.is_after(shown.at)
        if not window.accepts(now) and not is_late:
            raise WindowClosed
        snapshot = take_snapshot(definition, words)
        version, _created = FormVersion.objects.get_or_create(
            form=form, digest=digest_snapshot(snapshot), defaults={"definition": snapshot}
        )
        try:
            with transaction.atomic():
                submission = Submission.objects.create(
                    form=form,
                    version=version,
                    page=page,
                    locale=get_language(words.reader).tag,
                    answers=answers,
                    queue_id=find_queue(source, definition, answers),
                    nonce=shown.nonce,
                    received_at=now,
                    is_late=is_late,
                    verdict=Verdict.DOUBTFUL if doubts else Verdict.CLEAN,
                    doubts=list(doubts),
                )
        except IntegrityError:  # sent twice at the same moment: the other one was first
            return Submission.objects.get(form=form, nonce=shown.nonce), False
        if not doubts:
            acknowledge(submission, definition)
        return submission, True


def acknowledge(submission: Submission, definition: Definition) -> None:
    """A receipt by mail, where an address was given; written with the submission, sent by a worker.

    None for what may be a robot's, and no more than a few a day to one address: the form must not be a way to write to
    strangers.
    """
    addresses = [submission.answers.get(question.id) for question in definition if question.type == "email"]
    recipient = next(filter(None, addresses), None)
    if recipient is None:
        return
    message = Message(submission=submission, kind=Kind.RECEIPT, recipient=recipient, locale=submission.locale)
    if message.count_recent() >= RECEIPTS_A_DAY:
        message.delivery = Delivery.WITHHELD
    message.save()
    if message.delivery == Delivery.DUE:
        deliver.enqueue(message.pk)


def send_again(message: Message, *, by: Any) -> None:
    """Raises PermissionDenied where `by` may not change the case, Refused for a message on its way or sent."""
    policy = policy_registry.get_by_type(Submission)
    if not policy.user_has_permission_for_instance(by, "change", message.submission):
        raise PermissionDenied
    with transaction.atomic():
        values = {"delivery": Delivery.DUE, "attempts": 0, "due_at": timezone.now(), "error": ""}
        failed = Message.objects.filter(pk=message.pk, delivery__in=(Delivery.FAILED, Delivery.WITHHELD))
        if not failed.update(**values):
            raise Refused("not failed")
        log(message.submission, "plaza.send_again", user=by, data={"kind": message.kind})
        deliver.enqueue(message.pk)


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
    policy = policy_registry.get_by_type(Submission)
    if not policy.user_has_permission_for_instance(by, "change", submission):
        raise PermissionDenied
    with transaction.atomic():
        case = Submission.objects.select_for_update().get(pk=submission.pk)
        if state == case.state:
            return
        if state not in case.moves:
            raise Refused(f"{case.state} to {state}")
        before, case.state = case.state, state
        case.save(update_fields=["state"])
        log(case, "plaza.change_state", user=by, data={"from": before, "to": str(state)})
    submission.state = case.state
