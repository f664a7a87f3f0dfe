"""The public pages of comments that were approved: all of them, one of them, and their feed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import conditional_page, require_safe

from forms import published
from forms.intake.feed import CommentsFeed
from forms.models import FormPage


@conditional_page
@require_safe
def show(request: HttpRequest, page: FormPage, below: list[str]) -> HttpResponse:
    """`below`: what the address says after the form's own and the word for comments."""
    if not page.source.publishes_comments:
        raise Http404
    if below == ["feed"]:
        return keep_fresh(CommentsFeed()(request, page=page))
    if not below:
        comments = published.list_comments(page.translation_key, request.GET)
        return respond(request, page, "forms/comments/list.html", {"comments": comments})
    if len(below) == 1 and below[0].isdecimal() and len(below[0]) < 16:
        comment = published.find_public(page.translation_key).filter(pk=below[0]).first()
        if comment:
            return respond(request, page, "forms/comments/single.html", {"comment": comment})
    raise Http404


def respond(request: HttpRequest, page: FormPage, template: str, context: dict[str, Any]) -> HttpResponse:
    return keep_fresh(TemplateResponse(request, template, {**page.get_context(request), **context}))


def keep_fresh(response: HttpResponse) -> HttpResponse:
    """A comment that is taken down is down at once: caches ask each time whether the page is still the same, and
    search engines keep no copy."""
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
