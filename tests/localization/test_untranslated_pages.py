"""Case 43: a page that a language does not have is shown in its source language, and says so."""

from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale

from tests.factories import StandardFactory, translate


def make_page(home):
    return StandardFactory(
        parent=home, slug="privacy", title="Privacy", introduction="What we keep.", search_description="x"
    )


def test_43_it_is_served_in_the_readers_frame_and_marked(home, resident, read):
    make_page(home)
    response = resident.get("/km/privacy/")
    page = read(response)
    assert response.status_code == 200
    assert page.html["lang"] == "km"
    assert (page.h1["lang"], page.h1["dir"]) == ("en", "ltr")
    assert page.title["lang"] == "en"
    assert page.select_one(".lead")["lang"] == "en"
    banner = page.select_one("[data-translation-state=missing]")
    assert banner is not None
    assert banner.find_parent(attrs={"lang": True})["lang"] == "km"
    assert page.select_one("link[rel=canonical]")["href"] == "http://localhost/en/privacy/"
    assert not page.select("link[hreflang]")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"


def test_an_arabic_reader_of_an_english_page_has_both_directions(home, resident, read):
    make_page(home)
    page = read(resident.get("/ar/privacy/"))
    assert (page.html["dir"], page.h1["dir"]) == ("rtl", "ltr")


def test_43_an_alias_counts_as_untranslated(home, spanish_home, resident, read):
    page = make_page(home)
    alias = CreatePageAliasAction(page, parent=spanish_home, update_slug="privacy").execute()
    type(page).objects.filter(pk=alias.pk).update(
        translation_key=page.translation_key, locale=Locale.objects.get(language_code="es")
    )
    shown = read(resident.get("/es/privacy/"))
    assert shown.h1["lang"] == "en"
    assert shown.select_one("[data-translation-state=missing]")
    offered = [link["hreflang"] for link in read(resident.get("/en/privacy/")).select("link[hreflang]")]
    assert offered == ["en", "x-default"]


def test_a_page_below_an_untranslated_page_is_found(home, resident):
    child = StandardFactory(parent=make_page(home), slug="cookies")
    assert resident.get("/ko/privacy/cookies/").status_code == 200
    translate(child.get_parent().specific, "ko")
    assert resident.get("/ko/privacy/cookies/").status_code == 200


def test_what_is_not_live_in_the_source_is_shown_in_no_language(home, spanish_home, resident):
    page = make_page(home)
    translate(page, "es", {"Privacy": "Privacidad"})
    assert resident.get("/es/privacy/").status_code == 200
    page.unpublish()
    for address in ("/en/privacy/", "/es/privacy/", "/km/privacy/"):
        assert resident.get(address).status_code == 404
    assert b"/es/privacy/" not in resident.get("/sitemap.xml").content
    type(page).objects.get(pk=page.pk).save_revision().publish()
    assert resident.get("/es/privacy/").status_code == 200


def test_a_draft_in_the_readers_language_does_not_show(home, spanish_home, resident, read):
    translated = translate(make_page(home), "es", {"Privacy": "Privacidad"})
    translated.unpublish()
    page = read(resident.get("/es/privacy/"))
    assert page.h1.text == "Privacy"
    assert page.h1["lang"] == "en"
