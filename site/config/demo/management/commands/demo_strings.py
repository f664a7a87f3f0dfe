from typing import Any

import polib
from django.core.management.base import BaseCommand
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from config.demo.blocks import make_key
from config.demo.content import DEPARTMENTS, DISTRICTS, HOME, TOPICS
from config.demo.load import EVERYWHERE, WHOLE
from config.demo.translate import FOLDER
from localization.languages import get_language


class Command(BaseCommand):
    help = "Bring the demo's phrasebooks up to date with its English pages; what is translated stays."

    def handle(self, **options: Any) -> None:
        names = [row["name"] for row in (*DEPARTMENTS, *TOPICS, *DISTRICTS)]
        everywhere, whole = dict.fromkeys(names), dict.fromkeys(names)
        for spec, page in self.walk(HOME, ""):
            if spec.get("untranslated"):
                continue
            # What was translated, not what the page says since then.
            if spec.get("later"):
                page.introduction = spec["introduction"]
            strings = dict.fromkeys(
                segment.string.data for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)
            )
            whole.update(strings)
            if spec.get("main"):
                everywhere.update(strings)
        for code in EVERYWHERE:
            self.write(code, whole if code in WHOLE else everywhere)

    def walk(self, spec: dict[str, Any], path: str) -> Any:
        path = f"{path}/{spec['slug']}" if path else spec["slug"]
        yield spec, Page.objects.get(translation_key=make_key(path), locale__language_code="en").specific
        for child in spec.get("children", ()):
            yield from self.walk(child, path)

    def write(self, code: str, strings: dict[str, None]) -> None:
        path = FOLDER / f"{code}.po"
        known = {}
        if path.exists():
            known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
        catalog = polib.POFile(wrapwidth=110)
        catalog.metadata = {
            "Project-Id-Version": "Port Alder",
            "Language": get_language(code).tag.replace("-", "_"),
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
        }
        catalog.extend(polib.POEntry(msgid=string, msgstr=known.get(string, "")) for string in strings)
        catalog.save(str(path))
        missing = sum(not known.get(string) for string in strings)
        self.stdout.write(f"{code}: {len(strings)} phrases, {missing} to translate")
