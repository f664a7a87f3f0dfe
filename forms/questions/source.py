from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail import blocks

from forms.questions.base import Choice, Question, QuestionBlock, Words
from forms.questions.choice import SingleChoice

PARAMETER = "source"


class KnownSourceBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=gettext_lazy("Name"), max_length=120)
    code = blocks.RegexBlock(
        regex=r"^[a-z0-9-]{1,40}$",
        label=gettext_lazy("Word in the address"),
        help_text=gettext_lazy("Small letters, digits, hyphens: “poster” for an address that ends in ?source=poster"),
        error_messages={"invalid": gettext_lazy("Use small letters, digits and hyphens only.")},
    )

    class Meta:
        label_format = "{label}"


class SourceBlock(QuestionBlock):
    choices = blocks.ListBlock(KnownSourceBlock(), label=gettext_lazy("Known sources"), min_num=1)
    required = None
    help_text = None

    class Meta:
        icon = "link"
        label = gettext_lazy("Where people come from (not shown)")


class SourceField(forms.Field):
    """A word that is none of the known ones is nothing at all, never an error: the resident has not typed it."""

    widget = forms.HiddenInput

    def __init__(self, *, known: dict[str, str], **kwargs: Any) -> None:
        self.known = known
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return self.known.get(str(value or ""), "")


class Source(SingleChoice):
    """Which poster, letter or page led here: a word of the address, if the form knows it. Stored as the choice's id."""

    name = "source"
    block = SourceBlock

    def read(self, block_id: str, value: dict[str, Any]) -> Question:
        return super().read(block_id, {**value, "required": False})

    def read_all(self, block_id: str, value: dict[str, Any]) -> list[Question]:
        return [self.read(block_id, value)]

    def read_choices(self, value: dict[str, Any]) -> list[Choice]:
        return [
            Choice(item["id"], item["value"].get("label", ""), code=item["value"].get("code", ""))
            for item in value.get("choices", [])
        ]

    def build(self, question: Question, words: Words) -> forms.Field:
        return SourceField(
            known={choice.code: choice.id for choice in question.choices}, required=False, label=words.label(question)
        )

    def retype(self, value: str, question: Question, reader: str) -> dict[str, list[str]]:
        return {"": [choice.code for choice in question.choices if choice.id == value]}
