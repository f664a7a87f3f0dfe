from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from forms import editing, keeping
from forms.inbox import bulk, results, wanted
from forms.inbox.account import StaffMailPanel
from forms.inbox.history import PersonMenuItem, PersonView
from forms.inbox.home import add_panel
from forms.inbox.mail import MailPermissionPolicy, MailViewSet
from forms.inbox.permissions import GroupQueuePermissionFormSet, QueuePermissionPolicy
from forms.inbox.records.due import DueView, ProposeAction
from forms.inbox.records.pages import RecordsMenuItem
from forms.inbox.records.permissions import RecordsPolicy
from forms.inbox.records.viewsets import POLICED, VIEWSETS
from forms.inbox.viewsets import InboxViewSet, ResponseTargetViewSet
from forms.models import Message, Submission
from forms.reporting import page as reporting
from forms.viewsets import MailTextViewSet, ReplyTemplateViewSet

register_snippet(MailTextViewSet)
register_snippet(ReplyTemplateViewSet)
register_permission_policy(Submission, QueuePermissionPolicy(Submission))
register_permission_policy(Message, MailPermissionPolicy(Message))
for model in POLICED:
    register_permission_policy(model, RecordsPolicy(model))

hooks.register("construct_homepage_panels", add_panel)
hooks.register("construct_homepage_panels", wanted.add_panel)
hooks.register("register_account_settings_panel", StaffMailPanel)
for action in [*bulk.ACTIONS, ProposeAction]:
    hooks.register("register_bulk_action", action)

hooks.register("before_publish_page", editing.before_publish_page)
hooks.register("register_reports_menu_item", reporting.make_menu_item)
hooks.register("register_page_header_buttons", editing.register_header_button)
hooks.register("register_page_header_buttons", results.register_header_button)
hooks.register("before_delete_page", keeping.before_delete_page)
hooks.register("before_bulk_action", keeping.before_bulk_action)
hooks.register("describe_collection_contents", keeping.describe_submissions)
hooks.register("describe_collection_contents", keeping.describe_forms)


@hooks.register("register_admin_viewset")
def register_inbox():
    return [InboxViewSet(), MailViewSet(), ResponseTargetViewSet(), *(viewset() for viewset in VIEWSETS)]


@hooks.register("register_reports_menu_item")
def register_person_menu_item():
    return PersonMenuItem(PersonView.page_title, reverse_lazy("inbox:person"), icon_name="history", order=1100)


@hooks.register("register_reports_menu_item")
def register_records_menu_item():
    return RecordsMenuItem(DueView.page_title, reverse_lazy("records:index"), icon_name="bin", order=1110)


@hooks.register("register_admin_urls")
def register_urls():
    return [*editing.urls, *reporting.urls]


@hooks.register("register_group_permission_panel")
def register_queue_permissions():
    return GroupQueuePermissionFormSet


@hooks.register("register_log_actions")
def register_log_actions(actions):
    @actions.register_action("plaza.refuse")
    class RefuseFormatter(LogFormatter):
        label = gettext_lazy("Refuse a form outside its time")

        def format_message(self, entry):
            return _("Somebody sent the form outside its time (language: %(language)s). Nothing was kept.") % {
                "language": entry.data["locale"]
            }

    @actions.register_action("plaza.keep_back")
    class KeepBackFormatter(LogFormatter):
        label = gettext_lazy("Keep a scheduled version back")

        def format_message(self, entry):
            return _("Not published on its day, and kept as a draft: %(faults)s") % {
                "faults": " ".join(entry.data["faults"])
            }

    @actions.register_action("plaza.close")
    class CloseFormatter(LogFormatter):
        label = gettext_lazy("Close a form")

        def format_message(self, entry):
            return _("Closed. Received until then: %(received)s; begun and not sent: %(unsent)s") % entry.data
