from typing import Any

from wagtail.signals import page_published

from localization.state import record_published_text


def on_page_published(instance: Any, **kwargs: Any) -> None:
    record_published_text(instance)


def connect() -> None:
    page_published.connect(on_page_published, dispatch_uid="localization.record_published_text")
