from collections.abc import Iterable
from datetime import date
from typing import Any

from babel import dates
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.questions.base import Question, QuestionBlock, QuestionType, Words
from forms.questions.parts import PartsField, PartsWidget
from forms.questions.summary import Cell, Summary, count_answers, list_bars
from localization.formats import format_day, get_cldr
from localization.languages import get_language
from localization.wording import Wording

LABELS = {"day": gettext_lazy("Day"), "month": gettext_lazy("Month"), "year": gettext_lazy("Year")}
SIGNS = {"day": "d", "month": "M", "year": "y"}
LONGEST = 8  # digits of a part; int() would take any number of them
MISSING = {
    "day": gettext_lazy("The date needs a day."),
    "month": gettext_lazy("The date needs a month."),
    "year": gettext_lazy("The date needs a year."),
}


def order_parts(code: str) -> list[str]:
    """Day, month and year as a reader of `code` writes them (CLDR): month first in English, day first in Spanish."""
    pattern = get_cldr(code).date_formats["long"].pattern.replace("L", "M")
    return sorted(SIGNS, key=lambda name: pattern.find(SIGNS[name]))


def format_month(month: str, code: str) -> str:
    """In words: "2026-03" is March 2026."""
    return dates.format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=get_cldr(code))


class DateWidget(PartsWidget):
    """Three fields with a name each, so that no date can be read in two ways."""

    def __init__(self, code: str) -> None:
        super().__init__(
            {
                name: (LABELS[name], forms.TextInput({"inputmode": "numeric", "class": f"part-{name}"}))
                for name in order_parts(code)
            }
        )


class DateField(PartsField):
    """Digits of any script; years of four digits. Cleans to a date."""

    def clean_parts(self, typed: dict[str, str]) -> date:
        for name, message in MISSING.items():
            if not typed.get(name):
                raise ValidationError(message, code="incomplete")
        if any(len(text) > LONGEST for text in typed.values()):
            raise ValidationError(_("Enter a date that exists, like the 27th of the 3rd month."), code="invalid")
        try:
            day, month, year = (int(typed[name]) for name in ("day", "month", "year"))
            if year < 1000:
                raise ValidationError(_("Write the year with four digits, like 1985."), code="year")
            return date(year, month, day)
        except ValueError as error:
            message = _("Enter a date that exists, like the 27th of the 3rd month.")
            raise ValidationError(message, code="invalid") from error


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
        return DateField(widget=DateWidget(words.reader), **self.describe(question, words))

    def store(self, cleaned: date | None, question: Question) -> str | None:
        return cleaned.isoformat() if cleaned else None

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        return [format_day(date.fromisoformat(value), get_language(get_active()).code)]

    def retype(self, value: str, question: Question, reader: str) -> dict[str, list[str]]:
        day = date.fromisoformat(value)
        return {"_day": [str(day.day)], "_month": [str(day.month)], "_year": [str(day.year)]}

    def make_cell(self, value: str, question: dict[str, Any]) -> Cell:
        return date.fromisoformat(value)

    def summarise(self, values: Iterable[Any], question: dict[str, Any]) -> Summary:
        """A bar for each month in which there is a date, in their order: "2026-03"."""
        answered, counts = count_answers(values, lambda value: [value[:7]])
        labels = {month: format_month(month, question["source"][1]) for month in sorted(counts)}
        return Summary(answered, "bars", list_bars(labels, counts))
