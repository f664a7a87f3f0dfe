"""Outgoing mail is a row of its case, written in the transaction that causes it; `forms.delivery` carries it out."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from forms import record
from forms.delivery import deliver
from forms.models import Act, Delivery, Draft, FormIdentity, Kind, Message, Submission, Watch
from forms.models.message import REDACTED
from forms.rights import Right, require

MAILS_A_DAY = 5  # to one address
# What anybody can cause to be sent to any address by typing it into a form.
CAUSED_BY_STRANGERS = (Kind.RECEIPT, Kind.CONFIRM, Kind.REPEATED, Kind.RESUME, Kind.WATCH, Kind.NEW_LINK)


class OnItsWay(Exception):
    """This message has neither failed nor been withheld."""


class TakenOut(Exception):
    """Its words or its address were redacted: there is nothing to send, or nobody to send it to."""


def write(kind: Kind, submission: Submission, *, by: Any = None) -> Message | None:
    """A mail about a case, written with what causes it and sent by a worker; None where no address was given.

    No more than a few a day to one address, but what staff (`by`) cause: the form must not be a way to write to
    strangers.
    """
    if not submission.recipient:
        return None
    known = {"recipient": submission.recipient, "locale": submission.locale, "written_by": by}
    return dispatch(Message(submission=submission, kind=kind, **known))


def dispatch(message: Message) -> Message:
    is_by_stranger = message.kind in CAUSED_BY_STRANGERS and message.written_by_id is None
    if is_by_stranger and message.count_recent() >= MAILS_A_DAY:
        message.delivery = Delivery.WITHHELD
    message.save()
    if message.delivery == Delivery.DUE:
        deliver.enqueue(message.pk)
    return message


def send_link(draft: Draft, address: str) -> Message:
    """The address of a draft, to go on later."""
    with transaction.atomic():
        draft.recipient = address
        draft.save(update_fields=["recipient"])
        return dispatch(Message(draft=draft, kind=Kind.RESUME, recipient=address, locale=draft.locale))


def offer_watch(form: FormIdentity, page: Page, address: str, locale: str) -> None:
    """Ask an address whether it wants to be told when the form opens again; who has confirmed is not asked again."""
    with transaction.atomic():
        watch, _created = Watch.objects.get_or_create(
            form=form, recipient=address, defaults={"page": page, "locale": locale}
        )
        if watch.confirmed_at is None or watch.told_at:
            dispatch(Message(watch=watch, kind=Kind.WATCH, recipient=address, locale=locale))


def send_again(message: Message, *, by: Any) -> None:
    """Raises PermissionDenied where `by` may not change the case, OnItsWay for a message on its way or sent, and
    TakenOut for one that was redacted."""
    require(Right.ANSWER, message.submission, by)
    with transaction.atomic():
        values = {"delivery": Delivery.DUE, "attempts": 0, "due_at": timezone.now(), "error": ""}
        failed = Message.objects.filter(pk=message.pk, delivery__in=(Delivery.FAILED, Delivery.WITHHELD))
        if not failed.exclude(recipient="").exclude(error=REDACTED).update(**values):
            raise TakenOut if failed.exists() else OnItsWay
        deliver.enqueue(message.pk)
        record.write(Act.SENT_AGAIN, by=by, case=message.submission, kind=message.kind)
