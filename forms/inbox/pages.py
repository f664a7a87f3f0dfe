from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from forms.rights import Right, read_grants


class InboxPage(WagtailAdminTemplateMixin, FormView):
    """A page below the inbox, for who has one of `rights` on any queue; on which cases, is asked again there."""

    rights: ClassVar[tuple[Right, ...]]
    _show_breadcrumbs = True

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not read_grants(request.user).has_somewhere(*self.rights):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("inbox:index"), "label": _("Inbox")},
            *self.list_above(),
            {"url": "", "label": self.page_title},
        ]

    def list_above(self) -> list[dict[str, Any]]:
        """What stands between the inbox and this page."""
        return []
