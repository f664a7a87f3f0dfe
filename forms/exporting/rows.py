"""The rows of an export: read straight from the database, so that a million of them take seconds and no memory.

The columns' keys stay the same whatever the words become. Answers are in the words of the source, one column for each
choice where several can be chosen; sealed answers are never among them.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection

from forms.models import FormIdentity, FormVersion
from forms.questions.summary import Cell, Column, find_type, list_open
from forms.record import name_actor
from forms.states import CaseState, Channel, Verdict
from localization.languages import BY_TAG

FIELDS = [
    "reference", "received_at", "form_id", "queue_id", "state", "stage", "locale", "version_id", "channel",
    "entered_by_id", "assignee_id", "due_on", "is_late", "verdict", "name", "email",
]  # fmt: skip
AT_ONCE = 2000
MANY = 50_000  # from here on PostgreSQL must not sort before it gives the first row
REMEMBERED = 5000  # values of a question whose cells are kept

Remember = Callable[[Cell], Any]
MakeCells = Callable[[Any], list[Any]]


def list_general() -> list[Column]:
    labels = [
        _("Reference"), _("Received"), _("Form"), _("Queue"), _("State"), _("Stage"), _("Language"), _("Version"),
        _("How it came"), _("Entered by"), _("Assigned to"), _("Due"), _("Late"), _("Verdict"), _("Name"), _("Email"),
    ]  # fmt: skip
    keys = [field.removesuffix("_id") for field in FIELDS]
    return [Column(key, label) for key, label in zip(keys, labels, strict=True)]


@dataclass
class Reader:
    """Makes cells of what the database gives. `finish` turns a value into what the file takes."""

    form: FormIdentity | None
    finish: Remember

    def __post_init__(self) -> None:
        versions = FormVersion.objects.filter(form=self.form).order_by("-pk") if self.form else []
        self.versions = {str(version.pk): version for version in versions}
        answered: dict[str, Column] = {}
        for version in self.versions.values():
            for question in list_open(version.definition):
                for column in find_type(question).list_columns(question):
                    answered.setdefault(column.key, column)
        self.columns = [*list_general(), *answered.values()]
        self.positions = {key: position for position, key in enumerate(answered)}
        self.makers: dict[str, Callable[[dict[str, Any]], list[Any]]] = {}
        self.names = read_names()

    def read(self, row: Any) -> list[Any]:
        """`row`: texts in the order of `FIELDS`, and the answers where there is one form."""
        cells = self.read_general(row)
        if self.form:
            version = str(row[7])
            if version not in self.makers:
                self.makers[version] = self.prepare(self.versions[version].definition)
            answers = row[16]
            cells += self.makers[version](json.loads(answers) if isinstance(answers, str) else answers)
        return cells

    def read_general(self, row: Any) -> list[Any]:
        names, finish = self.names, self.finish
        version = self.versions.get(str(row[7])) if self.form else None
        return [
            row[0],
            localize(row[1]),
            *(finish(names[field].get(str(row[at]), "")) for at, field in NAMED),
            version.digest[:8] if version else str(row[7]),
            names["channel"].get(row[8], row[8]),
            finish(names["user"].get(str(row[9]), "")),
            finish(names["user"].get(str(row[10]), "")),
            row[11] or "",
            "1" if row[12] in (True, 1, "t") else "",
            names["verdict"].get(row[13], row[13]),
            finish(row[14]),
            finish(row[15]),
        ]

    def prepare(self, definition: dict[str, Any]) -> Callable[[dict[str, Any]], list[Any]]:
        """Of one version: what makes its cells, in the places of the columns of all versions."""
        made: list[tuple[str, MakeCells]] = []
        places: list[int] = []
        for question in list_open(definition):
            made.append((question["id"], self.prepare_question(question)))
            places += [self.positions[column.key] for column in find_type(question).list_columns(question)]
        width = len(self.positions)
        if places == list(range(width)):
            return lambda answers: [cell for key, make in made for cell in make(answers.get(key))]

        def spread(answers: dict[str, Any]) -> list[Any]:
            cells: list[Any] = [""] * width
            found = (cell for key, make in made for cell in make(answers.get(key)))
            for place, cell in zip(places, found, strict=True):
                cells[place] = cell
            return cells

        return spread

    def prepare_question(self, question: dict[str, Any]) -> MakeCells:
        """Cells of a value that came before are not made again."""
        kind, finish = find_type(question), self.finish
        known: dict[Any, list[Any]] = {}
        is_text = kind.is_own_text()

        def make(value: Any) -> list[Any]:
            if is_text and isinstance(value, str):
                return [finish(value)]
            key = tuple(value) if isinstance(value, list) else value
            try:
                return known[key]
            except (KeyError, TypeError):
                cells = [finish(cell) for cell in kind.export(value, question)]
            if not isinstance(value, dict) and len(known) < REMEMBERED:
                known[key] = cells
            return cells

        return make


NAMED = [(2, "form"), (3, "queue"), (4, "state"), (5, "stage"), (6, "language")]
ZONE = ZoneInfo(settings.TIME_ZONE)


def localize(moment: Any) -> str:
    """In the city's time zone, with its offset, to the second (ISO 8601)."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(ZONE).isoformat(timespec="seconds")


def read_names() -> dict[str, dict[str, str]]:
    """What stands for the keys that a row has. Five queries."""
    forms = list(FormIdentity.objects.all())
    return {
        "form": {str(form.pk): form.title for form in forms},
        "queue": {str(pk): name for pk, name in Collection.objects.values_list("pk", "name")},
        "user": {str(user.pk): name_actor(user) for user in get_user_model().objects.all()},
        "stage": {stage["id"]: stage["name"] for form in forms for stage in form.stages},
        "state": {state.value: str(state.label) for state in CaseState},
        "channel": {channel.value: str(channel.label) for channel in Channel},
        "verdict": {verdict.value: str(verdict.label) for verdict in Verdict},
        "language": {tag: language.english_name for tag, language in BY_TAG.items()},
    }


def fetch(cases: Any, *, with_answers: bool, count: int) -> Iterator[Any]:
    """Rows in the order in which they were stored, without keeping any.

    On PostgreSQL by COPY: its texts take a quarter of the time that values take.
    """
    wanted = cases.order_by("pk").values_list(*FIELDS, *(["answers"] if with_answers else []))
    try:
        sql, parameters = wanted.query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that nothing matches
        return
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            if count > MANY:
                cursor.execute("SET LOCAL enable_sort = off")
            with cursor.cursor.copy(f"COPY ({sql}) TO STDOUT", parameters) as copy:
                yield from copy.rows()
    else:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            while rows := cursor.fetchmany(AT_ONCE):
                yield from rows


def to_text(cell: Cell) -> str:
    """For CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP ASVS 1.2.10)."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell[:1] in RISKY and cell else cell
    if isinstance(cell, bool):
        return "1" if cell else "0"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


RISKY = frozenset("=+-@\t\r\n＝＋－＠")


def to_cell(cell: Cell) -> str | int | Decimal:
    """For Excel, which runs no formula in a cell of text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return int(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
