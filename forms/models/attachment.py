from datetime import datetime, timedelta
from uuid import uuid4

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms.models.draft import Draft
from forms.models.submission import Submission

FOLDER = "attachments"


def get_private_storage() -> Storage:
    """No address leads into it (see `STORAGES` in the settings)."""
    return storages["private"]


def name_file(attachment: "Attachment", name: str) -> str:
    """Nothing of the resident's own name for it, and nothing that could be guessed."""
    return f"{FOLDER}/{uuid4().hex}.{attachment.kind}"


class Scan(models.TextChoices):
    DUE = "due", pgettext_lazy("virus scan", "Waiting for the virus scanner")
    CLEAN = "clean", pgettext_lazy("virus scan", "No virus found")
    INFECTED = "infected", pgettext_lazy("virus scan", "A virus was found: locked")
    NONE = "none", pgettext_lazy("virus scan", "Not scanned: this site has no virus scanner")


class AttachmentQuerySet(models.QuerySet):
    def scan_due_at(self, now: datetime) -> "AttachmentQuerySet":
        return self.filter(scan=Scan.DUE, scan_due_at__lte=now)

    def orphaned_at(self, now: datetime) -> "AttachmentQuerySet":
        """Of no submission and of no draft for a day."""
        return self.filter(submission=None, created_at__lte=now - timedelta(days=1)).filter(
            Q(draft=None) | Q(draft__submission__isnull=False)
        )


class Attachment(models.Model):
    """A file that a resident added to a question. Its bytes are private: see `forms.inbox.files`."""

    identity = models.UUIDField(default=uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.SET_NULL, related_name="attachments")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="attachments")
    message = models.ForeignKey(
        "forms.Message", null=True, on_delete=models.PROTECT, related_name="attachments", help_text="It came with."
    )
    question = models.CharField(max_length=100, blank=True, help_text="Identity of the question.")
    name = models.CharField(_("name"), max_length=120, help_text="As the resident named it, without what could harm.")
    kind = models.CharField(_("kind"), max_length=10)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size"), help_text="In bytes, as it was received.")
    digest = models.CharField("SHA-256", max_length=64, help_text="Of the bytes as they were received.")
    file = models.FileField(storage=get_private_storage, upload_to=name_file, max_length=200)
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    scan = models.CharField(_("virus scan"), max_length=10, choices=Scan.choices, default=Scan.NONE)
    scan_attempts = models.PositiveSmallIntegerField(default=0)
    scan_due_at = models.DateTimeField(default=timezone.now)
    scanned_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=100, blank=True, help_text="What the scanner called it.")

    shown_as = ""  # the name for one reader, see forms.inbox.reading

    objects = AttachmentQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["scan", "scan_due_at"], name="attachment_scan")]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_opened(self) -> bool:
        """By staff. What a scanner has yet to see is held."""
        return self.scan in (Scan.CLEAN, Scan.NONE)
