"""San José 3: a shift with so many places, a waiting list, and the next person told in their language."""

import pytest

from tests.cases.walking import fill_contact, press, read_link, read_reference, wait_for_letter

PAGE = "opportunities/river-cleanup/sign-up/"
SMALL = 2  # the third shift has two places
SUBJECT = {"en": "You have a place", "es": "lugar", "ar": "مقعد"}


@pytest.fixture
def sign_up(open_page):
    def sign_up(address, language="en", scripts=True):
        page = open_page(f"/{language}/{PAGE}", width=320, scripts=scripts)
        press(page)
        fill_contact(page, address)
        page.locator("main fieldset").first.locator("input").nth(2).check()
        page.locator("main .field > .choice input[type=checkbox]").last.check()
        press(page)
        assert page.url.endswith("/check/")
        press(page)
        read_reference(page)
        return page

    return sign_up


@pytest.mark.parametrize(
    ("language", "scripts"), [("es", False), ("ar", True), ("en", False)], ids=["es", "ar with scripts", "en"]
)
def test_who_withdraws_gives_the_place_to_the_next_in_their_language(language, scripts, demo, sign_up, open_page):
    tag = f"{language}{int(scripts)}"
    pages = [sign_up(f"{name}-{tag}@example.com", language, scripts) for name in "abc"]
    for name in "abc":
        link = read_link(wait_for_letter(demo, f"{name}-{tag}@example.com"), "/confirm/")
        press(open_page(link, scripts=scripts))
    for page in pages:
        page.reload()
    notes = [page.locator("main .note").first.get_attribute("class") for page in pages]
    assert notes == ["note note--plain", "note note--plain", "note"], "two have a place, the third one waits"

    withdraw = read_link(wait_for_letter(demo, f"a-{tag}@example.com", 2), "/withdraw/")
    press(open_page(withdraw, scripts=scripts))
    letter = wait_for_letter(demo, f"c-{tag}@example.com", 3)
    assert SUBJECT[language] in letter["Subject"] and letter["Content-Language"] == language
    pages[2].reload()
    assert pages[2].locator("main .note").first.get_attribute("class") == "note note--plain"
    for name in "bc":
        press(open_page(read_link(wait_for_letter(demo, f"{name}-{tag}@example.com", 2), "/withdraw/")))


def test_the_same_person_takes_one_place(demo, sign_up):
    sign_up("twice@example.com")
    second = sign_up("Twice@Example.com")
    letter = wait_for_letter(demo, "Twice@Example.com")
    assert letter["Subject"] == "You are signed up already"
    assert "already" not in second.locator("main").inner_text()
