"""Legal holds: placed by one person at once, released with a reason."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from forms import actions
from forms.inbox.records.due import ReasonForm
from forms.inbox.records.pages import NO_NAMES, RecordsPage
from forms.inbox.records.permissions import find_open_holds
from forms.models import FormIdentity, Hold, Scope, Submission
from forms.rights import Right


class HoldFilterSet(WagtailFilterSet):
    is_released = django_filters.BooleanFilter(
        field_name="released_at", lookup_expr="isnull", exclude=True, label=gettext_lazy("Released")
    )

    class Meta:
        model = Hold
        fields = ["scope"]


class HoldIndexView(IndexView):
    any_permission_required = ["view"]
    page_title = gettext_lazy("Records")
    page_subtitle = gettext_lazy("Legal holds")
    template_name = "forms/inbox/records/list.html"
    results_template_name = "forms/inbox/records/list_results.html"
    default_ordering = "-at"
    FORMATS = ()

    @cached_property
    def columns(self) -> list[Any]:
        return [
            TitleColumn("target", label=_("What"), accessor=lambda hold: self.tell(hold, hold.target), get_url=locate),
            Column("scope", label=_("Covers"), accessor="get_scope_display"),
            StatusTagColumn(
                "is_active",
                label=_("State"),
                accessor=lambda hold: _("In force") if hold.is_active else _("Released"),
                primary=lambda hold: hold.is_active,
            ),
            Column("reason", label=_("Reason"), accessor=lambda hold: self.tell(hold, hold.reason)),
            Column("actor", label=_("By"), accessor="actor"),
            DateColumn("at", label=_("From"), sort_key="at"),
        ]

    @cached_property
    def open(self) -> set[int]:
        return find_open_holds(self.request.user)

    def tell(self, hold: Hold, said: str) -> str:
        return said if hold.pk in self.open else "–"

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Place a legal hold"), url=reverse("holds:place"), icon_name="plus")]

    def get_base_queryset(self) -> Any:
        return Hold.objects.select_related("form")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "tab": "holds"}

    def get_edit_url(self, instance: Any) -> None:
        return None


def locate(hold: Hold) -> str:
    return reverse("holds:inspect", args=[hold.pk])


class HoldForm(forms.Form):
    """One of the three, as `scope` says."""

    scope = forms.ChoiceField(
        label=gettext_lazy("What it covers"), choices=Scope.choices, widget=forms.RadioSelect, initial=Scope.CASE
    )
    reference = forms.CharField(label=gettext_lazy("Reference of the case"), required=False, max_length=20)
    form = forms.ModelChoiceField(
        label=gettext_lazy("Form"), required=False, queryset=FormIdentity.objects.order_by("title")
    )
    person = forms.EmailField(
        label=gettext_lazy("Email address of the person"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Covers every case that has this address, as contact or in an answer."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=format_lazy(
            "{} {}",
            gettext_lazy("For example the lawsuit, or the request for records. Staff who see a case see it."),
            NO_NAMES,
        ),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        scope = cleaned.get("scope")
        if scope == Scope.CASE and "reference" in cleaned:
            mine = Submission.objects.visible_to(self.user, Right.DISPOSE).select_related("form")
            cleaned["case"] = mine.filter(reference=cleaned["reference"].strip().upper()).first()
            if cleaned["case"] is None:
                self.add_error("reference", _("There is no case with this reference in your queues."))
        if scope == Scope.FORM and not cleaned.get("form") and "form" not in self.errors:
            self.add_error("form", _("Choose the form."))
        if scope == Scope.PERSON and not cleaned.get("person") and "person" not in self.errors:
            self.add_error("person", _("Enter the address of the person."))
        return cleaned

    def list_target(self) -> dict[str, Any]:
        name = {Scope.CASE: "case", Scope.FORM: "form", Scope.PERSON: "person"}[Scope(self.cleaned_data["scope"])]
        return {name: self.cleaned_data[name]}


class PlaceView(RecordsPage):
    form_class = HoldForm
    template_name = "forms/inbox/records/place.html"
    header_icon = "lock"
    page_title = gettext_lazy("Place a legal hold")
    tab = "holds"

    def list_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("holds:index"), "label": _("Legal holds")}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: HoldForm) -> HttpResponse:
        held = actions.hold(**form.list_target(), reason=form.cleaned_data["reason"], by=self.request.user)
        messages.success(self.request, _("The hold is in force."))
        return redirect(locate(held))


class HoldView(RecordsPage):
    form_class = ReasonForm
    template_name = "forms/inbox/records/hold.html"
    header_icon = "lock"
    page_title = gettext_lazy("Legal hold")
    tab = "holds"

    @cached_property
    def hold(self) -> Hold:
        return get_object_or_404(Hold.objects.select_related("form"), pk=self.kwargs["pk"])

    def list_above(self) -> list[dict[str, Any]]:
        return [{"url": reverse("holds:index"), "label": _("Legal holds")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.hold.pk in find_open_holds(self.request.user, Hold.objects.filter(pk=self.hold.pk))
        return {**super().get_context_data(**kwargs), "hold": self.hold, "is_open": is_open}

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        try:
            actions.release(self.hold, reason=form.cleaned_data["reason"], by=self.request.user)
        except PermissionDenied:
            form.add_error(None, _("This case is of a queue in which you may not release a hold."))
            return self.form_invalid(form)
        except actions.Refused:
            messages.warning(self.request, _("This hold was released already."))
        else:
            messages.success(self.request, _("The hold is released."))
        return redirect(locate(self.hold))
