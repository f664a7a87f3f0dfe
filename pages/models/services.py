from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail_localize.fields import SynchronizedField

from pages.models.base import FiledPage, IndexPage


class ServiceIndexPage(IndexPage):
    subpage_types = ["pages.ServicePage"]
    listed_model = "pages.ServicePage"

    class Meta:
        verbose_name = _("list of services")


class ServicePage(FiledPage):
    parent_page_types = ["pages.ServiceIndexPage"]
    subpage_types = ["forms.FormPage"]

    fee = models.DecimalField(
        _("fee"), max_digits=9, decimal_places=2, null=True, blank=True, help_text=_("0 for a service that is free.")
    )
    working_days = models.PositiveSmallIntegerField(
        _("working days until done"), null=True, blank=True, help_text=_("What a resident can count on.")
    )
    start_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("where to start online"),
    )

    content_panels = [
        *FiledPage.content_panels[:-1],
        MultiFieldPanel(
            [
                *FiledPage.filing_panels,
                FieldPanel("fee"),
                FieldPanel("working_days"),
                PageChooserPanel("start_page"),
            ],
            heading=FiledPage.facts_heading,
        ),
        FiledPage.content_panels[-1],
    ]
    override_translatable_fields = [
        *FiledPage.override_translatable_fields,
        SynchronizedField("start_page", overridable=False),
    ]

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
