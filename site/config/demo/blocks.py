"""The JSON of StreamFields with ids that are the same at every load: answers and translations hang on them."""

import uuid
from typing import Any

NAMESPACE = uuid.UUID("6f1d0b0e-6c1e-4f7c-9d4a-3a3f6d1b7a10")


def make_id(*path: Any) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(str(part) for part in path)))


def make_key(*path: Any) -> uuid.UUID:
    return uuid.UUID(make_id("page", *path))


def build_body(where: str, blocks: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"type": kind, "value": build_value(value, where, position), "id": make_id(where, "body", position)}
        for position, (kind, value) in enumerate(blocks)
    ]


def build_value(value: Any, *path: Any) -> Any:
    if isinstance(value, dict):
        return {name: build_value(each, *path, name) for name, each in value.items()}
    if isinstance(value, list):
        return [
            {"type": "item", "value": build_value(each, *path, position), "id": make_id(*path, position)}
            for position, each in enumerate(value)
        ]
    return value


def build_questions(where: str, questions: list[tuple[str, dict]], queues: dict[str, int]) -> list[dict[str, Any]]:
    blocks = []
    for kind, values in questions:
        value = {"help_text": "", **values}
        if "choices" in values:
            value["choices"] = [
                {
                    "type": "item",
                    "value": build_choice(choice, queues, routes=kind == "single_choice"),
                    "id": make_id(where, values["label"], label_choice(choice)),
                }
                for choice in values["choices"]
            ]
        blocks.append({"type": kind, "value": value, "id": make_id(where, values["label"])})
    return blocks


def label_choice(choice: Any) -> str:
    return choice if isinstance(choice, str) else choice[0]


def build_choice(choice: Any, queues: dict[str, int], *, routes: bool) -> dict[str, str]:
    if not routes:
        return {"label": label_choice(choice)}
    return {"label": label_choice(choice), "queue": "" if isinstance(choice, str) else str(queues[choice[1]])}
