"""A post that is refused because its page was open for too long, or because its writer was signed out meanwhile.

Nothing of it is done, and nothing of it is lost: what was typed is on the page that says so. The residents' forms need
no cookie and are never refused so (`pages.views.serve`); this is for staff, and for pages behind a password.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from config.typed import Fields, is_secret, list_texts, read_sent
from forms.record import name_actor
from localization.languages import BY_CODE, get_language


def refuse_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """In the place of Django's own page for a token that does not fit (settings.CSRF_FAILURE_VIEW)."""
    return say_refused(request, is_signed_out=False)


class SignedOutMiddleware:
    """In the place of Wagtail's redirect of a post to the page where one signs in, with which the post is gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.status_code != 302 or not is_admin(request):
            return response
        to = urlsplit(response.headers["Location"])
        # `next` is only there where somebody wanted more than to sign in or out.
        if to.path != reverse("wagtailadmin_login") or "next=" not in to.query or is_signed_in(request):
            return response
        if request.path == reverse("wagtailadmin_logout"):  # which is no page to come back to
            return redirect("wagtailadmin_login")
        return say_refused(request, is_signed_out=True)


def say_refused(request: HttpRequest, *, is_signed_out: bool) -> HttpResponse:
    """A stranger's page can send a post, with words of its own, but cannot say that it came from ours. So what came
    from elsewhere is not shown; and a button that sends it again, with a fresh token, is only offered where the
    browser names this site as where it comes from: else the stranger would have it pressed."""
    source = request.headers.get("Origin")
    is_foreign, is_ours = source is not None and not is_here(request, source), source is not None
    fields, files = ([], []) if is_foreign else read_sent(request)
    may_resend = is_ours and bool(fields) and not any(is_secret(name) for name, _value in fields)
    back = find_way_back(request, fields)
    with translation.override(choose_language(request, back)):
        context = {
            "frame": "bare.html" if is_admin(request) else "base.html",
            "is_error": True,
            "is_signed_out": is_signed_out,
            "is_foreign": is_foreign,
            "fields": [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"] if may_resend else [],
            "texts": list_texts(fields),
            "files": files,
            "back": back,
            "sign_in": f"{reverse('wagtailadmin_login')}?{urlencode({'next': back})}",
            "actor": name_actor(request.user) if is_signed_in(request) else "",
        }
        response = HttpResponse(render_to_string("refused.html", context, request), status=403)
        response.headers["Content-Language"] = get_language(translation.get_language()).tag
    response.headers["Cache-Control"] = "private, no-store"
    return response


def is_here(request: HttpRequest, source: str) -> bool:
    return source in (f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS)


def is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def is_signed_in(request: HttpRequest) -> bool:
    return bool(getattr(request, "user", None)) and request.user.is_authenticated


def find_way_back(request: HttpRequest, fields: Fields) -> str:
    """Where the form stood, which is not always where it was sent to."""
    for url in (dict(fields).get("return_url"), request.headers.get("Referer")):
        if url and url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
            parts = urlsplit(url)
            return parts._replace(scheme="", netloc="").geturl() or "/"
    return request.get_full_path()


def choose_language(request: HttpRequest, back: str) -> str:
    """The admin's is each person's own; that of a page behind a password is in its address."""
    if is_admin(request):
        profile: Any = getattr(request.user, "wagtail_userprofile", None) if is_signed_in(request) else None
        code = profile.get_preferred_language() if profile else translation.get_language()
    else:
        code = back[1:].partition("/")[0]
    return code if code in BY_CODE else get_language(translation.get_language()).code
