from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from forms.inbox.case import CaseView, UnsealView, clear, send_message_again, wake
from forms.inbox.dealing import CaseForm
from forms.inbox.entry import EnterView
from forms.inbox.exports import ExportView
from forms.inbox.files import download
from forms.inbox.filters import InboxFilterSet
from forms.inbox.history import PersonView
from forms.inbox.listing import InboxView
from forms.inbox.replying import RenewLinkView, ReplyView, ask_for_translation
from forms.inbox.results import ResultsView
from forms.inbox.saving import SaveView, forget
from forms.inbox.snoozing import SnoozeView
from forms.inbox.verification import VerifyView
from forms.models import ResponseTarget, Submission


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
    search_fields = ["reference"]
    list_per_page = 25

    def get_form_class(self, for_update: bool = False) -> type[CaseForm]:
        return CaseForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        names = super().get_common_view_kwargs(**kwargs)
        missing = ["add_url_name", "delete_url_name", "usage_url_name", "history_url_name"]
        return {**names, **dict.fromkeys(missing)}

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(filterset_class=self.filterset_class, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("enter/", EnterView.as_view(), name="enter"),
            path("export/", ExportView.as_view(), name="export"),
            path("forms/<int:form>/results/", ResultsView.as_view(), name="results"),
            path("person/", PersonView.as_view(), name="person"),
            path("verify/", VerifyView.as_view(), name="verify"),
            path("views/save/", SaveView.as_view(), name="save"),
            path("views/<int:pk>/forget/", forget, name="forget"),
            path("<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/clear/", clear, name="clear"),
            path("<int:pk>/files/<uuid:identity>/", download, name="file"),
            path("<int:pk>/messages/<int:message>/again/", send_message_again, name="send_again"),
            path("<int:pk>/reply/", ReplyView.as_view(), name="reply"),
            path("<int:pk>/reply/<int:template>/ask/", ask_for_translation, name="ask"),
            path("<int:pk>/link/", RenewLinkView.as_view(), name="renew_link"),
            path("<int:pk>/snooze/", SnoozeView.as_view(), name="snooze"),
            path("<int:pk>/wake/", wake, name="wake"),
            path("<int:pk>/unseal/", UnsealView.as_view(), name="unseal"),
        ]


class ResponseTargetViewSet(ModelViewSet):
    """Within how many working days each queue answers."""

    model = ResponseTarget
    name = "response_targets"
    icon = "time"
    menu_label = _("Response targets")
    menu_hook = "register_settings_menu_item"
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["queue", "working_days"]
    list_display = ["queue", "working_days"]
