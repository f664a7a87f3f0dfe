"""A form before anybody answers it: what it asks and which files it needs, for people who want to read that first."""

from typing import Any

from forms.definition import Definition
from forms.questions import Words
from forms.questions.file import describe_limits
from localization.wording import Wording


def list_sections(definition: Definition, words: Words) -> list[tuple[Wording, list[Wording]]]:
    """Titles, which may be empty, with their questions; without those that only some people are asked."""
    return [
        (
            section.word(words)[0],
            [words.label(each) for each in section.questions if each.type != "source" and not each.when],
        )
        for section in definition.sections
    ]


def list_documents(definition: Definition, words: Words) -> list[dict[str, Any]]:
    return [
        {
            "label": words.label(question),
            "limits": describe_limits(question, words.reader),
            "is_optional": not question.required,
        }
        for question in definition
        if question.type == "file"
    ]
