"""What Wagtail's own screens ask about records. The rights are those on the cases: `forms.rights`."""

from typing import Any

from wagtail.permission_policies.base import BasePermissionPolicy

from forms.models import DisposalBatch, Disposition, Hold, Submission, Tombstone
from forms.rights import Right, read_grants


def list_dispositions(user: Any) -> Any:
    cases = Submission.objects.visible_to(user, Right.DISPOSE).exclude(read_grants(user).find_blind())
    return Disposition.objects.filter(case__in=cases)


def list_tombstones(user: Any) -> Any:
    return Tombstone.objects.filter(read_grants(user).find(Right.DISPOSE))


def list_all(model: Any, user: Any) -> Any:
    """Holds and batches say nothing of what is in a case, so who disposes of anything sees all of them."""
    return model.objects.all() if read_grants(user).has_somewhere(Right.DISPOSE) else model.objects.none()


LISTS: dict[Any, Any] = {
    Disposition: list_dispositions,
    Tombstone: list_tombstones,
    Hold: lambda user: list_all(Hold, user),
    DisposalBatch: lambda user: list_all(DisposalBatch, user),
}


class RecordsPolicy(BasePermissionPolicy):
    """They are looked at; whatever is done to them has a page of its own."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and read_grants(user).has_somewhere(Right.DISPOSE)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return action == "view" and LISTS[self.model](user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        return LISTS[self.model](user) if "view" in actions else self.model.objects.none()
