"""Lists of pages for a reader: which ones, from their source; how they read, from the translation if there is one."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef
from django.utils.translation import get_language as get_active
from wagtail.models import Page, get_page_models

from localization.languages import get_language
from localization.models import Sourced
from localization.state import attach_untranslated


def find_sources(model: str) -> Any:
    """The live, public pages of a model in the language they were written in: each page of the city once."""
    manager = apps.get_model(model).objects
    return manager.live().public().filter(locale=F("source_locale"), alias_of=None).select_related("locale")


def show_in_language(sources: Iterable[Any], code: str | None = None) -> list[Any]:
    """The same pages in the same order as a reader of `code` (the active language) sees them. One query.

    A page without a translation stays in its source language; its `locale` says which that is.
    """
    pages = list(sources)
    code = code or get_language(get_active()).code
    wanted = [page.translation_key for page in pages if page.locale.language_code != code]
    if not wanted:
        return pages
    translations = {
        page.translation_key: page
        for page in type(pages[0])
        .objects.live()
        .public()
        .filter(translation_key__in=wanted, locale__language_code=code, alias_of=None)
        .select_related("locale")
    }
    shown = []
    for source in pages:
        page = translations.get(source.translation_key, source)
        page.source = source
        shown.append(page)
    attach_untranslated(shown)
    return shown


def show_specific(pages: Iterable[Page], code: str | None = None) -> list[Page]:
    """Like `show_in_language` for pages of several types, of which only title and address are shown. One query."""
    pages = list(pages)
    code = code or get_language(get_active()).code
    translations = {
        page.translation_key: page
        for page in Page.objects.live()
        .public()
        .filter(translation_key__in=[p.translation_key for p in pages], locale__language_code=code, alias_of=None)
        .select_related("locale")
    }
    return [translations.get(page.translation_key, page) for page in pages]


def find_withdrawn() -> list[int]:
    """Primary keys of translations that are not shown because their source is gone, not live or not public.

    One query for each type of page, however many pages there are.
    """
    withdrawn: list[int] = []
    for model in get_page_models():
        if issubclass(model, Sourced) and not model._meta.abstract:
            source = model.objects.live().public().filter(translation_key=OuterRef("translation_key"))
            translations = model.objects.exclude(locale=F("source_locale")).filter(source_locale__isnull=False)
            gone = translations.exclude(Exists(source.filter(locale=OuterRef("source_locale"))))
            withdrawn += gone.values_list("pk", flat=True)
    return withdrawn
