"""Which language an address is in, and where `/` leads."""

import pytest

from localization.languages import LANGUAGES
from tests.factories import StandardFactory


@pytest.fixture
def city(five_homes):
    return five_homes


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("fil-PH,en;q=0.5", "tl"),
        ("fil", "tl"),
        ("zh-TW", "zh-hant"),
        ("zh-HK,en;q=0.5", "zh-hant"),
        ("pt-PT", "pt-br"),
        ("ko", "en"),  # offered, but the home page is not translated: the first language that it is in
        ("fr", "en"),
        ("", "en"),
        ("nonsense;;;q=x", "en"),
    ],
)
def test_the_root_follows_the_browser(accepted, language, city, resident):
    response = resident.get("/", HTTP_ACCEPT_LANGUAGE=accepted)
    assert response["Location"] == f"/{language}/"
    assert {"Accept-Language", "Cookie"} <= {each.strip() for each in response["Vary"].split(",")}
    assert resident.get(response["Location"]).status_code == 200  # and not on to somewhere else


def test_a_choice_in_the_menu_is_remembered(city, resident, read):
    link = read(resident.get("/en/")).select_one(".langs a[hreflang=es]")["href"]
    chosen = resident.get(link)
    assert chosen["Location"] == "/es/"
    assert resident.get("/", HTTP_ACCEPT_LANGUAGE="en")["Location"] == "/es/"


def test_merely_reading_a_language_is_no_choice(city, resident):
    resident.get("/es/")
    assert not resident.cookies
    assert resident.get("/", HTTP_ACCEPT_LANGUAGE="en")["Location"] == "/en/"


@pytest.mark.parametrize("cookie", ["xx", "../..", "km", "\x00"])
def test_a_useless_cookie_does_not_loop(cookie, city, resident):
    resident.cookies["django_language"] = cookie
    assert resident.get("/", HTTP_ACCEPT_LANGUAGE="es")["Location"] in ("/es/", "/en/")


@pytest.mark.parametrize(
    "path", ["/zz/", "/%E2%84%AAo/", "/" + "en/" * 300, "/zz/home/", "/services/", "/e/", "/en_US/", "/fil/"]
)
def test_45_an_unknown_prefix_is_not_found(path, city, resident):
    assert resident.get(path).status_code == 404


def test_a_page_without_prefix_is_not_found_even_if_it_exists_in_english(city, resident):
    StandardFactory(parent=city, slug="privacy")
    assert resident.get("/en/privacy/").status_code == 200
    assert resident.get("/privacy/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "right"), [("/pt-BR/?a=1", "/pt-br/?a=1"), ("/ES/", "/es/"), ("/zh-Hant/", "/zh-hant/")]
)
def test_a_prefix_in_other_letters_leads_to_the_right_one(typed, right, city, resident):
    response = resident.get(typed)
    assert (response.status_code, response["Location"]) == (301, right)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_page_says_its_language_and_direction(language, city, resident, read):
    response = resident.get(f"/{language.code}/")
    page = read(response)
    assert (page.html["lang"], page.html["dir"]) == (language.tag, language.direction)
    assert response["Content-Language"] == language.tag
    current = page.select_one(".langs [aria-current]")
    assert current.text == language.own_name
    for link in page.select(".langs a"):
        assert link["lang"] == link["hreflang"]


def test_the_menu_keeps_the_place(city, resident, read):
    StandardFactory(parent=city, slug="privacy")
    links = {link["hreflang"]: link["href"] for link in read(resident.get("/en/privacy/")).select(".langs a")}
    assert links["es"] == "/es/privacy/?lang=es"
    assert resident.get(links["es"])["Location"] == "/es/privacy/"
    assert resident.get("/es/privacy/").status_code == 200


def test_the_choice_keeps_other_parameters(city, resident):
    assert resident.get("/es/?page=2&lang=es")["Location"] == "/es/?page=2"


def test_an_error_page_is_in_the_language_of_its_address(city, resident, read):
    page = read(resident.get("/ar/nothing-here/"))
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")
    assert page.h1.text != "Page not found"
