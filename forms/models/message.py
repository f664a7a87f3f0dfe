import re
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms.models.draft import Draft
from forms.models.reply_template import ReplyTemplate
from forms.models.submission import Submission
from forms.models.watch import Watch
from localization.languages import BY_TAG, Language, get_language

SECRET = re.compile(r"/(?:receipt|draft|watch)/[\w-]{22}/")  # an address with a key


class Kind(models.TextChoices):
    RECEIPT = "receipt", pgettext_lazy("mail", "Receipt")
    CONFIRM = "confirm", pgettext_lazy("mail", "Please confirm your address")
    REPEATED = "repeated", pgettext_lazy("mail", "You are signed up already")
    MOVED_UP = "moved_up", pgettext_lazy("mail", "You have a place now")
    WITHDRAWN = "withdrawn", pgettext_lazy("mail", "Withdrawn")
    RESUME = "resume", pgettext_lazy("mail", "Link to go on with a form")
    REMINDER = "reminder", pgettext_lazy("mail", "A form you began closes soon")
    WATCH = "watch", pgettext_lazy("mail", "Please confirm that you want to be told")
    OPENED = "opened", pgettext_lazy("mail", "A form is open again")
    REPLY = "reply", pgettext_lazy("mail", "Reply of the City")
    ANSWER = "answer", pgettext_lazy("mail", "Message from the resident")
    NEW_LINK = "new_link", pgettext_lazy("mail", "New link")
    DIGEST = "digest", pgettext_lazy("mail", "Summary for staff")
    ASSIGNED = "assigned", pgettext_lazy("mail", "Assigned to you")


# What the City and the resident write to each other. The rest is written by the program.
TALK = (Kind.REPLY, Kind.ANSWER)


REDACTED = "Redacted"  # the error of what was taken out before it was sent


# These go to colleagues; what they say is composed by `forms.digests`.
TO_STAFF = (Kind.DIGEST, Kind.ASSIGNED)


class Delivery(models.TextChoices):
    DUE = "due", pgettext_lazy("mail", "To be sent")
    SENDING = "sending", pgettext_lazy("mail", "Being sent")
    SENT = "sent", pgettext_lazy("mail", "Sent")
    FAILED = "failed", pgettext_lazy("mail", "Failed")
    WITHHELD = "withheld", pgettext_lazy("mail", "Withheld: too many to one address")
    POSTED = "posted", pgettext_lazy("mail", "On the resident’s page; there is no address")
    RECEIVED = "received", pgettext_lazy("mail", "Received")


class MessageQuerySet(models.QuerySet):
    def due_at(self, now: datetime) -> "MessageQuerySet":
        """To be sent, or left half done by a worker whose lease has ended."""
        waiting = Q(delivery=Delivery.DUE, due_at__lte=now)
        return self.filter(waiting | Q(delivery=Delivery.SENDING, leased_until__lte=now))


class Message(models.Model):
    """What goes out about a case. The row is the truth; a task is only the hand that carries it (`forms.delivery`)."""

    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="messages")
    draft = models.ForeignKey(
        Draft, null=True, on_delete=models.CASCADE, related_name="messages", help_text="Of which it is, before sending."
    )
    watch = models.ForeignKey(Watch, null=True, on_delete=models.CASCADE, related_name="messages")
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The colleague whom it is for: such mail belongs to no case, and goes with the account.",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    recipient = models.EmailField(_("to"), blank=True, help_text="Empty for what is only on the resident’s page.")
    locale = models.CharField(_("language"), max_length=35, help_text="BCP 47 tag.")
    delivery = models.CharField(_("delivery"), max_length=10, choices=Delivery.choices, default=Delivery.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    error = models.CharField(_("error"), max_length=120, blank=True, help_text="The kind of error only: no addresses.")
    subject = models.CharField(_("subject"), max_length=255, blank=True, help_text="As it was sent.")
    text = models.TextField(_("text"), blank=True, help_text="As it was sent.")
    identity = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Of what people write (`TALK`); what stands in the mail, `text`, has the rest of the letter around it.
    title = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True, help_text="In the language of the message.")
    body_source = models.TextField(blank=True, help_text="The same in the words of the source, as staff read it.")
    template = models.ForeignKey(
        ReplyTemplate, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("reply template")
    )
    template_title = models.CharField(max_length=120, blank=True, help_text="Empty for free text.")
    asks_files = models.BooleanField(default=False, help_text="The resident may add files to their answer.")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("written by")
    )

    objects = MessageQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=Q(kind=Kind.RECEIPT), name="one_receipt_per_case"),
            models.CheckConstraint(
                condition=Q(submission__isnull=False, draft=None, watch=None, staff=None)
                | Q(submission=None, draft__isnull=False, watch=None, staff=None)
                | Q(submission=None, draft=None, watch__isnull=False, staff=None)
                | Q(submission=None, draft=None, watch=None, staff__isnull=False),
                name="message_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["delivery", "due_at"], name="message_due"),
            models.Index(fields=["staff", "-created_at"], name="message_staff", condition=Q(staff__isnull=False)),
            models.Index(Upper("recipient"), "created_at", name="message_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.submission_id or self.draft_id or self.watch_id or self.staff_id}"

    @property
    def case(self) -> Any:
        """What it is about; None for mail to staff."""
        return self.submission or self.draft or self.watch

    @property
    def case_reference(self) -> str:
        return self.submission.reference if self.submission else ""

    @property
    def is_talk(self) -> bool:
        return self.kind in TALK

    @property
    def is_from_resident(self) -> bool:
        return self.kind == Kind.ANSWER

    @property
    def language(self) -> Language:
        return BY_TAG.get(self.locale, get_language(self.locale))

    @property
    def header_id(self) -> str:
        """The same at each attempt, so that a message that goes out twice can be recognised (RFC 5322, 3.6.4)."""
        host = settings.SITE_URL.partition("://")[2].partition(":")[0]
        return f"<{self.identity}@{host}>"

    @property
    def public_text(self) -> str:
        """Without addresses. Their keys are the resident's alone: with one, staff could see sealed answers."""
        return "\n".join(line for line in self.text.splitlines() if not SECRET.search(line))

    def count_recent(self) -> int:
        """Messages to the same address within a day."""
        since = self.created_at - timedelta(days=1)
        same = Message.objects.annotate(address=Upper("recipient")).filter(address=Upper(Value(self.recipient)))
        return same.filter(created_at__gt=since).exclude(pk=self.pk).count()
