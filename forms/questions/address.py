from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from forms.questions.base import Question, QuestionBlock, QuestionType, Words, tidy
from forms.questions.parts import PartsField, PartsWidget
from forms.questions.summary import Cell, Column, split_columns
from localization.wording import Wording

LONGEST = 200
PARTS = {
    "street": (gettext_lazy("Street and number"), "street-address"),
    "city": (pgettext_lazy("address", "City"), "address-level2"),
    "postcode": (gettext_lazy("Postcode"), "postal-code"),
}
MISSING = {
    "street": gettext_lazy("The address needs a street."),
    "city": gettext_lazy("The address needs a city."),
    "postcode": gettext_lazy("The address needs a postcode."),
}


class AddressField(PartsField):
    def clean_parts(self, typed: dict[str, str]) -> dict[str, str]:
        parts = {name: tidy(text) for name, text in typed.items()}
        for name, message in MISSING.items():
            if not parts.get(name):
                raise ValidationError(message, code="incomplete")
            if len(parts[name]) > LONGEST:
                raise ValidationError(_("This address is too long. Shorten it."), code="max_length")
        return parts


class AddressBlock(QuestionBlock):
    class Meta:
        icon = "site"
        label = gettext_lazy("Address")


class Address(QuestionType):
    """Stored as {"street", "city", "postcode"}."""

    name = "address"
    block = AddressBlock
    needed = gettext_lazy("Enter an address for “{label}”")

    def build(self, question: Question, words: Words) -> forms.Field:
        widget = PartsWidget(
            {
                name: (label, forms.TextInput({"autocomplete": purpose, "class": f"part-{name}"}))
                for name, (label, purpose) in PARTS.items()
            }
        )
        return AddressField(widget=widget, **self.describe(question, words))

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        return [value[name] for name in PARTS if value.get(name)]

    def retype(self, value: dict[str, str], question: Question, reader: str) -> dict[str, list[str]]:
        return {f"_{name}": [text] for name, text in value.items()}

    def list_columns(self, question: dict[str, Any]) -> list[Column]:
        return split_columns(question, {name: label for name, (label, _purpose) in PARTS.items()})

    def export(self, value: dict[str, str] | None, question: dict[str, Any]) -> list[Cell]:
        return [(value or {}).get(name) for name in PARTS]
