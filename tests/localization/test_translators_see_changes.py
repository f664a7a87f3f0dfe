"""What is published in the source is what translators are shown next; what is live in their language stays."""

from wagtail_localize.models import StringSegment, Translation

from localization.state import TranslationState, find_standing
from tests.factories import StandardFactory, edit, translate


def test_a_changed_sentence_waits_for_its_translation(home, spanish_home, resident, read):
    page = StandardFactory(parent=home, slug="privacy", title="Privacy", introduction="What we keep.")
    spanish = translate(page, "es", {"Privacy": "Privacidad", "What we keep.": "Lo que guardamos."})
    edit(page, introduction="What we keep, and why.")
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=spanish.locale)
    strings = StringSegment.objects.filter(source=translation.source).annotate_translation(spanish.locale)
    waiting = [each.string.data for each in strings.filter(translation__isnull=True)]
    assert waiting == ["What we keep, and why."]
    assert translation.get_progress() == (2, 1)
    assert read(resident.get("/es/privacy/")).select_one(".lead").text == "Lo que guardamos."
    assert find_standing(spanish).state == TranslationState.OUT_OF_DATE


def test_a_page_that_nobody_translates_is_not_prepared_for_it(home):
    page = StandardFactory(parent=home, slug="privacy", title="Privacy")
    edit(page, title="Privacy notice")
    assert not StringSegment.objects.exists()
