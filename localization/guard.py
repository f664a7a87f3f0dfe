"""What wagtail-localize would allow to too many, or what would break the rule that a translation follows its source.

Measured on wagtail-localize 1.14: the right to submit is global (any page, also an unpublished one, into any language),
whoever may edit a translation may detach it or turn it into an alias, and every member of staff can list every snippet.
"""

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation, TranslationSource

from localization.rights import may_word

DETACHING = {"stop_translation", "convert_to_alias"}
SUBMITTING = {"submit_page_translation", "update_translations"}
LISTING = {"snippets_api_listing", "snippets_api_detail"}


class LocalizeGuard:
    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or "wagtail_localize" not in match.namespaces or not request.user.is_authenticated:
            return None
        if match.url_name in DETACHING:
            messages.error(request, _("A translation always follows its source here. It cannot be cut off from it."))
            return redirect("wagtailadmin_home")
        if match.url_name in SUBMITTING and not may_submit(request.user, match.url_name, kwargs):
            return permission_denied(request)
        if "translation_id" in kwargs and not may_translate(request.user, kwargs["translation_id"]):
            return permission_denied(request)
        if match.url_name in LISTING:
            try:
                model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
            except LookupError as error:
                raise Http404 from error
            if not policy_registry.get_by_type(model).user_has_any_permission(request.user, ["add", "change", "view"]):
                return permission_denied(request)
        return None


def may_translate(user: Any, translation_id: int) -> bool:
    """wagtail-localize asks for the right on a kind of snippet alone, which would be in every language."""
    translation = get_object_or_404(Translation.objects.select_related("target_locale", "source"), pk=translation_id)
    model = translation.source.specific_content_type.model_class()
    return issubclass(model, Page) or may_word(user, translation.target_locale)


def may_submit(user: Any, name: str, kwargs: dict[str, Any]) -> bool:
    """Only who may publish the source page sends it, or its changes, into other languages."""
    if name == "submit_page_translation":
        page = get_object_or_404(Page, pk=kwargs["page_id"])
    else:
        source = get_object_or_404(TranslationSource, pk=kwargs["translation_source_id"])
        try:
            page = source.get_source_instance()
        except source.specific_content_type.model_class().DoesNotExist:
            return False
        if not isinstance(page, Page):
            return policy_registry.get_by_type(type(page)).user_has_permission(user, "change")
    return page.permissions_for_user(user).can_publish()
