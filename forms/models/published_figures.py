from django.db import models
from django.utils import timezone


class PublishedFigures(models.Model):
    """What a page shows of the inbox's own figures, with everything withheld already. A page only ever reads this row,
    so it costs the same whatever has come in; `forms.results.publishing` decides when it changes."""

    key = models.CharField(max_length=120, unique=True, help_text="Of what: see forms.results.publishing.")
    sums = models.JSONField(default=list, help_text="That decide when it is published again. Never shown themselves.")
    figures = models.JSONField(default=dict)
    taken_at = models.DateTimeField(null=True, help_text="Of which moment the figures are; null: none yet.")
    checked_at = models.DateTimeField(default=timezone.now, help_text="When it was last seen whether they are due.")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
