"""The language of a request: its address says it, and nothing else ever moves a reader.

Django's LocaleMiddleware redirects every unknown address to one with a prefix, so that `/zz/` becomes `/en/zz/`;
here an address without a known prefix is simply not found (except `/`, see `views.choose_language`).
"""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers

from localization.languages import BY_CODE, get_language

CHOSEN = "lang"
REMEMBER_SECONDS = 365 * 24 * 3600


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        prefix = request.path_info[1:].partition("/")[0]
        code = prefix.lower() if prefix.isascii() else prefix
        if code in BY_CODE and prefix != code:
            return HttpResponsePermanentRedirect(request.get_full_path().replace(prefix, code, 1))
        if code in BY_CODE and request.method == "GET" and request.GET.get(CHOSEN) == code:
            return remember_choice(request, code)
        active = code if code in BY_CODE else translation.get_language_from_request(request)
        with translation.override(active):
            request.LANGUAGE_CODE = active
            response = self.get_response(request)
            if code not in BY_CODE:
                patch_vary_headers(response, ("Accept-Language", "Cookie"))
            response.headers.setdefault("Content-Language", get_language(active).tag)
        return response


def remember_choice(request: HttpRequest, code: str) -> HttpResponse:
    """The menu was used: keep the choice for the next visit to `/`, then show the clean address."""
    query = request.GET.copy()
    del query[CHOSEN]
    response = HttpResponseRedirect(quote(request.path) + (f"?{query.urlencode()}" if query else ""))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=REMEMBER_SECONDS,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
