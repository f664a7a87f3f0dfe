"""By what a report tells cases apart, and what the groups are called."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.models import Collection

from forms.models import FormIdentity, FormPage
from forms.questions.date import format_month
from forms.questions.district import list_districts
from forms.questions.party import KINDS
from forms.states import Channel
from localization.formats import name_language
from localization.languages import BY_TAG
from localization.wording import Wording


class Dimension(models.TextChoices):
    QUEUE = "queue", _("Queue")
    FORM = "form", _("Form")
    LANGUAGE = "language", _("Language")
    DISTRICT = "district", _("District")
    SOURCE = "source", _("How it came")
    PARTY = "party", _("Organisation or individual")
    MONTH = "month", _("Month")


COLUMNS = {
    Dimension.QUEUE: "queue_id",
    Dimension.FORM: "form_id",
    Dimension.LANGUAGE: "locale",
    Dimension.DISTRICT: "district",
    Dimension.SOURCE: "channel",
    Dimension.PARTY: "party",
}
# Names of queues are for staff, and are not translated.
PUBLIC = [dimension for dimension in Dimension if dimension != Dimension.QUEUE]


def find_group(dimension: Dimension) -> Any:
    """The expression by which submissions are grouped."""
    if dimension == Dimension.MONTH:
        return TruncMonth("received_at", tzinfo=ZoneInfo(settings.TIME_ZONE))
    return F(COLUMNS[dimension])


def make_key(dimension: Dimension, group: Any) -> str:
    """Of a row of a report: text, the same in every language."""
    return f"{group:%Y-%m}" if dimension == Dimension.MONTH else str(group)


def name_groups(dimension: Dimension, keys: Iterable[str], code: str, *, is_public: bool = False) -> dict[str, Wording]:
    """In the reader's language where there is a name in it. At most three queries."""
    keys = list(keys)
    if is_public and dimension == Dimension.FORM:
        return name_public_forms(keys, code)
    names = find_names(dimension, keys, code)
    return {key: names.get(key) or Wording(key or pgettext("question", "Not asked"), code) for key in keys}


def find_names(dimension: Dimension, keys: list[str], code: str) -> dict[str, Wording]:
    if dimension == Dimension.QUEUE:
        return {str(pk): Wording(name, code) for pk, name in Collection.objects.values_list("pk", "name")}
    if dimension == Dimension.FORM:
        return name_forms(keys, code)
    if dimension == Dimension.DISTRICT:
        return {choice.id: name_district(choice, code) for choice in list_districts()}
    names: dict[str, Any] = {
        Dimension.LANGUAGE: {tag: name_language(language.code, code) for tag, language in BY_TAG.items()},
        Dimension.SOURCE: dict(Channel.choices),
        Dimension.PARTY: KINDS,
        Dimension.MONTH: {key: format_month(key, code) for key in keys if dimension == Dimension.MONTH},
    }[dimension]
    return {key: Wording(str(name), code) for key, name in names.items()}


def name_district(choice: Any, code: str) -> Wording:
    if not choice.words:
        return Wording(str(choice.label), code)
    known = code if code in choice.words else next(iter(choice.words))
    return Wording(choice.words[known], known)


def name_forms(keys: list[str], code: str) -> dict[str, Wording]:
    """As the live page in the reader's language is called, else as staff know the form."""
    forms = list(FormIdentity.objects.filter(pk__in=keys))
    pages = FormPage.objects.live().filter(
        translation_key__in=[form.key for form in forms], locale__language_code=code, alias_of=None
    )
    titles = dict(pages.values_list("translation_key", "title"))
    return {
        str(form.pk): Wording(titles[form.key], code) if form.key in titles else Wording(form.title, form.source_code)
        for form in forms
    }


def name_public_forms(keys: list[str], code: str) -> dict[str, Wording]:
    """As everybody can read what the form is called; not so where only staff know it."""
    forms = dict(FormIdentity.objects.filter(pk__in=keys).values_list("pk", "key"))
    pages = FormPage.objects.live().public().filter(translation_key__in=forms.values(), alias_of=None)
    pages = pages.exclude(translation_key__in=FormIdentity.objects.filter(is_sensitive=True).values("key"))
    titles: dict[Any, dict[str, str]] = {}
    for key, language, title in pages.order_by("pk").values_list("translation_key", "locale__language_code", "title"):
        titles.setdefault(key, {})[language] = title
    names = {}
    for pk, key in forms.items():
        known = titles.get(key, {code: _("Another form")})
        language = code if code in known else next(iter(known))
        names[str(pk)] = Wording(str(known[language]), language)
    return names
