"""Everything that happened to a case, the newest first: the record, notes, and messages in one line of time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forms import record
from forms.inbox.reading import is_blind_to, list_files
from forms.inbox.telling import say
from forms.models import Act, Event, Hold, Kind, Message, Note, Submission
from forms.models.event import CHANGES
from forms.records.holds import list_holds
from forms.states import Channel
from localization import naming

# Told by the message itself, whose words the record does not have.
SHOWN_AS_MESSAGES = (Act.REPLIED, Act.ANSWERED)
SHOWN = 300  # looks at one case, and searches that found it
ONE_SEARCH = timedelta(minutes=1)


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


def tell_story(case: Submission, user: Any) -> list[Entry]:
    """A fixed number of queries."""
    notes, attachments = read_notes(case), name_files(case, user)
    every = Event.objects.filter(case=case).exclude(act__in=(Act.HELD, Act.RELEASED)).order_by("-pk")
    looks = [*every.filter(act=Act.VIEWED)[:SHOWN], *every.filter(act=Act.SEARCHED)[:SHOWN]]
    events = sorted(
        [*every.exclude(act__in=(Act.VIEWED, Act.SEARCHED, *SHOWN_AS_MESSAGES)), *looks], key=lambda event: -event.pk
    )
    is_blind = is_blind_to(case, user)
    entries = fold_looks([tell(event, notes, attachments, is_blind=is_blind) for event in events])
    if not is_blind:
        entries += [tell_message(each) for each in case.messages.select_related("written_by")]
    entries += tell_holds(list_holds(case, ever=True), is_blind=is_blind)
    entries.append(Entry(case.received_at, "download", say_received(case)))
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def tell_changes(case: Submission, user: Any, seen: int) -> list[Entry]:
    """What was made of the case after the revision `seen`, the newest first. Of what this person may not read, and of
    lines from before revisions stood in them, there is a word that it was."""
    notes, attachments, is_blind = read_notes(case), name_files(case, user), is_blind_to(case, user)
    events = list(Event.objects.filter(case=case, act__in=CHANGES, data__revision__gt=seen).order_by("-pk"))
    messages = case.messages.select_related("written_by").in_bulk([event.data.get("message") for event in events])
    told = []
    for event in events:
        if event.act not in SHOWN_AS_MESSAGES:
            told.append(tell(event, notes, attachments, is_blind=is_blind))
        elif (message := messages.get(event.data.get("message"))) and not is_blind:
            told.append(tell_message(message))
        else:
            told.append(Entry(event.at, "no-view", str(HIDDEN), who="" if is_blind else event.actor))
    return told or [Entry(case.changed_at, "no-view", str(HIDDEN))]


HIDDEN = gettext_lazy("Something was changed that cannot be shown to you here.")


def read_notes(case: Submission) -> dict[int, str]:
    return {note.pk: note.text for note in Note.objects.filter(case=case)}


def name_files(case: Submission, user: Any) -> dict[str, str]:
    return {str(each.identity): each.shown_as for each in list_files(case, user)}


def tell_message(message: Message) -> Entry:
    who = record.name_actor(message.written_by)
    return Entry(message.created_at, "mail", say_message(message), who=who, message=message)


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
    """Looks of one person that follow each other are one line that says how many. While somebody types, each pause is
    a search: what found the case several times within a minute is told once."""
    folded: list[Entry] = []
    for entry in entries:
        last = folded[-1] if folded else None
        if last and entry.icon == last.icon == "view" and entry.who == last.who:
            last.times += 1
            last.text = ngettext("Looked at it %(count)s time", "Looked at it %(count)s times", last.times) % {
                "count": last.times
            }
        elif not (last and entry.icon == last.icon == "search" and is_same_search(entry, last)):
            folded.append(entry)
    return folded


def is_same_search(entry: Entry, later: Entry) -> bool:
    return entry.who == later.who and later.at - entry.at < ONE_SEARCH


ICONS = {
    Act.VIEWED: "view",
    Act.SEARCHED: "search",
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


def tell(event: Event, notes: dict[int, str], attachments: dict[str, str], *, is_blind: bool) -> Entry:
    said = say(event, attachments, is_blind=is_blind)
    entry = Entry(event.at, ICONS.get(Act(event.act), "history"), said, who=event.actor)
    if event.act == Act.NOTED:
        entry.note = notes.get(event.data.get("note", 0), "")
    return entry
