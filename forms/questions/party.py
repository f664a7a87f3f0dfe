from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.questions.base import Question, QuestionBlock, QuestionType, Words, tidy
from forms.questions.parts import PartsField, PartsWidget
from forms.questions.summary import Cell, Column, Summary, count_answers, list_bars, speak_source, split_columns
from localization.wording import Wording

INDIVIDUAL, ORGANISATION = "individual", "organisation"
LONGEST = 200
KINDS = {INDIVIDUAL: gettext_lazy("For myself"), ORGANISATION: gettext_lazy("For an organisation")}
COLUMNS = {
    "kind": gettext_lazy("Organisation or individual"),
    "name": gettext_lazy("Name of the organisation, if there is one"),
}


class PartyField(PartsField):
    def clean_parts(self, typed: dict[str, str]) -> dict[str, str]:
        kind, name = typed.get("kind", ""), tidy(typed.get("name", ""))
        if kind not in (INDIVIDUAL, ORGANISATION):
            raise ValidationError(
                _("Say whether you speak for yourself or for an organisation."), code="invalid_choice"
            )
        if kind == INDIVIDUAL:
            return {"kind": kind}
        if not name or len(name) > LONGEST:
            raise ValidationError(_("Enter the name of the organisation."), code="incomplete")
        return {"kind": kind, "name": name}


class PartyBlock(QuestionBlock):
    class Meta:
        icon = "group"
        label = gettext_lazy("Organisation or individual")


class Party(QuestionType):
    """Stored as {"kind": "individual"}, or {"kind": "organisation", "name": …}. An individual's name is not kept."""

    name = "party"
    block = PartyBlock
    needed = gettext_lazy("Answer the question “{label}”")

    def build(self, question: Question, words: Words) -> forms.Field:
        kinds = [("", "–"), (INDIVIDUAL, _("For myself")), (ORGANISATION, _("For an organisation"))]
        widget = PartsWidget(
            {
                "kind": (gettext_lazy("You speak"), forms.Select(choices=kinds)),
                "name": (
                    gettext_lazy("Name of the organisation, if there is one"),
                    forms.TextInput({"autocomplete": "organization"}),
                ),
            }
        )
        return PartyField(widget=widget, **self.describe(question, words))

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        return [_("For myself")] if value["kind"] == INDIVIDUAL else [_("For an organisation"), value["name"]]

    def retype(self, value: dict[str, str], question: Question, reader: str) -> dict[str, list[str]]:
        return {f"_{name}": [text] for name, text in value.items()}

    def list_columns(self, question: dict[str, Any]) -> list[Column]:
        return split_columns(question, COLUMNS)

    def export(self, value: dict[str, str] | None, question: dict[str, Any]) -> list[Cell]:
        if value is None:
            return [None, None]
        with speak_source(question):
            return [str(KINDS.get(value["kind"], value["kind"])), value.get("name")]

    def summarise(self, values: Iterable[Any], question: dict[str, Any]) -> Summary:
        answered, counts = count_answers(values, lambda value: [value["kind"]])
        with speak_source(question):
            return Summary(answered, "bars", list_bars(KINDS, counts))
