"""All mail that goes out about cases, and whether it went: what failed is seen here and sent again."""

from typing import Any

import django_filters
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from forms import outbox, record
from forms.inbox.filters import Received
from forms.models import Act, Delivery, Kind, Message, Submission
from forms.rights import SEEING, Right, read_grants

SEEN_BY = ["view"]


def list_visible(user: Any) -> Any:
    """Of the cases that the user may see; not for reviewers, who need not know how to reach anybody.

    Those of drafts, which are nobody's case yet, for administrators only. Mail to a colleague is the colleague's.
    """
    known = Message.objects.exclude(kind=Kind.ANSWER).filter(Q(staff=None) | Q(staff=user.pk))
    known = known.select_related("submission__form", "submission__queue", "draft__form", "watch__form")
    grants = read_grants(user)
    mine = known.filter(submission__in=Submission.objects.filter(grants.find_any(SEEING)).visible_to(user))
    begun = known.filter(submission=None).exclude(Q(draft__form__is_sensitive=True) | Q(watch__form__is_sensitive=True))
    return mine | begun if grants.is_superuser else mine


class MailPermissionPolicy(BasePermissionPolicy):
    """Who sees a case sees its mail; nothing is added, changed or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and read_grants(user).has_somewhere(*SEEING)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return action == "view" and list_visible(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        return list_visible(user) if "view" in actions else Message.objects.none()


class MailFilterSet(WagtailFilterSet):
    delivery = django_filters.ChoiceFilter(label=gettext_lazy("Delivery"), choices=Delivery.choices)
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Kind.choices)

    created_at = Received(label=gettext_lazy("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = Message
        fields = ["delivery", "kind", "created_at"]


class MailIndexView(IndexView):
    any_permission_required = SEEN_BY
    page_title = gettext_lazy("Mail sent out")
    default_ordering = "-created_at"
    FORMATS = ()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("kind", label=_("Mail"), accessor="get_kind_display", get_url=self.get_inspect_url),
            Column("form", label=_("Form"), accessor=name_form),
            Column("reference", label=_("Reference"), accessor="case_reference"),
            Column("recipient", label=_("To"), accessor=name_recipient),
            StatusTagColumn(
                "delivery",
                label=_("Delivery"),
                accessor="get_delivery_display",
                primary=lambda message: message.delivery == Delivery.FAILED,
            ),
            DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        ]

    def get_base_queryset(self) -> Any:
        return list_visible(self.request.user)

    def search_queryset(self, queryset: Any) -> Any:
        """By the address only what shows it."""
        found = super().search_queryset(queryset)
        if not self.is_searching:
            return found
        named = Q(submission__reference__icontains=self.search_query)
        return found.filter(named | Q(submission=None) | Q(submission__is_sensitive=False))

    def get_edit_url(self, instance: Message) -> None:
        return None


def name_form(message: Message) -> str:
    """Mail to staff is about no single one."""
    return message.case.form.title if message.case else ""


def name_recipient(message: Message) -> str:
    """Not of a sensitive case: a look at that is put on record, and a list is no such look."""
    return "–" if message.submission and message.submission.is_sensitive else message.recipient


class MailInspectView(InspectView):
    any_permission_required = SEEN_BY
    template_name = "forms/inbox/mail.html"

    def get_object(self, queryset: Any = None) -> Message:
        return get_object_or_404(list_visible(self.request.user), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.object.get_kind_display()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.object.submission:
            record.write(Act.VIEWED, by=self.request.user, case=self.object.submission)
        cases = Submission.objects.visible_to(self.request.user, Right.ANSWER)
        may = self.object.submission_id and cases.filter(pk=self.object.submission_id).exists()
        stuck = self.object.delivery in (Delivery.FAILED, Delivery.WITHHELD) and self.object.recipient
        return {**super().get_context_data(**kwargs), "message": self.object, "may_send": bool(may and stuck)}


@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    message = get_object_or_404(list_visible(request.user), pk=pk)
    try:
        outbox.send_again(message, by=request.user)
    except outbox.OnItsWay:
        messages.warning(request, _("This message is on its way already."))
    except outbox.TakenOut:
        messages.warning(request, _("This cannot be done with the case as it is now. Look at it again."))
    else:
        messages.success(request, _("The message is sent again."))
    return redirect("mail:inspect", pk)


class MailViewSet(ModelViewSet):
    model = Message
    name = "mail"
    icon = "mail"
    menu_label = gettext_lazy("Mail sent out")
    menu_hook = "register_reports_menu_item"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    filterset_class = MailFilterSet
    index_view_class = MailIndexView
    inspect_view_class = MailInspectView
    search_fields = ["recipient", "submission__reference"]
    list_per_page = 50
    form_fields = ["kind"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = super().get_common_view_kwargs(**kwargs)
        return {**names, "add_url_name": None, "edit_url_name": None, "delete_url_name": None, "usage_url_name": None}

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(filterset_class=self.filterset_class, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/again/", send_again, name="again"),
        ]
