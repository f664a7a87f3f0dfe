from typing import Any

from django.db.models.signals import post_save
from wagtail.signals import page_published, published
from wagtail_localize.models import TranslationLog

from localization.state import record_published_text, record_revision_text


def on_page_published(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    record_published_text(instance, revision)


def on_translation_made(instance: Any, created: bool, **kwargs: Any) -> None:
    if created and instance.revision_id:
        record_revision_text(instance.source, instance.locale, instance.revision)


def connect() -> None:
    page_published.connect(on_page_published, dispatch_uid="localization.record_published_text")
    published.connect(on_page_published, dispatch_uid="localization.record_published_snippet")
    post_save.connect(on_translation_made, sender=TranslationLog, dispatch_uid="localization.record_revision_text")
