import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from forms.models.message import TO_STAFF, Kind
from localization.languages import Language

# What a resident writes is not sent to anybody; what staff are told is a list, which nobody words.
WORDED = [choice for choice in Kind.choices if choice[0] not in (Kind.ANSWER, *TO_STAFF)]
SLOTS = ("form", "reference", "city", "day")


class MailText(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """An editor's own words for a mail. In a language in which they are not published, the standard ones are sent."""

    kind = models.CharField(gettext_lazy("mail"), max_length=20, choices=WORDED)
    subject = models.CharField(gettext_lazy("subject"), max_length=150)
    text = models.TextField(
        gettext_lazy("text"),
        max_length=3000,
        help_text=gettext_lazy(
            "An empty line begins a new paragraph. {form}, {reference}, {city} and {day} are filled in. The link, the "
            "reference and the City’s contact follow by themselves."
        ),
    )

    # Two drafts that say nothing of their mail would be two texts for the same one.
    panels = [FieldPanel("kind", required_on_save=True), FieldPanel("subject"), FieldPanel("text")]
    override_translatable_fields = [SynchronizedField("kind", overridable=False)]
    wagtail_reference_index_ignore = True

    class Meta(TranslatableMixin.Meta):
        verbose_name = gettext_lazy("mail text")
        verbose_name_plural = gettext_lazy("mail texts")
        constraints = [models.UniqueConstraint(fields=["kind", "locale"], name="one_mail_text_per_kind_and_language")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @classmethod
    def find(cls, kind: str, language: Language) -> "MailText | None":
        return cls.objects.filter(kind=kind, live=True, locale__language_code=language.code).first()

    def clean(self) -> None:
        super().clean()
        # Wagtail's forms leave the language out, and with it the constraint.
        if MailText.objects.filter(kind=self.kind, locale=self.locale_id).exclude(pk=self.pk).exists():
            raise ValidationError(
                {"kind": _("There is a text for this mail in this language already. Change that one.")}
            )
        for name in ("subject", "text"):
            unknown = set(re.findall(r"\{([^{}]*)\}", getattr(self, name))) - set(SLOTS)
            if unknown:
                message = _("Nothing can be filled in for {slot}.").format(slot="{" + sorted(unknown)[0] + "}")
                raise ValidationError({name: message})
