from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy

from forms import keeping
from forms.inbox.permissions import GroupQueuePermissionFormSet, QueuePermissionPolicy
from forms.inbox.viewsets import InboxViewSet
from forms.models import Submission
from forms.states import CaseState

register_permission_policy(Submission, QueuePermissionPolicy(Submission))

hooks.register("before_delete_page", keeping.before_delete_page)
hooks.register("before_bulk_action", keeping.before_bulk_action)
hooks.register("describe_collection_contents", keeping.describe_submissions)
hooks.register("describe_collection_contents", keeping.describe_forms)


@hooks.register("register_admin_viewset")
def register_inbox():
    return InboxViewSet()


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

    actions.register_action("plaza.send_again", gettext_lazy("Send again"), gettext_lazy("Message sent again"))

    @actions.register_action("plaza.change_state")
    class ChangeStateFormatter(LogFormatter):
        label = gettext_lazy("Change state")

        def format_message(self, entry):
            return _("State changed from “%(before)s” to “%(after)s”") % {
                "before": CaseState(entry.data["from"]).label,
                "after": CaseState(entry.data["to"]).label,
            }
