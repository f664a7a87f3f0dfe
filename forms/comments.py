"""What of a case may be published, and what is done when it may not be any more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from forms import record
from forms.models import Act, Publication, Submission
from forms.models.publication import CUT
from forms.questions.comment import NAMED, WITH_NAME, find_public
from forms.questions.party import ORGANISATION
from forms.states import GIVEN_UP, PUBLISHED, CaseState, Decision

# What people paste without seeing it, and what XML (the feed) cannot hold; the mark of a cut among it.
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class Comment:
    """`name`: under which it may be published; empty where none was given, or the person does not want that."""

    text: str
    name: str
    party: str


class NotInComment(Exception):
    """`passage` does not stand in the comment, so it cannot be taken out."""

    def __init__(self, passage: str) -> None:
        super().__init__(passage)
        self.passage = passage


def find_comment(case: Submission) -> Comment | None:
    """None where nobody was told that anything might be published, or nothing was said."""
    question = find_public(case.version.definition)
    text = case.answers.get(question) if question else None
    if not text:
        return None
    is_agreed = case.answers.get(NAMED) == WITH_NAME
    name = find_public_name(case) if is_agreed else ""
    return Comment(INVISIBLE.sub("", str(text)), INVISIBLE.sub("", name), case.party)


def find_public_name(case: Submission) -> str:
    """Who speaks for an organisation is not named: it is."""
    if case.party != ORGANISATION:
        return case.name
    asked = case.version.definition["questions"]
    given = (case.answers.get(each["id"]) or {} for each in asked if each["type"] == "party")
    return next((str(party["name"]) for party in given if party.get("name")), "")


def cut(text: str, passages: Sequence[str]) -> str:
    """`text` with a mark in the place of each of `passages`: nothing else about it can be changed.

    Raises NotInComment.
    """
    for passage in sorted(passages, key=len, reverse=True):
        if passage not in text:
            raise NotInComment(passage)
        text = text.replace(passage, CUT)
    return text


def find_undecided() -> Q:
    """The condition on cases whose comment could be published, and about which nobody has decided; many have no row."""
    is_open = Q(publication=None) | Q(publication__decision=Decision.UNDECIDED)
    is_out = Q(state=CaseState.SPAM) | Q(place__in=GIVEN_UP)
    return Q(is_comment=True, is_sensitive=False) & is_open & ~is_out


def withdraw_publication(case: Submission) -> None:
    """Of a locked case that may not be public any more: what was copied for the public is gone."""
    if withdraw_all(Publication.objects.filter(case=case)):
        record.write(Act.UNPUBLISHED, case=case)


def withdraw_all(publications: Any) -> int:
    """How many were public."""
    public = publications.filter(decision__in=PUBLISHED)
    return public.update(decision=Decision.UNDECIDED, text="", name="", party="")
