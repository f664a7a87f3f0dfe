"""What a resident does, with JavaScript switched off and by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_access import fill_ask


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_form_is_sent(language, scripts, open_page):
    page = open_page(f"/{language}/ask-or-tell-the-city/", width=320, scripts=scripts)
    page.click("#send")
    expect(page.locator(".errors")).to_be_focused()
    page.locator(".errors a").first.press("Enter")
    expect(page.locator("input[type=radio]").first).to_be_focused()
    fill_ask(page)
    page.locator("textarea").press("Tab")
    page.click("#send")
    page.wait_for_url(f"**/{language}/ask-or-tell-the-city/receipt/*/")
    assert page.locator(".reference").inner_text().count("-") == 2
    page.reload()
    assert page.locator(".reference").count() == 1


@pytest.mark.parametrize("button", ["menu", "languages"])
def test_menu_and_languages_open_and_close_by_keyboard(button, open_page):
    page = open_page("/en/", width=320, scripts=False)
    panel = page.locator(f"#{button}")
    assert not panel.is_visible()
    page.locator(f".popbtn[popovertarget={button}]").press("Enter")
    assert panel.is_visible()
    page.keyboard.press("Escape")
    assert not panel.is_visible()


def test_choosing_a_language_is_remembered(open_page):
    page = open_page("/en/services/", width=320, scripts=False)
    page.locator(".popbtn[popovertarget=languages]").click()
    page.click("#languages a[hreflang=ar]")
    page.wait_for_url("**/ar/services/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.goto("/")
    assert page.url.endswith("/ar/")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(open_page):
    page = open_page("/en/", scripts=False)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_targets_are_large_enough_to_touch(language, open_page):
    page = open_page(f"/{language}/ask-or-tell-the-city/", width=320)
    small = page.evaluate(
        """() => [...document.querySelectorAll('main input:not([type=hidden]), main textarea, main button, .choice')]
            .filter(each => each.getBoundingClientRect().height < 24).map(each => each.outerHTML.slice(0, 80))"""
    )
    assert small == []
    assert page.evaluate("document.querySelector('#send').getBoundingClientRect().height") >= 44
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('textarea')).fontSize)") >= 16
