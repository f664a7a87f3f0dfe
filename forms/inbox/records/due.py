"""What the schedule lets go, what holds it, and the first of the two steps by which it goes."""

from typing import Any

import django_filters
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic import IndexView

from forms import actions
from forms.actions.batches import MOST
from forms.deadlines import find_city_day
from forms.inbox.cells import EMPTY, Cell, more, show_icon, show_status
from forms.inbox.records.pages import NO_NAMES
from forms.inbox.records.permissions import list_dispositions
from forms.inbox.widgets import keep_ticks
from forms.models import Disposition, FormIdentity, RecordSeries, ScheduleCheck, Submission
from forms.records.holds import find_held, find_holds, map_holds, write_condition
from forms.records.retention import check_schedule
from forms.rights import Right, read_grants

FREE, BATCH, HELD = "free", "batch", "held"
STANDINGS = [
    (FREE, gettext_lazy("Can be proposed")),
    (HELD, gettext_lazy("Under a legal hold")),
    (BATCH, gettext_lazy("In a batch")),
]


def list_forms(request: Any) -> Any:
    return FormIdentity.objects.filter(submissions__disposition__in=list_dispositions(request.user)).distinct()


def filter_free(items: Any) -> Any:
    """In no batch, and under no hold. Written so that the database looks at holds row by row, as far as asked."""
    return items.filter(batch=None, case__in=Submission.objects.exclude(write_condition(find_holds())))


class DueFilterSet(WagtailFilterSet):
    series = django_filters.ModelChoiceFilter(
        field_name="case__form__series", label=gettext_lazy("Record series"), queryset=RecordSeries.objects.all()
    )
    form = django_filters.ModelChoiceFilter(
        field_name="case__form", label=gettext_lazy("Form"), queryset=lambda request: list_forms(request)
    )
    queue = django_filters.ModelChoiceFilter(
        field_name="case__queue",
        label=gettext_lazy("Queue"),
        queryset=lambda request: read_grants(request.user).list_queues(Right.DISPOSE),
    )
    standing = django_filters.ChoiceFilter(label=gettext_lazy("Standing"), choices=STANDINGS, method="filter_standing")

    class Meta:
        model = Disposition
        fields: list[str] = []

    def filter_standing(self, queryset: Any, _name: str, value: str) -> Any:
        if value == BATCH:
            return queryset.filter(batch__isnull=False)
        if value == FREE:
            return filter_free(queryset)
        held = find_held(Submission.objects.filter(disposition__isnull=False))
        return queryset.filter(case__in=held.values("pk"))


class DueCaseCell(Cell):
    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        return format_html(
            '<td class="title case-cell"><div class="title-wrapper"><bdi dir="ltr" id="disposition_{}_title">{}</bdi>'
            "</div>{}</td>",
            instance.pk,
            instance.case.reference,
            more(instance.case.queue.name),
        )


class FormSeriesCell(Cell):
    def show(self, item: Any) -> SafeString:
        series = item.case.form.series
        return format_html("<div>{}</div>{}", item.case.form.title, more(str(series) if series else ""))


class KeptCell(Cell):
    def show(self, item: Any) -> SafeString:
        until = _("Until %(day)s") % {"day": date_format(item.ends_on)} if item.ends_on else ""
        closed = find_city_day(item.case.closed_at) if item.case.closed_at else None
        said = _("Closed: %(day)s") % {"day": date_format(closed)} if closed else ""
        return format_html("<div>{}</div>{}", until, more(said))


class StandingCell(Cell):
    """Under a hold, and which; in a batch; or nothing."""

    def __init__(self, holds: Any, **options: Any) -> None:
        super().__init__("standing", label=_("Standing"), **options)
        self.holds = holds

    def show(self, item: Any) -> SafeString:
        held = self.holds().get(item.case_id, [])
        lines = [show_status(format_html("{} {}", show_icon("lock"), _("Legal hold")))] if held else []
        lines += [more(f"{hold}. {hold.reason}") for hold in held]
        if item.batch:
            lines.append(show_status(str(item.batch)))
        return format_html_join("", "{}", ((line,) for line in lines)) if lines else EMPTY


class DueView(IndexView):
    any_permission_required = ["view"]
    page_title = gettext_lazy("Records")
    page_subtitle = gettext_lazy("Due for disposal")
    template_name = "forms/inbox/records/due.html"
    results_template_name = "forms/inbox/records/due_results.html"
    default_ordering = "ends_on"
    FORMATS = ()

    @cached_property
    def columns(self) -> list[Any]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="disposition"),
            DueCaseCell("reference", label=_("Reference")),
            FormSeriesCell("form", label=_("Form and series")),
            KeptCell("ends_on", label=_("Kept"), sort_key="ends_on"),
            StandingCell(lambda: self.holds),
        ]

    def get_search_form(self) -> Any:
        return keep_ticks(super().get_search_form())

    def get_base_queryset(self) -> Any:
        items = list_dispositions(self.request.user).filter(parts=[])
        return items.select_related("case__form__series", "case__queue", "batch").defer("case__terms")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        self.holds = map_holds([item.case for item in context["object_list"]])
        return {**context, "tab": "due", "checked": ScheduleCheck.objects.first()}

    def get_edit_url(self, instance: Any) -> None:
        return None


@require_POST
def check_now(request: HttpRequest) -> HttpResponse:
    """What else is done each night: after a schedule was changed."""
    if not read_grants(request.user).has_somewhere(Right.DISPOSE):
        return permission_denied(request)
    listed = check_schedule(timezone.now())
    said = ngettext("%(count)s case more is due.", "%(count)s cases more are due.", listed)
    messages.success(request, said % {"count": listed})
    return redirect("records:index")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=format_lazy("{} {}", gettext_lazy("Goes on record with your name."), NO_NAMES),
    )


class ProposeAction(BulkAction):
    """The second step is another person's: `forms.inbox.records.batches`."""

    models = [Disposition]
    display_name = gettext_lazy("Propose disposal")
    action_type = "propose"
    aria_label = gettext_lazy("Propose to dispose of the selected cases")
    template_name = "forms/inbox/records/propose.html"
    form_class = ReasonForm

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not read_grants(request.user).has_somewhere(Right.DISPOSE):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_actionable_objects(self) -> Any:
        """All means what the filters show. What is held, or in a batch, is named and left."""
        mine = list_dispositions(self.request.user).filter(parts=[]).order_by("ends_on", "pk")
        wanted = self.request.GET.getlist("id")
        if "all" in wanted:
            filters = DueFilterSet(self.request.GET, queryset=mine, request=self.request)
            mine = filters.qs if filters.is_valid() else mine.none()
        else:
            mine = mine.filter(pk__in=[int(key) for key in wanted if key.isdecimal() and len(key) < 19])
        items = list(mine.select_related("case__form", "batch").defer("case__terms")[: MOST + 1])
        self.is_cut, items = len(items) > MOST, items[:MOST]
        held = map_holds([item.case for item in items])
        able = [item for item in items if item.case_id not in held and not item.batch_id]
        return able, {"items_with_no_access": [item for item in items if item not in able]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "action": self, "is_cut": self.is_cut, "most": MOST, "count": len(context["items"])}

    def form_valid(self, form: Any) -> HttpResponse:
        items, _without = self.get_actionable_objects()
        try:
            batch = actions.propose(items, reason=form.cleaned_data["reason"], by=self.request.user)
        except actions.NothingLeft:
            messages.warning(self.request, _("There is nothing here that can be proposed now."))
            return redirect("records:index")
        messages.success(self.request, _("The batch waits for a second person."))
        return redirect("disposal_batches:inspect", batch.pk)
