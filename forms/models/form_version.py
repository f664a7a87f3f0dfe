from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.models.record_series import RecordSeries
from forms.stages import Stage, load_stages
from localization.languages import BY_TAG


class FormIdentity(models.Model):
    """A form in all its languages, and after its pages are gone."""

    key = models.UUIDField(unique=True, help_text="The translation key of the form's pages.")
    title = models.CharField(_("form"), max_length=255, help_text="In the source language, as last published.")
    source_locale = models.CharField(max_length=35, help_text="BCP 47 tag of the source language.")
    stages = models.JSONField(default=list, help_text="As last published, see forms.stages.keep_stages.")
    is_blind = models.BooleanField(default=False, help_text="Reviewers do not see who applied.")
    is_sensitive = models.BooleanField(default=False, help_text="As last published.")
    series = models.ForeignKey(RecordSeries, null=True, on_delete=models.PROTECT, help_text="As last published.")
    retention_months = models.PositiveSmallIntegerField(null=True, help_text="Where it has no series.")
    closes_at = models.DateTimeField(null=True, help_text="Its own closing time, or the one of its opportunity.")
    publishes_comments = models.BooleanField(default=False, db_default=False, help_text="As last published.")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["title"]
        verbose_name = _("form")

    def __str__(self) -> str:
        return self.title

    def list_stages(self) -> tuple[Stage, ...]:
        return load_stages(self.stages)

    @property
    def first_stage(self) -> str:
        return self.stages[0]["id"] if self.stages else ""

    @property
    def source_code(self) -> str:
        """Django's code of the source language."""
        return BY_TAG[self.source_locale].code if self.source_locale in BY_TAG else self.source_locale


class FormVersion(models.Model):
    """The questions as they stood when somebody answered, in the words of the source and in those shown.

    Written once and never changed; the same questions in the same words are one version, whenever they stood.
    `definition`: see `forms.definition.take_snapshot`.
    """

    form = models.ForeignKey(FormIdentity, on_delete=models.PROTECT, related_name="versions")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the definition.")
    definition = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "digest"], name="one_version_per_digest")]

    def __str__(self) -> str:
        return f"{self.form} {self.digest[:8]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A form version is never changed.")
        super().save(*args, **kwargs)
