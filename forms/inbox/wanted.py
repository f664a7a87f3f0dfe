"""On the first page of the admin: replies that clerks wait for in a translator's languages."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component

from forms.models import ReplyTemplate, TranslationRequest
from forms.replies import list_requests
from localization import naming
from localization.languages import get_language
from localization.rights import list_worded

MOST = 20


@dataclass(frozen=True)
class Wanted:
    request: TranslationRequest
    url: str

    @property
    def language(self) -> str:
        return naming.label(get_language(self.request.locale.language_code))


class WantedPanel(Component):
    name = "wanted"
    template_name = "forms/inbox/wanted.html"
    order = 60

    def __init__(self, request: Any) -> None:
        self.request = request

    @cached_property
    def wanted(self) -> list[Wanted]:
        if not TranslationRequest.objects.filter(done_at=None).exists():  # on most days it is one query
            return []
        requests = list(list_requests(list_worded(self.request.user))[:MOST])
        drafts = ReplyTemplate.objects.filter(
            translation_key__in=[each.template.translation_key for each in requests]
        ).values_list("translation_key", "locale_id", "pk")
        known = {(key, locale): pk for key, locale, pk in drafts}
        return [Wanted(each, self.locate(known, each)) for each in requests]

    def locate(self, known: dict[tuple[Any, int], int], request: TranslationRequest) -> str:
        pk = known.get((request.template.translation_key, request.locale_id))
        return reverse("wagtailsnippets_forms_replytemplate:edit", args=[pk]) if pk else ""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"wanted": self.wanted}


def add_panel(request: Any, panels: list[Any]) -> None:
    panel = WantedPanel(request)
    if panel.wanted:
        panels.append(panel)
