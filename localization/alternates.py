"""The versions of a page for search engines: every language in which it really exists, and `x-default`."""

from collections.abc import Mapping
from typing import Any

from localization.languages import LANGUAGES


def list_alternates(pages: Mapping[str, Any], request: Any = None) -> list[dict[str, str]]:
    """`pages`: live pages by Django's code of their language. `x-default`: the first language that the page is in."""
    alternates = [
        {"tag": language.tag, "url": pages[language.code].get_full_url(request)}
        for language in LANGUAGES
        if language.code in pages
    ]
    return [*alternates, {"tag": "x-default", "url": alternates[0]["url"]}] if alternates else []
