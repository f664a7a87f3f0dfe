from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import TruncDate

from forms.questions import Question
from forms.questions.contact import find_district, find_party


def fill(apps, schema_editor):
    submissions = apps.get_model("forms", "Submission").objects
    submissions.filter(state__in=("closed", "spam")).update(closed_at=F("changed_at"))
    submissions.filter(state="waiting").update(waiting_since=TruncDate("changed_at"))
    asked = {}
    for case in submissions.defer("terms").select_related("version").iterator(chunk_size=500):
        if case.version_id not in asked:
            questions = case.version.definition["questions"]
            asked[case.version_id] = [
                Question(each["id"], each["type"], "") for each in questions if each["type"] in ("party", "district")
            ]
        definition = asked[case.version_id]
        if definition:
            party, district = find_party(definition, case.answers), find_district(definition, case.answers)
            submissions.filter(pk=case.pk).update(party=party, district=district)


class Migration(migrations.Migration):
    dependencies = [("forms", "0004_record_and_terms")]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='closed_at',
            field=models.DateTimeField(help_text='When it was last closed or taken for spam.', null=True, verbose_name='closed'),
        ),
        migrations.AddField(
            model_name='submission',
            name='district',
            field=models.CharField(blank=True, db_default='', help_text='Its code, or “unknown”; empty: not asked.', max_length=50, verbose_name='district'),
        ),
        migrations.AddField(
            model_name='submission',
            name='first_replied_at',
            field=models.DateTimeField(help_text='By a person, not the receipt.', null=True, verbose_name='first reply'),
        ),
        migrations.AddField(
            model_name='submission',
            name='party',
            field=models.CharField(blank=True, db_default='', help_text='Who speaks: see forms.questions.party; empty: not asked.', max_length=20),
        ),
        migrations.AddField(
            model_name='submission',
            name='snoozed_until',
            field=models.DateField(help_text='Not among what is to be done before that day.', null=True, verbose_name='put off until'),
        ),
        migrations.AddField(
            model_name='submission',
            name='waiting_since',
            field=models.DateField(help_text='The City waits for the resident: its own time stands still.', null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
