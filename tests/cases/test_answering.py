"""Framingham 3 and Boston 1: a reply in a language that its writer does not read; questions and answers with somebody
who gave no name."""

import pytest

from tests.cases.walking import follow, press, read_link, read_reference, take_time, wait_for_letter

CONCERN = "boards/public-safety-commission/tell-us-about-a-concern/"


@pytest.fixture(scope="module")
def kept():
    return {}


def open_reply(page, query):
    page.goto(f"/admin/inbox/?q={query}")
    follow(page.locator("td.title a").first)
    follow(page.get_by_role("link", name="Reply to the resident"))


def fill_day(page, day):
    field = page.locator("main input[type=text]").first
    field.fill(day)
    field.press("Tab")  # Wagtail's calendar lies over what is below it until then


def send(page):
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/admin/inbox/*/")


def test_framingham_3_a_resident_asks_in_portuguese(open_page, kept):
    page = open_page("/pt-br/ask-or-tell-the-city/", width=320, scripts=False)
    groups = page.locator("main .field > fieldset")
    groups.nth(0).locator("input").first.check()
    groups.nth(1).locator("input").first.check()
    page.locator("main textarea").first.fill("O banco da praça está quebrado.")
    page.locator("main input[type=email]").fill("praca@example.com")
    page.locator("main .field > .choice input[type=checkbox]").last.check()
    take_time(page)
    press(page)
    kept["reference"] = read_reference(page)


def test_framingham_3_who_reads_no_portuguese_answers_in_it(log_in, demo, kept, find_faults):
    page = log_in("moderator")
    open_reply(page, kept["reference"])
    assert not find_faults(page)
    page.get_by_role("link", name="A crew is coming").first.click()
    fill_day(page, "2026-12-01")
    page.get_by_label("Where").fill("Praça Central")
    follow(page.get_by_role("button", name="Preview"))
    portuguese, english = (page.locator(".case-versions .case-note").nth(place) for place in (0, 1))
    assert portuguese.get_attribute("lang") == "pt-BR"
    assert "1 de dezembro de 2026" in portuguese.inner_text() and "Praça Central" in portuguese.inner_text()
    assert "December 1, 2026" in english.inner_text()
    assert not find_faults(page)
    send(page)
    assert (
        "Replied in Portuguese (Brazil) with the approved reply “A crew is coming”" in page.locator("main").inner_text()
    )
    letter = wait_for_letter(demo, "praca@example.com", 2)
    assert letter["Content-Language"] == "pt-BR"
    assert "1 de dezembro de 2026" in letter.get_body(("plain",)).get_content()
    kept["link"] = read_link(letter, "/receipt/")


def test_framingham_3_the_resident_reads_it_and_writes_back(open_page, log_in, kept, find_faults):
    page = open_page(kept["link"], width=320, scripts=False)
    assert page.locator("html").get_attribute("lang") == "pt-BR"
    assert "Praça Central" in page.locator(".talk").inner_text()
    press(page, ".btn[href='write/']")
    page.locator("main textarea").fill("Obrigada!")
    press(page)
    assert "Obrigada!" in page.locator(".talk--own").inner_text()
    staff = log_in("moderator", f"/admin/inbox/?q={kept['reference']}")
    follow(staff.locator("td.title a").first)
    assert "Obrigada!" in staff.locator(".case-story [lang='pt-BR']").first.inner_text()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_boston_1_an_anonymous_concern_has_a_page_of_its_own(language, open_page, kept):
    page = open_page(f"/{language}/{CONCERN}", scripts=False)
    press(page)
    page.locator("main textarea").fill(f"Boston 1 {language}")
    press(page)
    press(page)
    take_time(page)
    press(page)
    kept[language] = read_reference(page)
    kept[f"page-{language}"] = page.url


@pytest.mark.parametrize("language", ["en", "ar"])
def test_boston_1_questions_and_answers_are_exchanged_on_it(language, open_page, log_in, kept, find_faults):
    staff = log_in("oversight")
    open_reply(staff, kept[language])
    assert "No email address was given" in staff.locator("main").inner_text()
    staff.get_by_role("link", name="We need something from you").first.click()
    staff.get_by_label("The resident may add files").check()
    staff.get_by_label("Wait for the resident to answer").check()
    fill_day(staff, "2026-12-01")
    send(staff)
    case = staff.url
    page = open_page(kept[f"page-{language}"], width=320)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator(".talk").count() == 1
    assert not find_faults(page)
    press(page, ".btn[href='write/']")
    press(page)
    assert page.locator(".errors a").count() == 1 and page.evaluate("document.activeElement.className") == "errors"
    assert not find_faults(page)
    page.locator("main textarea").fill(f"Pier Street {language}")
    page.locator("main input[type=file]").set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"x"}
    )
    press(page)
    assert f"Pier Street {language}" in page.locator(".talk--own").inner_text()
    staff.goto(case)
    shown = staff.locator("main").inner_text()
    assert f"Pier Street {language}" in shown and "note.txt" in shown
