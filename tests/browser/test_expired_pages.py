"""Signed out while typing, as it happens in a browser: sign in in another tab, come back, send it again."""

import pytest

NOTE = "Called the resident, who comes on Friday."


def measure_overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_note_outlives_the_sign_in(width, log_in, find_faults):
    page = log_in("moderator", "/admin/inbox/?ordering=received_at", width=width)
    page.locator("td.title a").first.click()
    page.wait_for_url("**/admin/inbox/*/")
    case = page.url
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=note]").fill(f"{NOTE} {width}")
    page.locator("[name=note]").evaluate("note => note.form.requestSubmit()")
    page.wait_for_selector("#sign-in")
    assert page.locator("h1").inner_text() == "You are signed out"
    assert page.locator(".box").inner_text() == f"{NOTE} {width}"
    assert find_faults(page) == [] and measure_overflow(page) <= 0
    with page.context.expect_page() as opened:
        page.click("#sign-in")
    other = opened.value
    other.fill("[name=username]", "moderator")
    other.fill("[name=password]", "port-alder")
    other.press("[name=password]", "Enter")
    other.wait_for_url(case)
    page.click("#send")
    page.wait_for_selector("text=Minh Tran")
    assert page.locator("h1").inner_text() == "This was not sent"
    assert find_faults(page) == [] and measure_overflow(page) <= 0
    page.click("#send")
    page.wait_for_url(case)
    assert f"{NOTE} {width}" in page.locator("main").inner_text()
