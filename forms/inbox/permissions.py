"""Who may see a submission and change its state: given on a queue (a collection) in Wagtail's own group screen."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.collections import collection_member_permission_formset_factory
from wagtail.permission_policies.collections import CollectionPermissionPolicy

from forms.models import Submission

KNOWN = {"view", "change"}


class QueuePermissionPolicy(CollectionPermissionPolicy):
    """A submission comes from a resident and is never added or deleted by hand, not even by a superuser."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in KNOWN and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return super().user_has_any_permission(user, KNOWN & set(actions)) if KNOWN & set(actions) else False

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Submission) -> bool:
        return action in KNOWN and super().user_has_permission_for_instance(user, action, instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Submission) -> bool:
        known = KNOWN & set(actions)
        return bool(known) and super().user_has_any_permission_for_instance(user, known, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        known = KNOWN & set(actions)
        if not (known and user.is_active and user.is_authenticated):
            return self.model.objects.none()
        if user.is_superuser:
            return self.model.objects.all()
        return self.model.objects.filter(queue__in=list(self._collections_with_perm(user, known)))


GroupQueuePermissionFormSet = collection_member_permission_formset_factory(
    Submission,
    [
        ("view_submission", _("See"), _("See what came in")),
        ("change_submission", _("Deal with"), _("See what came in and change its state")),
    ],
    "forms/inbox/queue_permissions.html",
)
