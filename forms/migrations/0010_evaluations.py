import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forms', '0009_publishing'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='evaluation',
            name='one_evaluation_per_criterion',
        ),
        migrations.AlterField(
            model_name='formpage',
            name='retention_months',
            field=models.PositiveSmallIntegerField(blank=True, help_text='After a case is closed. Only for a form without a series; without both it is kept for good.', null=True, validators=[django.core.validators.MaxValueValidator(1200)], verbose_name='kept for (months)'),
        ),
        migrations.AlterField(
            model_name='recordseries',
            name='months',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Empty: kept for good.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1200)], verbose_name='kept for (months)'),
        ),
    ]
