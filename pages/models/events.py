from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField

from pages.listing import find_sources, show_in_language
from pages.models.base import FiledPage, IndexPage
from pages.models.settings import list_zones

PAST_LISTED = 10


class EventQuerySet(PageQuerySet):
    def upcoming_at(self, now: datetime) -> "EventQuerySet":
        """Not over yet, the next one first."""
        return self.annotate(over_at=Coalesce("ends_at", "starts_at")).filter(over_at__gt=now).order_by("starts_at")

    def past_at(self, now: datetime) -> "EventQuerySet":
        return self.annotate(over_at=Coalesce("ends_at", "starts_at")).filter(over_at__lte=now).order_by("-starts_at")


class EventIndexPage(IndexPage):
    subpage_types = ["pages.EventPage"]
    listed_model = "pages.EventPage"

    class Meta:
        verbose_name = _("list of events")

    def get_listed(self) -> Any:
        return super().get_listed().upcoming_at(timezone.now())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        past = find_sources(self.listed_model).past_at(timezone.now())[:PAST_LISTED]
        return {**super().get_context(request, *args, **kwargs), "past": show_in_language(past)}


class EventPage(FiledPage):
    parent_page_types = ["pages.EventIndexPage"]
    subpage_types = ["forms.FormPage"]

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("As planned")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=60, blank=True, help_text=_("Only where it differs from the city's.")
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.SCHEDULED)
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("Name and address, as on a sign."))
    online_url = models.URLField(_("online link"), blank=True)
    dial_in = models.CharField(_("phone to listen in"), max_length=80, blank=True)
    access_email = models.EmailField(_("email for interpretation and access needs"), blank=True)
    access_by = models.DateField(_("ask for them by"), null=True, blank=True)
    board = models.ForeignKey(
        "pages.BoardPage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("board")
    )

    objects = PageManager.from_queryset(EventQuerySet)()

    content_panels = [
        *FiledPage.content_panels[:-1],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("time_zone", widget=forms.Select(choices=[("", "—"), *list_zones()])),
                FieldPanel("state"),
                FieldPanel("place"),
                FieldPanel("online_url"),
                FieldPanel("dial_in"),
                FieldRowPanel([FieldPanel("access_email"), FieldPanel("access_by")]),
                PageChooserPanel("board"),
                *FiledPage.filing_panels,
            ],
            heading=FiledPage.facts_heading,
        ),
        FiledPage.content_panels[-1],
    ]
    override_translatable_fields = [
        *FiledPage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "time_zone",
                "place",
                "online_url",
                "dial_in",
                "access_email",
                "board",
            )
        ),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        super().clean()
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("An event must end after it starts.")})

    @property
    def is_over(self) -> bool:
        return (self.source.ends_at or self.source.starts_at) <= timezone.now()
