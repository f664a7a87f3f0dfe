from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from forms.inbox.files import download
from forms.inbox.filters import InboxFilterSet
from forms.inbox.verification import VerifyView
from forms.inbox.views import CaseForm, CaseHistoryView, CaseView, InboxView, send_message_again
from forms.models import Submission


class InboxViewSet(ModelViewSet):
    """Everything that came in, in every language. Nothing is added, copied or deleted here, so no address does that."""

    model = Submission
    name = "inbox"
    icon = "mail"
    menu_label = _("Inbox")
    menu_order = 90
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    filterset_class = InboxFilterSet
    index_view_class = InboxView
    edit_view_class = CaseView
    history_view_class = CaseHistoryView
    search_fields = ["reference"]
    list_per_page = 25

    def get_form_class(self, for_update: bool = False) -> type[CaseForm]:
        return CaseForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = super().get_common_view_kwargs(**kwargs)
        return {**names, "add_url_name": None, "delete_url_name": None, "usage_url_name": None}

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(filterset_class=self.filterset_class, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("verify/", VerifyView.as_view(), name="verify"),
            path("<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/files/<uuid:identity>/", download, name="file"),
            path("<int:pk>/messages/<int:message>/again/", send_message_again, name="send_again"),
            path("<int:pk>/history/", self.history_view, name="history"),
            path("<int:pk>/history/results/", self.history_results_view, name="history_results"),
        ]
