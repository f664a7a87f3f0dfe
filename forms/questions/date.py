from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.questions.base import Question, QuestionBlock, QuestionType, Words
from localization.formats import format_day, get_cldr
from localization.languages import get_language
from localization.wording import Wording

PARTS = {"d": ("day", gettext_lazy("Day")), "M": ("month", gettext_lazy("Month")), "y": ("year", gettext_lazy("Year"))}


def order_parts(code: str) -> list[str]:
    """Day, month and year as a reader of `code` writes them (CLDR): "Mdy" in English, "dMy" in Spanish."""
    pattern = get_cldr(code).date_formats["long"].pattern.replace("L", "M")
    return sorted(PARTS, key=lambda sign: pattern.index(sign) if sign in pattern else len(pattern))


class DateWidget(forms.MultiWidget):
    """Three fields with a name each, so that no date can be read in two ways."""

    template_name = "components/date.html"
    use_fieldset = True

    def __init__(self, code: str) -> None:
        self.signs = order_parts(code)
        super().__init__(
            {PARTS[sign][0]: forms.TextInput({"inputmode": "numeric", "class": f"part-{sign}"}) for sign in self.signs}
        )

    def decompress(self, value: Any) -> list[Any]:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return [{"d": day.day, "M": day.month, "y": day.year}[sign] for sign in self.signs] if day else [None] * 3

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for sign, part in zip(self.signs, context["widget"]["subwidgets"], strict=True):
            part["label"] = PARTS[sign][1]
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class DateField(forms.Field):
    """Digits of any script; years of four digits."""

    def __init__(self, *, reader: str, **kwargs: Any) -> None:
        self.signs = order_parts(reader)
        super().__init__(widget=DateWidget(reader), **kwargs)

    def to_python(self, value: Any) -> date | None:
        typed = dict(zip(self.signs, (str(part or "").strip() for part in value or [""] * 3), strict=True))
        if not any(typed.values()):
            return None
        for sign in self.signs:
            if not typed[sign]:
                raise ValidationError(MISSING[sign], code="incomplete")
        try:
            day, month, year = (int(typed[sign]) for sign in "dMy")
            if year < 1000:
                raise ValidationError(_("Write the year with four digits, like 1985."), code="year")
            return date(year, month, day)
        except ValueError as error:
            message = _("Enter a date that exists, like the 27th of the 3rd month.")
            raise ValidationError(message, code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data and any(data))


MISSING = {
    "d": gettext_lazy("The date needs a day."),
    "M": gettext_lazy("The date needs a month."),
    "y": gettext_lazy("The date needs a year."),
}


class DateBlock(QuestionBlock):
    class Meta:
        icon = "calendar"
        label = gettext_lazy("Date")


class Date(QuestionType):
    """Stored as ISO 8601, like "2026-03-27"."""

    name = "date"
    block = DateBlock
    needed = gettext_lazy("Enter a date for “{label}”")

    def build(self, question: Question, words: Words) -> forms.Field:
        return DateField(reader=words.reader, **self.describe(question, words))

    def store(self, cleaned: date | None, question: Question) -> str | None:
        return cleaned.isoformat() if cleaned else None

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        return [format_day(date.fromisoformat(value), get_language(get_active()).code)]
