"""What a model cannot say: the record is only ever added to, cases are found by their terms, and what came in before
is filed like what comes in from now on."""

from django.db import migrations

from forms import terms
from forms.questions.contact import find_name
from forms.questions import Question

NEVER_CHANGED = """
CREATE FUNCTION plaza_keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'The record of the inbox is only ever added to.'; END $$;
CREATE TRIGGER plaza_keep_record BEFORE UPDATE OR DELETE ON forms_event
FOR EACH ROW EXECUTE FUNCTION plaza_keep_record();
CREATE TRIGGER plaza_keep_whole_record BEFORE TRUNCATE ON forms_event
FOR EACH STATEMENT EXECUTE FUNCTION plaza_keep_record();
"""
CHANGED_AGAIN = "DROP FUNCTION IF EXISTS plaza_keep_record() CASCADE"


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(NEVER_CHANGED, params=None)
        schema_editor.execute("CREATE INDEX submission_terms ON forms_submission USING gin (terms)")
        # The planner must know rare words from frequent ones among a million cases.
        schema_editor.execute("ALTER TABLE forms_submission ALTER COLUMN terms SET STATISTICS 1000")
    elif schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER plaza_keep_record_{verb.lower()} BEFORE {verb} ON forms_event "
                "BEGIN SELECT RAISE(ABORT, 'The record of the inbox is only ever added to.'); END"
            )
        schema_editor.execute(
            "CREATE VIRTUAL TABLE forms_terms USING fts5"
            "(terms, detail=none, tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\")"
        )


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CHANGED_AGAIN)
        schema_editor.execute("DROP INDEX IF EXISTS submission_terms")
    elif schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS plaza_keep_record_{verb}")
        schema_editor.execute("DROP TABLE IF EXISTS forms_terms")


def rename_right(apps, schema_editor):
    """What a group was given on a queue stays given: to change a submission is now to answer it."""
    known = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="forms")
    before = known.filter(codename="change_submission")
    after = known.filter(codename="answer_submission").first()
    if after is None:
        before.update(codename="answer_submission", name="Can answer submissions")
    else:
        given = apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(permission__in=before)
        given.update(permission=after)
        before.delete()


def file_cases(apps, schema_editor):
    submissions = apps.get_model("forms", "Submission").objects.select_related("version")
    for case in submissions.iterator(chunk_size=500):
        questions = case.version.definition["questions"]
        asked = [Question(each["id"], each["type"], "", options=each.get("options") or {}) for each in questions]
        given = (case.answers.get(each["id"]) for each in questions if each["type"] == "email")
        case.email = next(filter(None, given), "").lower()
        case.name = find_name(asked, case.answers)[:200]
        case.terms = terms.make_vector(case)
        case.save(update_fields=["email", "name", "terms"])
        terms.keep(case)


class Migration(migrations.Migration):
    dependencies = [("forms", "0003_casework"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [
        migrations.RunPython(guard, unguard),
        migrations.RunPython(rename_right, migrations.RunPython.noop),
        migrations.RunPython(file_cases, migrations.RunPython.noop),
    ]
