"""The second step: another person looks at a batch, and approves or refuses it."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from forms import actions
from forms.actions.batches import HELD, NOT_DUE
from forms.inbox.records.due import ReasonForm
from forms.inbox.records.pages import RecordsPage
from forms.inbox.records.permissions import list_decidable, list_dispositions, list_tombstones, may_read_reason
from forms.inbox.widgets import QuickBooleanRadios
from forms.models import BatchState, DisposalBatch, Disposition

WHY = {HELD: gettext_lazy("A legal hold covers it."), NOT_DUE: gettext_lazy("It is not due any more.")}
WORDS = {
    "answer": gettext_lazy("Answer"),
    "file": gettext_lazy("File"),
    "message": gettext_lazy("Message"),
    "note": gettext_lazy("Note"),
    "evaluation": gettext_lazy("What shows that a criterion is met"),
}


class BatchFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=BatchState.choices)
    waits = django_filters.BooleanFilter(
        label=gettext_lazy("Waits for you"), method="filter_waits", widget=QuickBooleanRadios
    )

    class Meta:
        model = DisposalBatch
        fields = ["state", "waits", "ground"]

    def filter_waits(self, queryset: Any, _name: str, value: bool) -> Any:
        waiting = Q(pk__in=list_decidable(self.request.user).values("pk"))
        return queryset.filter(waiting if value else ~waiting)


class BatchIndexView(IndexView):
    any_permission_required = ["view"]
    page_title = gettext_lazy("Records")
    page_subtitle = gettext_lazy("Batches")
    template_name = "forms/inbox/records/list.html"
    results_template_name = "forms/inbox/records/list_results.html"
    default_ordering = "-proposed_at"
    FORMATS = ()

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("batch", label=_("Batch"), accessor=str, get_url=locate),
            StatusTagColumn(
                "state", label=_("State"), accessor="get_state_display", primary=lambda batch: batch.is_waiting
            ),
            Column("number", label=_("Cases"), accessor="number"),
            Column("ground", label=_("Why"), accessor="get_ground_display"),
            Column("proposer", label=_("Proposed by"), accessor="proposer"),
            DateColumn("proposed_at", label=_("Proposed"), sort_key="proposed_at"),
            Column("decider", label=_("Decided by"), accessor="decider"),
        ]

    def get_base_queryset(self) -> Any:
        return DisposalBatch.objects.all()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "tab": "batches"}

    def get_edit_url(self, instance: Any) -> None:
        return None


def locate(batch: DisposalBatch) -> str:
    return reverse("disposal_batches:inspect", args=[batch.pk])


class BatchView(RecordsPage):
    form_class = ReasonForm
    template_name = "forms/inbox/records/batch.html"
    header_icon = "bin"
    tab = "batches"

    @cached_property
    def batch(self) -> DisposalBatch:
        return get_object_or_404(DisposalBatch, pk=self.kwargs["pk"])

    @property
    def page_title(self) -> str:
        return str(self.batch)

    def list_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("disposal_batches:index"), "label": _("Batches")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = list_dispositions(self.request.user).filter(batch=self.batch)
        shown = list(items.select_related("case__form", "case__version", "case__queue").defer("case__terms"))
        return {
            **super().get_context_data(**kwargs),
            "batch": self.batch,
            "items": [(item, list(say_parts(item))) for item in shown],
            "hidden": self.batch.items.count() - len(shown),
            "left": [(reference, WHY.get(why, why)) for reference, why in self.batch.left],
            "stones": list_tombstones(self.request.user).filter(batch=self.batch.identity).select_related("form"),
            "is_open": may_read_reason(self.batch, self.request.user),
            "is_mine": self.batch.proposed_by_id == self.request.user.pk,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        if "approve" not in self.request.POST and "refuse" not in self.request.POST:
            return self.form_invalid(form)
        state = BatchState.APPROVED if "approve" in self.request.POST else BatchState.REFUSED
        try:
            actions.decide(self.batch, state, reason=form.cleaned_data["reason"], by=self.request.user)
        except actions.SamePerson:
            form.add_error(None, _("You proposed this batch, so another person has to approve it."))
            return self.form_invalid(form)
        except PermissionDenied:
            form.add_error(None, _("This batch has cases of queues in which you may not dispose of anything."))
            return self.form_invalid(form)
        except actions.Refused:
            messages.warning(self.request, _("This batch was decided already."))
            return redirect(locate(self.batch))
        said = _("Approved. It is carried out now, case by case.")
        messages.success(self.request, said if state == BatchState.APPROVED else _("Refused. The cases stay."))
        return redirect(locate(self.batch))


def say_parts(item: Disposition) -> Iterator[str]:
    """Nothing where the whole case goes."""
    labels = {question["id"]: question["source"][0] for question in item.case.version.definition["questions"]}
    for part in item.parts:
        word, _colon, key = part.partition(":")
        yield labels.get(key, "") if word == "answer" else str(WORDS[word])
