from typing import Any

from django.db import transaction
from django.db.models.signals import post_migrate, pre_migrate
from wagtail.signals import page_published

from localization.state import text_published


def on_form_published(instance: Any, **kwargs: Any) -> None:
    """Staff know a form by the title its source was last published with."""
    from forms.actions import fill_places
    from forms.comments import withdraw_all
    from forms.definition import read_words
    from forms.intake.window import find_window
    from forms.models import FormIdentity, FormPage, Publication, Submission
    from forms.stages import keep_stages, read_stages
    from localization.languages import get_language

    if isinstance(instance, FormPage) and instance.is_source and not instance.alias_of_id:
        # A queue that the form has left must not be held by its translations.
        siblings = FormPage.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk)
        siblings.update(queue_id=instance.queue_id, series_id=instance.series_id)
        form, _created = FormIdentity.objects.update_or_create(
            key=instance.translation_key,
            defaults={
                "title": instance.title,
                "source_locale": get_language(instance.locale.language_code).tag,
                "stages": keep_stages(read_stages(instance), read_words(instance, instance.locale.language_code)),
                "is_blind": instance.is_blind,
                "is_sensitive": instance.is_sensitive,
                "series_id": instance.series_id,
                "retention_months": instance.retention_months,
                "closes_at": find_window(instance).closes_at,
                "publishes_comments": instance.publishes_comments,
            },
        )
        if instance.is_sensitive:  # never the other way: what came in under this promise stays under it
            Submission.objects.filter(form=form, is_sensitive=False).update(is_sensitive=True)
            withdraw_all(Publication.objects.filter(form=form))
        with transaction.atomic():  # there may be more places than before
            fill_places(FormIdentity.objects.select_for_update(no_key=True).get(pk=form.pk))


def on_reply_published(instance: Any, **kwargs: Any) -> None:
    from forms.models import ReplyTemplate
    from forms.replies import settle_requests

    if isinstance(instance, ReplyTemplate):
        settle_requests(instance)


def on_figures_published(instance: Any, **kwargs: Any) -> None:
    """A page only reads figures, so they are made when it begins to show them."""
    from forms.results.publishing import prepare

    prepare(instance)


def connect(app: Any) -> None:
    from forms.records import guards

    text_published.connect(on_reply_published, dispatch_uid="forms.settle_requests")
    page_published.connect(on_form_published, dispatch_uid="forms.remember_title")
    pre_migrate.connect(guards.before_migrations, sender=app, dispatch_uid="forms.guards")
    post_migrate.connect(guards.after_migrations, sender=app, dispatch_uid="forms.guards")
    page_published.connect(on_figures_published, dispatch_uid="forms.prepare_figures")
