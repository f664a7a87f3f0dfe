"""One function a verb: check, change, put on record. The only place where a submission is made or changes."""

from forms.actions.batches import NothingLeft, SamePerson, decide, propose, propose_redaction
from forms.actions.errors import Flooded, NoPlaceLeft, Refused, Stale, WindowClosed
from forms.actions.forgetting import forget, refuse_erasure
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
from forms.actions.holding import hold, release
from forms.actions.placing import confirm, confirm_watch, fill_places, lapse, withdraw
from forms.actions.receiving import Entry, identify_form, keep_version, note_refusal, receive

__all__ = [
    "Entry",
    "Flooded",
    "NoPlaceLeft",
    "NotEvaluated",
    "NotMet",
    "NothingLeft",
    "Refused",
    "SamePerson",
    "Stale",
    "WindowClosed",
    "assign",
    "change_state",
    "clear",
    "confirm",
    "confirm_watch",
    "decide",
    "evaluate",
    "fill_places",
    "forget",
    "hold",
    "identify_form",
    "keep_version",
    "lapse",
    "move_stage",
    "note",
    "note_refusal",
    "open_case",
    "propose",
    "propose_redaction",
    "receive",
    "refuse_erasure",
    "release",
    "route",
    "withdraw",
]
