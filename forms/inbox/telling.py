"""What a line of the record says of a case: a whole sentence without its subject, which stands before it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.models import Act, Event
from forms.states import CaseState, Reason

Data = dict[str, Any]

REASONED = {
    Act.UNSEALED: gettext_lazy("Opened sealed answers. Reason: %(reason)s"),
    Act.KEPT: gettext_lazy("Refused to erase it. Reason: %(reason)s"),
    Act.HANDED_OUT: gettext_lazy("Handed out a copy. Reason: %(reason)s"),
}


def say(event: Event, attachments: dict[str, str], *, is_blind: bool = False) -> str:
    """`attachments`: {identity: name for this reader}. `is_blind`: the reader is not to know who applied, which the
    reasons for what was done at a person's request can say."""
    act, data = Act(event.act), event.data
    if is_blind and (act in REASONED or act == Act.REDACTED):
        return str(act.label)
    if act == Act.OPENED_FILE:
        return _("Downloaded “%(name)s”") % {"name": attachments.get(data.get("file", ""), "?")}
    if act in SENTENCES:
        return SENTENCES[act](data)
    if act in REASONED and "reason" in data:
        return str(REASONED[act]) % {"reason": data["reason"]}
    return str(act.label)


def say_found(_data: Data) -> str:
    return _("Found it in a search")


def say_state(data: Data) -> str:
    names = {"before": CaseState(data["before"]).label, "after": CaseState(data["after"]).label}
    return _("Changed the state from “%(before)s” to “%(after)s”") % names


def say_assigned(data: Data) -> str:
    return _("Assigned it to %(name)s") % {"name": data["name"]} if data["after"] else _("Assigned it to nobody")


def say_routed(data: Data) -> str:
    return _("Moved it from the queue “%(before)s” to “%(after)s”") % data


def say_stage(data: Data) -> str:
    if not data.get("review_until"):
        return _("Moved it to the stage “%(stage)s”") % {"stage": data["after"]}
    said = {"stage": data["after"], "day": date_format(date.fromisoformat(data["review_until"]))}
    return _("Moved it to the stage “%(stage)s”. A review can be asked for until %(day)s.") % said


def say_evaluated(data: Data) -> str:
    sentence = _("Found met: %(criterion)s") if data["after"] else _("Found not met: %(criterion)s")
    return sentence % {"criterion": data["criterion"]}


def say_snoozed(data: Data) -> str:
    said = {"day": date_format(date.fromisoformat(data["until"])), "reason": data["reason"]}
    return _("Put it off until %(day)s. Reason: %(reason)s") % said


def say_published(data: Data) -> str:
    return _("Published the comment with the name") if data["with_name"] else _("Published the comment without name")


def say_rejected(data: Data) -> str:
    return _("Decided not to publish the comment: %(reason)s") % {"reason": Reason(data["reason"]).label}


def say_redacted(data: Data) -> str:
    others = len(data["parts"]) - len(data["questions"])
    values = {"questions": ", ".join(data["questions"]) or "–", "others": others, "reason": data["reason"]}
    return _("Took out answers (%(questions)s), and files, messages or notes: %(others)s. Reason: %(reason)s") % values


SENTENCES: dict[Act, Callable[[Data], str]] = {
    Act.SEARCHED: say_found,
    Act.STATE: say_state,
    Act.ASSIGNED: say_assigned,
    Act.ROUTED: say_routed,
    Act.STAGE: say_stage,
    Act.EVALUATED: say_evaluated,
    Act.SNOOZED: say_snoozed,
    Act.PUBLISHED: say_published,
    Act.REJECTED: say_rejected,
    Act.REDACTED: say_redacted,
}
