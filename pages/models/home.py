from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail_localize.fields import SynchronizedField

from pages.listing import find_sources, show_in_language
from pages.models.base import BodyPage


class HomePage(BodyPage):
    parent_page_types = ["wagtailcore.Page"]

    ask_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page to ask or tell the City"),
        help_text=_("The main button of the home page leads here."),
    )

    content_panels = [
        *BodyPage.content_panels[:-1],
        PageChooserPanel("ask_page"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        SynchronizedField("ask_page", overridable=False),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return {
            **super().get_context(request, *args, **kwargs),
            "opportunities": show_in_language(find_sources("pages.OpportunityPage").accepting_at(now)[:4]),
            "events": show_in_language(find_sources("pages.EventPage").upcoming_at(now)[:3]),
            "services": show_in_language(find_sources("pages.ServicePage").order_by("path")[:6]),
        }
