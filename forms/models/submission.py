import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from forms.models.form_version import FormIdentity, FormVersion
from forms.questions import TYPES
from forms.states import GIVEN_UP, MOVES, PUBLIC_STATES, CaseState, Doubt, Place, Purpose, Verdict
from localization.languages import BY_TAG, Language, get_language
from localization.wording import Wording

# Told apart on the phone and on paper, in capitals: no vowels (no words), no 0 O 1 I L, no 2 Z, no 5 S, no 8 B.
ALPHABET = "CDFGHJKMNPQRTVWXY34679"


def make_reference() -> str:
    """Like `K7M-QW4-XTP`: 40 bits, found again by its unique index, not a secret."""
    letters = "".join(secrets.choice(ALPHABET) for _position in range(9))
    return f"{letters[:3]}-{letters[3:6]}-{letters[6:]}"


def make_receipt_key() -> str:
    """128 bits: whoever has it may read the receipt."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Answer:
    """One answered question for people. `values` holds one entry, or one for each chosen answer."""

    question: Wording
    values: list[Wording | str]


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser, action: str | None = None) -> "SubmissionQuerySet":
        """Those in the queues that the user's groups may see (or on which they may do `action`)."""
        policy = policy_registry.get_by_type(self.model)
        actions = [action] if action else ["view", "change"]
        return self & policy.instances_user_has_any_permission_for(user, actions)


class Submission(models.Model):
    """What a resident sent, kept whatever happens to the page, the language or the department it was sent to."""

    reference = models.CharField(_("reference"), max_length=11, unique=True, default=make_reference, editable=False)
    receipt_key = models.CharField(max_length=22, unique=True, default=make_receipt_key, editable=False)
    form = models.ForeignKey(FormIdentity, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("form"))
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="submissions")
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices, blank=True)
    locale = models.CharField(_("language"), max_length=35, help_text="BCP 47 tag of the language it was sent in.")
    answers = models.JSONField(default=dict, help_text="{question id: canonical value}, see forms.questions.base.")
    state = models.CharField(_("state"), max_length=20, choices=CaseState.choices, default=CaseState.NEW)
    queue = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("queue"))
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

    objects = SubmissionQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(fields=["form", "nonce"], name="one_submission_per_form_shown"),
            models.UniqueConstraint(
                fields=["form", "person"], condition=~models.Q(person=""), name="one_submission_per_person"
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="submission_received"),
            models.Index(fields=["queue", "state", "-received_at"], name="submission_queue"),
            models.Index(fields=["form", "-received_at"], name="submission_form"),
            models.Index(fields=["form", "place", "slot", "id"], name="submission_place"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def collection(self) -> Collection:
        """The name under which Wagtail's collection permissions look for the queue."""
        return self.queue

    @property
    def language(self) -> Language:
        return BY_TAG.get(self.locale, get_language(self.locale))

    @property
    def moves(self) -> tuple[CaseState, ...]:
        return MOVES[CaseState(self.state)]

    def list_doubts(self) -> list[str]:
        return [str(Doubt(doubt).label) for doubt in self.doubts]

    @property
    def public_state(self) -> str:
        """For the resident, who is not told what the city takes for spam."""
        return str(PUBLIC_STATES[CaseState(self.state)])

    def is_changed_by(self, answers: dict[str, Any]) -> bool:
        return {**self.answers, **self.sealed} != answers

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

    def list_answers(self, *, shown: bool = False, sealed: bool = False) -> Iterator[Answer]:
        """In the order of the form; `shown`: in the words that the resident saw, else in those of the source.

        `sealed`: also what only the resident may see.
        """
        answers = {**self.answers, **self.sealed} if sealed else self.answers
        names = self.name_files()
        for question in self.version.definition["questions"]:
            if question["id"] in answers:
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
