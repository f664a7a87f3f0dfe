"""What a block on a page shows, as a file: the same figures with the same ones withheld."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from forms.exporting.files import to_field
from forms.results.reading import Publication, read_publication


def download(request: HttpRequest, page: int, block: UUID) -> HttpResponse:
    """404 unless everybody may see the page, the block is on it, and there are figures."""
    found = Page.objects.live().public().filter(pk=page).first()
    shown = read_publication(found.specific, str(block)) if found and hasattr(found.specific, "body") else None
    if shown is None or not shown.shown:
        raise Http404
    lines = "".join(f"{','.join(map(to_field, row))}\r\n" for row in list_rows(shown))
    response = HttpResponse(f"\ufeff{lines}", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="figures-{page}.csv"'
    return response


def list_rows(publication: Publication) -> Iterator[list[Any]]:
    """One table below the other, each with its question; then what the whole is about."""
    for shown in publication.shown:
        yield [shown.name, *shown.heads]
        for label, cells in shown.rows:
            yield [str(label), *(cell.plain.strip() for cell in cells)]
        for note in shown.notes:
            yield [note]
        yield []
    if publication.people:
        yield [_("Responses"), publication.people]
    yield [_("As of"), publication.day.isoformat() if publication.day else ""]
    yield [_("Groups of fewer than five people, and what would give them away, are withheld.")]
