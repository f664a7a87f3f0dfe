import hashlib
import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms.models.submission import Submission


class Act(models.TextChoices):
    """What is on record. Written as facts: who is told beside it."""

    VIEWED = "viewed", pgettext_lazy("record", "Looked at it")
    SEARCHED = "searched", pgettext_lazy("record", "Searched")
    EXPORTED = "exported", pgettext_lazy("record", "Exported")
    EXPORT_SENT = "export_sent", pgettext_lazy("record", "Export was sent to its end")
    OPENED_FILE = "opened_file", pgettext_lazy("record", "Downloaded a file")
    UNSEALED = "unsealed", pgettext_lazy("record", "Opened sealed answers")
    VERIFIED = "verified", pgettext_lazy("record", "Checked a receipt")
    HISTORY = "history", pgettext_lazy("record", "Looked at the record of a person")
    ENTERED = "entered", pgettext_lazy("record", "Entered it for the resident")
    CONFIRMED = "confirmed", pgettext_lazy("record", "Confirmed the address")
    WITHDRAWN = "withdrawn", pgettext_lazy("record", "Withdrew it")
    MOVED_UP = "moved_up", pgettext_lazy("record", "Moved up from the waiting list")
    LAPSED = "lapsed", pgettext_lazy("record", "The address was not confirmed in time")
    STATE = "state", pgettext_lazy("record", "Changed the state")
    ASSIGNED = "assigned", pgettext_lazy("record", "Assigned it")
    ROUTED = "routed", pgettext_lazy("record", "Moved it to another queue")
    STAGE = "stage", pgettext_lazy("record", "Moved it to another stage")
    EVALUATED = "evaluated", pgettext_lazy("record", "Evaluated it")
    NOTED = "noted", pgettext_lazy("record", "Wrote a note")
    CLEARED = "cleared", pgettext_lazy("record", "Found that it is not spam")
    REPLIED = "replied", pgettext_lazy("record", "Replied")
    ANSWERED = "answered", pgettext_lazy("record", "The resident wrote")
    NEW_LINK = "new_link", pgettext_lazy("record", "Made a new link; the one before works no more")
    REQUESTED = "requested", pgettext_lazy("record", "Asked for the translation of a reply")
    SNOOZED = "snoozed", pgettext_lazy("record", "Put it off")
    WOKEN = "woken", pgettext_lazy("record", "Took it up again before its day")
    RECOUNTED = "recounted", pgettext_lazy("record", "Counted due dates anew: the calendar or a target changed")
    PUBLISHED = "published", pgettext_lazy("record", "Published the comment")
    REJECTED = "rejected", pgettext_lazy("record", "Decided not to publish the comment")
    UNPUBLISHED = "unpublished", pgettext_lazy("record", "Took the comment off the public page")
    SENT_AGAIN = "sent_again", pgettext_lazy("record", "Sent a message again")
    HELD = "held", pgettext_lazy("record", "Put it under a legal hold")
    RELEASED = "released", pgettext_lazy("record", "Released a legal hold")
    PROPOSED = "proposed", pgettext_lazy("record", "Proposed to dispose of it")
    APPROVED = "approved", pgettext_lazy("record", "Approved a batch of disposals")
    REFUSED = "refused", pgettext_lazy("record", "Refused a batch of disposals")
    DISPOSED = "disposed", pgettext_lazy("record", "Disposed of it")
    LEFT = "left", pgettext_lazy("record", "Did not dispose of it after all")
    REDACTED = "redacted", pgettext_lazy("record", "Redacted it")
    FORGOT = "forgot", pgettext_lazy("record", "Deleted unsent answers and requests to be told of a person")
    KEPT = "kept", pgettext_lazy("record", "Refused a person’s request to erase it")
    HANDED_OUT = "handed_out", pgettext_lazy("record", "Handed out what there is of a person")


# Each of these makes a new revision of its case, which stands in the line.
CHANGES = frozenset(
    {
        Act.NOTED, Act.STATE, Act.ASSIGNED, Act.ROUTED, Act.STAGE, Act.EVALUATED, Act.CLEARED, Act.CONFIRMED,
        Act.WITHDRAWN, Act.MOVED_UP, Act.LAPSED, Act.SNOOZED, Act.WOKEN, Act.REDACTED, Act.PUBLISHED, Act.REJECTED,
        Act.UNPUBLISHED, Act.REPLIED, Act.ANSWERED, Act.NEW_LINK,
    }
)  # fmt: skip


class Event(models.Model):
    """A line of the record: what was done to or seen of a case, by whom. Only ever added.

    Each line carries the digest of the one before it, so that one that is changed or taken out shows
    (`manage.py check_record`); triggers of the database refuse to change or delete a line. `data` has no personal data
    of residents but what somebody searched for: it outlives the case.
    """

    # Without a constraint: the line outlives a case that was disposed of, and is never changed.
    case = models.ForeignKey(
        Submission, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    act = models.CharField(_("act"), max_length=20, choices=Act.choices)
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    actor = models.CharField(max_length=150, blank=True, help_text="The name of who did it, as it was then.")
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, unique=True, help_text="Digest of the line before.")
    digest = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("line of the record")
        verbose_name_plural = _("record")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["case", "id"], name="event_case"),
            models.Index(fields=["by", "-id"], name="event_by"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act}"

    def compute_digest(self) -> str:
        """SHA-256 of the digest before and of everything the line says."""
        said: dict[str, Any] = {
            "previous": self.previous,
            "case": self.case_id,
            "act": str(self.act),
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": self.by_id,
            "actor": self.actor,
            "data": self.data,
        }
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
