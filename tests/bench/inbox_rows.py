"""Fills the inbox, and on PostgreSQL also Wagtail's own table: `python -m tests.bench.inbox_rows 1000`.

A program of its own: which database it fills is said by the environment. What `inbox_prepare` printed comes in.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

TABLE = "forms_submission"
AT_ONCE = 2000
CHECKED = 100


def main(number: int, made: dict[str, Any]) -> None:
    import django

    django.setup()
    from django.db import connection

    from forms.models import FormVersion
    from tests.bench.inbox_cases import check, make_cases

    check(islice(make_cases(number, made), CHECKED), FormVersion.objects.first().definition)
    with connection.cursor() as cursor:
        fill = copy_rows if connection.vendor == "postgresql" else insert_rows
        fill(cursor, make_cases(number, made))
        if connection.vendor == "postgresql":
            fill_stock(cursor, made)
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")


def copy_rows(cursor: Any, cases: Iterator[tuple[str | None, ...]]) -> None:
    from psycopg.copy import QueuedLibpqWriter  # sends while the next block is made

    from tests.bench.inbox_cases import COLUMNS

    cursor.execute("SET timezone = 'UTC'")
    statement, writer = f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN", QueuedLibpqWriter(cursor.cursor)
    with without_indexes(cursor), cursor.cursor.copy(statement, writer=writer) as copy:
        while block := list(islice(cases, AT_ONCE)):
            copy.write("".join("\t".join("\\N" if cell is None else cell for cell in row) + "\n" for row in block))


@contextmanager
def without_indexes(cursor: Any, needed: tuple[str, ...] = ()) -> Iterator[None]:
    """It takes a third of the time to make them again from all rows. `needed`: of them only these are made again."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = %s::regclass AND contype IN ('f', 'u') ORDER BY contype DESC",
        [TABLE],
    )
    constraints = cursor.fetchall()
    for name, _definition in constraints:
        cursor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {name}")
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname <> %s", [TABLE, f"{TABLE}_pkey"]
    )
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET maintenance_work_mem = '1GB'")
    for name, definition in indexes:
        if not needed or name in needed:
            cursor.execute(definition)
    for name, definition in [] if needed else constraints:
        cursor.execute(f"ALTER TABLE {TABLE} ADD CONSTRAINT {name} {definition}")


def fill_stock(cursor: Any, made: dict[str, Any]) -> None:
    """The same answers, as Wagtail keeps them: the words themselves, by the names of the fields."""
    told = ", ".join(
        f"'{field}', answers -> '{question}'"
        for field, question in zip(made["stock_fields"], made["questions"], strict=True)
    )
    cursor.execute(
        "INSERT INTO wagtailforms_formsubmission (form_data, page_id, submit_time) "
        f"SELECT jsonb_build_object({told}), {made['stock_page']:d}, received_at FROM {TABLE} ORDER BY id"
    )


def insert_rows(cursor: Any, cases: Iterator[tuple[str | None, ...]]) -> None:
    from django.db import transaction

    from tests.bench.inbox_cases import COLUMNS

    marks, kept = ", ".join(["%s"] * (len(COLUMNS) - 1)), ", ".join(COLUMNS[:-1])
    with transaction.atomic():
        number = 0
        while block := list(islice(cases, AT_ONCE)):
            cursor.executemany(f"INSERT INTO {TABLE} ({kept}) VALUES ({marks})", [row[:-1] for row in block])
            found = [(number + place, row[-1]) for place, row in enumerate(block, 1)]
            cursor.executemany("INSERT INTO forms_terms (rowid, terms) VALUES (%s, %s)", found)
            number += len(block)


def give_to_one_form(made: dict[str, Any]) -> None:
    """On PostgreSQL: all cases are now answers to the first form, and nothing but exports is quick any more."""
    import django

    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        with without_indexes(cursor, needed=("submission_form", "submission_queue_form", "submission_place")):
            cursor.execute(f"UPDATE {TABLE} SET form_id = %s, version_id = %s", [made["forms"][0], made["versions"][0]])
        cursor.execute(f"VACUUM {TABLE}")
        cursor.execute(f"ANALYZE {TABLE} (form_id, version_id)")


if __name__ == "__main__":
    if sys.argv[1] == "one-form":
        give_to_one_form(json.load(sys.stdin))
    else:
        main(int(sys.argv[1]), json.load(sys.stdin))
