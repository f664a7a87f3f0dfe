"""One function a verb: check, change, put on record. The only place where a submission is made or changes."""

from forms.actions.batches import NothingLeft, SamePerson, decide, propose, propose_redaction
from forms.actions.errors import Flooded, NoPlaceLeft, Refused, Stale, WindowClosed
from forms.actions.forgetting import forget, refuse_erasure
from forms.actions.handling import (
    NotEvaluated,
    NotMet,
    assign,
    change_state,
    check_criteria,
    clear,
    evaluate,
    move_stage,
    note,
    open_case,
    route,
)
from forms.actions.holding import hold, release
from forms.actions.placing import confirm, confirm_watch, fill_places, lapse, withdraw
from forms.actions.publishing import NotAgreed, NotPublishable, publish, reject, unpublish
from forms.actions.receiving import Entry, identify_form, keep_version, note_refusal, receive
from forms.actions.replying import Reply, answer, is_link_open, move_and_tell, renew_link, reply
from forms.actions.timing import MOST_DAYS_OFF, recount, snooze, wake

__all__ = [
    "MOST_DAYS_OFF",
    "Entry",
    "Flooded",
    "NoPlaceLeft",
    "NotAgreed",
    "NotEvaluated",
    "NotMet",
    "NotPublishable",
    "NothingLeft",
    "Refused",
    "Reply",
    "SamePerson",
    "Stale",
    "WindowClosed",
    "answer",
    "assign",
    "change_state",
    "check_criteria",
    "clear",
    "confirm",
    "confirm_watch",
    "decide",
    "evaluate",
    "fill_places",
    "forget",
    "hold",
    "identify_form",
    "is_link_open",
    "keep_version",
    "lapse",
    "move_and_tell",
    "move_stage",
    "note",
    "note_refusal",
    "open_case",
    "propose",
    "propose_redaction",
    "publish",
    "receive",
    "recount",
    "refuse_erasure",
    "reject",
    "release",
    "renew_link",
    "reply",
    "route",
    "snooze",
    "unpublish",
    "wake",
    "withdraw",
]
