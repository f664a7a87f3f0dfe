"""Small tables as files, on record before their first byte."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from forms import record
from forms.exporting.files import to_field, write_csv, write_xlsx
from forms.exporting.rows import to_cell
from forms.models import Act
from forms.record import name_actor

CSV, XLSX = "csv", "xlsx"
TYPES = {CSV: "text/csv; charset=utf-8", XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
FORMAT = "format"  # parameter of the address


def find_format(request: HttpRequest) -> str:
    """Empty where a page is asked for, or something that is no format."""
    asked = request.GET.get(FORMAT, "")
    return asked if asked in TYPES else ""


def list_files(request: HttpRequest) -> list[tuple[str, str]]:
    """(label, address): this page as a file, with what is chosen on it."""
    query, found = request.GET.copy(), []
    for kind, label in ((CSV, _("Download CSV")), (XLSX, _("Download Excel (XLSX)"))):
        query[FORMAT] = kind
        found.append((label, f"?{query.urlencode()}"))
    return found


def send_table(
    request: HttpRequest, name: str, heads: list[list[str]], rows: Iterable[list[Any]], about: dict[str, str]
) -> StreamingHttpResponse:
    """`name`: of the file, and of what it has, on record. `about`: {what it is: what was chosen}, said at its end."""
    kind, rows = find_format(request), list(rows)
    said = "; ".join(f"{label}: {value}" for label, value in about.items())
    record.write(Act.EXPORTED, by=request.user, rows=len(rows), content=name, format=kind, filters=said)
    finish, write = (to_field, write_csv) if kind == CSV else (to_cell, write_xlsx)
    moment = timezone.localtime()
    end = {**about, _("Exported"): moment.isoformat(timespec="seconds"), _("By"): name_actor(request.user)}
    body = write(
        heads,
        ([finish(cell) for cell in row] for row in rows),
        lambda _count: [part for pair in end.items() for part in pair],
    )
    response = StreamingHttpResponse(body, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{moment:%Y-%m-%d-%H%M}.{kind}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
