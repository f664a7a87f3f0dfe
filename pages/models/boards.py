from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from pages.listing import find_sources, show_in_language
from pages.models.base import FiledPage, IndexPage


class BoardIndexPage(IndexPage):
    subpage_types = ["pages.BoardPage"]
    listed_model = "pages.BoardPage"

    class Meta:
        verbose_name = _("list of boards")


class BoardPage(FiledPage):
    """Any board, commission, council or committee."""

    parent_page_types = ["pages.BoardIndexPage"]
    subpage_types = ["forms.FormPage"]

    meets = models.CharField(
        _("when it meets"), max_length=200, blank=True, help_text=_("As in “Second Tuesday of each month, 6:30 pm”.")
    )
    appointed_by = models.CharField(_("who appoints the members"), max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(_("years of a term"), null=True, blank=True)
    hours_a_month = models.PositiveSmallIntegerField(_("hours a month"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("Name and address, as on a sign."))
    email = models.EmailField(_("email"), blank=True)

    content_panels = [
        *FiledPage.content_panels[:-1],
        FieldPanel("meets"),
        FieldPanel("appointed_by"),
        MultiFieldPanel(
            [
                *FiledPage.filing_panels,
                FieldPanel("seats"),
                FieldPanel("term_years"),
                FieldPanel("hours_a_month"),
                FieldPanel("place"),
                FieldPanel("email"),
            ],
            heading=FiledPage.facts_heading,
        ),
        FiledPage.content_panels[-1],
    ]
    override_translatable_fields = [
        *FiledPage.override_translatable_fields,
        SynchronizedField("place", overridable=False),
        SynchronizedField("email", overridable=False),
    ]

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        mine = {"board__translation_key": self.translation_key}
        return {
            **super().get_context(request, *args, **kwargs),
            "opportunities": show_in_language(find_sources("pages.OpportunityPage").not_closed_at(now).filter(**mine)),
            "events": show_in_language(find_sources("pages.EventPage").upcoming_at(now).filter(**mine)[:3]),
        }
