from collections.abc import Collection as Container
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Collection

from forms.models.finding import SubmissionManager
from forms.models.form_version import FormIdentity, FormVersion
from forms.models.keys import make_receipt_key, make_reference
from forms.questions import TYPES
from forms.rights import Right
from forms.stages import find_stage
from forms.states import (
    CASEWORK,
    GIVEN_UP,
    MOVES,
    PUBLIC_STATES,
    RUNNING,
    CaseState,
    Channel,
    Doubt,
    Place,
    Purpose,
    Verdict,
)
from localization.languages import BY_TAG, Language, get_language
from localization.wording import Wording

LINK_KEPT = timedelta(days=365)  # after a case was closed
# By what rights and tabs tell cases apart.
CARRIED = ("queue", "state", "is_sensitive", "assignee", "locale")


@dataclass(frozen=True)
class Answer:
    """One answered question for people. `values` holds one entry, or one for each chosen answer."""

    question: Wording
    values: list[Wording | str]


class Submission(models.Model):
    """What a resident sent, kept whatever happens to the page, the language or the department it was sent to."""

    reference = models.CharField(_("reference"), max_length=11, unique=True, default=make_reference, editable=False)
    receipt_key = models.CharField(max_length=22, unique=True, default=make_receipt_key, editable=False)
    # Without indexes of their own are those that lead one of `Meta.indexes`: with both the planner takes the wrong one.
    form = models.ForeignKey(
        FormIdentity, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("form"), db_index=False
    )
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="submissions")
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices, blank=True)
    locale = models.CharField(_("language"), max_length=35, help_text="BCP 47 tag of the language it was sent in.")
    answers = models.JSONField(default=dict, help_text="{question id: canonical value}, see forms.questions.base.")
    state = models.CharField(_("state"), max_length=20, choices=CaseState.choices, default=CaseState.NEW)
    queue = models.ForeignKey(
        Collection, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("queue"), db_index=False
    )
    nonce = models.UUIDField(help_text="Of the form that was filled in: sending it twice is one submission.")
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices, default=Verdict.CLEAN)
    doubts = models.JSONField(default=list, help_text="Reasons of the verdict: values of forms.states.Doubt.")
    place = models.CharField(pgettext_lazy("seat", "place"), max_length=10, choices=Place.choices, blank=True)
    slot = models.CharField(max_length=100, blank=True, help_text="The choice of which there are so many places.")
    person = models.CharField(
        max_length=64, blank=True, help_text="Keyed hash of the address, where a form takes one per person."
    )
    confirm_key = models.CharField(  # noqa: DJ001  unique where there is one
        max_length=22, unique=True, null=True, help_text="Only in the mail that asks to confirm the address."
    )
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True)
    sealed = models.JSONField(default=dict, help_text="Answers to sealed questions: only ever counted.")
    is_late = models.BooleanField(
        _("late"), default=False, help_text=_("Sent after closing by somebody who had the form open before.")
    )

    name = models.CharField(_("name"), max_length=200, blank=True, help_text="As it was given in the answers.")
    email = models.CharField(_("email"), max_length=254, blank=True, help_text="The same, in small letters.")
    channel = models.CharField(_("received"), max_length=10, choices=Channel.choices, default=Channel.WEB)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("entered by")
    )
    is_sensitive = models.BooleanField(default=False, help_text="Its form was sensitive when it came in, or became so.")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("assigned to"),
        db_index=False,
    )
    due_on = models.DateField(_("due"), null=True, help_text="The last day to answer, in the city's time zone.")
    stage = models.CharField(_("stage"), max_length=100, blank=True, help_text="Identity of the stage of its form.")
    review_until = models.DateField(
        _("review until"), null=True, help_text="The last day on which the applicant may ask for a review."
    )
    revision = models.PositiveIntegerField(default=0, help_text="Of the case: how often it was changed.")
    changed_at = models.DateTimeField(default=timezone.now)
    waiting_since = models.DateField(null=True, help_text="The City waits for the resident: its own time stands still.")
    snoozed_until = models.DateField(
        _("put off until"), null=True, help_text="Not among what is to be done before that day."
    )
    waited_days = models.PositiveSmallIntegerField(
        default=0,
        db_default=0,
        help_text="Working days on which the City waited for the resident; the clock stood still.",
    )
    counted_from = models.DateField(
        null=True, help_text="The day its time counts from, where it was taken up again; empty: the day it came in."
    )
    first_replied_at = models.DateTimeField(_("first reply"), null=True, help_text="By a person, not the receipt.")
    has_written = models.BooleanField(
        default=False, db_default=False, help_text="The resident has written since the City last did."
    )
    closed_at = models.DateTimeField(_("closed"), null=True, help_text="When it was last closed or taken for spam.")
    party = models.CharField(
        max_length=20, blank=True, db_default="", help_text="Who speaks: see forms.questions.party; empty: not asked."
    )
    district = models.CharField(
        _("district"), max_length=50, blank=True, db_default="", help_text="Its code, or “unknown”; empty: not asked."
    )
    is_comment = models.BooleanField(
        default=False, db_default=False, help_text="Who sent it was told that an answer may be published."
    )
    terms = SearchVectorField(null=True, editable=False)  # PostgreSQL only, with a GIN index: see forms.terms

    objects = SubmissionManager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-received_at", "-pk"]
        default_permissions = ()
        permissions = [(f"{right.value}_submission", f"Can {right.value} submissions") for right in Right]
        constraints = [
            models.UniqueConstraint(fields=["form", "nonce"], name="one_submission_per_form_shown"),
            models.UniqueConstraint(
                fields=["form", "person"], condition=~models.Q(person=""), name="one_submission_per_person"
            ),
        ]
        indexes = [
            # One for each thing the inbox is filtered by, in the order in which it lists (`forms.inbox.keyset`). What
            # they carry besides (PostgreSQL only) lets rights and states be counted without opening a row.
            *(
                models.Index(
                    fields=[*names.split(), "-received_at", "-id"],
                    name=f"submission_{'_'.join(names.split()) or 'received'}",
                    include=[name for name in CARRIED if name not in names.split()],
                )
                for names in ("", "queue", "queue state", "queue form", "form", "state", "locale", "assignee", "stage")
            ),
            models.Index(
                fields=["due_on", "id"],
                name="submission_due",
                condition=models.Q(state__in=RUNNING),
                include=["queue", "state", "is_sensitive", "assignee"],
            ),
            models.Index(
                fields=["-received_at", "-id"],
                name="submission_doubtful",
                condition=models.Q(verdict="doubtful"),
                include=["queue", "state", "is_sensitive"],
            ),
            models.Index(
                fields=["-received_at", "-id"],
                name="submission_written",
                condition=models.Q(has_written=True),
                include=["queue", "state", "is_sensitive", "assignee"],
            ),
            models.Index(
                fields=["channel", "-received_at", "-id"],
                name="submission_channel",
                condition=~models.Q(channel="web"),
                include=["queue", "state", "is_sensitive"],
            ),
            models.Index(
                fields=["snoozed_until", "id"],
                name="submission_snoozed",
                condition=models.Q(snoozed_until__isnull=False),
            ),
            models.Index(
                fields=["form", "closed_at"], name="submission_closed", condition=models.Q(closed_at__isnull=False)
            ),
            models.Index(
                fields=["form", "-received_at", "-id"], name="submission_comment", condition=models.Q(is_comment=True)
            ),
            models.Index(fields=["email"], name="submission_email", condition=~models.Q(email="")),
            models.Index(fields=["form", "place", "slot", "id"], name="submission_place"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def language(self) -> Language:
        return BY_TAG.get(self.locale, get_language(self.locale))

    @property
    def moves(self) -> tuple[CaseState, ...]:
        return MOVES.get(self.purpose, CASEWORK)[CaseState(self.state)]

    @property
    def is_staged(self) -> bool:
        return bool(self.form.stages)

    @property
    def is_kept_open(self) -> bool:
        """An application is closed by a stage that ends it, unless it was given up."""
        stage = find_stage(self.form.list_stages(), self.stage) if self.is_staged else None
        return stage is not None and not stage.is_end and self.place not in GIVEN_UP

    @property
    def is_suspect(self) -> bool:
        """Taken for spam, or perhaps from a robot: a person can say that it is not."""
        return self.state == CaseState.SPAM or self.verdict == Verdict.DOUBTFUL

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def list_doubts(self) -> list[str]:
        return [str(Doubt(doubt).label) for doubt in self.doubts]

    @property
    def public_state(self) -> str:
        """For the resident, who is not told what the city takes for spam."""
        return str(PUBLIC_STATES[CaseState(self.state)])

    def is_changed_by(self, answers: dict[str, Any]) -> bool:
        return {**self.answers, **self.sealed} != answers

    @property
    def link_ends_at(self) -> datetime | None:
        """When the resident's own link ends; None while the case is open."""
        return self.closed_at + LINK_KEPT if self.closed_at and self.state == CaseState.CLOSED else None

    @property
    def may_be_public(self) -> bool:
        """Nothing of a case that is sensitive, spam, given up or not confirmed is ever public."""
        is_out = self.is_sensitive or self.state == CaseState.SPAM or self.place in GIVEN_UP
        return self.is_comment and not is_out and not self.awaits_confirmation

    @property
    def awaits_confirmation(self) -> bool:
        return self.confirm_key is not None and self.confirmed_at is None and self.place not in GIVEN_UP

    @property
    def may_be_withdrawn(self) -> bool:
        """By the person who sent it: a sign-up or an application that is neither withdrawn nor closed."""
        is_fitting = bool(self.place) or self.purpose in (Purpose.SIGN_UP, Purpose.APPLICATION)
        return is_fitting and self.place not in (*GIVEN_UP, Place.REPEATED) and self.state != CaseState.CLOSED

    @property
    def recipient(self) -> str:
        """The address that was given, or nothing."""
        questions = self.version.definition["questions"]
        given = (self.answers.get(question["id"]) for question in questions if question["type"] == "email")
        return next(filter(None, given), "")

    def list_answers(
        self, *, shown: bool = False, sealed: bool = False, hidden: Container[str] = ()
    ) -> Iterator[Answer]:
        """In the order of the form; `shown`: in the words that the resident saw, else in those of the source.

        `sealed`: also what only the resident may see. `hidden`: ids of questions that this reader may not see.
        """
        answers = {**self.answers, **self.sealed} if sealed else self.answers
        names = self.name_files()
        for question in self.version.definition["questions"]:
            if question["id"] in answers and question["id"] not in hidden:
                values = names.get(question["id"]) or show_answer(question, answers[question["id"]], shown=shown)
                kind = TYPES.get(question["type"])
                if kind and kind.is_own_text():
                    values = [Wording(str(value), self.language.code) for value in values]
                yield Answer(Wording(*question["shown" if shown else "source"]), values)

    def name_files(self) -> dict[str, list[Wording | str]]:
        """{question id: names of the files}."""
        names: dict[str, list[Wording | str]] = {}
        if any(question["type"] == "file" for question in self.version.definition["questions"]):
            for attachment in self.attachments.all():
                names.setdefault(attachment.question, []).append(attachment.name)
        return names


def show_answer(question: dict[str, Any], answer: Any, *, shown: bool) -> list[Wording | str]:
    """Of a type that no longer exists: as it is stored, never hidden."""
    kind = TYPES.get(question["type"])
    return kind.show(answer, question, shown=shown) if kind else [str(answer)]
