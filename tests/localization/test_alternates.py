"""Case 44: hreflang and the sitemap list exactly the languages in which a page really exists, and agree."""

from xml.etree import ElementTree

import pytest

from tests.factories import FormFactory, StandardFactory, question, translate

XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def page(home, spanish_home):
    page = StandardFactory(parent=home, slug="privacy", title="Privacy")
    translate(page, "es", {"Privacy": "Privacidad"})
    translate(home, "ar")
    translate(page, "ar").unpublish()
    return page


def read_head(response, read):
    return {link["hreflang"]: link["href"] for link in read(response).select("link[hreflang]")}


def read_sitemap(resident):
    response = resident.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    return {
        url.find("s:loc", XML).text: {link.get("hreflang"): link.get("href") for link in url.findall("x:link", XML)}
        for url in ElementTree.fromstring(response.content).findall("s:url", XML)
    }


EXPECTED = {
    "en": "http://localhost/en/privacy/",
    "es": "http://localhost/es/privacy/",
    "x-default": "http://localhost/en/privacy/",
}


def test_44_the_head_lists_live_translations_and_is_reciprocal(page, resident, read):
    assert read_head(resident.get("/en/privacy/"), read) == EXPECTED
    assert read_head(resident.get("/es/privacy/"), read) == EXPECTED
    for language in ("en", "es"):
        shown = read(resident.get(f"/{language}/privacy/"))
        assert shown.select_one("link[rel=canonical]")["href"] == EXPECTED[language]


def test_44_the_sitemap_says_the_same(page, resident):
    sitemap = read_sitemap(resident)
    assert sitemap[EXPECTED["en"]] == sitemap[EXPECTED["es"]] == EXPECTED
    assert set(sitemap) == {
        *(f"http://localhost/{code}/" for code in ("en", "es", "ar")),
        EXPECTED["en"],
        EXPECTED["es"],
    }


def test_forms_are_in_the_sitemap(home, resident):
    FormFactory(parent=home, slug="ask", questions=[question("short_text", "Why?")])
    assert "http://localhost/en/ask/" in read_sitemap(resident)


def test_a_page_written_in_spanish_is_its_own_default(spanish_home, resident, read):
    StandardFactory(parent=spanish_home, slug="vecinos", locale=spanish_home.locale)
    address = "http://localhost/es/vecinos/"
    assert read_head(resident.get("/es/vecinos/"), read) == {"es": address, "x-default": address}


def test_a_private_page_is_not_in_the_sitemap(page, resident):
    page.view_restrictions.create(restriction_type="login")
    assert EXPECTED["en"] not in read_sitemap(resident)


def test_the_sitemap_costs_the_same_for_many_pages(home, spanish_home, resident, django_assert_max_num_queries):
    def count():
        resident.get("/sitemap.xml")
        with django_assert_max_num_queries(34) as queries:
            resident.get("/sitemap.xml")
        return len(queries)

    StandardFactory(parent=home, slug="one")
    few = count()
    for number in range(20):
        StandardFactory(parent=home, slug=f"page-{number}")
    assert count() == few
