"""The list as it is opened, before anybody filters it: half of what such a page costs would be filters nobody uses."""

from collections.abc import Callable
from functools import cache as once
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.forms import Media
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forms.inbox.filters import InboxFilterSet
from forms.rights import read_grants

SECONDS = 60


class NothingChosen:
    """What a listing asks of the form of its filters."""

    fields = InboxFilterSet.base_filters
    changed_data: tuple[str, ...] = ()

    @property
    def media(self) -> Media:
        return read_media()

    def has_changed(self) -> bool:
        return False


@once
def read_media() -> Media:
    return InboxFilterSet.base_filters["received_at"].field.widget.media


class Unfiltered:
    """In the place of the filters. They are drawn once a minute for a person and what the person may see, so it may
    take a minute until a form with its first case is offered."""

    form = NothingChosen()
    chosen = None
    labels: dict[str, str] = {}
    errors: dict[str, Any] = {}

    def __init__(self, request: HttpRequest, make: Callable[[], InboxFilterSet]) -> None:
        self.request, self.make = request, make

    @property
    def panel(self) -> SafeString:
        user: Any = self.request.user
        seen = (user.pk, user.get_full_name(), get_language(), read_grants(user).find())
        key = f"inbox-filters-{sha256(repr(seen).encode()).hexdigest()}"
        said = cache.get(key)
        if said is None:
            said = self.make().panel
            cache.set(key, said, SECONDS)
        return said

    def is_valid(self) -> bool:
        return True

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset

    def apply(self, queryset: Any, *, without: str) -> Any:
        return queryset


def is_unfiltered(parameters: Any) -> bool:
    names = {*InboxFilterSet.base_filters, "received_at_from", "received_at_to"}
    return not any(any(values) for name, values in parameters.lists() if name in names)
