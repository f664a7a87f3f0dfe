"""The gaps of a reply template: `{day of the visit: date}`. What stands before the colon is the clerk's name for it,
the word behind it is its type; the whole stays as it is in every translation. Some are filled by the case itself."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from localization import formats
from pages.moments import NEAR, CityMoment, Day

GAP = re.compile(r"\{([^{}]*)\}")
LONGEST = 200
# A name from another script must not turn the sentence around it over (Unicode Bidirectional Algorithm, 2.4).
ISOLATED = "\u2068{}\u2069"


class Type(models.TextChoices):
    DATE = "date", pgettext_lazy("gap", "day")
    MOMENT = "time", pgettext_lazy("gap", "day and time")
    NAME = "name", pgettext_lazy("gap", "name")
    PLACE = "place", pgettext_lazy("gap", "place")
    AMOUNT = "amount", pgettext_lazy("gap", "amount of money")
    NUMBER = "number", pgettext_lazy("gap", "number")
    LINK = "link", pgettext_lazy("gap", "address on the web")


class Own(models.TextChoices):
    """Filled by the case."""

    REFERENCE = "reference", pgettext_lazy("gap", "the reference")
    FORM = "form", pgettext_lazy("gap", "the title of the form")
    STAGE = "stage", pgettext_lazy("gap", "the stage of the application")
    REVIEW = "review day", pgettext_lazy("gap", "the last day to ask for a review")
    NAME = "name", pgettext_lazy("gap", "the name of who wrote to us")
    CITY = "city", pgettext_lazy("gap", "the name of the city")


@dataclass(frozen=True)
class Slot:
    """`text` is the whole between the brackets."""

    text: str
    label: str
    type: Type | Own

    @property
    def field(self) -> str:
        """The name of its field: the same text is the same gap, wherever it stands."""
        return "slot-" + "".join(f"{byte:02x}" for byte in self.text.encode())


class Unknown(ValueError):
    """`args[0]` is what nothing can be filled in for."""


def read(text: str) -> Slot:
    label, _colon, kind = (part.strip() for part in text.rpartition(":"))
    if not label and text.strip() in Own.values:
        return Slot(text, str(Own(text.strip()).label), Own(text.strip()))
    if label and kind in Type.values:
        return Slot(text, label[:1].upper() + label[1:], Type(kind))
    raise Unknown(text)


def list_slots(*texts: str) -> list[Slot]:
    """Each once, in their order. Raises Unknown."""
    found = dict.fromkeys(text for each in texts for text in GAP.findall(each))
    return [read(text) for text in found]


def list_typed(slots: Iterable[Slot]) -> Iterator[Slot]:
    """Those that a person fills in."""
    return (slot for slot in slots if isinstance(slot.type, Type))


def make_field(slot: Slot, zone: ZoneInfo) -> forms.Field:
    """Cleans to what `say` takes. `zone`: of the city."""
    options: dict[str, Any] = {"label": slot.label, "error_messages": {"required": _("Fill this in.")}}
    match slot.type:
        case Type.DATE:
            return Day(widget=AdminDateInput(), years=NEAR, **options)
        case Type.MOMENT:
            options |= {"widget": AdminDateTimeInput(), "help_text": _("By the city’s clock.")}
            return CityMoment(zone=zone, years=NEAR, **options)
        case Type.AMOUNT:
            return forms.DecimalField(min_value=0, max_digits=12, decimal_places=2, **options)
        case Type.NUMBER:
            return forms.DecimalField(max_digits=15, **options)
        case Type.LINK:
            return forms.URLField(
                assume_scheme="https", max_length=LONGEST, validators=[URLValidator(schemes=["https"])], **options
            )
    help_text = _("A proper name, or an address as on a sign: it is not translated.")
    return forms.CharField(max_length=LONGEST, help_text=help_text, **options)


def say(value: Any, slot: Slot, code: str, *, zone: str, currency: str) -> str:
    """In the format of a language."""
    match slot.type:
        case Type.DATE | Own.REVIEW:
            return formats.format_day(value, code, weekday=slot.type == Type.DATE)
        case Type.MOMENT:
            moment = formats.format_moment(value, zone, code)
            return f"{moment} ({formats.name_zone(value.astimezone(ZoneInfo(zone)), code)})"
        case Type.AMOUNT:
            return ISOLATED.format(formats.format_amount(value, currency, code))
        case Type.NUMBER:
            return formats.format_number(value, code)
        case Type.LINK:
            return str(value)
    return ISOLATED.format(value)


OWN_SAID = gettext_lazy(
    "A gap that is filled in for each reply stands in curly brackets with its type: {day of the visit: date}, "
    "{where: place}, {who: name}, {fee: amount}, {how many: number}, {when: time}, {page: link}. By themselves are "
    "filled in: {reference}, {form}, {stage}, {review day}, {name}, {city}. An empty line begins a new paragraph."
)
