from django.db import models


class Reckoning(models.Model):
    """By which calendar and response targets the due dates were last computed, and how far that has come. One row."""

    basis = models.CharField(max_length=64, blank=True, help_text="Digest of the calendar and the targets.")
    reached = models.BigIntegerField(null=True, help_text="The last case that was looked at; empty: done.")
    changed = models.PositiveIntegerField(default=0, help_text="How many due dates moved in this round.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.basis[:8]
