from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language as get_active
from django.views.decorators.csrf import csrf_exempt
from wagtail import views as wagtail_views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.wagtail_hooks import check_view_restrictions

from localization.languages import get_language

DEEPEST = 12  # segments of an address


# Residents have no account and may refuse cookies: a check that needs a cookie would lose what they typed and protect
# nothing. A form is tied to the one that was shown by its own signed token (forms.intake.token).
@csrf_exempt
def serve(request: Any, path: str) -> HttpResponse:
    """Wagtail's own view, with two rules about languages.

    A page that is not translated is shown in its source language inside the reader's language; an alias (a copy that
    only repeats the source) counts as not translated. A translation is only shown while its source is live: what the
    city takes down is down in every language.
    """
    found = Page.route_for_request(request, path)
    if found is None or found.page.alias_of_id:
        found = route_to_source(request, path)
        if found and (elsewhere := find_translated(found.page)):
            return HttpResponseRedirect(elsewhere)
        request._wagtail_route_for_request = found
    if found is None or found.page.is_withdrawn:
        raise Http404
    if found.page.is_source:
        response = wagtail_views.serve(request, path)
    else:  # what stands before the source (a password, a login) stands before its translations
        behind = check_view_restrictions(lambda *_arguments: wagtail_views.serve(request, path))
        response = behind(found.page.source, request, found.args, found.kwargs)
    response.headers["Content-Language"] = get_language(get_active()).tag
    return response


def find_translated(page: Any) -> str | None:
    """The address of a page's translation for this reader, where it is not the one that was asked for."""
    translation = (
        Page.objects.live()
        .filter(translation_key=page.translation_key, locale__language_code=get_active(), alias_of=None)
        .exclude(pk=page.pk)
        .first()
    )
    return translation.url if translation else None


def route_to_source(request: HttpRequest, path: str) -> RouteResult | None:
    """The page that another language has at this address. Addresses are the same in every language."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    parts = [part for part in path.split("/") if part]
    if len(parts) > DEEPEST:
        return None
    homes = Page.objects.filter(translation_key=site.root_page.translation_key).values_list("url_path", flat=True)
    ends = ["".join(f"{part}/" for part in parts[:length]) for length in range(len(parts) + 1)]
    candidates = (
        Page.objects.live()
        .filter(alias_of=None, url_path__in=[home + end for home in homes for end in ends])
        .order_by("-depth", "path")
        .specific()
    )
    for page in candidates:
        if page.is_source:
            rest = parts[page.depth - site.root_page.depth :]
            try:
                return page.route(request, rest)
            except Http404:
                return None
    return None


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return TemplateResponse(request, "400.html", {"is_error": True}, status=400).render()


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return TemplateResponse(request, "403.html", {"is_error": True}, status=403).render()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return TemplateResponse(request, "404.html", {"is_error": True}, status=404).render()
