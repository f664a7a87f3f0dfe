"""What the page editor has for forms besides fields: concerns before publishing, and a way to try the form."""

import hashlib
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from forms import actions
from forms.concerns import list_concerns
from forms.definition import read_words
from forms.intake import drafts
from forms.intake.token import Shown
from forms.models import FormPage
from localization.languages import BY_CODE, LANGUAGES

WARNED = "plaza_warned"  # in the session: {page: digest of the concerns that were shown}


def before_publish_page(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The first time shows what to look at, and the draft is saved; the second time publishes all the same."""
    concerns = list_concerns(page.specific) if isinstance(page.specific, FormPage) else []
    if not concerns:
        return None
    digest = hashlib.sha256("\n".join(concerns).encode()).hexdigest()
    warned = request.session.get(WARNED, {})
    if warned.get(str(page.pk)) == digest:
        return None
    request.session[WARNED] = {**warned, str(page.pk): digest}
    listed = format_html_join("", "<li>{}</li>", ((concern,) for concern in concerns))
    said = _("Saved as a draft, not published yet. Please look at this first; to publish all the same, publish again.")
    messages.warning(request, format_html("{}<ul>{}</ul>", said, listed))
    return redirect("wagtailadmin_pages:edit", page.pk)


def register_header_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    if isinstance(page.specific, FormPage) and page.permissions_for_user(user).can_edit():
        yield Button(_("Try this form"), url=reverse("plaza_try_form", args=[page.pk]), icon_name="view", priority=15)


class TryView(WagtailAdminTemplateMixin, TemplateView):
    """POST begins a trial in one language: the whole form as last saved, from which nothing is ever sent."""

    template_name = "forms/editing/try.html"
    page_title = "Try this form"
    header_icon = "view"
    _show_breadcrumbs = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form_page = get_object_or_404(FormPage, pk=kwargs["pk"])
        self.page_title = _("Try this form")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.form_page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        editor = reverse("wagtailadmin_pages:edit", args=[self.form_page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": editor, "label": self.form_page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form_page=self.form_page, languages=LANGUAGES, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = request.POST.get("language", "")
        if code not in BY_CODE:
            return redirect(request.path)
        words = read_words(self.form_page, code)
        form = actions.identify_form(self.form_page, words)
        shown = Shown(uuid4(), timezone.now())
        draft = drafts.begin(form, self.form_page, words, shown, is_trial=True)
        return redirect(f"/{code}/draft/{draft.key}/")


urls = [path("forms/try/<int:pk>/", TryView.as_view(), name="plaza_try_form")]
