"""Public reports by year and topic, with the document that was published."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Locale

from pages.models import ReportIndexPage, ReportPage, Topic
from tests.factories import translate


@pytest.fixture
def reports(home):
    index = home.add_child(instance=ReportIndexPage(title="Reports", slug="reports", locale=home.locale))
    safety, parks = (
        Topic.objects.create(code=code, name=name, locale=Locale.get_default())
        for code, name in (("safety", "Safety"), ("parks", "Parks"))
    )
    document = get_document_model()(title="The year in numbers")
    document.file.save("numbers.pdf", ContentFile(b"%PDF-1.7"))
    for title, year, topic in (("Old", 2024, safety), ("New", 2026, safety), ("Trees", 2026, parks)):
        page = ReportPage(title=title, slug=title.lower(), year=year, document=document, locale=home.locale)
        index.add_child(instance=page)
        page.topics.set([topic])
        page.save_revision().publish()
    return index


def list_titles(page):
    return [[each.get_text(strip=True) for each in heading.find_next("ul").select("h3")] for heading in page.main("h2")]


def test_they_are_listed_by_year_the_latest_first(reports, resident, read):
    page = read(resident.get("/en/reports/"))
    assert [heading.get_text() for heading in page.main("h2")] == ["2026", "2024"]
    assert list_titles(page) == [["New", "Trees"], ["Old"]]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?year=2024", [["Old"]]),
        ("?topic=safety", [["New"], ["Old"]]),
        ("?year=2026&topic=parks", [["Trees"]]),
        ("?year=x&topic=%00", [["New", "Trees"], ["Old"]]),
        ("?year=2024&topic=parks", []),
    ],
)
def test_by_year_and_topic(query, titles, reports, resident, read):
    response = resident.get(f"/en/reports/{query}")
    assert response.status_code == 200 and list_titles(read(response)) == titles


def test_a_report_has_its_document(reports, resident, read):
    page = read(resident.get("/en/reports/new/"))
    link = page.find("a", string="The year in numbers")
    assert resident.get(link["href"]).status_code == 200
    assert "2026" in page.main.get_text() and "PDF" in page.main.get_text() and "Safety" in page.main.get_text()


def test_a_translation_has_the_same_facts(reports, spanish_home, resident, read):
    translate(reports, "es", {"Reports": "Informes"})
    translate(ReportPage.objects.get(slug="new"), "es", {"New": "Nuevo"})
    page = read(resident.get("/es/reports/"))
    assert list_titles(page)[0] == ["Nuevo", "Trees"]
    assert read(resident.get("/es/reports/new/")).find("a", string="The year in numbers")


def test_the_number_of_queries_does_not_grow(reports, resident, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as before:
        resident.get("/en/reports/")
    for number in range(12):
        page = ReportPage(title=f"R{number}", slug=f"r{number}", year=2020 + number % 4, locale=reports.locale)
        reports.add_child(instance=page)
    with django_assert_max_num_queries(len(before)):
        assert "R11" in resident.get("/en/reports/").content.decode()
