"""Portland 1 and 2: an application with a window, steps, named documents, resuming, and a receipt."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.cases.walking import (
    PDF,
    attach,
    choose_first,
    fill_contact,
    follow,
    press,
    read_link,
    read_reference,
    take_time,
    wait_for_letter,
)

PAGE = "opportunities/parks-commission-member/"
SUBJECT = {"en": "We have received", "es": "recibimos", "ar": "تلقّينا"}


def answer_documents(page):
    attach(page, 0, "cover.pdf")
    attach(page, 1, "resume.pdf", PDF + b"%%EOF\n")


def answer_questions(page, text="My answer."):
    for box in page.locator("main textarea").all():
        box.fill(text)


def answer_meetings(page):
    page.locator("main fieldset").first.locator("input").first.check()


@pytest.mark.parametrize(
    ("language", "scripts"), [("en", True), ("es", False), ("ar", False)], ids=["en with scripts", "es", "ar"]
)
def test_an_application_from_the_page_of_the_opportunity_to_the_mail(language, scripts, demo, open_page):
    address = f"portland-{language}-{scripts}@example.com".lower()
    page = open_page(f"/{language}/{PAGE}", width=320, scripts=scripts)
    assert page.locator("main time[datetime]").count() >= 5, "the window, and the days of the steps"
    page.locator("details.answer summary").last.click()
    assert page.locator("details.answer li").count() >= 12, "the questions can be read before one applies"
    follow(page.locator("a.btn--big"))
    press(page)
    fill_contact(page, address)
    page.locator("main fieldset").last.locator("input").first.check()
    press(page)

    attach(page, 0, "cover.exe", b"MZ")
    press(page)
    expect(page.locator(".errors")).to_be_focused()
    assert "cover.exe" in page.locator(".errors").inner_text()
    answer_documents(page)
    press(page)

    answer_questions(page, "Half an ans")
    press(page, "main button[value=later]")
    page.locator("main input[type=email]").fill(address)
    press(page)
    resume = read_link(wait_for_letter(demo, address), "/draft/")
    assert resume.startswith(f"/{language}/")

    page = open_page(resume, width=320, scripts=scripts)
    assert page.url.endswith("/3/"), "where the person stopped, on another device"
    assert page.locator("main textarea").first.input_value() == "Half an ans"
    answer_questions(page)
    press(page)
    answer_meetings(page)
    press(page)
    page.locator("main .field > .choice input[type=checkbox]").check()
    press(page)
    assert page.url.endswith("/check/")
    shown = page.locator("main").inner_text()
    assert "cover.pdf" in shown and "resume.pdf" in shown and address in shown
    take_time(page)
    press(page)
    reference = read_reference(page)
    assert page.locator(".digest").count() == 3, "two files and the receipt"
    letter = wait_for_letter(demo, address, 2)
    assert SUBJECT[language] in letter["Subject"] and letter["Content-Language"] == language
    assert reference in letter.get_body(("plain",)).get_content()
    assert f'lang="{language}"' in letter.get_body(("html",)).get_content()


def test_reviewers_of_that_board_see_it_and_its_files(log_in):
    page = log_in("reviewer", "/admin/inbox/")
    page.locator("td.title a").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").first.click()
    assert download.value.suggested_filename == "cover.pdf"
    assert log_in("moderator", "/admin/inbox/?q=").locator("text=Parks Commission applications").count() == 0


def test_closing_while_somebody_writes_refuses_with_everything_to_copy(open_page, log_in):
    page = open_page(f"/en/{PAGE}apply/", scripts=False)
    press(page)
    fill_contact(page, "late@example.com", "Lena Late")
    choose_first(page)
    press(page)
    answer_documents(page)
    press(page)
    answer_questions(page, "My last words")

    closing = move_closing(log_in, lambda now: now - timedelta(minutes=1))
    try:
        press(page)
        shown = page.locator("main").inner_text()
        assert "This form is closed." in shown and "Pacific Time" in shown
        assert "My last words" in shown and "Lena Late" in shown and "cover.pdf" in shown
        assert open_page(f"/en/{PAGE}").locator("a.btn--big").count() == 0
    finally:
        move_closing(log_in, lambda now: closing)
    assert open_page(f"/en/{PAGE}").locator("a.btn--big").count() == 1, "extending is for everybody, at once"


def move_closing(log_in, choose):
    """As an editor, on the page of the opportunity. Returns when it closed before."""
    editor = log_in("editor", "/admin/pages/search/?q=at-large+member")
    editor.locator("a", has_text="at-large member").first.click()
    field = editor.locator("[name=closes_at]")
    before = datetime.strptime(field.input_value(), "%Y-%m-%d %H:%M")
    field.fill(choose(datetime.now(ZoneInfo("America/Los_Angeles"))).strftime("%Y-%m-%d %H:%M"))
    editor.evaluate("document.querySelector('[name=action-publish]').click()")
    editor.wait_for_url("**/admin/pages/*/")
    return before
