"""What somebody typed, of a post with which nothing can be done: to be shown again, or sent again."""

import json
import re

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

Fields = list[tuple[str, str]]

# What no person has typed: keys and counts of the forms of the admin.
OURS = re.compile(
    r"(^|[-_])(csrfmiddlewaretoken|token|next|return_url|seen|identity|go|state|type|order|deleted|id|username|"
    r"(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|count)$"
)


def read_sent(request: HttpRequest) -> tuple[Fields, list[str]]:
    """The fields, and the names of the files; nothing of what cannot be read, or that Django refuses to."""
    if request.method != "POST":
        return [], []
    try:
        fields = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
        return fields, [file.name or "" for _name, files in request.FILES.lists() for file in files]
    except (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError, OSError):
        return [], []


def is_choice(value: str) -> bool:
    """Says nothing to a person: the identity of a choice, a box that was ticked, or nothing at all."""
    return not value.strip() or value == "on" or bool(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value))


def is_secret(name: str) -> bool:
    return "password" in name.lower()


def list_texts(fields: Fields) -> list[str]:
    """For a person to copy: without secrets, and without what the form itself put in."""
    texts = [value for name, value in fields if not is_secret(name) and not OURS.search(name) and not is_choice(value)]
    return [text for value in texts if (text := say(value))]


def say(value: str) -> str:
    """Text of Wagtail's editor comes as JSON, of which people know the words; a short number is a key."""
    if re.fullmatch(r"\d{1,5}|true|false|null", value):
        return ""
    if value.startswith("{") and '"blocks"' in value:
        try:
            return "\n".join(block["text"] for block in json.loads(value)["blocks"]).strip()
        except (ValueError, KeyError, TypeError, RecursionError):
            pass
    return value
