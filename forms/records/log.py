"""The disposal log: kept elsewhere, it lets a backup be restored without bringing back who was disposed of.

JSON, one line each, in the order of time; every line carries the digest of the one before, and the last one says how
many there are.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from forms.actions.disposing import remove
from forms.actions.forgetting import discard_unsent, find_addresses
from forms.actions.handling import open_case
from forms.actions.redacting import take_out
from forms.models import Act, Draft, Event, FormIdentity, Redaction, Submission, Tombstone, Watch
from forms.places import identify_person
from forms.records.holds import list_holds

FIRST = "0" * 64
DISPOSED, REDACTED, FORGOTTEN, END = "disposed", "redacted", "forgotten", "end"
COPIED = (
    "case_id", "reference", "queue_id", "queue_name", "is_sensitive", "purpose", "locale", "received_at", "closed_at",
    "ground", "series", "rule", "batch", "reason", "proposer", "approver", "disposed_at", "digest",
)  # fmt: skip
TIMES = ("received_at", "closed_at", "disposed_at")


class BrokenLog(Exception):
    """A line is not as it was written, or lines are missing."""


@dataclass
class Report:
    """References of what was there again, of what was not in the backup, of what could not be done, and of what was
    not as it had been when it was disposed of."""

    disposed: list[str] = field(default_factory=list)
    redacted: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    forgotten: int = 0
    known: int = 0


def list_entries() -> Iterator[dict[str, Any]]:
    entries = [*tell_disposed(), *tell_redacted(), *tell_forgotten()]
    yield from sorted(entries, key=lambda entry: entry["at"])


def tell_disposed() -> Iterator[dict[str, Any]]:
    for stone in Tombstone.objects.select_related("form").order_by("pk").iterator(chunk_size=500):
        form = {"key": str(stone.form.key), "title": stone.form.title, "source_locale": stone.form.source_locale}
        said = {name: getattr(stone, name) for name in COPIED}
        yield {"kind": DISPOSED, "at": write_time(stone.disposed_at), "form": form, **make_plain(said)}


def tell_redacted() -> Iterator[dict[str, Any]]:
    for each in Redaction.objects.order_by("pk").iterator(chunk_size=500):
        said = {"batch": each.batch, "reason": each.reason, "proposer": each.proposer, "approver": each.approver}
        yield {
            "kind": REDACTED,
            "at": write_time(each.at),
            "reference": each.reference,
            "part": each.part,
            **make_plain(said),
        }


def tell_forgotten() -> Iterator[dict[str, Any]]:
    for event in Event.objects.filter(act=Act.FORGOT).order_by("pk"):
        yield {"kind": FORGOTTEN, "at": write_time(event.at), "person": event.data["person"]}


def make_plain(said: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        if value is None or isinstance(value, str | int | dict)
        else write_time(value)
        if isinstance(value, datetime)
        else str(value)
        for name, value in said.items()
    }


def write_time(moment: datetime) -> str:
    return moment.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")


def write_log() -> Iterator[str]:
    previous, count = FIRST, 0
    for count, entry in enumerate(list_entries(), start=1):  # noqa: B007  the last number is used
        line, previous = close_line(entry, previous)
        yield line
    yield close_line({"kind": END, "lines": count}, previous)[0]


def close_line(entry: dict[str, Any], previous: str) -> tuple[str, str]:
    said = {**entry, "previous": previous}
    digest = compute(said)
    return json.dumps({**said, "line": digest}, ensure_ascii=False), digest


def compute(said: dict[str, Any]) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_log(lines: Iterable[str]) -> list[dict[str, Any]]:
    """All of it, or BrokenLog: half a log would leave people in."""
    previous, entries, number = FIRST, [], 0
    for number, line in enumerate(lines, start=1):
        try:
            said = json.loads(line)
            digest = said.pop("line")
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BrokenLog(f"line {number} cannot be read") from error
        if said.get("previous") != previous or digest != compute(said):
            raise BrokenLog(f"line {number} is not as it was written, or one before it is missing")
        previous = digest
        entries.append(said)
    if not entries or entries[-1]["kind"] != END or entries[-1]["lines"] != len(entries) - 1:
        raise BrokenLog("the end is missing")
    return entries[:-1]


def replay(entries: Iterable[dict[str, Any]]) -> Report:
    """Entry by entry, so that it can be killed and run again."""
    report = Report()
    forgotten = {entry["person"] for entry in entries if entry["kind"] == FORGOTTEN}
    for entry in entries:
        if entry["kind"] == FORGOTTEN:
            continue
        try:
            with transaction.atomic():
                dispose_again(entry, report) if entry["kind"] == DISPOSED else redact_again(entry, report)
        except DatabaseError:
            report.failed.append(entry["reference"])
    report.forgotten = forget_again(forgotten) if forgotten else 0
    return report


def dispose_again(entry: dict[str, Any], report: Report) -> None:
    reference = entry["reference"]
    if Tombstone.objects.filter(reference=reference).exists():
        report.known += 1
        return
    stone = Tombstone(**{name: entry[name] for name in COPIED if name not in TIMES})
    for name in TIMES:
        setattr(stone, name, datetime.fromisoformat(entry[name]) if entry[name] else None)
    found = Submission.objects.filter(reference=reference).first()
    if found is None:
        known = {"title": entry["form"]["title"], "source_locale": entry["form"]["source_locale"]}
        stone.form = FormIdentity.objects.get_or_create(key=entry["form"]["key"], defaults=known)[0]
        stone.save(force_insert=True)
        report.missing.append(reference)
        return
    with open_case(found) as case:
        if list_holds(case):
            report.failed.append(reference)
            return
        remove(case, stone, by=None)
    report.disposed.append(reference)


def redact_again(entry: dict[str, Any], report: Report) -> None:
    reference = entry["reference"]
    found = Submission.objects.filter(reference=reference).first()
    if found is None:
        return
    with open_case(found) as case:
        if list_holds(case):
            report.failed.append(reference)
            return
        said = {name: entry[name] for name in ("batch", "reason", "proposer", "approver")}
        if take_out(case, [entry["part"]], by=None, **said):
            report.redacted.append(reference)
        else:
            report.known += 1


def forget_again(people: set[str]) -> int:
    """Of the persons with these keyed hashes."""
    drafts = find_addresses(Draft.objects.filter(submission=None, is_trial=False).select_related("form"))
    begun = [draft for draft, address in drafts if address and identify_person(address) in people]
    watches = [watch for watch in Watch.objects.iterator() if identify_person(watch.recipient) in people]
    if begun or watches:
        discard_unsent(begun, watches, "", reason="replay of the disposal log", by=None)
    return len(begun) + len(watches)
