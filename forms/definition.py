"""A form as its live source asks it, and the words for one reader."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise

from forms.questions import EXPLANATION, PRESETS, SECTION, TYPES, Explanation, Question, Section, Words
from forms.questions.comment import open_to_public
from forms.questions.section import FIRST
from localization.state import find_standing


@dataclass(frozen=True)
class Definition:
    """The questions of a form, section by section, in the order of the form. Iterating gives the questions."""

    sections: tuple[Section, ...]

    def __iter__(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    @property
    def items(self) -> tuple[Question | Explanation, ...]:
        return tuple(item for section in self.sections for item in section.items)

    def relax(self) -> "Definition":
        """The same questions, none of which needs an answer."""
        return Definition(
            tuple(
                replace(
                    section,
                    items=tuple(
                        replace(item, required=False) if isinstance(item, Question) else item for item in section.items
                    ),
                )
                for section in self.sections
            )
        )

    @property
    def has_files(self) -> bool:
        return any(question.type == "file" for question in self)


def read_definition(source: Any) -> Definition:
    """From the form's source page. A block of a type that no longer exists is not asked."""
    sections = list(read_sections(source.questions.get_prep_value()))
    if source.publishes_comments:
        sections = list(open_to_public(sections, is_anonymous=source.is_anonymous))
    return Definition(tuple(sections))


def read_sections(blocks: list[dict[str, Any]]) -> Iterator[Section]:
    """Empty sections are left out; what stands before the first section is one without a title."""
    key, value, items = FIRST, {}, []
    for block in [*blocks, {"type": SECTION, "id": "", "value": {}}]:
        if block["type"] == SECTION:
            if items:
                yield Section(key, value.get("title") or "", value.get("text") or "", tuple(items))
            key, value, items = block["id"], block["value"], []
        else:
            items.extend(read_items(block))


def read_items(block: dict[str, Any]) -> list[Question | Explanation]:
    kind = TYPES.get(block["type"]) or PRESETS.get(block["type"])
    if kind:
        return list(kind.read_all(block["id"], block["value"]))
    if block["type"] == EXPLANATION:
        return [Explanation(block["id"], block["value"].get("title") or "", block["value"].get("text", ""))]
    return []


def read_texts(stream: Any, name: str = "questions") -> dict[str, str]:
    """Every text of a stream of blocks by its content path, as wagtail-localize names it. `name`: of the field."""
    texts = {}
    for block in stream.get_prep_value():
        for part, value in block["value"].items():
            if isinstance(value, str):
                texts[f"{name}.{block['id']}.{part}"] = value
            elif isinstance(value, list):
                items = [item for item in value if isinstance(item, dict) and isinstance(item["value"], dict)]
                for item in items:
                    path = f"{name}.{block['id']}.{part}.{item['id']}"
                    texts.update({f"{path}.{key}": text for key, text in item["value"].items() if text})
    return texts


def read_words(page: Any, reader: str) -> Words:
    """`page`: the form page being visited, `reader`: Django's code of the language it is visited in.

    The page may be in another language than the reader where the form is not translated.
    """
    source = page.source.locale.language_code
    if page.is_source or page.locale.language_code != reader:
        return Words(source, reader, {}, frozenset())
    texts = {**read_texts(page.questions), **read_texts(page.stages, "stages")}
    return Words(source, reader, texts, find_standing(page).untranslated)


def take_snapshot(definition: Definition, words: Words) -> dict[str, Any]:
    """What a FormVersion keeps: the questions as they stood, in the source's words and in those that were shown."""

    def both(source_text: str | Promise, shown: Any) -> dict[str, list[str]]:
        return {"source": [words.get_source(source_text), words.source], "shown": [str(shown), shown.code]}

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
                **({"when": [question.when.question, question.when.choice]} if question.when else {}),
                **({"sealed": True} if question.sealed else {}),
                **({"opens": True} if question.opens else {}),
            }
            for question in definition
        ]
    }


def digest_snapshot(snapshot: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(snapshot, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
