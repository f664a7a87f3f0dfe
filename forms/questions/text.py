from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from forms.questions.base import Question, QuestionBlock, QuestionType, Words, tidy
from localization.formats import format_number

SHORT, LONG, LONGEST = 250, 5000, 20_000
MARKED = "is_comment"  # among the options of a question: see forms.questions.comment

AUTOCOMPLETE = [
    ("name", gettext_lazy("Full name")),
    ("organization", gettext_lazy("Organisation")),
    ("tel", gettext_lazy("Phone number")),
    ("street-address", gettext_lazy("Street address")),
    ("postal-code", gettext_lazy("Postcode")),
]


class TextField(forms.CharField):
    """Text that is tidied before it is measured, with messages that exist in every language of the site."""

    def __init__(self, *, length: int, reader: str, **kwargs: Any) -> None:
        self.length, self.reader = length, reader
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = tidy(super().to_python(value) or "")
        if len(text) > self.length:
            raise ValidationError(
                _("Shorten this answer to {limit} characters. It has {count} now.").format(
                    limit=format_number(self.length, self.reader),
                    count=format_number(len(text), self.reader),
                ),
                code="max_length",
            )
        return text


class ShortTextBlock(QuestionBlock):
    autocomplete = blocks.ChoiceBlock(
        label=gettext_lazy("What is asked for"),
        required=False,
        choices=AUTOCOMPLETE,
        help_text=gettext_lazy("Lets the browser offer what the resident has typed elsewhere."),
    )

    class Meta:
        icon = "minus"
        label = gettext_lazy("Short text")


class ShortText(QuestionType):
    name = "short_text"
    block = ShortTextBlock

    def find_limit(self, question: Question) -> int:
        return SHORT

    def read_options(self, value: dict[str, Any]) -> dict[str, Any]:
        return {"autocomplete": value["autocomplete"]} if value.get("autocomplete") else {}

    def make_widget(self, question: Question) -> forms.Widget:
        return forms.TextInput(attrs=question.options)

    def build(self, question: Question, words: Words) -> forms.Field:
        return TextField(
            length=self.find_limit(question),
            reader=words.reader,
            widget=self.make_widget(question),
            **self.describe(question, words),
        )

    def is_own_text(self) -> bool:
        return True


class LongTextBlock(QuestionBlock):
    longest = blocks.IntegerBlock(
        label=gettext_lazy("Most characters"), min_value=50, max_value=LONGEST, default=LONG, required=False
    )
    is_comment = blocks.BooleanBlock(
        label=gettext_lazy("This is the comment that may be published"),
        required=False,
        default=False,
        help_text=gettext_lazy("One question of a form that publishes comments. Nothing else is ever published."),
    )

    class Meta:
        icon = "pilcrow"
        label = gettext_lazy("Long text")


class LongText(ShortText):
    name = "long_text"
    block = LongTextBlock

    def read_options(self, value: dict[str, Any]) -> dict[str, Any]:
        marked = {MARKED: True} if value.get("is_comment") else {}
        return {"longest": int(value.get("longest") or LONG), **marked}

    def find_limit(self, question: Question) -> int:
        return int(question.options.get("longest") or LONG)

    def make_widget(self, question: Question) -> forms.Widget:
        return forms.Textarea(attrs={"rows": 6, "data-longest": self.find_limit(question)})

    def build(self, question: Question, words: Words) -> forms.Field:
        field: Any = super().build(question, words)
        limit = format_number(self.find_limit(question), words.reader)
        field.allowed = _("Up to {limit} characters.").format(limit=limit)  # read by components/field_notes.html
        # Translators: {count} becomes a number while the person types
        field.counter = _("Characters left: {count}")
        return field


class EmailBlock(QuestionBlock):
    class Meta:
        icon = "mail"
        label = gettext_lazy("Email")


class Email(ShortText):
    name = "email"
    block = EmailBlock

    def make_widget(self, question: Question) -> forms.Widget:
        return forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"})

    def build(self, question: Question, words: Words) -> forms.Field:
        field = super().build(question, words)
        field.validators.append(
            EmailValidator(message=gettext_lazy("Enter an email address in the right form, like name@example.com"))
        )
        return field

    def is_own_text(self) -> bool:
        return False
