from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Collection
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from forms.definition import read_definition
from forms.freezing import Frozen, is_uncovered, keep_back, list_frozen
from forms.models.record_series import MOST_MONTHS, RecordSeries
from forms.panels import ConcernsPanel
from forms.questions.comment import find_unpublishable
from forms.questions.stream import QuestionsBlock
from forms.stages import StagesBlock
from forms.states import Late, Purpose
from pages.models.base import BodyPage

IDENTIFYING = {"email", "phone", "address"}
COMMENTS = "comments"  # the part of the address below a form's own


class FormPage(BodyPage):
    """A form. What it asks and when it is open is decided by its source page alone; a translation only words it."""

    parent_page_types = [
        "pages.HomePage",
        "pages.StandardPage",
        "pages.ServicePage",
        "pages.BoardPage",
        "pages.OpportunityPage",
        "pages.EventPage",
    ]
    subpage_types: list[str] = []

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices, default=Purpose.FEEDBACK)
    queue = models.ForeignKey(
        Collection,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("queue"),
        help_text=_("Who sees what comes in, unless a choice of a question sends it elsewhere."),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_(
            "The first moment at which nobody can send it any more. A form below an opportunity needs neither: "
            "it is open when the opportunity is."
        ),
    )
    late = models.CharField(_("answers after closing"), max_length=10, choices=Late.choices, default=Late.REFUSE)
    places = models.PositiveIntegerField(
        pgettext_lazy("seat", "places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many people can have a place in all. Empty: no limit, or the one of a choice."),
    )
    has_waiting_list = models.BooleanField(
        _("waiting list"), default=True, help_text=_("Who comes after the last place may wait for one. Else refused.")
    )
    confirm_email = models.BooleanField(
        _("address must be confirmed"),
        default=False,
        help_text=_("By a link that we send to it, within three days. Needs a question for an email address."),
    )
    one_per_person = models.BooleanField(
        _("once per person"), default=False, help_text=_("A second one from the same address takes no place.")
    )
    checks_answers = models.BooleanField(
        _("answers are checked before sending"),
        null=True,
        blank=True,
        choices=[(None, _("As usual for this purpose")), (True, _("Yes")), (False, _("No"))],
        help_text=_("Forms with several sections or with files always end with a page to check the answers."),
    )
    is_anonymous = models.BooleanField(
        _("can be sent anonymously"),
        default=False,
        help_text=_("Explains on the form what that means. No question for a name or an address may need an answer."),
    )
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_(
            "What comes in is for the named staff of its queue alone, not even for administrators. Every look is on "
            "record, and nothing of it leaves by email."
        ),
    )
    publishes_comments = models.BooleanField(
        _("comments are published"),
        default=False,
        help_text=_(
            "For consultations: the answer to one question is shown below the form after somebody at the City has "
            "approved it, with the name only if the person wants that. The form says so to residents."
        ),
    )
    is_blind = models.BooleanField(
        _("reviewed without names"),
        default=False,
        help_text=_("Reviewers do not see answers that say who applied or how to reach them."),
    )
    stages = StreamField(
        StagesBlock(),
        blank=True,
        verbose_name=_("stages"),
        help_text=_("Of applications, in their order: add the ready-made ones, or name your own."),
    )
    # Not PROTECT, with which Wagtail cannot read a revision whose series is gone. The form's identity protects it.
    series = models.ForeignKey(
        RecordSeries,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("record series"),
        help_text=_("By which line of your records schedule what comes in is kept (Settings, Record series)."),
    )
    retention_months = models.PositiveSmallIntegerField(
        _("kept for (months)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_MONTHS)],
        help_text=_("After a case is closed. Only for a form without a series; without both it is kept for good."),
    )
    minutes = models.PositiveSmallIntegerField(
        _("time it takes (minutes)"), null=True, blank=True, help_text=_("Said before people begin.")
    )
    questions = StreamField(QuestionsBlock(), verbose_name=_("questions"))
    what_happens_next = models.TextField(
        _("what happens next"),
        blank=True,
        max_length=600,
        help_text=_("Shown when the form was sent: who reads it, and by when they answer."),
    )

    content_panels = [
        ConcernsPanel(),
        *BodyPage.content_panels,
        FieldPanel("questions"),
        FieldPanel("what_happens_next"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]), FieldPanel("late")],
            heading=_("When it is open"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("places"), FieldPanel("has_waiting_list")]),
                FieldRowPanel([FieldPanel("confirm_email"), FieldPanel("one_per_person")]),
            ],
            heading=_("Places and people"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("purpose"), FieldPanel("queue")]),
                FieldRowPanel([FieldPanel("checks_answers"), FieldPanel("minutes")]),
                FieldRowPanel([FieldPanel("series"), FieldPanel("retention_months")]),
                FieldPanel("publishes_comments"),
                FieldRowPanel([FieldPanel("is_sensitive"), FieldPanel("is_blind")]),
                FieldPanel("is_anonymous"),
            ],
            heading=_("What it is for, and who deals with it"),
        ),
        FieldPanel("stages"),
    ]

    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        SynchronizedField("queue", overridable=False),
        SynchronizedField("series", overridable=False),
    ]

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            errors["closes_at"] = _("A form must close after it opens.")
        if self.one_per_person and not self.confirm_email:
            errors["one_per_person"] = _("Tick “address must be confirmed” too: only then is a person known.")
        asked = read_definition(self) if self.questions else ()
        required = {question.type for question in asked if question.required}
        if self.confirm_email and self.questions and "email" not in required:
            errors["confirm_email"] = _("The form has no question for an email address that needs an answer.")
        if self.is_anonymous and required & IDENTIFYING:
            errors["is_anonymous"] = _("A question for an address or a phone number needs an answer: make it optional.")
        if self.stages and self.purpose != Purpose.APPLICATION:
            errors["stages"] = _("Only applications have stages.")
        elif self.is_source and (faults := list_frozen(self)):
            errors["stages"] = Frozen(faults)
        if self.publishes_comments and (fault := find_unpublishable(self, asked)):
            errors["publishes_comments"] = fault
        if self.is_source and is_uncovered(self):
            errors["is_blind"] = _("People have applied under this promise, so it stays.")
        if errors:
            raise ValidationError(errors)

    def publish(self, revision: Any, *args: Any, **options: Any) -> Any:
        """A version whose day has come, and which cannot be published any more, stays a draft: it must not keep back
        what else is to be published."""
        try:
            with transaction.atomic():
                return super().publish(revision, *args, **options)
        except ValidationError as refused:
            if options.get("log_action") != "wagtail.publish.scheduled":
                raise
            keep_back(revision, refused.messages)

    @property
    def kept_months(self) -> int | None:
        """None: for good."""
        return self.series.months if self.series else self.retention_months

    @classmethod
    def list_publishable(cls) -> list[tuple[str, list[tuple[str, str]]]]:
        """[(form, [(id of the question, question)])]: of what results can be shown on a page."""
        from forms.results.publishing import list_menu

        return list_menu()

    def list_question_ids(self) -> set[str]:
        return {question.id for question in read_definition(self)}

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Below a form's own address are its published comments, in every language in which the page is read."""
        if self.live and path_components[:1] == [COMMENTS]:
            return RouteResult(self, kwargs={"below": path_components[1:]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, below: list[str] | None = None) -> HttpResponse:
        from forms.intake import comments, views

        return views.answer_form(request, self) if below is None else comments.show(request, self, below)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        from forms.intake import previews

        return previews.list_modes(self)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """A preview shows the form of this draft, also of a translation; it stores nothing."""
        from forms.intake import previews

        request.is_preview = True
        return previews.show(request, self, mode_name)
