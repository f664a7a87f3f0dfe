from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from localization.models import Sourced
from pages.blocks import BODY
from pages.listing import find_sources, show_in_language, show_specific

LISTED = 20


def in_source_language() -> dict[str, Any]:
    """Each topic once: its translations are found when a page is read."""
    return {"locale": Locale.get_default()}


class BasePage(Sourced, Page):
    """What every page of the city has: an introduction, and an address that is the same in every language."""

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=400,
        help_text=_("One or two sentences: what this page is for, and for whom."),
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        abstract = True


class BodyPage(BasePage):
    body = StreamField(BODY, blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        abstract = True


class FiledPage(BodyPage):
    """A page that belongs to a department, topics and a district. Like every fact they are read from the source."""

    department = models.ForeignKey(
        "pages.Department",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("department"),
    )
    district = models.ForeignKey(
        "pages.District",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("district"),
    )
    topics = ParentalManyToManyField(
        "pages.Topic", blank=True, related_name="+", verbose_name=_("topics"), limit_choices_to=in_source_language
    )

    facts_heading = _("Facts (the same in every language)")
    filing_panels = [
        FieldPanel("department"),
        FieldPanel("district"),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
    ]
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        SynchronizedField("department", overridable=False),
        SynchronizedField("district", overridable=False),
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        forms_below = self.source.get_children().live().public().select_related("locale")
        return {**super().get_context(request, *args, **kwargs), "forms": show_specific(forms_below)}


class IndexPage(BasePage):
    """Lists every page of one family, in the reader's language where it exists, else in its source language."""

    listed_model: ClassVar[str]
    max_count_per_parent = 1
    parent_page_types = ["pages.HomePage"]

    class Meta:
        abstract = True

    def get_listed(self) -> Any:
        return find_sources(self.listed_model)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        page = Paginator(self.get_listed(), LISTED).get_page(request.GET.get("page"))
        page.object_list = show_in_language(page.object_list)
        return {**context, "listed": page}
