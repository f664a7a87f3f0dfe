"""The engagement report: how much came in and how it was answered, of the cases that a person may see."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from forms.deadlines import find_calendar, find_city_day
from forms.exporting.tables import find_format, list_files, send_table
from forms.models import ReportSubscription, Submission
from forms.reporting.dimensions import Dimension, name_groups
from forms.reporting.engagement import Line, Report, measure
from forms.reporting.periods import EARLIEST, LATEST, Period, Span, find_period
from forms.results.charts import Mark, draw
from forms.results.reading import NOTHING, Said, Shown, find_reader, say_number
from forms.rights import SEEING, read_grants
from localization.wording import Wording
from pages.moments import Day

USUAL = {"by": Dimension.QUEUE.value, "span": Span.THIS_YEAR.value}


class ReportForm(forms.Form):
    by = forms.ChoiceField(label=gettext_lazy("A row for each"), choices=Dimension.choices)
    span = forms.ChoiceField(label=gettext_lazy("Received in"), choices=Span.choices)
    first = Day(
        label=gettext_lazy("From"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("Only for “From one day to another”."),
    )
    last = Day(label=gettext_lazy("Until"), required=False, widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("span") == Span.DAYS and not self.errors:
            for name in ("first", "last"):
                if not said[name] or not EARLIEST <= said[name] <= LATEST:
                    self.add_error(name, _("Enter a day of our time."))
            if not self.errors and said["last"] < said["first"]:
                self.add_error("last", _("The last day comes before the first."))
        return said

    def find_period(self) -> Period:
        said = self.cleaned_data
        if said["span"] == Span.DAYS:
            return Period(said["first"], said["last"])
        return find_period(Span(said["span"]), find_city_day())


class EngagementView(WagtailAdminTemplateMixin, FormView):
    """GET shows; POST begins or ends the monthly mail to oneself."""

    form_class = ReportForm
    template_name = "forms/reporting/engagement.html"
    header_icon = "table"
    page_title = gettext_lazy("Engagement report")
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not read_grants(request.user).has_somewhere(*SEEING):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if find_format(request) and self.chosen.is_valid():
            return self.send()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = ReportSubscription.objects.filter(user=request.user)
        if "stop" in request.POST:
            mine.delete()
            messages.success(request, _("The report is no longer sent to you."))
        elif not getattr(request.user, "email", ""):
            messages.error(request, _("Your account has no email address."))
        else:
            ReportSubscription.objects.get_or_create(user=request.user)
            messages.success(request, _("You get the report at the beginning of every month, from the next on."))
        return redirect("engagement_report")

    @cached_property
    def chosen(self) -> ReportForm:
        return ReportForm({**USUAL, **{name: self.request.GET[name] for name in self.request.GET}})

    @cached_property
    def dimension(self) -> Dimension:
        return Dimension(self.chosen.cleaned_data["by"])

    @cached_property
    def period(self) -> Period:
        return self.chosen.find_period()

    @cached_property
    def report(self) -> Report:
        mine = Submission.objects.visible_to(self.request.user)
        return measure(mine, self.period, self.dimension, today=find_city_day(), calendar=find_calendar())

    @cached_property
    def names(self) -> dict[str, Wording]:
        return name_groups(self.dimension, [line.key for line in self.report.lines], find_reader())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**super().get_context_data(**kwargs), "form": self.chosen}
        context["is_subscribed"] = ReportSubscription.objects.filter(user=self.request.user).exists()
        if self.chosen.is_valid():
            context["files"] = list_files(self.request)
            context["period"] = self.period
            context["table"] = show_report(self.report, self.names, str(self.dimension.label))
            context["charts"] = list(self.list_charts())
        return context

    def list_charts(self) -> Iterator[tuple[str, Any]]:
        reader = find_reader()
        for title, sizes in (
            (pgettext("figure", "Received"), [line.received for line in self.report.lines]),
            (_("Median working days to the first reply"), [line.median for line in self.report.lines]),
        ):
            marks = [
                Mark(
                    self.names[line.key],
                    None if size is None else float(size),
                    say_number(size) if size is not None else "–",
                )
                for line, size in zip(self.report.lines, sizes, strict=True)
            ]
            if chart := draw(marks, reader):
                yield title, chart

    def send(self) -> StreamingHttpResponse:
        lines = [(str(self.names[line.key]), line) for line in self.report.lines]
        rows = [[line.key, name, *list_values(line)] for name, line in lines]
        rows.append(["", _("All"), *list_values(self.report.total)])
        labels = [str(self.dimension.label), str(self.dimension.label), *list_heads()]
        about = {
            _("A row for each"): str(self.dimension.label),
            _("From"): self.period.first.isoformat(),
            _("Until"): self.period.last.isoformat(),
        }
        return send_table(self.request, "engagement", [[self.dimension.value, "name", *KEYS], labels], rows, about)


KEYS = ["received", "answered", "open", "overdue", "median_working_days", "percentile_90_working_days"]


def list_heads() -> list[str]:
    return [
        pgettext("figure", "Received"),
        pgettext("figure", "Answered"),
        pgettext("figure", "Open"),
        pgettext("figure", "Overdue"),
        _("Median working days to the first reply"),
        _("90th percentile"),
    ]


def list_values(line: Line) -> list[int | Decimal | None]:
    return [line.received, line.answered, line.open, line.overdue, line.median, line.slow]


def show_report(report: Report, names: dict[str, Wording], label: str) -> Shown:
    """The table, its last row the whole."""

    def say(line: Line) -> tuple[Said, ...]:
        return tuple(NOTHING if value is None else say_number(value) for value in list_values(line))

    reader = find_reader()
    rows = [(names[line.key], say(line)) for line in report.lines]
    rows.append((Wording(_("All"), reader), say(report.total)))
    return Shown("report", Wording(label, reader), tuple(list_heads()), rows, None, [], has_sum=True)


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return read_grants(request.user).has_somewhere(*SEEING)


def make_menu_item() -> ReportMenuItem:
    return ReportMenuItem(
        EngagementView.page_title, reverse_lazy("engagement_report"), name="engagement", icon_name="table", order=1050
    )


def find_address() -> str:
    return reverse("engagement_report")


urls = [path("reports/engagement/", EngagementView.as_view(), name="engagement_report")]
