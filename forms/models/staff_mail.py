from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Rhythm(models.TextChoices):
    DAILY = "daily", pgettext_lazy("mail", "Every working day")
    MONDAYS = "mondays", pgettext_lazy("mail", "Mondays, or the first working day of the week")
    NEVER = "never", pgettext_lazy("mail", "Never")


class StaffMail(models.Model):
    """Which mail a member of staff wants, and for which day they last had it. Without a row: see `forms.digests`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(_("a summary of my inbox"), max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    at_once = models.BooleanField(
        _("a mail at once when a case is assigned to me"),
        default=False,
        help_text=_("What is assigned to you within five minutes comes in one mail."),
    )
    summed_up_on = models.DateField(null=True, editable=False, help_text="The last day that is dealt with.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.rhythm
