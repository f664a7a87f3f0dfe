"""Screens of a long form in a real browser: axe, width, the Enter key, the counter, what only CSS shows."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_access import TEXT_SPACING, measure_overflow
from tests.cases.walking import attach, fill_contact, press

APPLY = "opportunities/parks-commission-member/apply/"


@pytest.mark.parametrize(("language", "width"), [("en", 320), ("ar", 320), ("es", 1280)])
def test_axe_finds_nothing_on_any_screen_in_any_state(language, width, open_page, find_faults):
    faults = {}

    def look(name):
        if found := find_faults(page):
            faults[name] = found
        if overflow := measure_overflow(page):
            faults[f"{name}, overflow"] = overflow

    page = open_page(f"/{language}/{APPLY}", width=width)
    look("before")
    press(page)
    press(page)
    look("first screen with faults")
    fill_contact(page, "axe@example.com")
    page.locator("main fieldset").last.locator("input").first.check()
    press(page)
    attach(page, 0, "cover letter.pdf")
    press(page)
    look("files with faults")
    attach(page, 1, "resume.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n\n%%EOF\n")
    press(page)
    for box in page.locator("main textarea").all():
        box.fill("Because. " * 320)
    look("long texts")
    press(page)
    for box in page.locator("main fieldset").all():
        box.locator("input").first.check()
    look("a question that follows")
    page.locator(".following input:visible").fill("Khmer")
    press(page)
    page.locator("main .field > .choice input[type=checkbox]").check()
    press(page)
    look("check")
    page.add_style_tag(content=TEXT_SPACING)
    assert measure_overflow(page) == 0
    page.reload()
    page.locator("main .actions a").click()
    page.fill("main input[type=email]", "axe@")
    press(page)
    look("later with a fault")
    page.go_back()
    page.go_back()
    press(page)
    page.wait_for_url("**/receipt/*/")
    look("receipt")
    page.goto(f"{page.url}withdraw/")
    look("withdraw")
    assert not faults


@pytest.mark.parametrize("path", ["closed form?", "draft"])
def test_axe_on_closed_and_gone_pages(path, open_page, find_faults):
    address = (
        "/ar/opportunities/language-ambassadors/sign-up/?tell" if path == "closed form?" else f"/ar/draft/{'x' * 22}/"
    )
    page = open_page(address, width=320)
    assert find_faults(page) == []
    assert measure_overflow(page) == 0


@pytest.mark.parametrize("scripts", [False, True])
def test_enter_goes_on_and_neither_removes_a_file_nor_changes_the_language(scripts, open_page):
    page = open_page(f"/en/{APPLY}", scripts=scripts)
    press(page)
    page.locator("[autocomplete=name]").fill("Ana")
    page.locator("[autocomplete=name]").press("Enter")
    page.wait_for_load_state()
    assert "/en/" in page.url
    expect(page.locator(".errors")).to_be_focused()
    fill_contact(page, "enter@example.com")
    page.locator("main fieldset").last.locator("input").first.check()
    page.locator("[autocomplete=name]").press("Enter")
    page.wait_for_url("**/2/")


def test_a_question_that_follows_is_seen_when_its_choice_is_chosen_without_any_script(open_page):
    page = open_page("/en/citizen-survey/", scripts=False)
    other = page.locator("input[value=other]")
    said = page.locator(".choice:has(input[value=other]) + .following input")
    assert not said.is_visible()
    other.check()
    assert said.is_visible()


def test_the_counter_counts_as_the_server_does(open_page):
    page = open_page("/en/citizen-survey/")
    box, said = page.locator("main > * textarea, main textarea").last, page.locator("[data-counter]").last
    box.fill("é\U0001f600" * 999 + "\n\n  ")
    expect(said).to_have_text("Characters left: 2")
    box.fill("e\u0301" * 2001)
    expect(said).to_have_text("Characters left: -1")


def test_changing_the_language_on_a_screen_keeps_what_was_typed(open_page):
    page = open_page(f"/en/{APPLY}", width=320, scripts=False)
    press(page)
    page.locator("[autocomplete=name]").fill("Ana")
    page.click(".popbtn[popovertarget=languages]")
    page.click("#languages button[lang=ar]")
    page.wait_for_url("**/ar/**/1/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("[autocomplete=name]").input_value() == "Ana"
    assert page.locator(".errors").count() == 0


@pytest.mark.parametrize("path", ["/admin/inbox/verify/", "/admin/mail/", "/admin/mail/1/"])
def test_the_admins_new_pages(path, log_in, find_faults):
    assert find_faults(log_in("admin", path, width=320)) == []
