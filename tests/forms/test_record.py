"""The record: every line hangs on the one before, and neither code nor database lets one be changed or taken out."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from forms import record
from forms.models import Act, Event


@pytest.fixture
def lines(db):
    return [record.write(Act.SEARCHED, query=word) for word in ("one", "two", "three")]


def check():
    out = StringIO()
    call_command("check_record", stdout=out, stderr=out)
    return out.getvalue()


def test_each_line_carries_the_digest_of_the_one_before(lines):
    first, second, third = Event.objects.order_by("pk")
    assert (second.previous, third.previous) == (first.digest, second.digest)
    assert "3 lines, all as they were written." in check()
    assert third.digest in check()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE forms_event SET actor = 'somebody else'", "DELETE FROM forms_event"],
)
def test_the_database_refuses_to_change_or_delete_a_line(statement, lines):
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert "all as they were written" in check()


def test_postgresql_refuses_to_empty_the_record(lines):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL can empty a table in one go")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            cursor.execute("TRUNCATE forms_event CASCADE")


def test_models_do_not_get_round_it(lines):
    for change in (Event.objects.all().delete, lambda: Event.objects.update(actor="x"), lines[0].delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def drop_guard():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER plaza_keep_record ON forms_event")
        else:
            cursor.execute("DROP TRIGGER plaza_keep_record_update")
            cursor.execute("DROP TRIGGER plaza_keep_record_delete")


@pytest.mark.parametrize("tamper", [lambda: Event.objects.filter(data__query="two").update(data={"query": "tea"}),
                                    lambda: Event.objects.filter(data__query="two").delete()])  # fmt: skip
def test_a_line_changed_past_the_guard_shows(tamper, lines):
    drop_guard()
    tamper()
    with pytest.raises(CommandError, match="broken in 1 place"):
        check()


def test_two_lines_cannot_follow_the_same_one(lines):
    last = Event.objects.order_by("pk").last()
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.create(act=Act.VIEWED, at=last.at, previous=last.previous, digest="0" * 64)
