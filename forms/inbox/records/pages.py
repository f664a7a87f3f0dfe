from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from forms.inbox.pages import InboxPage
from forms.rights import Right, read_grants

# What is written as a reason outlives the case, in what remains of it and in the log.
NO_NAMES = gettext_lazy("No names: this stays for good.")


class RecordsPage(InboxPage):
    """A page below Records."""

    rights = (Right.DISPOSE,)
    tab = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("records:index"), "label": _("Records")},
            *self.list_above(),
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "tab": self.tab}


class RecordsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return read_grants(request.user).has_somewhere(Right.DISPOSE)
