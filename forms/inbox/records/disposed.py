from typing import Any

import django_filters
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView

from forms.inbox.cells import Cell, more
from forms.inbox.filters import Received
from forms.inbox.records.permissions import list_tombstones
from forms.models import Tombstone


class TombstoneFilterSet(WagtailFilterSet):
    series = django_filters.CharFilter(label=gettext_lazy("Record series"), lookup_expr="iexact")
    disposed_at = Received(label=gettext_lazy("Disposed of"), widget=DateRangePickerWidget)

    class Meta:
        model = Tombstone
        fields = ["ground"]


class ReferenceCell(Cell):
    def show(self, stone: Tombstone) -> Any:
        return format_html('<bdi dir="ltr" class="case-whole">{}</bdi>', stone.reference)


class FormCell(Cell):
    def show(self, stone: Tombstone) -> Any:
        return format_html("<div>{}</div>{}", stone.form.title, more(stone.queue_name))


class DigestCell(Cell):
    """The first digits; all of them in the disposal log."""

    def show(self, stone: Tombstone) -> Any:
        return more(stone.digest[:16])


class TombstoneIndexView(IndexView):
    """What remains of what was disposed of."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("Records")
    page_subtitle = gettext_lazy("Disposed of")
    template_name = "forms/inbox/records/list.html"
    results_template_name = "forms/inbox/records/list_results.html"
    default_ordering = "-disposed_at"
    FORMATS = ()

    @cached_property
    def columns(self) -> list[Any]:
        return [
            ReferenceCell("reference", label=_("Reference")),
            FormCell("form", label=_("Form")),
            Column("series", label=_("Record series"), accessor=lambda stone: stone.series or "–"),
            DateColumn("received_at", label=_("Received"), sort_key="received_at"),
            DateColumn("disposed_at", label=_("Disposed of"), sort_key="disposed_at"),
            Column("proposer", label=_("Proposed by"), accessor="proposer"),
            Column("approver", label=_("Approved by"), accessor="approver"),
            DigestCell("digest", label="SHA-256"),
        ]

    def get_base_queryset(self) -> Any:
        return list_tombstones(self.request.user).select_related("form")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "tab": "disposed"}

    def get_edit_url(self, instance: Any) -> None:
        return None
