"""What pages and submissions are sorted by. The code is the same in every language; the name is translated."""

from django.db import models
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from localization.languages import get_language
from localization.wording import Wording


class Coded(TranslatableMixin, index.Indexed, models.Model):
    code = models.SlugField(
        _("code"), max_length=40, help_text=_("A short name for lists and exports. The same in every language.")
    )
    name = models.CharField(_("name"), max_length=120)

    panels = [FieldPanel("name"), FieldPanel("code")]
    search_fields = [index.AutocompleteField("name"), index.FilterField("locale_id")]
    override_translatable_fields = [SynchronizedField("code", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def wording(self) -> Wording:
        """The name in the reader's language, marked where it is in another."""
        shown = self.localized
        return Wording(shown.name, shown.locale.language_code)


class Department(Coded):
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    panels = [*Coded.panels, FieldPanel("email"), FieldPanel("phone")]
    override_translatable_fields = [
        *Coded.override_translatable_fields,
        SynchronizedField("phone", overridable=False),
        SynchronizedField("email", overridable=False),
    ]

    class Meta(Coded.Meta):
        verbose_name = _("department")
        verbose_name_plural = _("departments")


class Topic(Coded):
    class Meta(Coded.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


def word_topics(topics: list[Topic]) -> list[Wording]:
    """In the reader's language, in the same order. One query. `topics` come with their locale."""
    code = get_language(get_active()).code
    keys = [topic.translation_key for topic in topics]
    names = Topic.objects.filter(translation_key__in=keys, locale__language_code=code)
    known = dict(names.values_list("translation_key", "name"))
    return [
        Wording(known[topic.translation_key], code)
        if topic.translation_key in known
        else Wording(topic.name, topic.locale.language_code)
        for topic in topics
    ]


class District(Coded):
    class Meta(Coded.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["code"]
