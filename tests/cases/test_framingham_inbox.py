"""Framingham 1 and 2: complaints in three languages are one value in the inbox, in filters and in the file; what is due
and overdue is seen by the officer of all departments, and by a department's staff for their own."""

import csv
from pathlib import Path

import pytest

from tests.cases.walking import follow, press, read_reference

ABOUT, WISH = "What is it about?", "What would you like to do?"
STREETS, COMPLAINT = 1, 2  # the places of the choices


@pytest.fixture(scope="module")
def sent():
    return {}


@pytest.mark.parametrize("language", ["en", "es", "pt-br"])
def test_a_complaint_is_sent(language, open_page, sent):
    page = open_page(f"/{language}/ask-or-tell-the-city/", width=320, scripts=False)
    groups = page.locator("main .field > fieldset")
    groups.nth(0).locator("input").nth(STREETS).check()
    groups.nth(1).locator("input").nth(COMPLAINT).check()
    page.locator("main textarea").first.fill(f"Framingham {language}")
    page.locator("main .field > .choice input[type=checkbox]").last.check()
    press(page)
    sent[language] = read_reference(page)


def test_in_the_list_in_columns_and_in_the_file_they_are_the_same(log_in, sent):
    page = log_in("moderator", "/admin/inbox/?q=framingham")
    assert page.locator("td.title a").count() == 3
    page.get_by_role("button", name="Show filters").click()
    page.get_by_role("button", name="Form", exact=True).click()
    page.get_by_label("Ask or tell the City").check()
    page.wait_for_url("**form=*")
    form = page.url.partition("form=")[2].partition("&")[0]
    page.goto(f"/admin/inbox/?q=framingham&form={form}")
    page.get_by_role("button", name="Show filters").click()
    page.get_by_role("button", name="Answers as columns").click()
    page.get_by_label(ABOUT).check()
    page.wait_for_url("**columns=*")
    page.get_by_label(WISH).check()
    page.locator(".case-list", has_text="Make a complaint").wait_for()
    rows = [row.inner_text() for row in page.locator(".case-list tbody tr").all()]
    assert len(rows) == 3
    for row in rows:
        assert "Streets and sidewalks" in row and "Make a complaint" in row and "Streets and Transport" in row, row

    page.goto(f"/admin/inbox/export/?q=framingham&form={form}")
    page.fill("[name=reason]", "Framingham 1")
    with page.expect_download() as download:
        page.click("main button[type=submit]")
    keys, labels, *rows, end = csv.reader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines())
    answers = [dict(zip(labels, row, strict=True)) for row in rows]
    assert {row["Reference"] for row in answers} == set(sent.values())
    assert {(row[ABOUT], row[WISH], row["Queue"]) for row in answers} == {
        ("Streets and sidewalks", "Make a complaint", "Streets and Transport")
    }
    assert {row["Language"] for row in answers} == {"English", "Spanish", "Portuguese (Brazil)"}
    assert end[1] == "3" and len(keys) == len(labels)


def test_what_is_due_and_overdue(log_in, sent):
    page = log_in("moderator", "/admin/")
    follow(page.locator(".case-waiting--urgent a"))
    assert "Overdue" in page.locator(".case-list").inner_text()
    page.goto("/admin/inbox/?due=week&q=framingham")
    assert page.locator("td.title a").count() == 3


def test_the_officer_sees_all_departments_and_a_department_its_own(log_in, sent):
    officer = log_in("moderator", "/admin/inbox/?ordering=received_at").locator(".case-list").inner_text()
    assert "Streets and Transport" in officer and "Parks and Recreation" in officer
    page = log_in("parks", "/admin/inbox/")
    own = page.locator(".case-list").inner_text()
    assert "Parks and Recreation" in own and "Streets and Transport" not in own
    page.goto("/admin/inbox/?q=framingham")
    assert page.locator("td.title a").count() == 0
