"""What the frame of every page needs: addresses, the languages of a page, menu and breadcrumbs."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.apps import apps
from django.utils.translation import get_language as get_active
from wagtail.models import Page, Site

from localization.alternates import list_alternates
from localization.languages import LANGUAGES, Language, get_language
from localization.middleware import CHOSEN
from localization.state import Standing, find_standing
from localization.wording import Wording
from pages.listing import show_specific

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
    """The menu of languages. Following a link also remembers the choice (see `localization.middleware`)."""
    path = context["request"].path
    inside = path.split("/")[1] in {language.code for language in LANGUAGES} and not context.get("is_error")
    return [
        LanguageLink(
            language,
            (swap_prefix(path, language.code) if inside else f"/{language.code}/") + f"?{CHOSEN}={language.code}",
            language.code == active(),
        )
        for language in LANGUAGES
    ]


@register.simple_tag
def translations(page: Page) -> list[dict[str, str]]:
    """Every language in which the page really exists: live, no alias, with a live source. For `hreflang`."""
    if not page.pk or not page.source.live:
        return []
    pages = {
        each.locale.language_code: each
        for each in Page.objects.live()
        .filter(translation_key=page.translation_key, alias_of=None)
        .select_related("locale")
    }
    return list_alternates(pages)


@register.simple_tag
def standing(page: Any) -> Standing | None:
    return find_standing(page) if page.pk and not page.is_source and page.live else None


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
    above = page.get_ancestors().filter(depth__gt=1).select_related("locale").order_by("depth")
    return show_specific(above)


@register.simple_tag(takes_context=True)
def home_address(context: template.Context) -> str:
    return f"/{active()}/"


@register.simple_tag
def topic_wordings(page: Any) -> list[Wording]:
    """The topics of a source page in the reader's language. Two queries."""
    topics = list(page.topics.select_related("locale"))
    shown = {
        topic.translation_key: topic
        for topic in apps.get_model("pages.Topic")
        .objects.filter(translation_key__in=[topic.translation_key for topic in topics], locale__language_code=active())
        .select_related("locale")
    }
    topics = [shown.get(topic.translation_key, topic) for topic in topics]
    return [Wording(topic.name, topic.locale.language_code) for topic in topics]
