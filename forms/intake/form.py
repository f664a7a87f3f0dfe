"""The form as Django knows it: built from the definition and the reader's words at each request."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.html import conditional_escape

from forms.definition import Definition
from forms.questions import TYPES, Explanation, Words

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


class AnswerForm(forms.Form):
    use_required_attribute = False
    default_renderer = Renderer()

    def lay_out(self, definition: Definition, words: Words) -> Iterator[dict[str, Any]]:
        """What stands in the form from top to bottom: {"field": …} or {"title": …, "text": …}."""
        for item in definition.items:
            if isinstance(item, Explanation):
                title, text = words.explanation(item)
                yield {"title": title, "text": text}
            else:
                yield {"field": self[name_field(item.id)]}

    def list_problems(self) -> Iterator[Problem]:
        for field in self:
            for message in field.errors:
                first = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
                yield Problem(first, conditional_escape(str(message)))


def build_form(definition: Definition, words: Words, data: Any = None) -> AnswerForm:
    form = AnswerForm(data)
    for question in definition:
        form.fields[name_field(question.id)] = TYPES[question.type].build(question, words)
    return form


def name_field(question_id: str) -> str:
    return f"q-{question_id}"


def read_answers(definition: Definition, form: AnswerForm) -> dict[str, Any]:
    """{question id: canonical value} of a valid form, without the questions that were left empty."""
    answers = {}
    for question in definition:
        value = TYPES[question.type].store(form.cleaned_data[name_field(question.id)], question)
        if value is not None:
            answers[question.id] = value
    return answers
