from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pages.listing import show_specific
from pages.models.base import BodyPage


class StandardPage(BodyPage):
    """Plain information. With pages below it, it is a section that lists them."""

    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage", "forms.FormPage"]

    class Meta:
        verbose_name = _("standard page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        children = self.source.get_children().live().public().select_related("locale")
        return {**super().get_context(request, *args, **kwargs), "children": show_specific(children)}
