"""Everything that happened to a case, the newest first: the record, notes, and messages in one line of time."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms import record
from forms.inbox.reading import is_blind_to, list_files
from forms.inbox.telling import say
from forms.models import Act, Event, Hold, Kind, Message, Note, Submission
from forms.records.holds import list_holds
from forms.states import Channel
from localization import naming

# Told by the message itself, whose words the record does not have.
SHOWN_AS_MESSAGES = (Act.REPLIED, Act.ANSWERED)
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
    every = Event.objects.filter(case=case).exclude(act__in=(Act.HELD, Act.RELEASED)).order_by("-pk")
    looks = every.filter(act=Act.VIEWED)[:SHOWN]
    events = sorted([*every.exclude(act__in=(Act.VIEWED, *SHOWN_AS_MESSAGES)), *looks], key=lambda event: -event.pk)
    is_blind = is_blind_to(case, user)
    entries = fold_looks([tell(event, notes, attachments, is_blind=is_blind) for event in events])
    if not is_blind:
        entries += [
            Entry(
                each.created_at,
                "mail",
                say_message(each),
                who=record.name_actor(each.written_by),
                message=each,
                is_change=each.is_talk,
            )
            for each in case.messages.select_related("written_by")
        ]
    entries += tell_holds(list_holds(case, ever=True), is_blind=is_blind)
    entries.append(Entry(case.received_at, "download", say_received(case)))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def say_message(message: Message) -> str:
    if message.kind != Kind.REPLY:
        return str(message.get_kind_display())
    about = {"language": naming.name(message.language), "template": message.template_title}
    if message.template_title:
        return _("Replied in %(language)s with the approved reply “%(template)s”") % about
    return _("Replied in %(language)s in free text") % about


def tell_holds(holds: list[Hold], *, is_blind: bool) -> list[Entry]:
    """Of all that cover the case, also those on its form and its person."""
    entries = []
    for hold in holds:
        reason = {"scope": hold.get_scope_display(), "reason": hold.reason}
        placed = _("Placed a legal hold (%(scope)s). Reason: %(reason)s") % reason
        entries.append(Entry(hold.at, "lock", str(Act.HELD.label) if is_blind else placed, who=hold.actor))
        if hold.released_at:
            released = _("Released the legal hold. Reason: %(reason)s") % {"reason": hold.release_reason}
            said = str(Act.RELEASED.label) if is_blind else released
            entries.append(Entry(hold.released_at, "lock-open", said, who=hold.releaser))
    return entries


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
    Act.SNOOZED: "time",
    Act.WOKEN: "time",
    Act.REDACTED: "bin",
    Act.KEPT: "lock",
    Act.HANDED_OUT: "download",
    Act.PUBLISHED: "globe",
    Act.REJECTED: "no-view",
    Act.UNPUBLISHED: "no-view",
}


# Each of these makes a new revision of the case.
CHANGES = {
    Act.NOTED, Act.STATE, Act.ASSIGNED, Act.ROUTED, Act.STAGE, Act.EVALUATED, Act.CLEARED, Act.CONFIRMED, Act.WITHDRAWN,
    Act.MOVED_UP, Act.LAPSED, Act.SNOOZED, Act.WOKEN, Act.REDACTED, Act.PUBLISHED, Act.REJECTED, Act.UNPUBLISHED,
}  # fmt: skip


def tell(event: Event, notes: dict[int, str], attachments: dict[str, str], *, is_blind: bool) -> Entry:
    said = say(event, attachments, is_blind=is_blind)
    entry = Entry(event.at, ICONS.get(Act(event.act), "history"), said, who=event.actor)
    entry.is_change = event.act in CHANGES
    if event.act == Act.NOTED:
        entry.note = notes.get(event.data.get("note", 0), "")
    return entry
