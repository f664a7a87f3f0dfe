from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail_localize.fields import SynchronizedField

from pages.models.base import FiledPage, IndexPage
from pages.models.taxonomy import Topic, word_topics


class ReportIndexPage(IndexPage):
    """Public reports, the latest year first, narrowed by `?year=` and `?topic=`."""

    subpage_types = ["pages.ReportPage"]
    listed_model = "pages.ReportPage"

    class Meta:
        verbose_name = _("list of reports")

    year: int | None = None  # that the reader has chosen
    topic: Topic | None = None

    def get_listed(self) -> Any:
        listed = super().get_listed().order_by("-year", "title", "pk")
        if self.year:
            listed = listed.filter(year=self.year)
        return listed.filter(topics=self.topic) if self.topic else listed

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        every, asked = self.get_listed(), request.GET
        filed = ReportPage.topics.through.objects.filter(reportpage__in=every.order_by())
        topics = list(Topic.objects.filter(pk__in=filed.values("topic")).select_related("locale").order_by("name"))
        years = sorted({*every.order_by().values_list("year", flat=True)}, reverse=True)
        year = next((each for each in years if str(each) == asked.get("year")), None)
        topic = next((each for each in topics if each.code == asked.get("topic")), None)
        self.year, self.topic = year, topic
        chosen = {"year": year, "topic": topic.code if topic else None}
        return {
            **super().get_context(request, *args, **kwargs),
            "years": years,
            "topics": list(zip(topics, word_topics(topics), strict=True)),
            "year": year,
            "topic": topic,
            "query": "".join(f"&{name}={value}" for name, value in chosen.items() if value),
        }


class ReportPage(FiledPage):
    """A report as text that everybody can read, with the document that was published, if there is one."""

    parent_page_types = ["pages.ReportIndexPage"]
    subpage_types: list[str] = []

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1900), MaxValueValidator(2200)], help_text=_("That it is about.")
    )
    document = models.ForeignKey(
        get_document_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("document"),
        help_text=_("A tagged PDF, or another format that screen readers can read. Put what matters on the page too."),
    )

    content_panels = [
        *FiledPage.content_panels[:-1],
        MultiFieldPanel(
            [FieldPanel("year"), FieldPanel("document"), *FiledPage.filing_panels], heading=FiledPage.facts_heading
        ),
        FiledPage.content_panels[-1],
    ]
    override_translatable_fields = [
        *FiledPage.override_translatable_fields,
        SynchronizedField("document", overridable=False),
    ]

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
