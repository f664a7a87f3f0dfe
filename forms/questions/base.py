"""What every question type has. A type is one module: its block, its field, its stored value, how it is shown.

A stored value is *canonical*: the same for the same answer in every language. Choices are stored by the id of their
list item, text as it was typed (Unicode NFC, line ends as \\n), consent as `true`; an unanswered question is absent.
"""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from forms.questions.chooser import Presented
from forms.questions.summary import Cell, Column, Summary, count_answers
from localization.wording import Wording


@dataclass(frozen=True)
class Choice:
    """`queue` is the primary key of the collection to which choosing this routes the submission, `places` how many
    people may choose it, `code` the word in an address that chooses it (hidden source). `words`: the label by Django's
    code of the language, where it does not come from the page."""

    id: str
    label: str | Promise
    queue: int | None = None
    places: int | None = None
    code: str = ""
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    """A question that is only asked when the other one's answer is, or contains, this choice."""

    question: str
    choice: str


@dataclass(frozen=True)
class Question:
    """A question as its source page asks it. `label`, `help` and choice labels are in the source language, or words of
    the interface, which exist in every language.

    `path` is where a translation has its label, when that is not the question itself. The answer to a `sealed`
    question is kept apart: one that `opens` is read, with a reason, by those who have the right, from the stage that
    opens it; others are only ever counted.
    """

    id: str
    type: str
    label: str | Promise
    help: str | Promise = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    when: Condition | None = None
    path: str = ""
    sealed: bool = False
    opens: bool = False


class Words:
    """The wording of a form for one reader: by content path, as the translation's live copy has it.

    A path that the copy lacks, or that was published untranslated, is worded by the source, and says so.
    """

    def __init__(self, source: str, reader: str, texts: dict[str, str], untranslated: frozenset[str]) -> None:
        self.source, self.reader, self.texts, self.untranslated = source, reader, texts, untranslated

    def get(self, path: str, source_text: str | Promise) -> Wording:
        if isinstance(source_text, Promise):
            return Wording(str(source_text), self.reader)
        text = self.texts.get(path)
        if not text or path in self.untranslated:
            return Wording(source_text, self.source)
        return Wording(text, self.reader)

    def get_source(self, text: str | Promise) -> str:
        """As the source language has it, also of words of the interface."""
        with translation.override(self.source):
            return str(text)

    def label(self, question: Question) -> Wording:
        return self.get(question.path or f"questions.{question.id}.label", question.label)

    def help(self, question: Question) -> Wording | str:
        return self.get(f"questions.{question.id}.help_text", question.help) if question.help else ""

    def choice(self, question: Question, choice: Choice) -> Wording:
        if choice.words:
            code = self.reader if self.reader in choice.words else next(iter(choice.words))
            return Wording(choice.words[code], code)
        return self.get(f"questions.{question.id}.choices.{choice.id}.label", choice.label)


@dataclass(frozen=True)
class Explanation:
    """Text between questions. It asks nothing and is not part of a version."""

    id: str
    title: str
    text: str

    def word(self, words: Words) -> tuple[Wording, Wording]:
        """Its title, which may be empty, and its text."""
        path = f"questions.{self.id}"
        return words.get(f"{path}.title", self.title), words.get(f"{path}.text", self.text)


class QuestionBlock(Presented, blocks.StructBlock):
    """Shared by all types. `label` and `help_text` are translated; everything else belongs to the source."""

    label = blocks.CharBlock(label=gettext_lazy("Question"), max_length=250)
    help_text = blocks.TextBlock(
        label=gettext_lazy("Hint"),
        required=False,
        default="",
        rows=2,
        help_text=gettext_lazy("Shown between the question and the answer. Say why you ask, or give an example."),
    )
    required = blocks.BooleanBlock(label=gettext_lazy("An answer is needed"), required=False, default=True)
    sealed = blocks.BooleanBlock(
        label=gettext_lazy("The answer is sealed"),
        required=False,
        default=False,
        help_text=gettext_lazy(
            "Kept apart from the others. Only those who have the right can open it, with a reason that is on record, "
            "and not before the stage that opens it."
        ),
    )

    class Meta:
        label_format = "{label}"


