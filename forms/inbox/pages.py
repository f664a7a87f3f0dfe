from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from forms.rights import SEEING, Right, read_grants

# What people write in forms of the inbox, by the names of the fields.
WRITTEN = ("note", "evidence-", "publication_note", "publication_cuts", "snooze_reason", "title", "body")


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


class GonePage(InboxPage):
    """In the place of a case that is not there for this person, or not any more: nothing of it, and what they wrote."""

    rights = (*SEEING, Right.REVIEW)
    template_name = "forms/inbox/gone.html"
    page_title = gettext_lazy("This case is not there any more")
    header_icon = "warning"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not read_grants(request.user).has_somewhere(*self.rights):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        written = [text for name, text in request.POST.items() if name.startswith(WRITTEN) and text.strip()]
        return self.render_to_response(self.get_context_data(form=None, written=written), status=404)


def show_gone(request: HttpRequest) -> Any:
    """The same whether there is such a case or not. Raises Http404 where nobody has sent a form."""
    if request.method != "POST":
        raise Http404
    return GonePage.as_view()(request)
