from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_MONTHS = 1200  # longer is for good


class Trigger(models.TextChoices):
    """From when the months count."""

    CLOSED = "closed", pgettext_lazy("records", "The case is closed")
    RECEIVED = "received", pgettext_lazy("records", "The case was received")
    FORM = "form", pgettext_lazy("records", "The form closes")


class RecordSeries(models.Model):
    """A line of the records schedule that the city is bound by."""

    code = models.CharField(
        _("code"), max_length=40, unique=True, help_text=_("As in your schedule, for example GS2016-009.")
    )
    title = models.CharField(_("title"), max_length=200)
    months = models.PositiveSmallIntegerField(
        _("kept for (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
        help_text=_("Empty: kept for good."),
    )
    trigger = models.CharField(_("counted from when"), max_length=10, choices=Trigger.choices, default=Trigger.CLOSED)
    source = models.CharField(
        _("source of the rule"), max_length=300, help_text=_("For example the state’s schedule, its version and page.")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("record series")
        verbose_name_plural = _("record series")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
