import secrets
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.models.form_version import FormIdentity
from forms.states import Channel
from localization.languages import BY_TAG, Language, get_language

KEPT = timedelta(days=30)


def make_key() -> str:
    """128 bits: whoever has it may go on with the form."""
    return secrets.token_urlsafe(16)


def find_end() -> datetime:
    return timezone.now() + KEPT


class DraftQuerySet(models.QuerySet):
    def expired_at(self, now: datetime) -> "DraftQuerySet":
        return self.filter(expires_at__lte=now)


class Draft(models.Model):
    """Answers that are not sent yet, on the server from the first screen, under an address that only the person has."""

    key = models.CharField(max_length=22, unique=True, default=make_key, editable=False)
    form = models.ForeignKey(FormIdentity, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("form"))
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    locale = models.CharField(_("language"), max_length=35, help_text="BCP 47 tag, as last used.")
    nonce = models.UUIDField(default=uuid4, help_text="Of the form that was opened: beginning twice is one draft.")
    answers = models.JSONField(default=dict, help_text="{question id: canonical value} of what is valid.")
    typed = models.JSONField(default=dict, help_text="{field name: [text]} of what is not valid yet.")
    asked = models.JSONField(
        default=dict, help_text="{question id: [words shown, language]} of screens that were completed."
    )
    recipient = models.EmailField(_("email"), blank=True, help_text="Where the link was sent, if the person wished it.")
    is_trap_filled = models.BooleanField(default=False)
    is_trial = models.BooleanField(default=False, help_text="An editor tries the form: nothing of it is sent.")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Staff, for somebody.",
    )
    reached_at = models.DateTimeField(null=True, help_text="When what staff enter reached the city.")
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), default=find_end)
    reminded_at = models.DateTimeField(null=True)
    submission = models.OneToOneField(
        "forms.Submission", null=True, on_delete=models.CASCADE, related_name="draft", help_text="What became of it."
    )

    objects = DraftQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["form", "nonce"], name="one_draft_per_form_shown")]
        indexes = [models.Index(fields=["expires_at"], name="draft_expires")]

    def __str__(self) -> str:
        return f"{self.form} {self.saved_at:%Y-%m-%d %H:%M}"

    @property
    def language(self) -> Language:
        return BY_TAG.get(self.locale, get_language(self.locale))

    def is_expired(self, now: datetime) -> bool:
        return now >= self.expires_at

    def keep(self, now: datetime) -> None:
        """Saved now, so kept for as long again."""
        self.saved_at, self.expires_at = now, now + KEPT

    def forget(self) -> None:
        """What the person wrote is now in the submission, and nowhere else."""
        self.answers, self.typed, self.asked, self.recipient = {}, {}, {}, ""
