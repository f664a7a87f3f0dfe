"""A form that has answers is not deleted: the admin says so in words, for one page, many pages or a whole section."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Collection, Page

from forms.models import FormPage, Submission


def count_kept(pages: Iterable[Page]) -> int:
    """Submissions of forms whose source is one of `pages` or below one of them."""
    under = Q()
    for page in pages:
        under |= Q(path__startswith=page.path)
    forms = FormPage.objects.filter(under).select_related("locale") if under else []
    sources = [form for form in forms if form.is_source]
    return Submission.objects.filter(form__key__in=[form.translation_key for form in sources]).count()


def refuse_deletion(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    kept = count_kept(pages)
    if not kept:
        return None
    messages.error(
        request,
        ngettext(
            "This cannot be deleted: %(count)s submission belongs to it. Unpublish it instead.",
            "This cannot be deleted: %(count)s submissions belong to it. Unpublish it instead.",
            kept,
        )
        % {"count": kept},
    )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def before_delete_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refuse_deletion(request, [page])


def before_bulk_action(request: HttpRequest, action: str, objects: list[Any], bulk_action: Any) -> HttpResponse | None:
    pages = [each for each in objects if isinstance(each, Page)]
    return refuse_deletion(request, pages) if action == "delete" and pages else None


def describe_submissions(collection: Collection) -> dict[str, Any] | None:
    """Wagtail's collection screen refuses to delete a queue that this, or the next one, describes."""
    count = Submission.objects.filter(queue=collection).count()
    if not count:
        return None
    text = ngettext("%(count)s submission", "%(count)s submissions", count) % {"count": count}
    return {"count": count, "count_text": text, "url": f"{reverse('inbox:index')}?queue={collection.pk}"}


def describe_forms(collection: Collection) -> dict[str, Any] | None:
    count = FormPage.objects.filter(queue=collection).count()
    if not count:
        return None
    return {"count": count, "count_text": ngettext("%(count)s form", "%(count)s forms", count) % {"count": count}}
