"""In which languages somebody may word what is not a page. Wagtail knows rights on pages and on kinds of snippets; the
language is read from the pages: who may edit the home page of a language words snippets in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied
from wagtail.models import Locale, Page, TranslatableMixin


def list_worded(user: Any) -> list[Locale]:
    """Two queries, more or less."""
    homes = Page.objects.filter(depth=2).select_related("locale")
    return [home.locale for home in homes if user.is_superuser or home.permissions_for_user(user).can_edit()]


def may_word(user: Any, locale: Locale) -> bool:
    return user.is_superuser or locale in list_worded(user)


def before_touching_snippet(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """For the hooks of Wagtail around editing, publishing and deleting a snippet."""
    if isinstance(instance, TranslatableMixin) and not may_word(request.user, instance.locale):
        return permission_denied(request)
    return None


def before_making_snippet(request: HttpRequest, model: Any) -> HttpResponse | None:
    """In the language that the address names, or else the first one."""
    if not issubclass(model, TranslatableMixin):
        return None
    code = request.GET.get("locale")
    locale = Locale.objects.filter(language_code=code).first() if code else Locale.get_default()
    return None if locale and may_word(request.user, locale) else permission_denied(request)


def before_deleting_snippets(request: HttpRequest, instances: Any) -> HttpResponse | None:
    for instance in instances:
        if answer := before_touching_snippet(request, instance):
            return answer
    return None
