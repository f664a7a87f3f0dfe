from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.questions.base import Question, QuestionBlock, QuestionType, Words
from forms.questions.summary import Cell, Summary, count_answers, list_bars, speak_source
from localization.wording import Wording


class ConsentBlock(QuestionBlock):
    class Meta:
        icon = "check"
        label = gettext_lazy("Consent")


class Consent(QuestionType):
    """One box to tick. Nothing is stored unless it was ticked."""

    name = "consent"
    block = ConsentBlock
    needed = gettext_lazy("To go on, agree to “{label}”")

    def build(self, question: Question, words: Words) -> forms.Field:
        return forms.BooleanField(**self.describe(question, words))

    def store(self, cleaned: bool, question: Question) -> bool | None:
        return True if cleaned else None

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        return [_("Yes")]

    def retype(self, value: bool, question: Question, reader: str) -> dict[str, list[str]]:
        return {"": ["on"]}

    def make_cell(self, value: bool, question: dict[str, Any]) -> Cell:
        return value

    def summarise(self, values: Iterable[Any], question: dict[str, Any]) -> Summary:
        answered, counts = count_answers(values, lambda value: ["yes"])
        with speak_source(question):
            return Summary(answered, "bars", list_bars({"yes": _("Yes")}, counts))
