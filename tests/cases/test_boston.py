"""Boston 1: a concern is sent with a name or without, and without one nothing says who sent it."""

import sqlite3
from pathlib import Path

import pytest

from tests.cases.walking import press, read_reference

PAGE = "boards/public-safety-commission/tell-us-about-a-concern/"


@pytest.mark.parametrize(
    ("language", "scripts"), [("en", True), ("es", False), ("ar", False)], ids=["en with scripts", "es", "ar"]
)
def test_a_concern_without_a_name(language, scripts, demo, open_page, log_in):
    page = open_page(f"/{language}/{PAGE}", width=320, scripts=scripts)
    assert page.locator("main .note--plain").count() == 1, "what anonymity means is said before one begins"
    press(page)
    page.locator("main textarea").fill("It happened at night.")
    press(page)
    press(page)
    assert page.url.endswith("/check/")
    press(page)
    reference = read_reference(page)
    secret = page.url
    page.goto(secret)
    assert "It happened at night." in page.locator("main").inner_text()
    assert page.context.cookies() == [], "no account, no cookie"

    with sqlite3.connect(Path(demo.environment["DATA_DIR"], "plaza.sqlite3")) as database:
        database.row_factory = sqlite3.Row
        row = dict(database.execute("SELECT * FROM forms_submission WHERE reference = ?", [reference]).fetchone())
        letters = database.execute("SELECT count(*) FROM forms_message WHERE submission_id = ?", [row["id"]]).fetchone()
    assert "127.0.0.1" not in str(row) and row["person"] == "" and row["confirm_key"] is None
    assert letters[0] == 0

    assert log_in("reviewer", f"/admin/inbox/?q={reference}").locator("td.title a").count() == 0
    assert log_in("moderator", f"/admin/inbox/?q={reference}").locator("td.title a").count() == 0


def test_with_a_name_and_an_address_a_receipt_comes(open_page):
    page = open_page(f"/en/{PAGE}", scripts=False)
    press(page)
    page.locator("main textarea").fill("It happened at noon.")
    press(page)
    page.locator("main [autocomplete=name]").fill("Ana Lima")
    page.locator("main input[type=email]").fill("boston@example.com")
    press(page)
    press(page)
    read_reference(page)
    assert "Ana Lima" in page.locator("main dl.summary").inner_text()