class ExplanationBlock(Presented, blocks.StructBlock):
    title = blocks.CharBlock(label=gettext_lazy("Heading"), max_length=120, required=False, default="")
    text = blocks.TextBlock(label=gettext_lazy("Text"), rows=3)

    class Meta:
        icon = "info-circle"
        label = gettext_lazy("Explanation")


class QuestionType(ABC):
    name: ClassVar[str]
    block: ClassVar[type[QuestionBlock]]
    needed: ClassVar[str | Promise] = gettext_lazy("Answer the question “{label}”")

    def read(self, block_id: str, value: dict[str, Any]) -> Question:
        """`value` is the raw JSON of the block."""
        return Question(
            id=block_id,
            type=self.name,
            label=value.get("label", ""),
            help=value.get("help_text") or "",
            required=bool(value.get("required", True)),
            choices=tuple(self.read_choices(value)),
            options=self.read_options(value),
            sealed=bool(value.get("sealed")),
            opens=bool(value.get("sealed")),
        )

    def read_choices(self, value: dict[str, Any]) -> list[Choice]:
        return []

    def read_options(self, value: dict[str, Any]) -> dict[str, Any]:
        return {}

    def read_all(self, block_id: str, value: dict[str, Any]) -> list[Question]:
        """The question, and those that follow from its choices."""
        return [self.read(block_id, value)]

    @abstractmethod
    def build(self, question: Question, words: Words) -> forms.Field:
        """The Django field that asks it, worded for one reader."""

    def describe(self, question: Question, words: Words) -> dict[str, Any]:
        """What all fields are given."""
        return {
            "label": words.label(question),
            "help_text": words.help(question),
            "required": question.required,
            "error_messages": {"required": format_html(str(self.needed), label=words.label(question))},
        }

    def store(self, cleaned: Any, question: Question) -> Any:
        """The canonical value of a cleaned one; None where nothing was answered."""
        return cleaned or None

    def retype(self, value: Any, question: Question, reader: str) -> dict[str, list[str]]:
        """What a reader of `reader` would type or choose to give this stored value: {end of the field's name: values}.

        The opposite of the way in: cleaning it in that language stores `value` again.
        """
        return {"": [str(value)]}

    def show(self, value: Any, question: dict[str, Any], *, shown: bool) -> list[Wording | str]:
        """A stored value for people, from the version's own words. `shown`: as the resident saw them."""
        return [str(value)]

    def is_own_text(self) -> bool:
        """Whether the answer is in the resident's own words (and so in the resident's language)."""
        return False

    def list_columns(self, question: dict[str, Any]) -> list[Column]:
        """`question` as a version stores it, here and below."""
        return [Column(question["id"], question["source"][0])]

    def export(self, value: Any, question: dict[str, Any]) -> list[Cell]:
        """As many cells as there are columns, empty ones where `value` is None. Formulas are not escaped here."""
        return [None if value is None else self.make_cell(value, question)]

    def make_cell(self, value: Any, question: dict[str, Any]) -> Cell:
        """What stands in the column of a type that has only one."""
        return str(value)

    def summarise(self, values: Iterable[Any], question: dict[str, Any]) -> Summary:
        """`values` are gone through once; None among them is no answer. Here: only how many answered."""
        answered, _counts = count_answers(values, lambda value: ())
        return Summary(answered, "texts")


def tidy(text: str) -> str:
    """Text as it is kept: NFC, line ends as \\n, no space around it. Raises ValidationError on a null byte."""
    if "\x00" in text:
        raise ValidationError(_("This text contains a character that cannot be stored. Type it again."), code="null")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
