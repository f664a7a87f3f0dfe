import codecs
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


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
