"""Wagtail's template tags of the admin, of which two are kept for a minute: the menu and the table of keys.

They look the same on every page that a person opens, and take a third of the time of a page. Named in the settings in
the place of Wagtail's own (`libraries`), so its templates stay as they are.
"""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db.models import Model
from django.template import Context, Library
from django.template.base import Node, Parser, Token
from django.utils.translation import get_language
from wagtail.admin.templatetags import wagtailadmin_tags

SECONDS = 60

Compile = Callable[[Parser, Token], Node]


class KeptNode(Node):
    def __init__(self, node: Node, name: str) -> None:
        self.node, self.name = node, name

    def render(self, context: Context) -> str:
        key = make_key(self.name, context.get("request"))
        if key is None:
            return self.node.render(context)
        said = cache.get(key)
        if said is None:
            said = str(self.node.render(context))
            cache.set(key, said, SECONDS)
        return said


def make_key(name: str, request: Any) -> str | None:
    """Whatever the person changes in the own account, another language and another sign-in count at once. A change of
    rights shows in the menu within a minute; what the menu leads to looks them up itself."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    profile, browser = getattr(user, "wagtail_userprofile", None), request.headers.get("User-Agent", "")
    seen = (get_language(), browser, request.get_host(), list_values(user), profile and list_values(profile))
    return f"frame-{name}-{sha256(repr(seen).encode()).hexdigest()}"


def list_values(row: Model) -> list[Any]:
    """By the fields, not from `__dict__`: the user of a request is a lazy object, of which that is empty."""
    return [field.value_from_object(row) for field in row._meta.concrete_fields]


def compile_kept(compile_wagtails: Compile, name: str, parser: Parser, token: Token) -> Node:
    return KeptNode(compile_wagtails(parser, token), name)


register = Library()
register.filters = wagtailadmin_tags.register.filters
register.tags = {
    **wagtailadmin_tags.register.tags,
    **{
        name: partial(compile_kept, wagtailadmin_tags.register.tags[name], name)
        for name in ("sidebar_props", "keyboard_shortcuts_dialog")
    },
}
