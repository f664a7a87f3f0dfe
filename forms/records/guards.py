# ruff: noqa: S608  the statements are put together from names in this module alone
"""What the database itself refuses: to lose anything of a submission but by disposal, and to touch what is held.

Put up after every `migrate` and not in a migration alone: SQLite rebuilds tables, and drops their triggers with them;
nor can it rename a table that a trigger of another one reads, so before a migration they come down there.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections, models

HELD = "This is under a legal hold."
KEPT = "What came in is only deleted by disposal: see Records in the admin."
UNREDACTED = "Answers are only changed by a redaction."
UNWRITTEN = "Words are only taken out by a redaction."
UNCHANGED = "What remains of a disposal is never changed."
RECORD = "The record of the inbox is only ever added to."

NEEDED = {"forms_submission", "forms_hold", "forms_tombstone", "forms_redaction"}
CONTENT = ("answers", "sealed")
# What no hold lets go and only a redaction of that part empties: {table: (word of `Redaction.part`, columns)}.
WRITTEN = {
    "forms_message": ("message", ("title", "body", "body_source")),
    "forms_note": ("note", ("text",)),
    "forms_evaluation": ("evaluation", ("evidence",)),
    "forms_attachment": ("file", ("file",)),
}
# Each group of columns is unique. SQLite deletes what is in the way of REPLACE, and fires no trigger for it where
# recursive_triggers is off, as it is for any other client.
KEYS = {
    "forms_submission": ("id", "reference", "receipt_key", "confirm_key", "form_id nonce", "form_id person"),
    "forms_tombstone": ("id", "reference"),
    "forms_redaction": ("id", "reference part"),
    "forms_hold": ("id",),
    "forms_event": ("id", "previous"),
}
COVERED = """EXISTS (SELECT 1 FROM forms_hold H WHERE H.released_at IS NULL AND (
(H.scope = 'case' AND H.case_id = S.id) OR (H.scope = 'form' AND H.form_id = S.form_id) OR (H.scope = 'person' AND
(S.email = H.person OR {position}))))"""
ON_SQLITE = COVERED.format(
    position=" OR ".join(f"instr(lower(S.{name}), '\"' || H.person || '\"') > 0" for name in CONTENT)
)
ON_POSTGRESQL = COVERED.format(
    position=" OR ".join(f"strpos(lower(S.{name}::text), '\"' || H.person || '\"') > 0" for name in CONTENT)
)
BURIED = "EXISTS (SELECT 1 FROM forms_tombstone T WHERE T.case_id = S.id AND T.reference = S.reference)"


def list_parts() -> Iterator[tuple[str, str, str]]:
    """(table, column, word of `Redaction.part`) of what belongs to a case and must not go before it.

    That is, whatever points to a submission with PROTECT.
    """
    from forms.models import Attachment, Submission

    for relation in Submission._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            table, column = relation.related_model._meta.db_table, relation.field.column
            yield table, column, "file" if relation.related_model is Attachment else ""


def install(alias: str = "default") -> None:
    connection = connections[alias]
    known = set(connection.introspection.table_names())
    if not known >= NEEDED:
        return
    parts = [part for part in list_parts() if part[0] in known]
    statements = write_sqlite(parts) if connection.vendor == "sqlite" else write_postgresql(parts)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(alias: str = "default") -> None:
    """Those that read other tables than their own."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in ("submission", "answers", "part", "words", "hold", "disposal", "whole"):
                cursor.execute(f"DROP FUNCTION IF EXISTS plaza_keep_{name}() CASCADE")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'plaza_guard_%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def list_missing(alias: str = "default") -> list[str]:
    """Tables without a guard: somebody took it down."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE t.tgname LIKE 'plaza_%' AND t.tgenabled <> 'D'"
            )
        else:
            cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'plaza_%'")
        found = {name for (name,) in cursor.fetchall()}
    return sorted({"forms_event", *NEEDED, *(table for table, _column, _word in list_parts())} - found)


def write_sqlite(parts: list[tuple[str, str, str]]) -> Iterator[str]:
    def refuse(name: str, event: str, table: str, condition: str, message: str) -> str:
        when = f"WHEN {condition} " if condition else ""
        return (
            f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )

    def of_case(key: str, rule: str) -> str:
        return f"EXISTS (SELECT 1 FROM forms_submission S WHERE S.id = {key} AND {rule})"

    for verb in ("UPDATE", "DELETE"):  # as forms.0004 made them; dropped where a later migration rebuilt the table
        yield refuse(f"plaza_keep_record_{verb.lower()}", verb, "forms_event", "", RECORD)
        for table in ("forms_tombstone", "forms_redaction"):
            yield refuse(f"plaza_keep_{table}_{verb.lower()}", verb, table, "", UNCHANGED)
    yield refuse("plaza_keep_hold_delete", "DELETE", "forms_hold", "OLD.released_at IS NULL", HELD)
    moved = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in ("scope", "case_id", "form_id", "person"))
    yield refuse("plaza_keep_hold_update", "UPDATE", "forms_hold", f"OLD.released_at IS NULL AND ({moved})", HELD)
    gone, held = of_case("OLD.id", BURIED), of_case("OLD.id", ON_SQLITE)
    yield refuse("plaza_guard_submission_held", "DELETE", "forms_submission", held, HELD)
    yield refuse("plaza_guard_submission", "DELETE", "forms_submission", f"NOT {gone}", KEPT)
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in CONTENT)
    said = "EXISTS (SELECT 1 FROM forms_redaction R WHERE R.case_id = OLD.id AND R.revision = NEW.revision)"
    event = f"UPDATE OF {', '.join(CONTENT)}"
    yield refuse("plaza_guard_answers_held", event, "forms_submission", f"({changed}) AND {held}", HELD)
    yield refuse("plaza_guard_answers", event, "forms_submission", f"({changed}) AND NOT {said}", UNREDACTED)
    for table, column, word in parts:
        name, held = f"plaza_guard_{table}", of_case(f"OLD.{column}", ON_SQLITE)
        kept = of_case(f"OLD.{column}", f"NOT {BURIED}")
        if word:
            kept += f" AND NOT EXISTS (SELECT 1 FROM forms_redaction R WHERE R.case_id = OLD.{column} "
            kept += f"AND R.part = '{word}:' || OLD.id)"
        yield refuse(f"{name}_held", "DELETE", table, held, HELD)
        yield refuse(name, "DELETE", table, kept, KEPT)
        moved = f"OLD.{column} IS NOT NULL AND OLD.{column} IS NOT NEW.{column}"
        yield refuse(f"{name}_moved", f"UPDATE OF {column}", table, moved, KEPT)
        if table in WRITTEN:
            word, columns = WRITTEN[table]
            lost = f"OLD.{column} IS NOT NULL AND ({say_lost(columns, 'IS NOT')})"
            redacted = f"EXISTS (SELECT 1 FROM forms_redaction R WHERE R.case_id = OLD.{column} "
            redacted += f"AND R.part = '{word}:' || OLD.id)"
            event = f"UPDATE OF {', '.join(columns)}"
            yield refuse(f"{name}_words_held", event, table, f"{lost} AND {held}", HELD)
            yield refuse(f"{name}_words", event, table, f"{lost} AND NOT {redacted}", UNWRITTEN)
    for table, keys in KEYS.items():
        there = " OR ".join(f"EXISTS (SELECT 1 FROM {table} K WHERE {match_key(key)})" for key in keys)
        yield refuse(f"plaza_guard_{table}_replaced", "INSERT", table, there, KEPT)


def say_lost(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"OLD.{name} <> '' AND OLD.{name} {differs} NEW.{name}" for name in columns)


def match_key(key: str) -> str:
    """A person is only told apart where there is one."""
    return " AND ".join(
        f"K.{name} = NEW.{name}" + (" AND K.person <> ''" if name == "person" else "") for name in key.split()
    )


def write_postgresql(parts: list[tuple[str, str, str]]) -> Iterator[str]:
    def define(name: str, body: str) -> str:
        return (
            f"CREATE OR REPLACE FUNCTION plaza_keep_{name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$plaza$ BEGIN {body} END $plaza$"
        )

    def of_case(key: str, rule: str) -> str:
        return f"EXISTS (SELECT 1 FROM forms_submission S WHERE S.id = {key} AND {rule})"

    def refuse(condition: str, message: str) -> str:
        return f"IF {condition} THEN RAISE EXCEPTION '{message}'; END IF; "

    held, buried = of_case("OLD.id", ON_POSTGRESQL), of_case("OLD.id", BURIED)
    said = "EXISTS (SELECT 1 FROM forms_redaction R WHERE R.case_id = OLD.id AND R.revision = NEW.revision)"
    key = "(to_jsonb(OLD)->>TG_ARGV[0])::bigint"
    redacted = (
        f"EXISTS (SELECT 1 FROM forms_redaction R WHERE TG_ARGV[1] <> '' AND R.case_id = {key} "
        "AND R.part = TG_ARGV[1] || ':' || OLD.id)"
    )
    yield define("submission", refuse(held, HELD) + refuse(f"NOT {buried}", KEPT) + "RETURN OLD;")
    yield define("answers", refuse(held, HELD) + refuse(f"NOT {said}", UNREDACTED) + "RETURN NEW;")
    yield define(
        "part",
        f"IF TG_OP = 'UPDATE' THEN {refuse('true', KEPT)} END IF; "
        + refuse(of_case(key, ON_POSTGRESQL), HELD)
        + refuse(f"{of_case(key, f'NOT {BURIED}')} AND NOT {redacted}", KEPT)
        + "RETURN OLD;",
    )
    written = refuse(of_case(key, ON_POSTGRESQL), HELD) + refuse(f"NOT {redacted}", UNWRITTEN)
    yield define("words", written + "RETURN NEW;")
    yield define("hold", f"RAISE EXCEPTION '{HELD}';")
    yield define("disposal", f"RAISE EXCEPTION '{UNCHANGED}';")
    yield define("whole", f"RAISE EXCEPTION '{KEPT}';")
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in CONTENT)
    moved = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in ("scope", "case_id", "form_id", "person"))
    yield from put_up("submission", "DELETE", "forms_submission", "submission")
    yield from put_up("answers", f"UPDATE OF {', '.join(CONTENT)}", "forms_submission", "answers", changed)
    yield from put_up("hold", "DELETE", "forms_hold", "hold", "OLD.released_at IS NULL")
    yield from put_up("hold_moved", "UPDATE", "forms_hold", "hold", f"OLD.released_at IS NULL AND ({moved})")
    for table in ("forms_tombstone", "forms_redaction"):
        yield from put_up(f"{table}_row", "UPDATE OR DELETE", table, "disposal")
    for table, column, word in parts:
        arguments = f"'{column}', '{word}'"
        yield from put_up(table, "DELETE", table, "part", arguments=arguments)
        lost = f"OLD.{column} IS NOT NULL AND OLD.{column} IS DISTINCT FROM NEW.{column}"
        yield from put_up(f"{table}_moved", f"UPDATE OF {column}", table, "part", lost, arguments)
        if table in WRITTEN:
            word, columns = WRITTEN[table]
            lost = f"OLD.{column} IS NOT NULL AND ({say_lost(columns, 'IS DISTINCT FROM')})"
            event = f"UPDATE OF {', '.join(columns)}"
            yield from put_up(f"{table}_words", event, table, "words", lost, f"'{column}', '{word}'")
    for table in (*NEEDED, *(table for table, _column, _word in parts)):
        yield from put_up(f"{table}_whole", "TRUNCATE", table, "whole", each="STATEMENT")


def put_up(
    name: str, event: str, table: str, function: str, condition: str = "", arguments: str = "", each: str = "ROW"
) -> Iterator[str]:
    """On PostgreSQL, where it stays once it is there: each time would lock the table."""
    when = f"WHEN ({condition}) " if condition else ""
    trigger = (
        f"CREATE TRIGGER plaza_guard_{name} BEFORE {event} ON {table} FOR EACH {each} {when}"
        f"EXECUTE FUNCTION plaza_keep_{function}({arguments})"
    )
    yield (
        f"DO $do$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'plaza_guard_{name}' "
        f"AND tgrelid = '{table}'::regclass) THEN {trigger}; END IF; END $do$"
    )


def before_migrations(using: str, **kwargs: Any) -> None:
    if connections[using].vendor == "sqlite":
        remove(using)


def after_migrations(using: str, **kwargs: Any) -> None:
    install(using)
