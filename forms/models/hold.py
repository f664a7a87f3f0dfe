from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms.models.form_version import FormIdentity
from forms.models.submission import Submission


class Scope(models.TextChoices):
    CASE = "case", pgettext_lazy("legal hold", "One case")
    FORM = "form", pgettext_lazy("legal hold", "All cases of a form, also those to come")
    PERSON = "person", pgettext_lazy("legal hold", "All cases of a person, also those to come")


class Hold(models.Model):
    """A legal hold: while it is there, the database refuses to delete or redact what it covers, and the hold itself.

    See `forms.records.guards`. `person` is a normalised email address.
    """

    scope = models.CharField(_("what it covers"), max_length=10, choices=Scope.choices)
    case = models.ForeignKey(
        Submission,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="holds",
        verbose_name=_("case"),
    )
    reference = models.CharField(_("reference"), max_length=11, blank=True)
    form = models.ForeignKey(
        FormIdentity, null=True, on_delete=models.PROTECT, related_name="holds", verbose_name=_("form")
    )
    person = models.CharField(_("email"), max_length=254, blank=True)
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    actor = models.CharField(_("by"), max_length=150)
    at = models.DateTimeField(_("from"), default=timezone.now)
    released_at = models.DateTimeField(_("released"), null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    releaser = models.CharField(_("released by"), max_length=150, blank=True)
    release_reason = models.TextField(_("why it was released"), max_length=1000, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope=Scope.CASE, case__isnull=False, form=None, person="")
                | models.Q(scope=Scope.FORM, case=None, form__isnull=False, person="")
                | models.Q(scope=Scope.PERSON, case=None, form=None),
                name="hold_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~models.Q(scope=Scope.PERSON, released_at=None, person=""), name="hold_of_somebody"
            ),
        ]
        indexes = [models.Index(fields=["scope"], name="hold_active", condition=models.Q(released_at=None))]

    def __str__(self) -> str:
        return f"{self.get_scope_display()}: {self.target}"

    @property
    def target(self) -> str:
        return self.reference or (self.form.title if self.form else self.person)

    @property
    def is_active(self) -> bool:
        return self.released_at is None
