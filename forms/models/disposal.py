"""What is to be disposed of, who proposed and who approved it, and what remains afterwards."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Collection

from forms.models.form_version import FormIdentity
from forms.models.submission import Submission
from forms.states import Purpose


class Ground(models.TextChoices):
    SCHEDULE = "schedule", pgettext_lazy("disposal", "The records schedule")
    ERASURE = "erasure", pgettext_lazy("disposal", "A person asked for it")


class BatchState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("disposal", "Waits for a second person")
    APPROVED = "approved", pgettext_lazy("disposal", "Approved")
    REFUSED = "refused", pgettext_lazy("disposal", "Refused")
    DONE = "done", pgettext_lazy("disposal", "Carried out")


class DisposalBatch(models.Model):
    """Two persons: one proposes, another one approves. Carried out case by case, so that it can be killed anywhere.

    `left`: [[reference, why]] of what was not done after all.
    """

    identity = models.UUIDField(default=uuid4, unique=True, editable=False)
    ground = models.CharField(_("why"), max_length=10, choices=Ground.choices, default=Ground.SCHEDULE)
    state = models.CharField(_("state"), max_length=10, choices=BatchState.choices, default=BatchState.PROPOSED)
    reason = models.TextField(_("reason"), max_length=1000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposer = models.CharField(_("proposed by"), max_length=150)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decider = models.CharField(_("decided by"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decision = models.TextField(_("reason of the decision"), max_length=1000, blank=True)
    done_at = models.DateTimeField(_("carried out"), null=True)
    number = models.PositiveIntegerField(_("cases"), default=0)
    left = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("disposal batch")
        verbose_name_plural = _("disposal batches")
        ordering = ["-proposed_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(_("Batch %(number)s")) % {"number": self.pk}

    @property
    def is_waiting(self) -> bool:
        return self.state == BatchState.PROPOSED


class Disposition(models.Model):
    """A case that may go: listed each night, or redacted at a person's request; in one batch at most.

    `parts`: what of the case goes, see `forms.actions.redacting`; empty: all of it.
    """

    case = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="disposition")
    ends_on = models.DateField(_("kept until"), null=True, help_text="The last day of its retention.")
    listed_at = models.DateTimeField(_("listed"), default=timezone.now)
    batch = models.ForeignKey(DisposalBatch, null=True, on_delete=models.PROTECT, related_name="items")
    parts = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("case due for disposal")
        verbose_name_plural = _("cases due for disposal")
        ordering = ["ends_on", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["ends_on", "id"], name="disposition_free", condition=models.Q(batch=None))]

    def __str__(self) -> str:
        return str(self.case)


class ScheduleCheck(models.Model):
    """That the list of what is due was brought up to date on a day: written last."""

    day = models.DateField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    listed = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day}"


class Tombstone(models.Model):
    """What remains of a case that was disposed of. Only ever added, and what lets the database delete the case.

    `case_id` is the primary key that the case had, under which its lines of the record are found. `digest`: SHA-256 of
    its answers, with the key of its receipt so that nobody can find them by trying, see `forms.records.log`.
    """

    case_id = models.BigIntegerField(db_index=True)
    reference = models.CharField(_("reference"), max_length=11, unique=True)
    form = models.ForeignKey(FormIdentity, on_delete=models.PROTECT, related_name="+", verbose_name=_("form"))
    queue = models.ForeignKey(
        Collection, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("queue")
    )
    queue_name = models.CharField(_("queue"), max_length=255)
    is_sensitive = models.BooleanField(default=False)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices, blank=True)
    locale = models.CharField(_("language"), max_length=35)
    received_at = models.DateTimeField(_("received"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    ground = models.CharField(_("why"), max_length=10, choices=Ground.choices, default=Ground.SCHEDULE)
    series = models.CharField(_("record series"), max_length=40, blank=True)
    rule = models.JSONField(default=dict, help_text="Months, and from when they counted.")
    batch = models.UUIDField(help_text="Identity of the batch.")
    reason = models.TextField(_("reason"), max_length=1000)
    proposer = models.CharField(_("proposed by"), max_length=150)
    approver = models.CharField(_("approved by"), max_length=150)
    disposed_at = models.DateTimeField(_("disposed of"), default=timezone.now)
    digest = models.CharField("SHA-256", max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("disposed case")
        verbose_name_plural = _("disposed cases")
        ordering = ["-disposed_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["batch"], name="tombstone_batch")]

    def __str__(self) -> str:
        return self.reference


class Redaction(models.Model):
    """That a part of a case was taken out. Only ever added, and what lets the database change answers.

    `revision`: the one of the case that this made.
    """

    case_id = models.BigIntegerField()
    reference = models.CharField(max_length=11)
    part = models.CharField(max_length=120, help_text="See forms.actions.redacting.")
    revision = models.PositiveIntegerField()
    batch = models.UUIDField()
    reason = models.TextField(max_length=1000)
    proposer = models.CharField(max_length=150)
    approver = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["reference", "part"], name="one_redaction_per_part")]
        indexes = [models.Index(fields=["case_id", "revision"], name="redaction_case")]

    def __str__(self) -> str:
        return f"{self.reference} {self.part}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)
