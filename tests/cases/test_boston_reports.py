"""Boston 5: public reports by year and topic, with an accessible document, and charts of the inbox's own figures."""

import pytest

from tests.cases.walking import follow


def test_reports_by_year_and_topic(open_page, find_faults):
    page = open_page("/en/reports/", width=320, scripts=False)
    years = [int(text) for text in page.locator("main h2").all_inner_texts()]
    assert years == sorted(years, reverse=True) and len(years) == 2
    page.select_option("#topic", "parks")
    follow(page.get_by_role("button", name="Show"))
    assert page.locator("main h3").all_inner_texts() == ["Parks: what was planted and mended"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not find_faults(open_page("/en/reports/"))


def test_a_report_has_a_document_that_is_tagged(open_page):
    page = open_page("/en/reports/police-accountability-last-year/")
    link = page.get_by_role("link", name="Annual report of the Office of Police Accountability")
    content = page.request.get(link.get_attribute("href")).body()
    assert content.startswith(b"%PDF") and b"/Marked true" in content and b"/StructTreeRoot" in content


@pytest.mark.parametrize("language", ["en", "ar"])
def test_charts_of_the_inbox_show_no_small_group(language, open_page, find_faults):
    page = open_page(f"/{language}/reports/police-accountability-this-year/")
    cells = page.locator(".figure td").all_inner_texts()
    numbers = [int(each) for each in cells if each.isdecimal()]
    received = [row.locator("td").first.inner_text() for row in page.locator(".figure tbody tr").all()]
    assert numbers and not [each for each in received if each.isdecimal() and 0 < int(each) < 5]
    assert page.locator("svg.chart").count() == 1 and page.locator("main details").count() == 1
    assert not find_faults(page)
