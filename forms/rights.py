"""What is asked of the rights on queues outside the admin. The rule itself: `forms.inbox.permissions`."""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.permissions import policy_registry

from forms.models import Submission


def require_change(submission: Submission | None, by: Any) -> None:
    """Raises PermissionDenied where `by` may not change this case."""
    policy = policy_registry.get_by_type(Submission)
    if submission is None or not policy.user_has_permission_for_instance(by, "change", submission):
        raise PermissionDenied
