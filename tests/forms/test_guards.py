"""Nothing that came in is lost but by disposal: the database itself refuses, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from forms import actions
from forms.actions import batches
from forms.models import Attachment, Hold, Message, Note, Submission, Tombstone
from forms.records import guards
from tests.factories import edit

LOST = (DatabaseError, ProtectedError)


@pytest.fixture
def case(close, officers, form):
    form.page = edit(form.page, retention_months=24)
    case = close({"Your email": "ana@example.com"})
    Note.objects.create(case=case, text="Called back")
    Attachment.objects.create(submission=case, question="x", name="a.pdf", kind="pdf", media_type="", size=1, digest="")
    return case


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
        received_at=case.received_at, batch="00000000-0000-0000-0000-000000000000", reason="", digest="",
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
