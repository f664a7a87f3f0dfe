from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.models.draft import make_key
from forms.models.form_version import FormIdentity
from localization.languages import BY_TAG, Language, get_language


class Watch(models.Model):
    """Somebody who wants one mail when a closed form opens again. The key in each of its mails ends it."""

    form = models.ForeignKey(FormIdentity, on_delete=models.CASCADE, related_name="watches", verbose_name=_("form"))
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    recipient = models.EmailField(_("email"))
    locale = models.CharField(_("language"), max_length=35, help_text="BCP 47 tag.")
    key = models.CharField(max_length=22, unique=True, default=make_key, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["form", "recipient"], name="one_watch_per_form_and_address")]

    def __str__(self) -> str:
        return f"{self.form} {self.created_at:%Y-%m-%d}"

    @property
    def language(self) -> Language:
        return BY_TAG.get(self.locale, get_language(self.locale))
