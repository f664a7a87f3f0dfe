"""Wagtail's view of the rights on queues (`forms.rights`): a submission is never added or deleted by hand."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, Q, When
from wagtail.admin.forms.collections import collection_member_permission_formset_factory
from wagtail.models import Collection
from wagtail.permission_policies.base import BasePermissionPolicy

from forms.models import Submission
from forms.rights import DEALING, DESCRIPTIONS, SEEING, Right, list_granted, read_grants

KNOWN = {"view", "change"}


class QueuePermissionPolicy(BasePermissionPolicy):
    """What Wagtail's own screens ask. Anything but looking and changing is refused, also to a superuser."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        rights = (*SEEING, Right.REVIEW) if action == "view" else DEALING
        return action in KNOWN and read_grants(user).has_somewhere(*rights)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Submission) -> bool:
        grants = read_grants(user)
        return action in KNOWN and grants.may_see(instance) and (action == "view" or grants.may_deal(instance))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Submission) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        return Submission.objects.visible_to(user) if KNOWN & set(actions) else Submission.objects.none()

    def users_with_any_permission(self, actions: Any) -> Any:
        every = Collection.objects.values_list("path", flat=True)
        granted = list_granted(every, (*SEEING, Right.REVIEW) if "view" in actions else DEALING)
        return get_user_model().objects.filter(Q(is_superuser=True) | Q(pk__in=granted.order_by().values("pk")))


CODENAMES = [f"{right.value}_submission" for right in Right]
GroupQueuePermissionFormSet = collection_member_permission_formset_factory(
    Submission,
    [(codename, right.label, DESCRIPTIONS[right]) for codename, right in zip(CODENAMES, Right, strict=True)],
    "forms/inbox/queue_permissions.html",
)
# Wagtail puts the heads of the table in the order given and the boxes below them in that of the alphabet.
field = GroupQueuePermissionFormSet.form.base_fields["permissions"]
field.queryset = field.queryset.order_by(
    Case(*(When(codename=codename, then=place) for place, codename in enumerate(CODENAMES)))
)
