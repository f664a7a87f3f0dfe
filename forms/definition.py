"""A form as its live source asks it, and the words for one reader."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forms.questions import EXPLANATION, TYPES, Explanation, Question, Words
from localization.state import find_standing


@dataclass(frozen=True)
class Definition:
    """`items`: questions and the explanations between them, in the order of the form."""

    items: tuple[Question | Explanation, ...]

    def __iter__(self) -> Iterator[Question]:
        return (item for item in self.items if isinstance(item, Question))


def read_definition(source: Any) -> Definition:
    """From the form's source page. A block of a type that no longer exists is not asked."""
    return Definition(tuple(read_items(source.questions.get_prep_value())))


def read_items(blocks: list[dict[str, Any]]) -> Iterator[Question | Explanation]:
    for block in blocks:
        if block["type"] in TYPES:
            yield TYPES[block["type"]].read(block["id"], block["value"])
        elif block["type"] == EXPLANATION:
            yield Explanation(block["id"], block["value"].get("title") or "", block["value"].get("text", ""))


def read_texts(questions: Any) -> dict[str, str]:
    """Every text of a stream of questions by its content path, as wagtail-localize names it."""
    texts = {}
    for block in questions.get_prep_value():
        for name, value in block["value"].items():
            if isinstance(value, str):
                texts[f"questions.{block['id']}.{name}"] = value
            elif isinstance(value, list):
                for item in value:
                    texts[f"questions.{block['id']}.{name}.{item['id']}.label"] = item["value"].get("label", "")
    return texts


def read_words(page: Any, reader: str) -> Words:
    """`page`: the form page being visited, `reader`: Django's code of the language it is visited in.

    The page may be in another language than the reader where the form is not translated.
    """
    source = page.source.locale.language_code
    if page.is_source or page.locale.language_code != reader:
        return Words(source, reader, {}, frozenset())
    return Words(source, reader, read_texts(page.questions), find_standing(page).untranslated)


def take_snapshot(definition: Definition, words: Words) -> dict[str, Any]:
    """What a FormVersion keeps: the questions as they stood, in the source's words and in those that were shown."""

    def both(source_text: str, shown: Any) -> dict[str, list[str]]:
        return {"source": [source_text, words.source], "shown": [str(shown), shown.code]}

    return {
        "questions": [
            {
                "id": question.id,
                "type": question.type,
                "required": question.required,
                "options": question.options,
                **both(question.label, words.label(question)),
                "choices": [
                    {"id": choice.id, **both(choice.label, words.choice(question, choice))}
                    for choice in question.choices
                ],
            }
            for question in definition
        ]
    }


def digest_snapshot(snapshot: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(snapshot, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
