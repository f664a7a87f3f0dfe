"""The rows of an export: read straight from the database, so that a million of them take seconds and no memory.

The columns' keys stay the same whatever the words become. Answers are in the words of the source, one column for each
choice where several can be chosen; sealed answers are never among them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.models import Collection

from forms.models import FormIdentity, FormVersion
from forms.questions import QuestionType
from forms.questions.summary import Cell, Column, find_type, list_open
from forms.record import name_actor
from forms.states import CaseState, Channel, Verdict
from localization.languages import BY_TAG

FIELDS = [
    "reference", "received_at", "form_id", "queue_id", "state", "stage", "locale", "version_id", "channel",
    "entered_by_id", "assignee_id", "due_on", "is_late", "verdict", "name", "email",
]  # fmt: skip
AT_ONCE = 2000
SEEN_AT_ONCE = 1000  # sensitive ones: other writers of the record wait for so many lines, some tens of milliseconds
MANY = 50_000  # from here on PostgreSQL must not sort before it gives the first row
REMEMBERED = 5000  # values of a question whose cells are kept

Finish = Callable[[Cell], Any]
Row = Sequence[Any]  # texts, in the order of `FIELDS` and then of `Reader.questions`; then what `select` adds


def list_general() -> list[Column]:
    labels = [
        _("Reference"), _("Received"), _("Form"), _("Queue"), _("State"), _("Stage"), _("Language"), _("Version"),
        _("How it came"), _("Entered by"), _("Assigned to"), _("Due"), _("Late"), _("Verdict"), _("Name"), _("Email"),
    ]  # fmt: skip
    keys = [field.removesuffix("_id") for field in FIELDS]
    return [Column(key, label) for key, label in zip(keys, labels, strict=True)]


class Reader:
    """Makes cells of what the database gives: of one form with its answers, or of all without.

    `finish` turns a value into what the file takes. What came before is not made again: a row costs a few look-ups.
    """

    def __init__(self, form: FormIdentity | None, finish: Finish) -> None:
        self.form, self.finish = form, finish
        self.say_moment = say_zoned if connection.vendor == "postgresql" else say_stored
        versions = FormVersion.objects.filter(form=form).order_by("-pk") if form else []
        self.versions = {str(version.pk): version for version in versions}
        self.questions: dict[str, int] = {}  # {identity: place in a row}
        answered: dict[str, Column] = {}
        for version in self.versions.values():
            for question in list_open(version.definition):
                self.questions.setdefault(question["id"], len(FIELDS) + len(self.questions))
                for column in find_type(question).list_columns(question):
                    answered.setdefault(column.key, column)
        self.columns = [*list_general(), *answered.values()]
        self.positions = {key: position for position, key in enumerate(answered)}
        self.plans: dict[str | None, Plan] = {}
        names = read_names()
        digests = {key: version.digest[:8] for key, version in self.versions.items()}
        self.names = {name: {key: finish(each) for key, each in known.items()} for name, known in names.items()}
        self.names["version"] = digests or {str(pk): digest[:8] for pk, digest in list_digests()}

    def find_definition(self, version: str) -> dict[str, Any]:
        """Of a version that came after the columns were chosen: what it shares with them."""
        if version in self.versions:
            return self.versions[version].definition
        asked = FormVersion.objects.get(pk=version).definition["questions"]
        known = [each for each in asked if each["id"] in self.questions and self.has_columns(each)]
        return {"questions": known}

    def has_columns(self, question: dict[str, Any]) -> bool:
        return all(column.key in self.positions for column in find_type(question).list_columns(question))

    def read(self, row: Row) -> list[Any]:
        names, finish = self.names, self.finish
        cells = [
            row[0],
            self.say_moment(row[1]),
            names["form"].get(row[2], ""),
            names["queue"].get(row[3], ""),
            names["state"].get(row[4], row[4]),
            names["stage"].get(row[5], row[5]) if row[5] else "",
            names["language"].get(row[6], row[6]),
            names["version"].get(row[7], row[7]),
            names["channel"].get(row[8], row[8]),
            names["user"].get(row[9], "") if row[9] else "",
            names["user"].get(row[10], "") if row[10] else "",
            row[11] or "",
            "1" if row[12] in TRUE else "",
            names["verdict"].get(row[13], row[13]),
            finish(row[14]) if row[14] else "",
            finish(row[15]) if row[15] else "",
        ]
        if self.form:
            plan = self.plans.get(row[7])
            if plan is None:
                plan = self.plans[row[7]] = Plan(self, self.find_definition(str(row[7])))
            cells += plan.read(row)
        return cells


class Plan:
    """How the answers to one version of a form become cells, in the places of the columns of all versions."""

    def __init__(self, reader: Reader, definition: dict[str, Any]) -> None:
        self.finish = reader.finish
        self.asked: list[tuple[int, QuestionType, dict[str, Any], bool, dict[str | None, list[Any]]]] = []
        self.places: list[int] = []
        self.width = len(reader.positions)
        for question in list_open(definition):
            kind = find_type(question)
            columns = kind.list_columns(question)
            is_plain = type(kind).export is QuestionType.export and type(kind).make_cell is QuestionType.make_cell
            self.asked.append((reader.questions[question["id"]], kind, question, is_plain, {}))
            self.places += [reader.positions[column.key] for column in columns]
        self.is_straight = self.places == list(range(self.width))

    def read(self, row: Row) -> list[Any]:
        cells: list[Any] = []
        finish = self.finish
        for at, kind, question, is_plain, known in self.asked:
            text = row[at]
            if is_plain:
                cells.append(finish(text) if text else "")
            else:
                made = known.get(text)
                cells += self.make(text, kind, question, known) if made is None else made
        return cells if self.is_straight else self.spread(cells)

    def make(
        self, text: str | None, kind: Any, question: dict[str, Any], known: dict[str | None, list[Any]]
    ) -> list[Any]:
        cells = [self.finish(cell) for cell in kind.export(decode(text, question["type"]), question)]
        if len(known) < REMEMBERED:
            known[text] = cells
        return cells

    def spread(self, cells: list[Any]) -> list[Any]:
        spread: list[Any] = [""] * self.width
        for place, cell in zip(self.places, cells, strict=True):
            spread[place] = cell
        return spread


TRUE = ("true", "t", "1")
BOOLEANS, NUMBERS = {"yes_no", "consent"}, {"scale"}
ZONE = ZoneInfo(settings.TIME_ZONE)


def decode(text: str | None, kind: str) -> Any:
    """The canonical value of which the database gave the text."""
    if text is None:
        return None
    if kind in BOOLEANS:
        return text in TRUE
    if kind in NUMBERS:
        return int(text)
    return json.loads(text) if text[:1] in "[{" else text


def say_stored(text: str) -> str:
    """A moment in the city's time zone with its offset, to the second (ISO 8601). SQLite keeps it in UTC."""
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return moment.astimezone(ZONE).isoformat(timespec="seconds")


