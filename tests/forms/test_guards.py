"""Nothing that came in is lost but by disposal: the database itself refuses, whoever asks."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from forms import actions
from forms.actions import batches
from forms.models import Attachment, Evaluation, Hold, Message, Note, Redaction, Submission, Tombstone
from forms.records import guards
from tests.factories import edit

BATCH = "00000000-0000-0000-0000-000000000000"
LOST = (DatabaseError, ProtectedError)


@pytest.fixture
def case(close, officers, form):
    form.page = edit(form.page, retention_months=24)
    case = close({"Your email": "ana@example.com"})
    Note.objects.create(case=case, text="Called back")
    Attachment.objects.create(submission=case, question="x", name="a.pdf", kind="pdf", media_type="", size=1, digest="")
    return case


def make_evaluation(case):
    return Evaluation.objects.create(case=case, stage="s", criterion="c", label="l", is_met=True, evidence="Seen")


@pytest.mark.parametrize("is_held", [True, False])
def test_words_are_only_taken_out_by_a_redaction_and_never_under_a_hold(is_held, case, officers):
    (ruth, _one), _grace = officers
    make_evaluation(case)
    Message.objects.create(submission=case, kind="answer", locale="en", body="I wrote", delivery="received")
    Attachment.objects.update(file="attachments/abc.pdf")
    rows = {Note: "text", Evaluation: "evidence", Message: "body", Attachment: "file"}
    if is_held:
        actions.hold(case=case, reason="Lawsuit", by=ruth)
        for model in rows:
            word = guards.WRITTEN[model._meta.db_table][0]
            said = {"case_id": case.pk, "reference": case.reference, "revision": 1, "batch": BATCH}
            for each in model.objects.all():
                Redaction(part=f"{word}:{each.pk}", **said).save()
    for model, name in rows.items():
        for gone in ("", "other"):
            with pytest.raises(DatabaseError, match="legal hold" if is_held else "redaction"), transaction.atomic():
                model.objects.exclude(**{name: ""}).update(**{name: gone})
    Message.objects.filter(kind="receipt").update(text="Thank you", subject="Receipt")  # as it goes out


def replace(table, *, number):
    """With the same key or, with a number to add to it, with another one and the same reference."""
    model = next(each for each in apps.get_models() if each._meta.db_table == table)
    names = [each.column for each in model._meta.fields if each.column != "terms"]
    said = [f"id + {number}" if name == "id" else name for name in names]
    run(f"REPLACE INTO {table} ({', '.join(names)}) SELECT {', '.join(said)} FROM {table}")


@pytest.fixture
def stranger(db):
    """A connection that knows nothing of our settings."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    run("PRAGMA recursive_triggers = OFF")
    yield
    run("PRAGMA recursive_triggers = ON")


def test_nobody_replaces_what_is_kept(stranger, case, officers):
    actions.hold(case=case, reason="Lawsuit", by=officers[0][0])
    Tombstone.objects.create(
        case_id=case.pk + 1, reference="gone", form=case.form, queue=case.queue, queue_name="", locale="en",
        received_at=case.received_at, batch=BATCH, reason="", digest="",
    )  # fmt: skip
    Redaction(case_id=case.pk, reference=case.reference, part="note:0", revision=1, batch=BATCH).save()
    for table in guards.KEYS:
        for number in (0,) if table == "forms_hold" else (0, 1000):
            with pytest.raises(DatabaseError, match="disposal"), transaction.atomic():
                replace(table, number=number)


def test_our_own_connection_replaces_nothing_at_all(case):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    for table in ("forms_note", "forms_message", "forms_attachment"):
        with pytest.raises(DatabaseError, match="disposal"), transaction.atomic():
            replace(table, number=0)


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


WAYS = {
    "a queryset": lambda case: Submission.objects.all().delete(),
    "a model": lambda case: case.delete(),
    "a cascade": lambda case: case.form.delete(),
    "a queue": lambda case: case.queue.delete(),
    "past Django": lambda case: Submission.objects.filter(pk=case.pk)._raw_delete("default"),
    "messages": lambda case: Message.objects.all().delete(),
    "notes": lambda case: Note.objects.all().delete(),
    "files": lambda case: Attachment.objects.all().delete(),
    "files let go": lambda case: Attachment.objects.update(submission=None),
    "SQL": lambda case: run("DELETE FROM forms_submission"),
    "SQL of notes": lambda case: run("DELETE FROM forms_note"),
    "SQL of messages": lambda case: run("DELETE FROM forms_message"),
    "answers": lambda case: Submission.objects.update(answers={}),
    "sealed answers": lambda case: run("""UPDATE forms_submission SET sealed = '{"x": 1}'"""),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_takes_anything_along(way, case):
    before = [model.objects.count() for model in (Submission, Message, Note, Attachment)]
    with pytest.raises(LOST), transaction.atomic():
        WAYS[way](case)
    assert [model.objects.count() for model in (Submission, Message, Note, Attachment)] == before
    assert Submission.objects.get().answers == case.answers


def test_whole_tables_cannot_be_emptied_on_postgresql(case):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL can empty a table in one go")
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("forms_submission", "forms_note", "forms_hold", "forms_tombstone", "wagtailcore_collection"):
        with pytest.raises(DatabaseError, match=r"disposal|record|never"), transaction.atomic():
            run(f"TRUNCATE {table} CASCADE")


def test_a_hold_is_not_deleted_nor_turned_aside_while_it_is_there(case, officers):
    (ruth, _one), _grace = officers
    held = actions.hold(case=case, reason="Lawsuit", by=ruth)
    for way in (held.delete, Hold.objects.all()._raw_delete, lambda *a: Hold.objects.update(case=case.pk + 1)):
        with pytest.raises(DatabaseError, match="legal hold"), transaction.atomic():
            way("default") if "raw" in str(way) else way()
    actions.release(held, reason="Settled", by=ruth)
    assert Hold.objects.get().releaser == "ruth"


@pytest.mark.parametrize("scope", ["case", "form", "person"])
def test_a_hold_is_stronger_than_a_tombstone(scope, case, officers, approved):
    """Whatever a program does, and whatever it covers: a case, a form, a person."""
    (ruth, _one), _grace = officers
    what = {"case": case, "form": case.form, "person": " Ana@Example.com "}
    actions.hold(**{scope: what[scope]}, reason="Lawsuit", by=ruth)
    Tombstone.objects.create(
        case_id=case.pk, reference=case.reference, form=case.form, queue=case.queue, queue_name="", locale="en",
        received_at=case.received_at, batch=BATCH, reason="", digest="",
    )  # fmt: skip
    for table in ("forms_note", "forms_attachment", "forms_submission"):
        with pytest.raises(DatabaseError, match="legal hold"), transaction.atomic():
            run(f"DELETE FROM {table}")


def test_tombstones_stay(case, approved):
    batches.finish(approved(case).pk)
    for way in (Tombstone.objects.all().delete, lambda: Tombstone.objects.update(reason="none")):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            way()


def test_guards_that_were_taken_down_are_missed_and_put_up_again(case):
    assert guards.list_missing() == []
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    guards.remove()
    assert "forms_submission" in guards.list_missing()
    guards.install()
    assert guards.list_missing() == []
    guards.install()
