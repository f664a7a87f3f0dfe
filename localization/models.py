from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.functional import cached_property
from wagtail.models import Locale, Page, Revision


class Sourced(models.Model):
    """A page, or a snippet, that knows in which language it was first written.

    Dates, places, states and every other fact are read from `source`, so they are the same in every language
    at the moment they are published; only text is read from the translation itself.
    """

    locale_id: int
    alias_of_id: int | None
    translation_key: UUID
    objects: ClassVar[Any]
    get_default_locale: Callable[[], Locale]

    source_locale = models.ForeignKey(Locale, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True

    @cached_property
    def source(self) -> Any:
        """The page in its source language; this page where it is the source, or where the source is gone."""
        if self.source_locale_id in (None, self.locale_id):
            return self
        siblings = type(self).objects.filter(translation_key=self.translation_key)
        return siblings.filter(locale_id=self.source_locale_id).select_related("locale").first() or self

    @property
    def is_source(self) -> bool:
        return self.source_locale_id in (None, self.locale_id)

    @property
    def is_withdrawn(self) -> bool:
        """A translation whose source is deleted or not live: what the city takes down is down in every language."""
        return not self.is_source and (self.source is self or not self.source.live)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding:
            self.settle_source_locale()
        return super().save(*args, **kwargs)

    def settle_source_locale(self) -> None:
        """A copy for another language keeps the source's value; a page with a new key starts from its own language."""
        known = Page if isinstance(self, Page) else type(self)
        if not known.objects.filter(translation_key=self.translation_key).exists():
            self.source_locale_id = self.locale_id or self.get_default_locale().pk

    def with_content_json(self, content: Any) -> Any:
        page = super().with_content_json(content)
        page.source_locale_id = self.source_locale_id  # a fact of the page, not of one of its revisions
        return page


class RevisionText(models.Model):
    """Which version of the source text a revision of a translation was made from."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the source text.")
    untranslated = models.JSONField(default=list, help_text="Content paths that stayed in the source language.")

    def __str__(self) -> str:
        return f"{self.revision_id} {self.digest[:8]}"


class PublishedText(models.Model):
    """Which version of the source text the live page of a language says."""

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the source text that the live page says.")
    changed_at = models.DateTimeField(help_text="When the live page last began to say another text.")
    untranslated = models.JSONField(default=list, help_text="Content paths that were published in the source language.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["translation_key", "locale"], name="one_text_per_language")]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id} {self.digest[:8]}"