def say_zoned(text: str) -> str:
    """The same of what PostgreSQL says in that zone already."""
    offset = text[19:].lstrip(".0123456789")
    return f"{text[:10]}T{text[11:19]}{offset if len(offset) > 3 else offset + ':00'}"


def list_digests() -> Any:
    return FormVersion.objects.values_list("pk", "digest")


def read_names() -> dict[str, dict[str, str]]:
    """What stands for the keys that a row has. Four queries."""
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


def fetch(cases: Any, questions: Iterable[str], *, count: int) -> Iterator[Row]:
    """Rows of texts in the order in which they were stored, without keeping any: the database takes the answers apart
    while Python writes what came before. PostgreSQL says times in the city's zone itself."""
    yield from run(select(cases, questions), count=count)


def fetch_seen(cases: Any, questions: Iterable[str], *, count: int, see: Callable[[list[int]], None]) -> Iterator[Row]:
    """The same a batch at a time, each in a statement of its own. Before a batch is given out `see` is called with the
    primary keys of its sensitive cases, outside of any transaction: what it writes stands, and keeps nobody waiting."""
    wanted, last = select(cases, questions), 0
    while rows := list(run(wanted.filter(pk__gt=last)[:SEEN_AT_ONCE], count=count)):
        if sensitive := [row[-2] for row in rows if row[-1]]:
            see(sensitive)
        yield from rows
        last = rows[-1][-2]


def select(cases: Any, questions: Iterable[str]) -> Any:
    """Behind its texts each row has its primary key, and whether it is sensitive."""
    texts = {f"t{place}": Cast(field, TextField()) for place, field in enumerate(FIELDS)}
    answers = {f"a{place}": KeyTextTransform(key, "answers") for place, key in enumerate(questions)}
    return cases.order_by("pk").annotate(**texts, **answers).values_list(*texts, *answers, "pk", "is_sensitive")


def run(wanted: Any, *, count: int) -> Iterator[Row]:
    try:
        sql, parameters = wanted.query.sql_with_params()
    except EmptyResultSet:  # Django knows without asking that nothing matches
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('TimeZone', %s, true)", [settings.TIME_ZONE])
                if count > MANY:
                    cursor.execute("SET LOCAL enable_sort = off")
            yield from fetch_blocks(sql, parameters)
    else:  # where a transaction would keep everybody else from writing
        yield from fetch_blocks(sql, parameters)


def fetch_blocks(sql: str, parameters: Any) -> Iterator[Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(AT_ONCE):
            yield from rows


def to_cell(cell: Cell) -> str | int | Decimal:
    """For Excel, which runs no formula in a cell of text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return int(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
