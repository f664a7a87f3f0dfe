"""Framingham and Boston: what the schedule lets go is listed, held, proposed by one and approved by another; a person
asks what there is of them. The demo city has three letters whose time is over; one of them is held."""

import json
import zipfile

import pytest

from tests.cases.walking import follow, press, read_reference

PAGES = ["", "batches/", "holds/", "holds/place/", "disposed/", "person/"]


def test_what_is_due_is_listed_with_its_series_and_what_holds_it(log_in):
    page = log_in("records", "/admin/records/")
    shown = page.locator("main").inner_text()
    assert shown.count("GS-104 Correspondence with residents") == 3
    assert "Legal hold" in shown and "Lawsuit Brandt" in shown


def test_the_pages_of_records_have_no_faults(log_in, find_faults):
    page = log_in("records")
    for path in PAGES:
        page.set_viewport_size({"width": 320, "height": 900})
        page.goto(f"/admin/records/{path}")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert find_faults(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_one_proposes_and_another_approves_and_the_case_is_gone(log_in, demo):
    page = log_in("records", "/admin/records/?standing=free")
    page.locator("tbody input[type=checkbox]").first.check()
    page.get_by_role("link", name="Propose to dispose of the selected cases").click()
    page.fill("[name=reason]", "Its time is over")
    page.get_by_role("button", name="Propose").click()
    page.wait_for_url("**/records/batches/*/")
    assert "another person has to approve it" in page.locator("main").inner_text()
    reference = page.locator("tbody bdi").first.inner_text()
    other = log_in("clerk", page.url)
    other.fill("[name=reason]", "Looked through")
    follow(other.get_by_role("button", name="Approve: this cannot be undone"))
    for _time in range(100):
        if "Carried out" in other.locator("main").inner_text():
            break
        other.wait_for_timeout(300)
        other.reload()
    assert "Carried out" in other.locator("main").inner_text()
    other.goto("/admin/records/disposed/")
    assert reference in other.locator("main").inner_text()
    moderator = log_in("moderator", f"/admin/inbox/?q={reference}")
    assert moderator.locator("td.title a").count() == 0


def test_a_held_case_says_so(log_in):
    page = log_in("moderator", "/admin/inbox/?q=harold@example.com")
    follow(page.locator("td.title a"))
    assert "Lawsuit Brandt v. Port Alder" in page.locator("main").inner_text()


def test_a_person_gets_what_there_is_and_a_part_is_taken_out(open_page, log_in, find_faults):
    form = open_page("/pt-br/ask-or-tell-the-city/", width=320, scripts=False)
    groups = form.locator("main .field > fieldset")
    groups.nth(0).locator("input").nth(1).check()
    groups.nth(1).locator("input").nth(0).check()
    form.locator("main textarea").first.fill("Expediente que se retira")
    form.locator("main input[type=email]").fill("registro@example.com")
    form.locator("main .field > .choice input[type=checkbox]").last.check()
    press(form)
    reference = read_reference(form)
    page = log_in("records", "/admin/records/person/")
    page.fill("[name=who]", "Registro@example.com")
    page.fill("[name=reason]", "Letter of today, at the counter, with a passport")
    follow(page.get_by_role("button", name="Show what there is"))
    shown = page.locator("main").inner_text()
    assert reference in shown and "not closed" in shown
    assert find_faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all of it").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        said = json.loads(archive.read(f"{reference}/case.json"))
    assert {"Expediente que se retira"} <= {value for answer in said["answers"] for value in answer["answer"]}
    page.get_by_label("stays as it is").check()
    follow(page.get_by_role("button", name="Put on record what stays"))
    assert "It is on record that 1 case stays" in page.locator("body").inner_text()
    page.fill("[name=who]", "joan@example.com")
    page.fill("[name=reason]", "Phone call")
    follow(page.get_by_role("button", name="Show what there is"))
    assert find_faults(page) == []


@pytest.mark.parametrize("name", ["moderator", "oversight", "reviewer", "panel", "editor", "translator"])
def test_for_everybody_else_there_are_no_records(name, log_in):
    browser = log_in(name, "/admin/").request
    for path in PAGES:
        assert browser.get(f"/admin/records/{path}").url.endswith("/admin/")
