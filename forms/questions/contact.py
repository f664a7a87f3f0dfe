"""Which answers tell who somebody is and how to reach them."""

from collections.abc import Iterable, Iterator
from typing import Any

from forms.questions.base import Question

TYPES = {"email", "phone", "address", "party"}
FILLED_BY_BROWSERS = "autocomplete"


def find_name(definition: Iterable[Question], answers: dict[str, Any]) -> str:
    """The name that was given, of a person or else of an organisation; or nothing."""
    for question in definition:
        answer = answers.get(question.id)
        if answer and question.options.get(FILLED_BY_BROWSERS) == "name":
            return str(answer)
    named = (answers.get(question.id) for question in definition if question.type == "party")
    return next((str(party["name"]) for party in named if party and party.get("name")), "")


def find_party(definition: Iterable[Question], answers: dict[str, Any]) -> str:
    """Whether an individual or an organisation speaks: `forms.questions.party`; nothing where that was not asked."""
    party: dict[str, str] = next(find_given(definition, answers, "party"), {})
    return party.get("kind", "")


def find_district(definition: Iterable[Question], answers: dict[str, Any]) -> str:
    """The code of the first district that was chosen, or nothing."""
    return str(next(find_given(definition, answers, "district"), ""))


def find_given(definition: Iterable[Question], answers: dict[str, Any], kind: str) -> Iterator[Any]:
    return (answers[question.id] for question in definition if question.type == kind and answers.get(question.id))


def is_contact(question: dict[str, Any]) -> bool:
    """`question` as a version stores it: any question that browsers fill in with what they know of a person counts."""
    return question["type"] in TYPES or bool((question.get("options") or {}).get(FILLED_BY_BROWSERS))


def list_contact(definition: dict[str, Any]) -> set[str]:
    """Identities of those questions of a version; what follows from one of them belongs to it."""
    return {question["id"] for question in definition["questions"] if is_contact(question)}
