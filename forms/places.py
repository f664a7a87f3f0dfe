"""Forms with a limited number of places: who has one, who waits. Decided inside the transaction that stores."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count

from forms.definition import Definition, read_definition
from forms.models import FormIdentity, FormPage, Submission
from forms.states import Place


class Full(Exception):
    """No place is left, and there is no waiting list."""


@dataclass(frozen=True)
class Limits:
    """`choices`: {choice id: places} of the one question whose choices are limited."""

    places: int | None
    choices: dict[str, int]
    has_waiting_list: bool

    def __bool__(self) -> bool:
        return self.places is not None or bool(self.choices)

    def find_slot(self, answers: dict[str, Any]) -> str:
        """The limited choice that was chosen, or nothing."""
        return next((value for value in answers.values() if isinstance(value, str) and value in self.choices), "")


@dataclass(frozen=True)
class Occupied:
    """How many have a place, and how many wait, in all and by limited choice."""

    taken: dict[str, int]
    waiting: dict[str, int]

    def count_free(self, limits: Limits, slot: str) -> int | None:
        """Places that a newcomer could have now; None: no limit."""
        free = []
        if limits.places is not None:
            free.append(limits.places - sum(self.taken.values()))
        if slot in limits.choices:
            free.append(limits.choices[slot] - self.taken.get(slot, 0))
        return max(0, min(free)) if free else None


def read_limits(source: Any, definition: Definition) -> Limits:
    choices = {choice.id: choice.places for question in definition for choice in question.choices if choice.places}
    return Limits(source.places, choices, source.has_waiting_list)


def count_occupied(form: FormIdentity | None) -> Occupied:
    """One query."""
    rows: Any = ()
    if form:
        held = Submission.objects.filter(form=form, place__in=(Place.TAKEN, Place.WAITING)).order_by()
        rows = held.values_list("place", "slot").annotate(count=Count("pk"))
    counted: dict[str, dict[str, int]] = {Place.TAKEN: {}, Place.WAITING: {}}
    for place, slot, count in rows:
        counted[place][slot] = count
    return Occupied(counted[Place.TAKEN], counted[Place.WAITING])


def decide_place(form: FormIdentity, limits: Limits, slot: str) -> Place | None:
    """For a newcomer, who comes after those that wait for the same; None where what they chose has no limit.

    The form's row must be locked. Raises Full.
    """
    occupied = count_occupied(form)
    free = occupied.count_free(limits, slot)
    if free is None:
        return None
    if free and not occupied.waiting.get(slot):
        return Place.TAKEN
    if not limits.has_waiting_list:
        raise Full
    return Place.WAITING


def decide_again(form: FormIdentity, slot: str) -> Place:
    """For somebody whose place was taken back by mistake: behind those who wait, even where there is no list."""
    source = find_source(form)
    limits = read_limits(source, read_definition(source)) if source else None
    try:
        return (decide_place(form, limits, slot) if limits else None) or Place.TAKEN
    except Full:
        return Place.WAITING


def choose_next(form: FormIdentity, limits: Limits) -> list[Submission]:
    """Who can move up from the waiting list, first come first. The form's row must be locked."""
    occupied = count_occupied(form)
    if not occupied.waiting:
        return []
    chosen = []
    waiting = Submission.objects.filter(form=form, place=Place.WAITING).select_related("version", "form", "page")
    for submission in waiting.order_by("pk"):
        if occupied.count_free(limits, submission.slot) == 0:
            continue
        occupied.taken[submission.slot] = occupied.taken.get(submission.slot, 0) + 1
        chosen.append(submission)
    return chosen


def count_ahead(submission: Submission) -> int:
    """How many wait for the same and came before."""
    same = Submission.objects.filter(form=submission.form_id, place=Place.WAITING, slot=submission.slot)
    return same.filter(pk__lt=submission.pk).count()


def identify_person(address: str) -> str:
    """The same for one address however it is written; says nothing without the site's secret."""
    return hmac.new(settings.SECRET_KEY.encode(), address.strip().casefold().encode(), hashlib.sha256).hexdigest()


def find_sources(forms: Iterable[FormIdentity]) -> dict[int, FormPage]:
    """{primary key of a form: its source page, live or not}; without those whose page is deleted. One query."""
    known = {form.key: form.pk for form in forms}
    pages = FormPage.objects.filter(translation_key__in=list(known), alias_of=None)
    return {
        known[page.translation_key]: page for page in pages.select_related("locale", "source_locale") if page.is_source
    }


def find_source(form: FormIdentity) -> FormPage | None:
    """The form's source page, live or not; None where it is deleted."""
    pages = FormPage.objects.filter(translation_key=form.key, alias_of=None).select_related("locale", "source_locale")
    return next((page for page in pages if page.is_source), None)
