from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.questions.base import Question, QuestionBlock, QuestionType, Words
from forms.questions.summary import Cell, Summary, count_answers, list_bars
from localization.formats import get_cldr
from localization.languages import get_language
from localization.wording import Wording

# BCP 47 tags of languages spoken in many cities; an editor needs no list, and the names come from CLDR.
SPOKEN = (
    "ar", "am", "zh-Hans", "zh-Hant", "en", "fa", "fr", "ht", "hi", "hmn", "ja", "km", "ko", "lo", "my", "ne", "pa",
    "pl", "ps", "pt", "ru", "so", "es", "sw", "tl", "ti", "tr", "uk", "ur", "vi",
)  # fmt: skip


def name_spoken(tag: str, code: str) -> str:
    """In the language of `code`; in English where CLDR has no word, and the tag itself where it has none either."""
    key = "fil" if tag == "tl" else tag.replace("-", "_")
    return get_cldr(code).languages.get(key) or get_cldr("en").languages.get(key) or tag


class LanguagesBlock(QuestionBlock):
    class Meta:
        icon = "globe"
        label = gettext_lazy("Languages I speak")


class Languages(QuestionType):
    """Stored as BCP 47 tags, in the order of `SPOKEN` (never in that of the reader's alphabet)."""

    name = "languages"
    block = LanguagesBlock
    needed = gettext_lazy("Choose at least one language for “{label}”")

    def build(self, question: Question, words: Words) -> forms.Field:
        options = self.describe(question, words)
        options["error_messages"]["invalid_choice"] = _("Choose one of the answers that are offered")
        named = sorted(((tag, name_spoken(tag, words.reader)) for tag in SPOKEN), key=lambda each: each[1].casefold())
        return forms.MultipleChoiceField(
            widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}), choices=named, **options
        )

    def store(self, cleaned: list[str], question: Question) -> list[str] | None:
        return [tag for tag in SPOKEN if tag in cleaned] or None

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        return [name_spoken(tag, get_language(get_active()).code) for tag in value]

    def retype(self, value: list[str], question: Question, reader: str) -> dict[str, list[str]]:
        return {"": list(value)}

    def make_cell(self, value: list[str], question: dict[str, Any]) -> Cell:
        """The tags with a space between them: a column for each language would be thirty, most of them empty."""
        return " ".join(value)

    def summarise(self, values: Iterable[Any], question: dict[str, Any]) -> Summary:
        """Only languages that somebody chose, the most frequent first."""
        answered, counts = count_answers(values, list)
        order = sorted(counts, key=lambda tag: (-counts[tag], tag))
        return Summary(
            answered, "bars", list_bars({tag: name_spoken(tag, question["source"][1]) for tag in order}, counts)
        )
