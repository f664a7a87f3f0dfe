"""What the frame of every page needs: addresses, the languages of a page, menu and breadcrumbs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language as get_active
from wagtail.models import Page, Site

from localization.alternates import list_alternates
from localization.languages import BY_CODE, LANGUAGES, Language, get_language
from localization.middleware import CHOSEN
from localization.state import Standing, find_standing
from localization.wording import Wording, mark_language
from pages.listing import show_specific
from pages.models.taxonomy import word_topics

register = template.Library()


@dataclass(frozen=True)
class LanguageLink:
    language: Language
    url: str
    is_current: bool


def active() -> str:
    return get_language(get_active()).code


def swap_prefix(url: str, code: str) -> str:
    """The same address in another language: `/en/boards/` to `/ar/boards/`."""
    _empty, _prefix, rest = url.split("/", 2)
    return f"/{code}/{rest}"


@register.simple_tag(takes_context=True)
def address(context: template.Context, page: Page) -> str:
    """A page's address in the reader's language, also where the page itself is not translated."""
    url = page.get_url(request=context.get("request"))
    return swap_prefix(url, active()) if url and url.startswith("/") else url or ""


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[LanguageLink]:
    """The menu of languages. Following a link also remembers the choice (see `localization.middleware`).

    To the page's translation where there is one, at whatever address; else to the same address in that language.
    """
    page, path = context.get("page"), context["request"].path
    inside = path.split("/")[1] in BY_CODE and not context.get("is_error")
    siblings = find_siblings(page) if inside and page and page.pk else {}
    own = swap_prefix(page.url, active()) if page and siblings and page.url else path
    rest = path.removeprefix(own) if path.startswith(own) else ""

    def find_url(code: str) -> str:
        if code in siblings and code != active():
            return siblings[code].url + rest
        return swap_prefix(path, code) if inside else f"/{code}/"

    return [
        LanguageLink(language, f"{find_url(language.code)}?{CHOSEN}={language.code}", language.code == active())
        for language in LANGUAGES
    ]


def find_siblings(page: Page) -> dict[str, Page]:
    """The live, public versions of a page by Django's code of their language. Asked once a page."""
    if not hasattr(page, "siblings"):
        versions = Page.objects.live().public().filter(translation_key=page.translation_key, alias_of=None)
        page.siblings = {each.locale.language_code: each for each in versions.select_related("locale")}
    return page.siblings


@register.simple_tag
def translations(page: Page) -> list[dict[str, str]]:
    """Every language in which the page really exists: live, no alias, with a live source. For `hreflang`."""
    if not page.pk or not page.source.live:
        return []
    return list_alternates(find_siblings(page))


@register.simple_tag
def standing(page: Any) -> Standing | None:
    """Where the live translation stands; the page remembers it for `part`."""
    if not page.pk or page.is_source or not page.live:
        return None
    found = find_standing(page)
    page.untranslated = found.untranslated
    return found


@register.simple_tag
def part(page: Any, path: str) -> SafeString | str:
    """`lang` and `dir` of a part of a page: the source's for what was published without a translation."""
    untranslated = getattr(page, "untranslated", ())
    is_source = any(each == path or each.startswith(f"{path}.") for each in untranslated)
    code = page.source.locale.language_code if is_source else page.locale.language_code
    return mark_language(code) if code != active() else ""


@register.simple_tag
def linkable(page: Page | None) -> Page | None:
    """A page that another page's facts name, as this reader sees it; None unless everybody may see it."""
    if page is None:
        return None
    open_pages = Page.objects.live().public().filter(pk=page.pk).select_related("locale")
    return next(iter(show_specific(open_pages)), None)


@register.simple_tag
def body_part(page: Any, block_id: str) -> SafeString | str:
    return part(page, f"body.{block_id}")


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> list[Page]:
    """The sections below the home page. Two queries."""
    site = Site.find_for_request(context["request"])
    if site is None:
        return []
    sections = site.root_page.get_children().live().public().in_menu().select_related("locale")
    return show_specific(sections)


@register.simple_tag(takes_context=True)
def footer_pages(context: template.Context) -> list[Page]:
    """Pages below the home page that are not in the menu (accessibility, privacy and their like). Two queries."""
    site = Site.find_for_request(context["request"])
    if site is None:
        return []
    pages = site.root_page.get_children().live().public().not_in_menu().select_related("locale")
    return show_specific(pages)


@register.simple_tag
def breadcrumbs(page: Page) -> list[Page]:
    """From the home page down to the page above this one. Two queries."""
    above = page.get_ancestors().live().public().filter(depth__gt=1).select_related("locale").order_by("depth")
    return show_specific(above)


@register.simple_tag(takes_context=True)
def home_address(context: template.Context) -> str:
    return f"/{active()}/"


@register.simple_tag
def step_day(page: Any, step_id: str) -> date | None:
    """The day of a step, a fact: from the source page, however old the translation is."""
    if not hasattr(page, "step_days"):
        page.step_days = dict(read_step_days(page.source.body if hasattr(page, "source") else ()))
    return page.step_days.get(step_id)


def read_step_days(body: Any) -> Iterator[tuple[str, date]]:
    for block in body:
        if block.block_type == "steps":
            yield from ((step.id, step.value["day"]) for step in block.value["steps"].bound_blocks if step.value["day"])


@register.simple_tag
def topic_wordings(page: Any) -> list[Wording]:
    """The topics of a source page in the reader's language. Two queries."""
    return word_topics(list(page.topics.select_related("locale")))
