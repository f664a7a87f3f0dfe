from typing import Any

from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from forms.inbox.records.batches import BatchFilterSet, BatchIndexView, BatchView
from forms.inbox.records.disposed import TombstoneFilterSet, TombstoneIndexView
from forms.inbox.records.due import DueFilterSet, DueView, check_now
from forms.inbox.records.holds import HoldFilterSet, HoldIndexView, HoldView, PlaceView
from forms.inbox.records.persons import PersonRequestView
from forms.models import DisposalBatch, Disposition, Hold, RecordSeries, Tombstone


class RecordsViewSet(ModelViewSet):
    """A list; nothing is added, changed or deleted in it by hand."""

    icon = "bin"
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    form_fields: list[str] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = super().get_common_view_kwargs(**kwargs)
        missing = ["add_url_name", "edit_url_name", "delete_url_name", "usage_url_name", "history_url_name"]
        return {**names, **dict.fromkeys(missing)}

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(filterset_class=self.filterset_class, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            *self.list_pages(),
        ]

    def list_pages(self) -> list[Any]:
        return []


class DueViewSet(RecordsViewSet):
    model = Disposition
    name = "records"
    filterset_class = DueFilterSet
    index_view_class = DueView
    search_fields = ["case__reference"]

    def list_pages(self) -> list[Any]:
        return [
            path("check/", check_now, name="check"),
            path("person/", PersonRequestView.as_view(), name="person"),
        ]


class BatchViewSet(RecordsViewSet):
    model = DisposalBatch
    name = "disposal_batches"
    url_prefix = "records/batches"
    filterset_class = BatchFilterSet
    index_view_class = BatchIndexView

    def list_pages(self) -> list[Any]:
        return [path("<int:pk>/", BatchView.as_view(), name="inspect")]


class HoldViewSet(RecordsViewSet):
    model = Hold
    name = "holds"
    url_prefix = "records/holds"
    icon = "lock"
    filterset_class = HoldFilterSet
    index_view_class = HoldIndexView
    search_fields = ["reference", "form__title"]

    def list_pages(self) -> list[Any]:
        return [
            path("place/", PlaceView.as_view(), name="place"),
            path("<int:pk>/", HoldView.as_view(), name="inspect"),
        ]


class TombstoneViewSet(RecordsViewSet):
    model = Tombstone
    name = "disposed"
    url_prefix = "records/disposed"
    filterset_class = TombstoneFilterSet
    index_view_class = TombstoneIndexView
    search_fields = ["reference", "form__title"]


class SeriesDeleteView(DeleteView):
    def form_valid(self, form: Any) -> Any:
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, _("This cannot be deleted: what came in by some form is kept by it."))
            return redirect(self.get_success_url())


class RecordSeriesViewSet(ModelViewSet):
    """The lines of the schedule by which the city keeps what came in."""

    model = RecordSeries
    name = "record_series"
    icon = "bin"
    menu_label = gettext_lazy("Record series")
    menu_hook = "register_settings_menu_item"
    copy_view_enabled = False
    add_to_reference_index = False
    delete_view_class = SeriesDeleteView
    form_fields = ["code", "title", "months", "trigger", "source"]
    list_display = ["code", "title", "months", "trigger", "source"]


VIEWSETS = [BatchViewSet, HoldViewSet, TombstoneViewSet, DueViewSet, RecordSeriesViewSet]
POLICED = [Disposition, DisposalBatch, Hold, Tombstone]
