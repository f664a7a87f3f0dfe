"""Portland 3 and 4: reviewers of that board, and nobody else, bring applications through the stages and
tell the applicants; the eligible list has no rank; the equity statement is sealed."""

import csv
from pathlib import Path

import pytest

from tests.cases.walking import follow, wait_for_letter

EQUITY = "I grew up in three languages"


def find(page, name):
    """The case of an applicant, by name, on the reviewer's page."""
    page.goto(f"/admin/inbox/?q={name}")
    follow(page.locator("td.title a"))
    return page.url


def judge(page, *, met):
    for group in page.locator(".case-criteria").all():
        group.locator(f"input[value={'met' if met else 'not_met'}]").check()
        group.locator("textarea").fill("Cover letter, page 1.")


def save(page):
    follow(page.get_by_role("button", name="Save"))


def move(page, stage):
    page.locator("select[name=stage]").select_option(label=stage)
    save(page)


def tell(page):
    """The stage that was just reached has a reply: it is filled in, and goes out."""
    page.wait_for_url("**/reply/?template=*")
    applicant, english = (page.locator(".case-versions .case-note").nth(place).inner_text() for place in (0, 1))
    assert "You may ask for a review until" in english and "[" not in applicant + english
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/admin/inbox/*/")


def read_facts(page):
    return {
        each.locator("dt").first.inner_text(): each.locator("dd").first.inner_text()
        for each in page.locator(".case-facts > div").all()
    }


@pytest.fixture
def reviewer(log_in):
    return log_in("reviewer")


def test_an_application_that_is_not_qualified_may_be_reviewed_for_fourteen_days(reviewer, log_in, demo):
    address = find(reviewer, "carmen")
    move(reviewer, "Check of the minimum qualifications")
    judge(reviewer, met=False)
    move(reviewer, "Minimum qualifications not met")
    tell(reviewer)
    letter = wait_for_letter(demo, "carmen@example.com", 2)
    assert letter["Content-Language"] == "es"
    assert "revisi" in letter.get_body(("plain",)).get_content()
    reviewer.goto(address)
    facts = read_facts(reviewer)
    assert facts["Stage"] == "Minimum qualifications not met" and facts["State"] == "Closed"
    assert facts["A review can be asked for until"]
    assert "A review can be asked for until" in reviewer.locator(".case-story").inner_text()
    for stranger in ("moderator", "oversight", "records", "editor", "translator"):
        page = log_in(stranger, address)
        assert "carmen" not in page.content().lower()


def test_a_qualified_one_goes_on_to_the_eligible_list_without_rank(reviewer):
    address = find(reviewer, "marcus")
    move(reviewer, "On the eligible list")
    assert "Evaluate every criterion of this stage first." in reviewer.locator("main").inner_text()
    judge(reviewer, met=True)
    move(reviewer, "On the eligible list")
    reviewer.goto(address)
    assert read_facts(reviewer)["Stage"] == "On the eligible list"
    reviewer.goto("/admin/inbox/")
    form = reviewer.locator("input[name=form]").first.get_attribute("value")
    reviewer.goto(f"/admin/inbox/export/?form={form}")
    reviewer.get_by_label("The eligible list").check()
    reviewer.fill("[name=reason]", "For the panel")
    with reviewer.expect_download() as download:
        reviewer.click("main button[type=submit]")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    keys, _labels, *rows, _end = csv.reader(text.splitlines())
    assert [dict(zip(keys, row, strict=True))["name"] for row in rows] == ["Marcus Bell"]
    assert "received_at" not in keys and EQUITY not in text


def test_the_equity_statement_is_opened_with_a_reason_from_the_interview_on(reviewer):
    address = find(reviewer, "marcus")
    assert "opened at a later stage" in reviewer.locator("main").inner_text()
    assert EQUITY not in reviewer.content()
    move(reviewer, "Interview and selection")
    reviewer.get_by_role("link", name="Open with a reason").click()
    reviewer.fill("[name=reason]", "To prepare the interview")
    follow(reviewer.get_by_role("button", name="Open the sealed answers"))
    assert EQUITY in reviewer.locator("main").inner_text()
    reviewer.goto(address)
    assert EQUITY not in reviewer.content()
    assert "Reason: To prepare the interview" in reviewer.locator(".case-story").inner_text()


def test_the_panel_reads_the_answers_and_not_who_gave_them(log_in):
    page = log_in("panel", "/admin/inbox/")
    follow(page.locator("td.title a").first)
    shown = page.content()
    assert "Whose voices are missing" in shown
    assert "Marcus" not in shown and "marcus@" not in shown and EQUITY not in shown
    assert page.locator("select[name=stage]").count() == 0
