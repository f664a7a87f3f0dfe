from typing import Any

from wagtail.models import Locale

from config.demo.blocks import make_id
from config.demo.content.people import DEPARTMENTS, DISTRICTS, TOPICS
from config.demo.translate import Phrasebook
from pages.models import Department, District, Topic


def create_taxonomy(phrases: dict[str, Phrasebook]) -> dict[tuple[str, str], Any]:
    """Departments, topics and districts in every language; the English ones by (model, code)."""
    filing = {}
    for model, rows in ((Department, DEPARTMENTS), (Topic, TOPICS), (District, DISTRICTS)):
        for row in rows:
            key = make_id(model.__name__, row["code"])
            source = model.objects.create(**row, locale=Locale.get_default(), translation_key=key)
            filing[model.__name__, row["code"]] = source
            for code, phrasebook in phrases.items():
                copy = source.copy_for_translation(Locale.objects.get(language_code=code))
                copy.name = phrasebook.say(row["name"])
                copy.save()
    return filing
