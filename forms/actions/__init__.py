"""One function a verb: check, change, put on record. The only place where a submission is made or changes."""

from forms.actions.errors import Flooded, NoPlaceLeft, Refused, Stale, WindowClosed
from forms.actions.handling import (
    NotEvaluated,
    NotMet,
    assign,
    change_state,
    clear,
    evaluate,
    move_stage,
    note,
    open_case,
    route,
)
from forms.actions.placing import confirm, confirm_watch, fill_places, lapse, withdraw
from forms.actions.publishing import NotAgreed, NotPublishable, publish, reject, unpublish
from forms.actions.receiving import Entry, identify_form, keep_version, note_refusal, receive

__all__ = [
    "Entry",
    "Flooded",
    "NoPlaceLeft",
    "NotAgreed",
    "NotEvaluated",
    "NotMet",
    "NotPublishable",
    "Refused",
    "Stale",
    "WindowClosed",
    "assign",
    "change_state",
    "clear",
    "confirm",
    "confirm_watch",
    "evaluate",
    "fill_places",
    "identify_form",
    "keep_version",
    "lapse",
    "move_stage",
    "note",
    "note_refusal",
    "open_case",
    "publish",
    "receive",
    "reject",
    "route",
    "unpublish",
    "withdraw",
]
