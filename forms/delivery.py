"""Carries messages out. A worker may be killed at any point: nothing is lost, and at most one message goes out twice,
under the same Message-ID."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from forms import digests
from forms.letters import compose
from forms.models import Delivery, Message

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(seconds=15)  # doubled after each failure: 15 s, 30 s, … about half an hour in all
MOST_ATTEMPTS = 8
SWEPT_AT_ONCE = 500


class NoRecipient(Exception):
    """The address was taken out."""


@task(backend="database")
def deliver(message_id: int) -> None:
    message = claim(message_id, timezone.now())
    if message is None:
        return  # sent already, being sent, or not due yet
    try:
        send(message)
    except digests.NothingToSay:
        message.delete()
    except Exception as error:  # noqa: BLE001  whatever a mail server does, the message stays and its state is seen
        postpone(message, type(error).__name__)
    else:
        said = {"subject": message.subject, "text": message.text}
        settle(message, delivery=Delivery.SENT, sent_at=timezone.now(), error="", **said)


def settle(message: Message, **values: Any) -> None:
    """What became of it; of what was redacted while it went out, nothing comes back."""
    Message.objects.filter(pk=message.pk, delivery=Delivery.SENDING).update(**values)


def claim(message_id: int, now: datetime) -> Message | None:
    """Take the message for a while, in one statement, so that two workers never both have it."""
    taken = Message.objects.due_at(now).filter(pk=message_id)
    values = {"delivery": Delivery.SENDING, "attempts": F("attempts") + 1, "leased_until": now + LEASE}
    known = Message.objects.select_related(
        "submission__form", "submission__version", "submission__page", "draft__form", "watch__form", "staff"
    )
    return known.get(pk=message_id) if taken.update(**values) else None


def send(message: Message) -> None:
    if not message.recipient:
        raise NoRecipient
    letter = digests.compose(message) if message.staff_id else compose(message)
    message.subject, message.text = letter.subject, letter.text
    headers = {
        "Message-ID": message.header_id,
        "Content-Language": message.locale,
        "Auto-Submitted": "auto-generated",  # RFC 3834: out-of-office programs do not answer it
    }
    if letter.stop:  # RFC 2369 and RFC 8058: the mail program offers to unsubscribe
        headers["List-Unsubscribe"] = f"<{letter.stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(letter.subject, letter.text, to=[message.recipient], headers=headers)
    mail.attach_alternative(letter.html, "text/html")
    mail.send()


def postpone(message: Message, error: str) -> None:
    log.warning("message %s was not sent (%s), attempt %s", message.pk, error, message.attempts)
    is_over = message.attempts >= MOST_ATTEMPTS or not message.recipient
    due_at = timezone.now() + FIRST_PAUSE * 2 ** (message.attempts - 1)
    settle(message, error=error, delivery=Delivery.FAILED if is_over else Delivery.DUE, due_at=due_at)


def sweep(now: datetime) -> int:
    """Give workers what is due: what was postponed, and what a killed worker left half done."""
    due = list(Message.objects.due_at(now).values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    for message_id in due:
        deliver.enqueue(message_id)
    return len(due)
