from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.models.submission import Submission


class Evaluation(models.Model):
    """Whether an application meets one criterion of a stage, and what shows it: never changed, the newest one counts.

    Every change is on record.
    """

    case = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evaluations")
    stage = models.CharField(max_length=100, help_text="Identity of the stage.")
    criterion = models.CharField(max_length=100, help_text="Identity of the criterion.")
    label = models.CharField(max_length=250, help_text="The criterion as it was worded in the source language.")
    is_met = models.BooleanField(_("met"))
    evidence = models.TextField(_("what shows it"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.case_id} {self.label}"
