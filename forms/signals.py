from typing import Any

from django.db import transaction
from wagtail.signals import page_published


def on_form_published(instance: Any, **kwargs: Any) -> None:
    """Staff know a form by the title its source was last published with."""
    from forms.actions import fill_places
    from forms.comments import withdraw_all
    from forms.definition import read_words
    from forms.models import FormIdentity, FormPage, Publication, Submission
    from forms.stages import keep_stages, read_stages
    from localization.languages import get_language

    if isinstance(instance, FormPage) and instance.is_source and not instance.alias_of_id:
        # A queue that the form has left must not be held by its translations.
        siblings = FormPage.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk)
        siblings.update(queue_id=instance.queue_id)
        form, _created = FormIdentity.objects.update_or_create(
            key=instance.translation_key,
            defaults={
                "title": instance.title,
                "source_locale": get_language(instance.locale.language_code).tag,
                "stages": keep_stages(read_stages(instance), read_words(instance, instance.locale.language_code)),
                "is_blind": instance.is_blind,
                "is_sensitive": instance.is_sensitive,
                "publishes_comments": instance.publishes_comments,
            },
        )
        if instance.is_sensitive:  # never the other way: what came in under this promise stays under it
            Submission.objects.filter(form=form, is_sensitive=False).update(is_sensitive=True)
            withdraw_all(Publication.objects.filter(form=form))
        with transaction.atomic():  # there may be more places than before
            fill_places(FormIdentity.objects.select_for_update(no_key=True).get(pk=form.pk))


def connect() -> None:
    page_published.connect(on_form_published, dispatch_uid="forms.remember_title")
