from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from forms import editing, keeping
from forms.inbox.mail import MailPermissionPolicy, MailViewSet
from forms.inbox.permissions import GroupQueuePermissionFormSet, QueuePermissionPolicy
from forms.inbox.viewsets import InboxViewSet
from forms.models import Message, Submission
from forms.states import CaseState
from forms.viewsets import MailTextViewSet

register_snippet(MailTextViewSet)
register_permission_policy(Submission, QueuePermissionPolicy(Submission))
register_permission_policy(Message, MailPermissionPolicy())

hooks.register("before_publish_page", editing.before_publish_page)
hooks.register("register_page_header_buttons", editing.register_header_button)
hooks.register("before_delete_page", keeping.before_delete_page)
hooks.register("before_bulk_action", keeping.before_bulk_action)
hooks.register("describe_collection_contents", keeping.describe_submissions)
hooks.register("describe_collection_contents", keeping.describe_forms)


@hooks.register("register_admin_viewset")
def register_inbox():
    return [InboxViewSet(), MailViewSet()]


@hooks.register("register_admin_urls")
def register_urls():
    return editing.urls


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

    for name, label, message in (
        ("plaza.send_again", gettext_lazy("Send again"), gettext_lazy("Message sent again")),
        ("plaza.confirm", gettext_lazy("Confirm address"), gettext_lazy("The resident confirmed the address")),
        ("plaza.withdraw", gettext_lazy("Withdraw"), gettext_lazy("Withdrawn by the resident")),
        ("plaza.move_up", gettext_lazy("Move up"), gettext_lazy("Moved up from the waiting list")),
        ("plaza.lapse", gettext_lazy("Lapse"), gettext_lazy("The address was not confirmed in time")),
        ("plaza.verify", gettext_lazy("Check a receipt"), gettext_lazy("A receipt was checked")),
    ):
        actions.register_action(name, label, message)

    @actions.register_action("plaza.open_file")
    class OpenFileFormatter(LogFormatter):
        label = gettext_lazy("Open a file")

        def format_message(self, entry):
            return _("Downloaded “%(name)s”") % {"name": entry.data["name"]}

    @actions.register_action("plaza.close")
    class CloseFormatter(LogFormatter):
        label = gettext_lazy("Close a form")

        def format_message(self, entry):
            return _("Closed. Received until then: %(received)s; begun and not sent: %(unsent)s") % entry.data

    @actions.register_action("plaza.change_state")
    class ChangeStateFormatter(LogFormatter):
        label = gettext_lazy("Change state")

        def format_message(self, entry):
            return _("State changed from “%(before)s” to “%(after)s”") % {
                "before": CaseState(entry.data["from"]).label,
                "after": CaseState(entry.data["to"]).label,
            }
