"""Boston 2 and 4: a concern is seen by the named staff alone, each look on record; what comes on paper is entered."""

import pytest

from tests.cases.walking import (
    attach,
    follow,
    press,
    read_link,
    read_reference,
    take_time,
    wait_for_letter,
)

PAGE = "boards/public-safety-commission/tell-us-about-a-concern/"


@pytest.fixture(scope="module")
def concern():
    return {}


def test_a_concern_with_a_file_is_sent(open_page, demo, concern):
    page = open_page(f"/es/{PAGE}", scripts=False)
    press(page)
    page.locator("main textarea").fill("Pasó de noche, en la calle Pier.")
    attach(page, 0, "foto.pdf")
    press(page)
    page.locator("main [autocomplete=name]").fill("Ana Lima")
    page.locator("main input[type=email]").fill("boston2@example.com")
    press(page)
    take_time(page)
    press(page)
    concern["reference"] = read_reference(page)
    letter = wait_for_letter(demo, "boston2@example.com")
    text = letter.get_body(("plain",)).get_content()
    assert "noche" not in text and "preocupación" not in text.lower() and "/tell-us" not in text
    assert "/receipt/" in read_link(letter, "/receipt/")


def test_only_the_named_staff_see_it_and_each_look_is_on_record(log_in, concern):
    page = log_in("oversight", f"/admin/inbox/?q={concern['reference']}")
    follow(page.locator("td.title a"))
    concern["address"] = page.url
    assert "Pasó de noche" in page.locator("main").inner_text()
    assert "Omar Diallo: Looked at it" in page.locator(".case-story").inner_text()
    link = page.get_by_role("link", name="Download").first
    concern["file"] = link.get_attribute("href")
    with page.expect_download():
        link.click()
    page.reload()
    story = page.locator(".case-story").inner_text()
    assert "Looked at it 2 times" in story or "Downloaded “foto.pdf”" in story


@pytest.mark.parametrize("name", ["admin", "moderator", "reviewer", "records"])
def test_for_everybody_else_it_is_not_there(name, log_in, concern):
    page = log_in(name, concern["address"])
    assert "noche" not in page.content()
    for path in (concern["file"], f"/admin/inbox/?q={concern['reference']}", "/admin/inbox/?q=noche"):
        response = page.request.get(path)
        assert response.status in (200, 302, 404)
        assert "Pasó de noche" not in response.text() and b"%PDF" not in response.body()


def test_a_records_officer_is_shown_who_saw_it(log_in, concern):
    page = log_in("records", "/admin/inbox/person/")
    page.fill("[name=who]", "boston2@example.com")
    page.fill("[name=reason]", "Complaint about access")
    follow(page.get_by_role("button", name="Show the record"))
    shown = page.locator("main").inner_text()
    assert concern["reference"] in shown and "Omar Diallo" in shown and "noche" not in shown


def test_what_came_on_paper_is_entered_in_its_language_into_the_same_inbox(log_in):
    page = log_in("moderator", "/admin/inbox/enter/")
    page.select_option("[name=page]", label="Ask or tell the City")
    page.select_option("[name=language]", "ar")
    page.get_by_label("On paper").check()
    page.get_by_role("button", name="Go to the questions").click()
    page.wait_for_url("**/ar/draft/**")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("main .note--plain").count() == 1
    page.locator("main fieldset input").nth(2).check()
    page.locator("main textarea").first.fill("المكتبة مغلقة يوم الأحد.")
    press(page)
    press(page)
    page.wait_for_url("**/admin/inbox/*/")
    shown = page.locator("main").inner_text()
    assert "On paper" in shown and "Entered by Minh Tran" in shown and "Arabic" in shown
    assert "المكتبة مغلقة" in shown
    page.goto("/admin/inbox/?channel=paper&q=الأحد")
    assert page.locator("td.title a").count() == 1
