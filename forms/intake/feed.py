"""The approved comments of a form as an Atom feed (RFC 4287), in the language of the page; each in its own."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _

from forms import published
from forms.models import FormPage, Publication
from forms.models.form_page import COMMENTS
from forms.questions.party import ORGANISATION
from localization.languages import get_language

NEWEST = 50


class MarkedFeed(Atom1Feed):
    """Each entry says in which language it is."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        return {**super().item_attributes(item), "xml:lang": item["language"]}


class CommentsFeed(Feed):
    feed_type = MarkedFeed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.language = get_language(get_active()).tag
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, page: FormPage) -> FormPage:
        self.address = request.path.removesuffix("feed/")
        return page

    def title(self, page: FormPage) -> str:
        return _("Comments: {title}").format(title=page.title)

    def link(self, page: FormPage) -> str:
        return self.address

    def feed_guid(self, page: FormPage) -> str:
        return uuid.uuid5(page.translation_key, COMMENTS).urn

    def items(self, page: FormPage) -> list[Publication]:
        return list(published.find_public(page.translation_key).order_by("-decided_at", "-pk")[:NEWEST])

    def item_title(self, item: Publication) -> str:
        return name_sender(item)

    def item_description(self, item: Publication) -> str:
        return render_to_string("forms/comments/text.html", {"comment": item})

    def item_link(self, item: Publication) -> str:
        return f"{self.address}{item.pk}/"

    def item_guid(self, item: Publication) -> str:
        return uuid.uuid5(uuid.NAMESPACE_OID, f"{item.form_id}/{item.pk}").urn

    def item_pubdate(self, item: Publication) -> datetime:
        return item.sent_at

    def item_updateddate(self, item: Publication) -> datetime:
        return item.decided_at

    def item_extra_kwargs(self, item: Publication) -> dict[str, Any]:
        return {"language": item.language.tag}


def name_sender(comment: Publication) -> str:
    """In the reader's language, unless it is a name."""
    if comment.name:
        return comment.name
    return _("An organisation, without its name") if comment.party == ORGANISATION else _("A resident, without a name")
