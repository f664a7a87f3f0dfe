"""After a restore from a backup the disposal log leaves nobody who was disposed of."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection

from forms import actions
from forms.actions import batches
from forms.definition import read_definition
from forms.models import (
    Disposition,
    Draft,
    Event,
    FormIdentity,
    Note,
    Redaction,
    ScheduleCheck,
    Submission,
    Tombstone,
)
from forms.records import guards
from tests.factories import edit


@pytest.fixture
def log(tmp_path):
    return tmp_path / "disposals.jsonl"


@pytest.fixture
def backup():
    """Gives a way back to the site as it is now: its cases and what hangs on them, as a restored dump has them."""

    def take():
        models = [model for model in apps.get_app_config("forms").get_models() if model._meta.managed]
        kept = [model for model in models if model not in (FormIdentity,) and "page" not in model.__name__.lower()]
        rows = [serializers.serialize("json", model._base_manager.all()) for model in kept]

        def restore():
            guards.remove()
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("SET session_replication_role = replica")  # a restore fires no triggers
                else:
                    for name in ("plaza_keep_record_delete", "plaza_keep_record_update"):
                        cursor.execute(f"DROP TRIGGER {name}")
                    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'plaza_keep%'")
                    for (name,) in cursor.fetchall():
                        cursor.execute(f"DROP TRIGGER {name}")
            for model in reversed(kept):
                model._base_manager.all()._raw_delete("default")
            for text in rows:
                for row in serializers.deserialize("json", text):
                    row.save()
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("SET session_replication_role = DEFAULT")
            guards.install()

        return restore

    return take


def replay(log):
    out = StringIO()
    call_command("replay_disposals", str(log), stdout=out)
    return out.getvalue()


@pytest.fixture
def story(close, approved, officers, form, backup, log):
    """A backup, then two disposals (of one that the backup has, and one that it has not) and a redaction, the log."""
    edit(form.page, retention_months=24)
    (ruth, _one), (grace, _other) = officers
    gone, kept = close({"Your email": "ana@example.com", "Tell us more": "Ana’s words"}), close()
    Note.objects.create(case=kept, text="Lives at 4 Pier Street")
    restore = backup()
    later = close()
    batches.finish(approved(gone, later).pk)
    note = Note.objects.get()
    batch = actions.propose_redaction({kept.pk: [f"note:{note.pk}"]}, reason="Asked for", by=ruth)
    actions.decide(batch, "approved", reason="Yes", by=grace)
    batches.finish(batch.pk)
    call_command("disposal_log", str(log), stdout=StringIO())
    return restore, gone, kept, later


def test_a_restored_site_has_them_again_and_the_replay_leaves_nobody(story, log):
    restore, gone, kept, later = story
    digest = Tombstone.objects.get(reference=gone.reference).digest
    restore()
    assert set(Submission.objects.values_list("reference", flat=True)) == {gone.reference, kept.reference}
    assert not Tombstone.objects.exists() and Note.objects.get().text
    said = replay(log)
    assert f"Disposed of again: 1 {gone.reference}" in said and f"Not in the backup: 1 {later.reference}" in said
    assert f"Redacted again: 1 {kept.reference}" in said
    assert list(Submission.objects.values_list("reference", flat=True)) == [kept.reference]
    assert Note.objects.get().text == ""
    stone = Tombstone.objects.get(reference=gone.reference)
    assert (stone.digest, stone.proposer, stone.approver) == (digest, "ruth", "grace")
    assert Tombstone.objects.filter(reference=later.reference).exists()


def test_who_was_forgotten_by_an_answer_is_forgotten_again(story, log, close, officers, form, application):
    restore, _gone, kept, _later = story
    restore()
    asked = next(each.id for each in read_definition(form.page) if each.type == "email")
    actions.forget("ana@example.com", reason="Asked for", by=officers[0][0])
    call_command("disposal_log", str(log), stdout=StringIO())
    Draft.objects.create(form=kept.form, locale="en", answers={asked: "Ana@example.com"})
    said = {"recipient": "bob@example.com", "answers": {asked: "ana@example.com"}}
    other = Draft.objects.create(form=kept.form, locale="en", **said)
    replay(log)
    assert Draft.objects.get() == other


def test_twice_is_harmless(story, log):
    restore, *_cases = story
    restore()
    replay(log)
    before = Event.objects.count()
    assert "As the log says already: 3" in replay(log)
    assert (Event.objects.count(), Tombstone.objects.count(), Redaction.objects.count()) == (before, 2, 1)


def test_a_hold_in_the_backup_is_respected_and_said(story, log, officers):
    restore, gone, _kept, _later = story
    restore()
    hold = actions.hold(case=Submission.objects.get(pk=gone.pk), reason="Lawsuit", by=officers[0][0])
    with pytest.raises(CommandError, match=gone.reference):
        replay(log)
    assert Submission.objects.filter(pk=gone.pk).exists()
    actions.release(hold, reason="Settled", by=officers[0][0])
    replay(log)
    assert not Submission.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: lines[1:],
        lambda lines: lines[:-1],
        lambda lines: [lines[0].replace("ruth", "sam"), *lines[1:]],
        lambda lines: ["not json", *lines[1:]],
        lambda lines: [],
    ],
)
def test_a_log_that_is_not_whole_changes_nothing(spoil, story, log):
    restore, *_cases = story
    restore()
    log.write_text("\n".join(spoil(log.read_text().splitlines())))
    with pytest.raises(CommandError, match="Nothing was done"):
        replay(log)
    assert not Tombstone.objects.exists()


def test_the_log_has_no_answers(story, log):
    text = log.read_text()
    assert "words" not in text and "ana@example.com" not in text and "Pier" not in text
    assert json.loads(text.splitlines()[0])["kind"] == "disposed"
    assert ScheduleCheck.objects.exists() and not Disposition.objects.filter(batch__isnull=False).exists()
