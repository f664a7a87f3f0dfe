from collections import Counter
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import Collection, DraftStateMixin, Locale, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from forms import slots
from localization.models import Sourced


class ReplyTemplate(DraftStateMixin, RevisionMixin, Sourced, TranslatableMixin, models.Model):
    """A reply that somebody has approved, with gaps (`forms.slots`). In a language it is offered while its published
    translation says what the published source says."""

    title = models.CharField(
        gettext_lazy("name"), max_length=120, help_text=gettext_lazy("For staff, who choose by it. Not translated.")
    )
    queue = models.ForeignKey(
        Collection,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=gettext_lazy("only in the queue"),
        help_text=gettext_lazy("Empty: offered everywhere."),
    )
    subject = models.CharField(gettext_lazy("subject"), max_length=150)
    text = models.TextField(gettext_lazy("text"), max_length=5000, help_text=slots.OWN_SAID)

    panels = [
        FieldPanel("title", required_on_save=True),
        FieldPanel("queue"),
        FieldPanel("subject"),
        FieldPanel("text"),
    ]
    translatable_fields = [
        TranslatableField("subject"),
        TranslatableField("text"),
        SynchronizedField("title", overridable=False),
        SynchronizedField("queue", overridable=False),
    ]
    wagtail_reference_index_ignore = True

    class Meta(TranslatableMixin.Meta):
        verbose_name = gettext_lazy("reply template")
        verbose_name_plural = gettext_lazy("reply templates")

    def __str__(self) -> str:
        return self.title

    def list_slots(self) -> list[slots.Slot]:
        return slots.list_slots(self.subject, self.text)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        for name in ("subject", "text"):
            try:
                slots.list_slots(getattr(self, name))
            except slots.Unknown as unknown:
                errors[name] = _("Nothing can be filled in for {gap}.").format(gap="{" + str(unknown.args[0]) + "}")
            if self.pk and not self.is_source and self.source is not self:
                mine, theirs = (Counter(slots.GAP.findall(getattr(each, name))) for each in (self, self.source))
                if lost := theirs - mine or mine - theirs:
                    gap = "{" + next(iter(lost)) + "}"
                    errors[name] = _("Keep {gap} exactly as it stands in the source.").format(gap=gap)
        if errors:
            raise ValidationError(errors)


class TranslationRequest(models.Model):
    """A clerk needs a reply in a language in which it does not exist, or is out of date. Translators see it; nothing
    of the case is in it."""

    template = models.ForeignKey(ReplyTemplate, on_delete=models.CASCADE, related_name="requests")
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="+", verbose_name=gettext_lazy("language")
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField(gettext_lazy("requested"), default=timezone.now)
    done_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["requested_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["template", "locale"], condition=Q(done_at=None), name="one_open_request_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} ({self.locale})"
