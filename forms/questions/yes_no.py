from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.questions.base import Question, QuestionBlock, QuestionType, Words
from forms.questions.summary import Cell, Summary, count_answers, list_bars, speak_source
from localization.wording import Wording


class YesNoBlock(QuestionBlock):
    class Meta:
        icon = "help"
        label = gettext_lazy("Yes or no")


class YesNo(QuestionType):
    """Stored as true or false. The two words are the interface's, so they are translated everywhere."""

    name = "yes_no"
    block = YesNoBlock
    needed = gettext_lazy("Choose yes or no for “{label}”")

    def build(self, question: Question, words: Words) -> forms.Field:
        options = self.describe(question, words)
        options["error_messages"]["invalid_choice"] = _("Choose one of the answers that are offered")
        return forms.ChoiceField(widget=forms.RadioSelect, choices=[("yes", _("Yes")), ("no", _("No"))], **options)

    def store(self, cleaned: str, question: Question) -> bool | None:
        return cleaned == "yes" if cleaned else None

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        return [_("Yes") if value else _("No")]

    def retype(self, value: bool, question: Question, reader: str) -> dict[str, list[str]]:
        return {"": ["yes" if value else "no"]}

    def make_cell(self, value: bool, question: dict[str, Any]) -> Cell:
        return value

    def summarise(self, values: Iterable[Any], question: dict[str, Any]) -> Summary:
        answered, counts = count_answers(values, lambda value: ["yes" if value else "no"])
        with speak_source(question):
            return Summary(answered, "bars", list_bars({"yes": _("Yes"), "no": _("No")}, counts))
