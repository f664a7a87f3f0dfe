"""Framingham 5 and 6: one survey in three languages is one aggregate with charts, on a page and as a file; the monthly
engagement report is a page, CSV and Excel."""

import csv
import io
import zipfile

import pytest

from tests.cases.walking import follow, press, read_reference

REPORT = "/admin/reports/engagement/"


def read_counts(page, heading):
    """{answer: how many} of the table below this heading."""
    rows = page.locator("section", has=page.get_by_role("heading", name=heading)).locator("tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows}


@pytest.fixture
def results(log_in):
    """The page with the results of the survey, reached as a moderator reaches it."""
    page = log_in("moderator", "/admin/inbox/")
    option = page.locator("label", has_text="Citizen Survey").locator("input[name=form]").first
    page.goto(f"/admin/inbox/?form={option.get_attribute('value')}")
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Results of this form").click()
    page.wait_for_url("**/results/")
    return page


def test_answers_in_three_languages_are_one_aggregate(open_page, results):
    question = "Which district do you live in?"
    before = read_counts(results, question)
    for language in ("en", "es", "pt-br"):
        page = open_page(f"/{language}/citizen-survey/", width=320)
        groups = page.locator("main .field > fieldset")
        groups.nth(0).locator("input").first.check()
        groups.nth(1).locator("input").nth(3).check()
        groups.nth(2).locator("input").nth(1).check()
        groups.nth(4).locator("input").nth(1).check()
        press(page)
        read_reference(page)
    results.reload()
    after = read_counts(results, question)
    changed = {name: int(after[name]) - int(before[name]) for name in after if after[name] != before[name]}
    assert list(changed.values()) == [3]
    results.select_option("[name=language]", "es")
    follow(results.get_by_role("button", name="Show"))
    assert int(read_counts(results, question)[next(iter(changed))]) < int(after[next(iter(changed))])


def test_staff_download_the_aggregate(results, find_faults):
    assert results.locator("svg.chart").count() >= 4
    assert not find_faults(results)
    for kind in ("csv", "xlsx"):
        answer = results.request.get(f"{results.url}?format={kind}")
        assert answer.status == 200
        if kind == "csv":
            rows = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))
            assert any(row[3:4] == ["5 (Very)"] for row in rows)
        else:
            assert b"5 (Very)" in zipfile.ZipFile(io.BytesIO(answer.body())).read("xl/worksheets/1.xml")


@pytest.mark.parametrize(("language", "answer"), [("en", "Buses"), ("es", "Autobuses"), ("ar", "الحافلات")])
def test_the_page_with_results_speaks_the_readers_language(language, answer, open_page, find_faults):
    page = open_page(f"/{language}/how-to-take-part/results/", width=320, scripts=language != "es")
    assert page.locator("svg.chart").count() >= 5
    assert answer in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    bar = page.locator(".chart__bar").first.bounding_box()
    table = page.locator(".figure").first.bounding_box()
    start = table["x"] + table["width"] - bar["x"] - bar["width"] if language == "ar" else bar["x"] - table["x"]
    assert abs(start) < 2, "bars begin where reading does"
    file = page.request.get(page.locator("a[href$='.csv']").first.get_attribute("href"))
    assert file.status == 200 and answer in file.body().decode("utf-8-sig")
    assert language == "es" or not find_faults(page)


def test_the_engagement_report_by_department_form_and_language(log_in, find_faults):
    page = log_in("moderator", f"{REPORT}?by=queue&span=this_year")
    said = page.locator("main").inner_text()
    assert all(word in said for word in ("Received", "Answered", "Overdue", "Median working days", "90th percentile"))
    assert "Parks and Recreation" in said and "Police Accountability" not in said
    assert not find_faults(page)
    page.select_option("[name=by]", "language")
    follow(page.get_by_role("button", name="Show"))
    assert {"English", "Spanish", "All"} <= set(page.locator(".figure tbody th").all_inner_texts())
    total = page.locator(".figure tbody tr").last.locator("td").first.inner_text()
    rows = list(csv.reader(io.StringIO(page.request.get(f"{page.url}&format=csv").body().decode("utf-8-sig"))))
    assert next(row for row in rows if row[1:2] == ["All"])[2] == total.replace(",", "")
    book = zipfile.ZipFile(io.BytesIO(page.request.get(f"{page.url}&format=xlsx").body()))
    assert "Spanish" in book.read("xl/worksheets/1.xml").decode()


def test_a_department_sees_its_own_and_an_editor_nothing(log_in):
    page = log_in("parks", f"{REPORT}?by=queue&span=this_year")
    assert page.locator(".figure tbody th").all_inner_texts() == ["Parks and Recreation", "All"]
    page = log_in("editor", REPORT)
    assert page.locator(".figure").count() == 0 and REPORT not in page.url


def test_it_is_sent_every_month_to_who_asks(log_in):
    page = log_in("moderator", REPORT)
    follow(page.get_by_role("button", name="Send me this every month"))
    assert "You get this report by email" in page.locator("main").inner_text()
    follow(page.get_by_role("button", name="Stop sending it"))
    assert page.get_by_role("button", name="Send me this every month").count() == 1
