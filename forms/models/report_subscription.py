from django.conf import settings
from django.db import models
from django.utils import timezone


class ReportSubscription(models.Model):
    """Somebody wants the engagement report by mail, once a month."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_subscription")
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)


class ReportMail(models.Model):
    """The report of one month to one person, so that it goes out once whatever happens to who sends it."""

    subscription = models.ForeignKey(ReportSubscription, on_delete=models.CASCADE, related_name="mails")
    month = models.DateField(help_text="Its first day.")
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now, help_text="Not before then; moved on while it is being sent.")
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=100, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["subscription", "month"], name="one_report_a_month")]

    def __str__(self) -> str:
        return f"{self.subscription} {self.month:%Y-%m}"
