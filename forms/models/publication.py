from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms.models.form_version import FormIdentity
from forms.models.submission import Submission
from forms.states import GIVEN_UP, PUBLISHED, CaseState, Decision, Reason
from localization.languages import BY_TAG, Language, get_language

# Stands in a published text where a passage was taken out. Residents' own text never has it: see forms.comments.
CUT = "\x1f"


class PublicationQuerySet(models.QuerySet):
    def public(self) -> "PublicationQuerySet":
        """What anybody may read: the one door to it. The case is looked at anew each time, so that what became spam,
        sensitive or was given up is gone at once, by whatever way that came about."""
        approved = self.filter(decision__in=PUBLISHED, case__is_sensitive=False)
        return approved.exclude(case__state=CaseState.SPAM).exclude(case__place__in=GIVEN_UP)


class Publication(models.Model):
    """What was decided about a comment, and, where it was approved, all of it that is public: copied at the decision.

    Public pages read these rows and nothing else of a case. They go when the case goes.
    """

    case = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="publication")
    form = models.ForeignKey(FormIdentity, on_delete=models.PROTECT, related_name="+", db_index=False)
    decision = models.CharField(_("publication"), max_length=20, choices=Decision.choices)
    reason = models.CharField(pgettext_lazy("decision", "reason"), max_length=20, choices=Reason.choices, blank=True)
    note = models.CharField(_("note on the decision"), max_length=500, blank=True, help_text="For colleagues only.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)

    cuts = models.JSONField(default=list, help_text="Passages that were taken out; never public.")

    sent_at = models.DateTimeField()
    text = models.TextField(blank=True)
    locale = models.CharField(max_length=35, blank=True, help_text="BCP 47 tag of the language it is written in.")
    name = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=20, blank=True, help_text="See forms.questions.party; empty: not asked.")

    objects = PublicationQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__in=PUBLISHED) | models.Q(text="", name="", party=""),
                name="text_only_where_published",
            ),
            models.CheckConstraint(
                condition=models.Q(decision=Decision.APPROVED) | models.Q(name=""), name="name_only_where_agreed"
            ),
        ]
        indexes = [
            models.Index(fields=["form", "-sent_at", "-id"], name="publication_sent"),
            models.Index(fields=["form", "-decided_at", "-id"], name="publication_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.decision}"

    @property
    def language(self) -> Language:
        return BY_TAG.get(self.locale, get_language(self.locale))

    def list_paragraphs(self) -> Iterator[list[dict[str, Any]]]:
        """Each as its lines; a line as its passages, between which something was taken out."""
        for paragraph in self.text.split("\n\n"):
            if paragraph.strip():
                yield [{"passages": line.split(CUT)} for line in paragraph.strip().split("\n")]

    @property
    def is_published(self) -> bool:
        return self.decision in PUBLISHED
