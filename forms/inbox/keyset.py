"""Pages of a long list, found by the key of a row instead of by counting from the start; and counts that stop."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count as Aggregate
from django.db.models import DateTimeField, Q
from django.utils.dateparse import parse_date, parse_datetime

COUNTED = 10_000  # beyond this it says "10,000+"
COUNTED_FOUND = 1_000  # of a search, where each row has to be looked at
REMEMBERED = 60  # seconds
OLDER, NEWER = "after", "before"  # parameters of the address


@dataclass(frozen=True)
class Key:
    """Of one row: the value of the column by which the list is ordered, and the primary key."""

    value: date | datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.value.isoformat()}~{self.pk}"


def read_key(text: str) -> Key | None:
    """None for what is no key: the list then begins at its start."""
    said, _tilde, pk = text.partition("~")
    try:
        value = parse_datetime(said) if "T" in said else parse_date(said)
        if isinstance(value, datetime):
            value = value.astimezone(UTC) if value.tzinfo else None
    except (ValueError, OverflowError):
        return None
    if value is None or not 1900 < value.year < 2200 or not pk.isdecimal() or len(pk) > 18:
        return None
    return Key(value, int(pk))


@dataclass
class KeysetPage:
    """`older` and `newer`: the keys from which the next and the page before go on; None where there is none."""

    object_list: list[Any] = field(default_factory=list)
    older: Key | None = None
    newer: Key | None = None

    def __iter__(self) -> Any:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    def has_other_pages(self) -> bool:
        return bool(self.older or self.newer)


def get_page(queryset: Any, ordering: str, size: int, parameters: Any) -> KeysetPage:
    """`queryset` is not ordered yet; `ordering` names a column without nulls, with a minus for the largest first."""
    column, is_descending = ordering.removeprefix("-"), ordering.startswith("-")
    before = read_key(parameters.get(NEWER, ""))
    start = before or read_key(parameters.get(OLDER, ""))
    is_moment = isinstance(queryset.model._meta.get_field(column), DateTimeField)
    if start and isinstance(start.value, datetime) != is_moment:
        start = before = None
    if before:
        is_descending = not is_descending
    rows = list(order(skip(queryset, column, start, is_descending), column, is_descending)[: size + 1])
    has_more, rows = len(rows) > size, rows[:size]
    if before:
        rows.reverse()
    keys = [Key(getattr(row, column), row.pk) for row in rows[:1] + rows[-1:]]
    page = KeysetPage(rows)
    if keys:
        page.newer = keys[0] if (has_more if before else start) else None
        page.older = keys[-1] if (before or has_more) else None
    return page


def skip(queryset: Any, column: str, start: Key | None, is_descending: bool) -> Any:
    """What comes behind `start`. Written so that the database walks its index from there."""
    if start is None:
        return queryset
    column_end, key_end = ("lte", "gte") if is_descending else ("gte", "lte")
    seen = Q(**{column: start.value, f"pk__{key_end}": start.pk})
    return queryset.filter(**{f"{column}__{column_end}": start.value}).exclude(seen)


def order(queryset: Any, column: str, is_descending: bool) -> Any:
    sign = "-" if is_descending else ""
    return queryset.order_by(f"{sign}{column}", f"{sign}pk")


@dataclass(frozen=True)
class Count:
    """`number` is one more than `limit` where there are more than that, and nobody has counted how many."""

    number: int
    limit: int = COUNTED

    @property
    def is_cut(self) -> bool:
        return self.number > self.limit

    def __str__(self) -> str:
        return f"{intcomma(self.limit)}+" if self.is_cut else intcomma(self.number)


def count(queryset: Any, limit: int = COUNTED) -> Count:
    return Count(queryset.order_by()[: limit + 1].count(), limit)


def count_each(parts: dict[str, Any], limit: int = COUNTED) -> dict[str, Count]:
    """Of several querysets, in one statement: a walk for each, none further than `limit`."""
    columns, parameters = [], []
    for queryset in parts.values():
        try:
            sql, given = queryset.order_by().values("pk")[: limit + 1].query.sql_with_params()
        except EmptyResultSet:
            sql, given = "SELECT 1 WHERE 1 = 0", ()
        columns.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608  both are Django's own
        parameters += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", parameters)
        return {name: Count(number, limit) for name, number in zip(parts, cursor.fetchone(), strict=True)}


def count_remembered(
    find: Callable[[str], Any], names: Iterable[str], seen: Any, limit: int = COUNTED
) -> dict[str, Count]:
    """The same of what `find` gives for each name, for who comes again and again: what has more than `limit` is not
    walked again for a minute. So it can be said too long that there are more, of lists that hardly ever get shorter;
    a number that is shown was always counted now. `seen`: the condition by which these people see what they see."""
    key = f"more-than-{limit}-{sha256(repr(seen).encode()).hexdigest()}"
    known = cache.get(key)
    counted = {name: find(name) for name in names if name not in (known or ())}
    found = count_each(counted, limit) if counted else {}
    if known is None:
        cache.set(key, [name for name, count in found.items() if count.is_cut], REMEMBERED)
    return {name: found.get(name) or Count(limit + 1, limit) for name in names}


def count_groups(queryset: Any, column: str, values: Iterable[str], limit: int = COUNTED) -> dict[str, Count]:
    """How many rows have each value, from one walk over the first ones: exact where there are not more than `limit`."""
    parts = {f"n_{value}": Aggregate("pk", filter=Q(**{column: value})) for value in values}
    first = queryset.order_by().values("pk", column)[: limit + 1]
    found = first.aggregate(total=Aggregate("pk"), **parts)
    is_cut = found["total"] > limit
    return {name.removeprefix("n_"): Count(limit + 1 if is_cut else found[name], limit) for name in parts}


class Counted:
    """What Wagtail's listing asks of a paginator."""

    def __init__(self, counted: Count) -> None:
        self.counted = counted

    @property
    def count(self) -> int:
        return self.counted.number

    def get_elided_page_range(self, _number: Any) -> list[int]:
        return []
