from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Collection
from wagtail_localize.fields import SynchronizedField

from forms.questions.stream import QuestionsBlock
from forms.states import Late, Purpose
from pages.models.base import BodyPage


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
    questions = StreamField(QuestionsBlock(), verbose_name=_("questions"))
    what_happens_next = models.TextField(
        _("what happens next"),
        blank=True,
        max_length=600,
        help_text=_("Shown when the form was sent: who reads it, and by when they answer."),
    )

    content_panels = [
        *BodyPage.content_panels,
        FieldPanel("questions"),
        FieldPanel("what_happens_next"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]), FieldPanel("late")],
            heading=_("When it is open"),
        ),
        MultiFieldPanel([FieldPanel("purpose"), FieldPanel("queue")], heading=_("Who deals with it")),
    ]

    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        SynchronizedField("queue", overridable=False),
    ]

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("A form must close after it opens.")})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from forms.intake import views

        return views.answer_form(request, self)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """A preview shows the form of this draft, also of a translation; it stores nothing."""
        request.is_preview = True
        return self.serve(request)
