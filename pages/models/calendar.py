from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


class WorkingYear(models.Model):
    """Whether the clerk has confirmed which days of a year are no working days. Without a row nobody has."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    taken_from = models.CharField(max_length=20, blank=True, help_text="Country and subdivision, as in US-MA.")
    taken_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("confirmed by")
    )
    confirmer = models.CharField(max_length=150, blank=True, help_text="The name of who confirmed it, as it was then.")

    class Meta:
        verbose_name = _("working year")
        verbose_name_plural = _("working years")
        ordering = ["year"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.year)

    @classmethod
    def confirm(cls, year: int, user: Any) -> None:
        name = (user.get_full_name() or user.get_username())[:150]
        said = {"confirmed_at": timezone.now(), "confirmed_by": user, "confirmer": name}
        cls.objects.update_or_create(year=year, defaults=said)

    @classmethod
    def reopen(cls, *years: int) -> None:
        """What was confirmed is no longer what is there."""
        said = {"confirmed_at": None, "confirmed_by": None, "confirmer": ""}
        cls.objects.filter(year__in=years, confirmed_at__isnull=False).update(**said)


class Holiday(models.Model):
    """A day on which the city does not work, besides its weekend. Changing one makes its year unconfirmed again."""

    day = models.DateField(
        _("day"),
        unique=True,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        error_messages={"unique": _("This day is in the calendar already.")},
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("As you would write it on the door."))
    source = models.CharField(
        _("taken from"), max_length=20, blank=True, editable=False, help_text="Empty: written by the clerk."
    )

    panels = [FieldPanel("day"), FieldPanel("name")]

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        before = Holiday.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before is None or (before.day, before.name) != (self.day, self.name):
            WorkingYear.reopen(*{each.day.year for each in (before, self) if each})

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> Any:
        WorkingYear.reopen(self.day.year)
        return super().delete(*args, **kwargs)
