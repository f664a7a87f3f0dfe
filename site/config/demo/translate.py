"""Puts the demo's translations where a translator's would be: into wagtail-localize's memory of strings."""

from pathlib import Path
from typing import Any

import polib
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

BREAK = "<br/>"  # in which wagtail-localize keeps the line ends of plain text
FOLDER = Path(__file__).parent / "translations"


class Phrasebook:
    """English phrases of the demo in one language; a phrase that is missing stays English and is counted."""

    def __init__(self, code: str) -> None:
        path = FOLDER / f"{code}.po"
        self.phrases: dict[str, str] = {}
        self.missing: set[str] = set()
        if path.exists():
            self.phrases = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)).translated_entries()}

    def find(self, phrase: str) -> str | None:
        if phrase not in self.phrases:
            self.missing.add(phrase)
        return self.phrases.get(phrase)

    def say(self, phrase: str) -> str:
        return self.find(phrase) or phrase


def translate_page(page: Any, code: str, phrases: Phrasebook) -> None:
    """Translate and publish. The parent must exist in that language already."""
    source, _created = TranslationSource.get_or_create_from_instance(page)
    locale = Locale.objects.get(language_code=code)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    segments = StringSegment.objects.filter(source=source).select_related("string")
    rows = {
        (segment.string_id, segment.context_id): StringTranslation(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale=locale,
            data=said.replace("\n", BREAK),
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
        )
        for segment in segments
        if (said := phrases.find(segment.string.data.replace(BREAK, "\n")))
    }
    StringTranslation.objects.bulk_create(rows.values())
    translation.save_target(publish=False)
    source.get_translated_instance(locale).get_latest_revision().publish()
