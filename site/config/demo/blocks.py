"""The JSON of StreamFields with ids that are the same at every load: answers and translations hang on them."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from config.demo.content.moments import Form, In, Year
from forms.models import FormPage

NAMESPACE = uuid.UUID("6f1d0b0e-6c1e-4f7c-9d4a-3a3f6d1b7a10")


def make_id(*path: Any) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(str(part) for part in path)))


def make_key(*path: Any) -> uuid.UUID:
    return uuid.UUID(make_id("page", *path))


def build_body(where: str, blocks: list[tuple[str, Any]], now: datetime, zone: str) -> list[dict[str, Any]]:
    def build_value(value: Any, *path: Any) -> Any:
        return build_body_value(value, now, zone, *path)

    return [
        {"type": kind, "value": build_value(value, where, position), "id": make_id(where, "body", position)}
        for position, (kind, value) in enumerate(blocks)
    ]


def build_body_value(value: Any, now: datetime, zone: str, *path: Any) -> Any:
    def build_value(value: Any, *path: Any) -> Any:
        return build_body_value(value, now, zone, *path)

    if isinstance(value, In):
        return value.resolve(now, zone).date().isoformat()
    if isinstance(value, Year):
        return now.astimezone(ZoneInfo(zone)).year - value.before
    if isinstance(value, Form):
        return FormPage.objects.get(slug=value.slug, locale__language_code="en").pk
    if isinstance(value, dict):
        return {name: build_value(each, *path, name) for name, each in value.items()}
    if isinstance(value, list):
        return [
            {"type": "item", "value": build_value(each, *path, position), "id": make_id(*path, position)}
            for position, each in enumerate(value)
        ]
    return value


def build_questions(where: str, questions: list[tuple[str, dict]], queues: dict[str, int]) -> list[dict[str, Any]]:
    """What has no label (a preset) is told apart by its type: once in a form."""
    blocks = []
    for kind, values in questions:
        name = values.get("label") or values.get("title") or kind
        value = {"help_text": "", **values} if "label" in values else dict(values)
        if "choices" in values:
            value["choices"] = [
                {
                    "type": "item",
                    "value": build_choice(choice, queues),
                    "id": make_id(where, name, label_choice(choice)),
                }
                for choice in values["choices"]
            ]
        blocks.append({"type": kind, "value": value, "id": make_id(where, name)})
    return blocks


def build_stages(where: str, stages: list[tuple[str, dict]]) -> list[dict[str, Any]]:
    return [
        {
            "type": kind,
            "id": make_id(where, "stage", position),
            "value": {
                **values,
                "criteria": [
                    {"type": "item", "value": text, "id": make_id(where, "criterion", text)}
                    for text in values.get("criteria", [])
                ],
            },
        }
        for position, (kind, values) in enumerate(stages)
    ]


def label_choice(choice: Any) -> str:
    return choice if isinstance(choice, str) else choice["label"]


def build_choice(choice: Any, queues: dict[str, int]) -> dict[str, Any]:
    """A choice is its label, or a dict with more: the name of a queue, places, a question that follows, a code."""
    value = {"label": choice} if isinstance(choice, str) else dict(choice)
    if "queue" in value:
        value["queue"] = str(queues[value["queue"]])
    return value
