"""Everything that happened to a case, the newest first: the record, notes, and messages in one line of time."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms.inbox.reading import is_blind_to, list_files
from forms.models import Act, Event, Message, Note, Submission
from forms.states import CaseState, Channel, Reason

SHOWN = 300  # looks at one case


@dataclass
class Entry:
    """`text` is a whole sentence without its subject, which stands before it: `who`, empty for the system."""

    at: datetime
    icon: str
    text: str
    who: str = ""
    note: str = ""
    message: Message | None = None
    times: int = field(default=1)
    is_change: bool = False


def tell_story(case: Submission, user: Any) -> list[Entry]:
    """A fixed number of queries."""
    notes = {note.pk: note.text for note in Note.objects.filter(case=case)}
    attachments = {str(each.identity): each.shown_as for each in list_files(case, user)}
    every = Event.objects.filter(case=case).order_by("-pk")
    looks = every.filter(act=Act.VIEWED)[:SHOWN]
    events = sorted([*every.exclude(act=Act.VIEWED), *looks], key=lambda event: -event.pk)
    entries = fold_looks([tell(event, notes, attachments) for event in events])
    if not is_blind_to(case, user):
        entries += [
            Entry(each.created_at, "mail", each.get_kind_display(), message=each) for each in case.messages.all()
        ]
    entries.append(Entry(case.received_at, "download", say_received(case)))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def say_received(case: Submission) -> str:
    if case.channel == Channel.WEB:
        return _("Received online")
    return _("Received: %(channel)s") % {"channel": case.get_channel_display()}


def fold_looks(entries: list[Entry]) -> list[Entry]:
    """Looks of one person that follow each other are one line that says how many."""
    folded: list[Entry] = []
    for entry in entries:
        last = folded[-1] if folded else None
        if last and entry.icon == last.icon == "view" and entry.who == last.who:
            last.times += 1
            last.text = ngettext("Looked at it %(count)s time", "Looked at it %(count)s times", last.times) % {
                "count": last.times
            }
        else:
            folded.append(entry)
    return folded


ICONS = {
    Act.VIEWED: "view",
    Act.OPENED_FILE: "download",
    Act.UNSEALED: "lock-open",
    Act.NOTED: "comment",
    Act.ASSIGNED: "user",
    Act.ROUTED: "folder-inverse",
    Act.STAGE: "order",
    Act.EVALUATED: "tasks",
    Act.ENTERED: "edit",
    Act.SENT_AGAIN: "mail",
    Act.STATE: "rotate",
    Act.PUBLISHED: "globe",
    Act.REJECTED: "no-view",
    Act.UNPUBLISHED: "no-view",
}


# Each of these makes a new revision of the case.
CHANGES = {
    Act.NOTED, Act.STATE, Act.ASSIGNED, Act.ROUTED, Act.STAGE, Act.EVALUATED, Act.CLEARED, Act.CONFIRMED, Act.WITHDRAWN,
    Act.MOVED_UP, Act.LAPSED, Act.PUBLISHED, Act.REJECTED, Act.UNPUBLISHED,
}  # fmt: skip


def tell(event: Event, notes: dict[int, str], attachments: dict[str, str]) -> Entry:
    entry = Entry(event.at, ICONS.get(Act(event.act), "history"), say(event, attachments), who=event.actor)
    entry.is_change = event.act in CHANGES
    if event.act == Act.NOTED:
        entry.note = notes.get(event.data.get("note", 0), "")
    return entry


def say(event: Event, attachments: dict[str, str]) -> str:
    data = event.data
    if event.act == Act.STATE:
        return _("Changed the state from “%(before)s” to “%(after)s”") % {
            "before": CaseState(data["before"]).label,
            "after": CaseState(data["after"]).label,
        }
    if event.act == Act.ASSIGNED:
        return _("Assigned it to %(name)s") % {"name": data["name"]} if data["after"] else _("Assigned it to nobody")
    if event.act == Act.ROUTED:
        return _("Moved it from the queue “%(before)s” to “%(after)s”") % data
    if event.act == Act.STAGE:
        return say_stage(data)
    if event.act == Act.EVALUATED:
        sentence = _("Found met: %(criterion)s") if data["after"] else _("Found not met: %(criterion)s")
        return sentence % {"criterion": data["criterion"]}
    if event.act == Act.OPENED_FILE:
        return _("Downloaded “%(name)s”") % {"name": attachments.get(data.get("file", ""), "?")}
    if event.act == Act.PUBLISHED:
        return (
            _("Published the comment with the name") if data["with_name"] else _("Published the comment without name")
        )
    if event.act == Act.REJECTED:
        return _("Decided not to publish the comment: %(reason)s") % {"reason": Reason(data["reason"]).label}
    if event.act == Act.UNSEALED:
        return _("Opened sealed answers. Reason: %(reason)s") % {"reason": data["reason"]}
    return str(Act(event.act).label)


def say_stage(data: dict[str, Any]) -> str:
    if data.get("review_until"):
        day = date_format(date.fromisoformat(data["review_until"]))
        return _("Moved it to the stage “%(stage)s”. A review can be asked for until %(day)s.") % {
            "stage": data["after"],
            "day": day,
        }
    return _("Moved it to the stage “%(stage)s”") % {"stage": data["after"]}
