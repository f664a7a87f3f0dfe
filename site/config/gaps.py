"""What Wagtail's own views answer with an error of the server, found by walking through all addresses of the admin
(Wagtail 8.0, wagtail-localize 1.14): no browser sends it, and the answer is that it is not there."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.generic.chooser import ChosenViewMixin, CreateViewMixin, CreationFormMixin
from wagtail.coreutils import resolve_model_string
from wagtail.models import Page

# They redirect to the parent of the page, or ask it: the root of all has none, and would have been locked by then.
OF_A_PARENT = {f"wagtailadmin_pages:{name}" for name in ("move_confirm", "set_page_position", "lock", "unlock")}
# They look for the text of the address as it is, in a column of numbers.
OF_A_KEY = {"wagtailadmin_editing_sessions:ping", "wagtail_localize:submit_snippet_translation"}


class GapsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        kind: Any = getattr(view, "view_class", object)
        options = getattr(view, "view_initkwargs", {})
        is_admin = request.path.startswith("/admin/")  # elsewhere nobody needs to know who it is
        if not is_admin or not request.user.is_authenticated:
            return
        if name in OF_A_KEY:
            check_key(f"{kwargs['app_label']}.{kwargs['model_name']}", kwargs.get("object_id") or kwargs.get("pk"))
        elif issubclass(kind, ChosenViewMixin):
            check_key(options.get("model") or kind.model, kwargs.get("pk"))
        elif issubclass(kind, CreateViewMixin):
            check_creation(kind, options)
        elif name in OF_A_PARENT:
            check_parent(kwargs.get("page_id") or kwargs.get("page_to_move_id"))
        elif name == "wagtailadmin_choose_page_external_link" and request.method == "POST":
            check_field(request, "external-link-chooser-url")


def check_key(model: Any, key: Any) -> None:
    try:
        resolve_model_string(model)._meta.pk.to_python(unquote(str(key)))
    except (LookupError, ValidationError) as error:
        raise Http404 from error


def check_creation(kind: Any, options: dict[str, Any]) -> None:
    """A chooser in which nothing can be made has no form, and its view asks that for its faults."""
    names = ("creation_form_class", "form_fields", "exclude_form_fields")
    is_usual = kind.get_creation_form_class is CreationFormMixin.get_creation_form_class
    if is_usual and all(options.get(name, getattr(kind, name)) is None for name in names):
        raise Http404


def check_parent(key: Any) -> None:
    if Page.objects.filter(pk=key, depth=1).exists():
        raise Http404


def check_field(request: HttpRequest, name: str) -> None:
    """Wagtail takes it apart before it looks whether it was sent."""
    if name not in request.POST:
        raise BadRequest(f"without {name}")
