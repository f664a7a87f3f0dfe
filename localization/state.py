"""How far the live page of a language says what its live source says.

Compared by digest, never by date: publishing a page again without a change makes no translation stale.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Revision
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from localization.models import PublishedText, RevisionText, Sourced

# When it is known which source text a page or a snippet says from now on. `instance`: it.
text_published = Signal()


class TranslationState(models.TextChoices):
    MISSING = "missing", pgettext_lazy("translation", "Missing")
    IN_PROGRESS = "in_progress", pgettext_lazy("translation", "In progress")
    OUT_OF_DATE = "out_of_date", pgettext_lazy("translation", "Out of date")
    UP_TO_DATE = "up_to_date", pgettext_lazy("translation", "Up to date")


@dataclass(frozen=True)
class Standing:
    """The state of one live page, `stale_since` where its source has said something else since then."""

    state: TranslationState
    stale_since: datetime | None = None
    untranslated: frozenset[str] = frozenset()


def digest_text(instance: Any) -> str:
    """The translatable text of a page, whatever its order: moving a block changes no word."""
    strings = [
        [segment.path, segment.string.data]
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue)
    ]
    strings.sort(key=lambda pair: pair[0])
    return hashlib.sha256(json.dumps(strings, ensure_ascii=False).encode()).hexdigest()


def record_published_text(page: Any, revision: Revision | None = None) -> None:
    """Note what a page says now that it is published. Costs some 50 ms: for publishing, not for reading."""
    if not isinstance(page, Sourced) or getattr(page, "alias_of_id", None):
        return
    if page.is_source:
        save_text(page, digest=digest_text(page), untranslated=[])
        show_to_translators(page)
        text_published.send(type(page), instance=page)
        return
    made = RevisionText.objects.filter(revision=revision).first() if revision else None
    translation = find_translation(page)
    if made:
        save_text(page, digest=made.digest, untranslated=made.untranslated)
    elif translation:
        # wagtail-localize publishes before it logs what it made: this revision was made a moment ago, from what
        # translators have before them now.
        source = digest_text(translation.source.as_instance())
        save_text(page, digest=source, untranslated=find_untranslated(translation))
    elif not PublishedText.objects.filter(translation_key=page.translation_key, locale_id=page.locale_id).exists():
        # Written by hand: whoever published it for the first time had the source of that moment before them.
        save_text(page, digest=digest_text(page.source), untranslated=[])
    text_published.send(type(page), instance=page)


def find_translation(page: Any) -> Translation | None:
    """What translators work at for this page; None where it was written by hand."""
    known = Translation.objects.filter(source__object_id=page.translation_key, target_locale_id=page.locale_id)
    return known.filter(enabled=True).select_related("source").first()


def record_revision_text(source: TranslationSource, locale: Locale, revision: Revision) -> None:
    """Note from which source text a revision of a translation was just made."""
    translation = Translation.objects.filter(source=source, target_locale=locale).first()
    RevisionText.objects.update_or_create(
        revision=revision,
        defaults={
            "digest": digest_text(source.as_instance()),
            "untranslated": find_untranslated(translation) if translation else [],
        },
    )


def show_to_translators(page: Any) -> None:
    """What was published is what translators see next; what is live in their languages stays until they publish."""
    source = TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()
    if source:
        source.update_from_db()


def find_untranslated(translation: Translation) -> list[str]:
    segments = StringSegment.objects.filter(source=translation.source).annotate_translation(translation.target_locale)
    return sorted(set(segments.filter(translation__isnull=True).values_list("context__path", flat=True)))


def save_text(page: Any, *, digest: str, untranslated: list[str]) -> None:
    text, created = PublishedText.objects.get_or_create(
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        defaults={"digest": digest, "changed_at": timezone.now(), "untranslated": untranslated},
    )
    if not created and (text.digest != digest or text.untranslated != untranslated):
        if text.digest != digest:
            text.changed_at = timezone.now()
        text.digest, text.untranslated = digest, untranslated
        text.save()


def find_standing(page: Any) -> Standing:
    """One query. `page` is a live page that is not an alias."""
    if page.source is page:
        return Standing(TranslationState.UP_TO_DATE)
    texts = {
        text.locale_id: text
        for text in PublishedText.objects.filter(
            translation_key=page.translation_key, locale_id__in=(page.locale_id, page.source.locale_id)
        )
    }
    return compare(texts.get(page.locale_id), texts.get(page.source.locale_id))


def compare(said: PublishedText | None, source: PublishedText | None) -> Standing:
    if said is None or source is None:
        return Standing(TranslationState.IN_PROGRESS)
    untranslated = frozenset(said.untranslated)
    if said.digest != source.digest:
        return Standing(TranslationState.OUT_OF_DATE, stale_since=source.changed_at, untranslated=untranslated)
    state = TranslationState.IN_PROGRESS if untranslated else TranslationState.UP_TO_DATE
    return Standing(state, untranslated=untranslated)


def attach_untranslated(pages: list[Any]) -> None:
    """Tell each page of a list which of its parts were published in the source language. One query."""
    keys = [page.translation_key for page in pages]
    texts = {
        (text.translation_key, text.locale_id): frozenset(text.untranslated)
        for text in PublishedText.objects.filter(translation_key__in=keys).exclude(untranslated=[])
    }
    for page in pages:
        page.untranslated = texts.get((page.translation_key, page.locale_id), frozenset())
