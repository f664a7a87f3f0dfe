"""The inbox in the language that a member of staff has chosen for the admin."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext
from wagtail.users.models import UserProfile

from localization.languages import LANGUAGES
from localization.naming import find_name

INBOX = "/admin/inbox/"
WORDS = ["Search…", "Search term", "Show filters", "Filter by", "Select all", "Bulk actions", "More bulk actions"]


@pytest.fixture
def spanish(spanish_form, form, receive):
    return receive(form.page, {"Tell us more": "Se cayó un árbol.", "Your email": "ana@example.com"}, code="es")


@pytest.fixture
def reader(spanish, member):
    """reader(code): the client of somebody who reads the admin in that language."""

    def reader(code):
        user, client = member("minh", spanish.queue, "view", "answer", "export")
        UserProfile.objects.create(user=user, preferred_language=code)
        return client

    return reader


@pytest.mark.parametrize(("code", "alone", "within"), [
    ("es", "Español", "Como lo vio el residente, en español"),
    ("ar", "الإسبانية", "كما ظهر للمُرسِل، باللغة الإسبانية"),
    ("en", "Spanish", "As the resident saw it, in Spanish"),
])  # fmt: skip
def test_languages_have_their_names_in_the_language_of_the_admin(code, alone, within, spanish, reader, read):
    client = reader(code)
    pages = {
        path: read(client.get(f"{INBOX}{path}")) for path in ("", "enter/", f"{spanish.pk}/", f"{spanish.pk}/reply/")
    }
    assert alone in {cell.text.strip() for cell in pages[""].select("td")}
    assert alone in {each.text.strip() for each in pages[""].select("[data-contentpath=locale] label")}
    assert f"{alone} (Español)" in {each.text for each in pages["enter/"].select("option")}
    assert within in {each.text.strip() for each in pages[f"{spanish.pk}/"].select("summary")}
    if code != "en":
        for page in pages.values():
            said = " ".join(page.select_one("main").text.split())
            assert [
                said[max(0, each.start() - 80) : each.end() + 30] for each in re.finditer("Spanish|Arabic|Korean", said)
            ] == []


def test_the_words_that_wagtail_adds_to_the_list_are_not_english(spanish, reader, read):
    page = read(reader("es").get(INBOX))
    assert page.select_one("#id_q")["placeholder"] == "Buscar…"
    said = page.select_one("main, .content-wrapper").decode()
    for word in WORDS:
        assert word not in said, word


@pytest.mark.parametrize("language", LANGUAGES[1:], ids=lambda language: language.code)
def test_words_of_the_list_are_in_every_language(language):
    with translation.override(language.code):
        assert [word for word in WORDS if gettext(word) == word] == []


@pytest.mark.parametrize("reader", LANGUAGES, ids=lambda language: language.code)
def test_every_language_has_a_name_for_every_other(reader):
    names = [find_name(language, reader.code) for language in LANGUAGES]
    assert len(set(names)) == len(LANGUAGES) and not {language.tag for language in LANGUAGES} & set(names)
