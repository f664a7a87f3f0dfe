"""Ready-made questions: in every language without a translator, canonical like all others, sealed where it matters."""

import pytest
from django.utils import translation

from forms.models import Submission
from forms.questions import PRESETS, Words
from localization.languages import LANGUAGES
from pages.models import District
from tests.factories import FormFactory, make_queue, make_user

ID = "b0a7f9a0-0000-4000-8000-000000000000"


@pytest.fixture
def ask(home):
    def ask(name, **values):
        block = {"type": name, "id": ID, "value": values}
        return FormFactory(parent=home, slug="one", queue=make_queue("Q"), questions=[block])

    return ask


def list_words(name, code):
    words = Words(code, code, {}, frozenset())
    with translation.override(code):
        for question in PRESETS[name].read_all(ID, {}):
            yield str(words.label(question))
            yield from (str(words.choice(question, choice)) for choice in question.choices if not choice.words)


@pytest.mark.parametrize("name", PRESETS)
def test_every_word_exists_in_every_language(name, db):
    english = set(list_words(name, "en")) - {"No", "Non-binary"}  # words that Spanish and Tagalog share
    for language in LANGUAGES[1:]:
        assert not english & set(list_words(name, language.code)), language.code


def test_contact_is_stored_like_any_answer_and_the_receipt_goes_to_it(ask, send):
    ask("preset_contact", email_required=True, phone=True)
    response = send("/en/one/", {f"q-{ID}-name": "Ana", f"q-{ID}-email": "ana@example.com", f"q-{ID}-phone": ""})
    assert response.status_code == 303
    case = Submission.objects.get()
    assert case.answers == {f"{ID}-name": "Ana", f"{ID}-email": "ana@example.com"}
    assert case.recipient == "ana@example.com"


def test_the_address_can_be_left_out_where_the_editor_says_so(ask, send):
    ask("preset_contact", email_required=False, phone=False)
    assert send("/en/one/", {f"q-{ID}-name": "Ana"}).status_code == 303


def test_districts_are_the_citys_own_in_the_readers_language(ask, spanish_home, resident, read, send):
    english = District.objects.create(code="harbor", name="Harbor", locale=spanish_home.locale.get_default())
    District.objects.create(
        code="harbor", name="El Puerto", locale=spanish_home.locale, translation_key=english.translation_key
    )
    ask("preset_home", address_required=False)
    labels = [each.text.strip() for each in read(resident.get("/es/one/")).select(".choice label")]
    assert labels[0] == "El Puerto"
    assert send("/es/one/", {f"q-{ID}-district": "harbor"}).status_code == 303
    assert Submission.objects.get().answers == {f"{ID}-district": "harbor"}


def test_sealed_answers_are_nowhere_staff_look(ask, send, staff, resident, read):
    ask("preset_self_identification")
    response = send("/en/one/", {f"q-{ID}-age": "30-44", f"q-{ID}-ethnicity": ["asian", "white"]})
    case = Submission.objects.get()
    assert case.answers == {}
    assert case.sealed == {f"{ID}-age": "30-44", f"{ID}-ethnicity": ["asian", "white"]}
    admin = staff(make_user("alma", superuser=True))
    page = admin.get(f"/admin/inbox/{case.pk}/").content.decode()
    assert "30 to 44" not in page and "Asian" not in page
    assert "sealed questions" in page
    assert "30 to 44" in read(resident.get(response["Location"])).text


def test_it_can_be_skipped_as_a_whole(ask, send):
    ask("preset_self_identification")
    assert send("/en/one/", {}).status_code == 303
    assert Submission.objects.get().sealed == {}
