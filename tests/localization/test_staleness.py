"""A translation older than its source says so; one that is not, does not."""

import pytest
import time_machine
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from localization.state import TranslationState, find_standing
from tests.factories import StandardFactory, edit, translate

SPANISH = {"Privacy": "Privacidad", "What we keep.": "Lo que guardamos."}
STALE = "[data-translation-state=out_of_date]"


@pytest.fixture
def page(home, spanish_home):
    return StandardFactory(parent=home, slug="privacy", title="Privacy", introduction="What we keep.")


def test_a_fresh_translation_says_nothing(page, resident, read):
    spanish = translate(page, "es", SPANISH)
    assert find_standing(spanish).state == TranslationState.UP_TO_DATE
    assert not read(resident.get("/es/privacy/")).select("[data-translation-state]")


def test_an_edited_source_makes_it_out_of_date_with_the_day_of_the_change(page, resident, read):
    spanish = translate(page, "es", SPANISH)
    with time_machine.travel("2027-05-04T18:00:00Z", tick=False):
        edit(page, introduction="What we keep, and why.")
    with time_machine.travel("2027-05-20T18:00:00Z", tick=False):
        edit(page, introduction="What we keep, and why.")
        banner = read(resident.get("/es/privacy/")).select_one(STALE)
    assert find_standing(spanish).state == TranslationState.OUT_OF_DATE
    assert "4 de mayo de 2027" in banner.text
    assert "inglés" in banner.text
    assert banner.select_one("a")["href"] == "/en/privacy/"


def test_27_publishing_again_without_a_change_makes_nothing_stale(page):
    spanish = translate(page, "es", SPANISH)
    edit(page)
    edit(page, show_in_menus=True)
    assert find_standing(spanish).state == TranslationState.UP_TO_DATE


def test_taking_the_change_back_makes_it_up_to_date_again(page):
    spanish = translate(page, "es", SPANISH)
    edit(page, introduction="Something else.")
    edit(page, introduction="What we keep.")
    assert find_standing(spanish).state == TranslationState.UP_TO_DATE


def test_a_new_translation_of_the_change_ends_it(page, resident, read):
    translate(page, "es", SPANISH)
    changed = edit(page, introduction="What we keep, and why.")
    spanish = translate(changed, "es", {"What we keep, and why.": "Lo que guardamos y por qué."})
    assert find_standing(spanish).state == TranslationState.UP_TO_DATE
    assert not read(resident.get("/es/privacy/")).select(STALE)


def test_a_part_that_is_not_translated_is_work_in_progress(page):
    standing = find_standing(translate(page, "es", {"Privacy": "Privacidad"}))
    assert standing.state == TranslationState.IN_PROGRESS
    assert standing.untranslated == {"introduction"}


def test_publishing_on_the_translators_screen_counts_what_was_translated(page, monkeypatch):
    """wagtail-localize publishes when its own transaction ends, before it logs what it made."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **options: then())
    source, _created = TranslationSource.update_or_create_from_instance(page)
    locale = Locale.objects.get(language_code="es")
    translation = Translation.objects.create(source=source, target_locale=locale)
    translation.save_target(publish=True)
    spanish = source.get_translated_instance(locale)
    assert find_standing(spanish).state == TranslationState.IN_PROGRESS, "nothing is translated"
    translate(page, "es", SPANISH)
    changed = edit(page, introduction="What we keep, and why.")
    assert find_standing(source.get_translated_instance(locale)).state == TranslationState.OUT_OF_DATE
    translate(changed, "es", {"What we keep, and why.": "Lo que guardamos y por qué."})
    translation.refresh_from_db()
    translation.save_target(publish=True)
    assert find_standing(source.get_translated_instance(locale)).state == TranslationState.UP_TO_DATE
