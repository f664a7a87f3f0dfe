"""Every page in every language in which it really exists, each naming the others.

Wagtail's own sitemap lists the default language only; here aliases and untranslated pages are left out.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib.sitemaps.views import sitemap as render_sitemap
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from localization.alternates import list_alternates
from pages.listing import find_withdrawn


class PageSitemap(Sitemap):
    limit = 50_000  # of the protocol

    @cached_property
    def withdrawn(self) -> list[int]:
        return find_withdrawn()

    def items(self) -> Any:
        root = self.get_wagtail_site().root_page
        homes = Page.objects.filter(translation_key=root.translation_key)
        pages = Page.objects.live().public().filter(alias_of=None, depth__gte=root.depth)
        below = Page.objects.none()
        for home in homes:
            below |= pages.filter(path__startswith=home.path)
        return below.exclude(pk__in=self.withdrawn).order_by("path").select_related("locale")

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        pages = list(self.paginator.page(page).object_list)
        siblings: dict[UUID, dict[str, Page]] = defaultdict(dict)
        for each in self.items().filter(translation_key__in={each.translation_key for each in pages}):
            siblings[each.translation_key][each.locale.language_code] = each
        urls = [
            {
                "item": each,
                "location": each.get_full_url(self.request),
                "lastmod": each.last_published_at,
                "changefreq": None,
                "priority": "",
                "alternates": [
                    {"location": alternate["url"], "lang_code": alternate["tag"]}
                    for alternate in list_alternates(siblings[each.translation_key], self.request)
                ],
            }
            for each in pages
        ]
        self.latest_lastmod = max((each.last_published_at for each in pages if each.last_published_at), default=None)
        return urls


def sitemap(request: HttpRequest) -> HttpResponse:
    return render_sitemap(request, {"pages": PageSitemap(request)})
