import codecs
import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from config.typed import is_secret, list_texts, read_sent

log = logging.getLogger(__name__)


class CharsetMiddleware:
    """Refuse a body in an encoding other than UTF-8 with a plain 415.

    Django 5.2 raises BadRequest for it, and again in its own handler of that, which ends as a 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = request.content_params.get("charset") if request.content_params else None
        if charset and not is_utf8(charset):
            return HttpResponse("Send text in UTF-8.", status=415, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset.strip("\"'")).name == "utf-8"
    except LookupError:
        return False


class OutageMiddleware:
    """While the database is away: a page made without it, which holds what was typed and sends it again.

    The token of the form goes along, so that sending again is still one submission.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        log.error("the database does not answer (%s)", type(exception).__name__, exc_info=exception)
        return say_outage(request)


def say_outage(request: HttpRequest) -> HttpResponse:
    """503, and when to come back (RFC 9110, 15.6.4)."""
    fields, files = read_sent(request)
    if any(is_secret(name) for name, _value in fields):
        fields = []
    is_admin = request.path.startswith("/admin/")
    typed = [(name, value) for name, value in fields if is_admin or name.startswith("q-")]
    context = {"request": request, "fields": fields, "files": files, "texts": list_texts(typed)}
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response
