"""The form as Django knows it: built from the definition and the reader's words at each request."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.html import conditional_escape

from forms.questions import TYPES, Explanation, Question, Words

TEMPLATE: dict[str, Any] = settings.TEMPLATES[0]


class Renderer(DjangoTemplates):
    """One field template for the whole site, from `site/templates` (django.forms is not an installed app here)."""

    field_template_name = "components/field.html"

    @cached_property
    def engine(self) -> Any:
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [Path(forms.__file__).parent / "templates", *TEMPLATE["DIRS"]],
                "NAME": "resident_forms",
                "OPTIONS": {"builtins": TEMPLATE["OPTIONS"]["builtins"]},
            }
        )


@dataclass(frozen=True)
class Problem:
    """An error for the summary: where it leads, and the same words as at the field."""

    target: str
    message: str


class AnswerBoundField(forms.BoundField):
    @property
    def aria_describedby(self) -> str:
        """Also the limits of a file or a long text, which stand in a line of their own."""
        tied = super().aria_describedby or ""
        return " ".join(filter(None, [tied, f"{self.auto_id}_allowed" if hasattr(self.field, "allowed") else ""]))


class AnswerForm(forms.Form):
    """Some questions of a form. With `quiet` it shows what was typed and finds no fault with it."""

    use_required_attribute = False
    bound_field_class = AnswerBoundField
    default_renderer = Renderer()

    def __init__(self, items: Sequence[Question | Explanation], words: Words, data: Any = None, *, quiet: bool = False):
        super().__init__(data)
        self.items, self.words, self.quiet = items, words, quiet
        for question in self.questions:
            field: Any = TYPES[question.type].build(question, words)
            if question.when:  # whether it is needed is known when the other answer is
                field.required, field.is_needed, field.is_following = False, question.required, True
            self.fields[name_field(question.id)] = field

    @property
    def questions(self) -> Iterator[Question]:
        return (item for item in self.items if isinstance(item, Question))

    @property
    def has_counter(self) -> bool:
        return any(question.type == "long_text" for question in self.questions)

    def full_clean(self) -> None:
        if self.quiet:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def clean(self) -> None:
        """A question that follows from a choice is only asked of those who chose it: of others nothing is kept."""
        for question in self.questions:
            if question.when is None:
                continue
            name = name_field(question.id)
            if not self.is_reached(question):
                self._errors.pop(name, None)
                self.cleaned_data[name] = None
            elif question.required and name not in self._errors and not has_answer(self.cleaned_data[name]):
                self.add_error(name, self.fields[name].error_messages["required"])

    def is_reached(self, question: Question) -> bool:
        if question.when is None:
            return True
        chosen = self.cleaned_data.get(name_field(question.when.question)) or ()
        return question.when.choice in ([chosen] if isinstance(chosen, str) else chosen)

    def lay_out(self) -> Iterator[dict[str, Any]]:
        """What stands in the form from top to bottom: {"field": …} or {"title": …, "text": …}.

        Questions that follow from a choice stand with the choice (see `components/field.html`).
        """
        following: dict[tuple[str, str], Any] = {}
        for question in self.questions:
            if question.when:
                following[question.when.question, question.when.choice] = self[name_field(question.id)]
        for item in self.items:
            if isinstance(item, Explanation):
                title, text = item.word(self.words)
                yield {"title": title, "text": text}
            elif item.type == "source":
                yield {"hidden": self[name_field(item.id)]}
            elif item.when is None:
                field: Any = self[name_field(item.id)]
                field.following = {choice: bound for (asked, choice), bound in following.items() if asked == item.id}
                yield {"field": field}

    def list_problems(self) -> Iterator[Problem]:
        for field in self:
            for message in field.errors:
                first = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
                yield Problem(first, conditional_escape(str(message)))

    def list_answers(self) -> dict[str, Any]:
        """{question id: canonical value} of what was cleaned without a fault, without what was left empty."""
        answers = {}
        for question in self.questions:
            name = name_field(question.id)
            if name in self.cleaned_data and self.is_reached(question):
                value = self.cleaned_data[name]
                stored = None if value is None else TYPES[question.type].store(value, question)
                if stored is not None:
                    answers[question.id] = stored
        return answers


def has_answer(value: Any) -> bool:
    return value not in (None, "", [], ())


def name_field(question_id: str) -> str:
    return f"q-{question_id}"


def collect_typed(questions: Iterable[Question], data: Any) -> dict[str, list[str]]:
    """What a post says about these questions, as it was typed. `data` is a QueryDict."""
    names = [name_field(question.id) for question in questions]
    return {
        key: [text.replace("\x00", "") for text in data.getlist(key)]  # PostgreSQL's JSON holds no null
        for key in data
        if any(key == name or key.startswith(f"{name}_") for name in names)
    }


def retype(questions: Iterable[Question], answers: dict[str, Any], typed: dict[str, list[str]], reader: str) -> Any:
    """Data for an AnswerForm: stored answers as a reader of `reader` would type them, what is not valid as it was."""
    data: MultiValueDict[str, str] = MultiValueDict()
    for question in questions:
        name = name_field(question.id)
        if question.id in answers:
            parts = TYPES[question.type].retype(answers[question.id], question, reader)
            for end, values in parts.items():
                data.setlist(name + end, values)
        else:
            own = {key: values for key, values in typed.items() if key == name or key.startswith(f"{name}_")}
            for key, values in own.items():
                data.setlist(key, values)
    return data
