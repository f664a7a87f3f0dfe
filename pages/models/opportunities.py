from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField

from pages.models.base import FiledPage, IndexPage

CLOSING_SOON = timedelta(days=7)


class WindowState(models.TextChoices):
    UPCOMING = "upcoming", _("Opens soon")
    OPEN = "open", _("Open")
    CLOSING = "closing", _("Closes soon")
    CLOSED = "closed", _("Closed")


class OpportunityQuerySet(PageQuerySet):
    """Windows are half-open: [opens, closes). An empty end is no limit."""

    def accepting_at(self, now: datetime) -> "OpportunityQuerySet":
        return self.not_closed_at(now).filter(Q(opens_at=None) | Q(opens_at__lte=now))

    def not_closed_at(self, now: datetime) -> "OpportunityQuerySet":
        open_ended = Q(closes_at=None) | Q(closes_at__gt=now)
        return self.filter(open_ended).order_by(F("closes_at").asc(nulls_last=True), "path")


class OpportunityIndexPage(IndexPage):
    subpage_types = ["pages.OpportunityPage"]
    listed_model = "pages.OpportunityPage"

    class Meta:
        verbose_name = _("list of opportunities")

    def get_listed(self) -> Any:
        """Open ones first, the next to close at the top; then those to come; then those that are over."""
        now = timezone.now()
        return (
            super()
            .get_listed()
            .annotate(
                rank=models.Case(
                    models.When(closes_at__lte=now, then=2),
                    models.When(opens_at__gt=now, then=1),
                    default=0,
                    output_field=models.IntegerField(),
                )
            )
            .order_by("rank", F("closes_at").asc(nulls_last=True), "path")
        )


class OpportunityPage(FiledPage):
    """A way to take part: a seat on a board, or volunteering, with the window in which to apply."""

    parent_page_types = ["pages.OpportunityIndexPage"]
    subpage_types = ["forms.FormPage"]

    class Kind(models.TextChoices):
        BOARD = "board", _("Seat on a board")
        VOLUNTEER = "volunteer", _("Volunteering")

    requirements = models.TextField(_("who can apply"), blank=True, max_length=600)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.BOARD)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("The first moment at which nobody can apply any more.")
    )
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    hours_a_month = models.PositiveSmallIntegerField(_("hours a month"), null=True, blank=True)
    board = models.ForeignKey(
        "pages.BoardPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("board")
    )

    objects = PageManager.from_queryset(OpportunityQuerySet)()

    content_panels = [
        *FiledPage.content_panels[:-1],
        FieldPanel("requirements"),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldRowPanel([FieldPanel("places"), FieldPanel("hours_a_month")]),
                PageChooserPanel("board"),
                *FiledPage.filing_panels,
            ],
            heading=FiledPage.facts_heading,
        ),
        FiledPage.content_panels[-1],
    ]
    override_translatable_fields = [
        *FiledPage.override_translatable_fields,
        SynchronizedField("board", overridable=False),
    ]

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("An opportunity must close after it opens.")})

    @property
    def window_state(self) -> WindowState:
        """By the server's clock, from the source page."""
        now, source = timezone.now(), self.source
        if source.closes_at and now >= source.closes_at:
            return WindowState.CLOSED
        if source.opens_at and now < source.opens_at:
            return WindowState.UPCOMING
        if source.closes_at and source.closes_at - now < CLOSING_SOON:
            return WindowState.CLOSING
        return WindowState.OPEN
