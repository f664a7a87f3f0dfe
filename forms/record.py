"""The record of what was done and seen: `write` and `write_each` are its only doors, and there is none out."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from forms.models import Act, Event, Submission
from forms.models.event import CHANGES

FIRST = "0" * 64
LOCK = 0x506C617A61  # "Plaza": of the end of the chain, on PostgreSQL
AT_ONCE = 2000
JUST = timedelta(minutes=1)


def write(
    act: Act, *, by: Any = None, case: Submission | None = None, now: datetime | None = None, **data: Any
) -> Event:
    """Adds a line in the transaction of what it tells; whoever shows something writes first, and shows then.

    Writers wait for each other from here to the end of their transaction, so this comes last in it.
    `data` is JSON: numbers, words of `forms.states`, identities.
    """
    if case is not None and act in CHANGES:
        data["revision"] = case.revision
    with transaction.atomic():
        event = make(act, find_end(), by=by, case=case.pk if case else None, now=now, data=data)
        event.save(force_insert=True)
    return event


def write_each(act: Act, cases: Iterable[int], *, by: Any = None, **data: Any) -> None:
    """The same line for each of these cases (primary keys), all in one transaction that waits for the others once."""
    keys, now = list(cases), timezone.now()
    if not keys:
        return
    with transaction.atomic():
        events, end = [], find_end()
        for case in keys:
            events.append(make(act, end, by=by, case=case, now=now, data=data))
            end = events[-1].digest
        Event.objects.bulk_create(events)  # which numbers them in their order


def make(act: Act, end: str, *, by: Any, case: int | None, now: datetime | None, data: dict[str, Any]) -> Event:
    """The line that follows the one with the digest `end`."""
    said = {"act": act, "at": now or timezone.now(), "by": by, "actor": name_actor(by), "data": data}
    event = Event(case_id=case, previous=end, **said)
    event.digest = event.compute_digest()
    return event


def has_just(act: Act, *, by: Any, case: Submission, within: timedelta = JUST, **data: Any) -> bool:
    """Who presses a button twice, or sends the same page again, does not mean it twice."""
    said = {f"data__{name}": value for name, value in data.items()}
    return Event.objects.filter(case=case, act=act, by=by, at__gt=timezone.now() - within, **said).exists()


def name_actor(by: Any) -> str:
    return (by.get_full_name() or by.get_username())[:150] if by else ""


def find_end() -> str:
    """The digest of the last line. On SQLite the transaction already is the only one that writes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    return Event.objects.order_by("-pk").values_list("digest", flat=True).first() or FIRST


def find_breaks() -> Iterator[Event]:
    """Lines that are not as they were written, or whose predecessor is gone. In the order of the record."""
    end = FIRST
    for event in Event.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        if event.previous != end or event.digest != event.compute_digest():
            yield event
        end = event.digest
