"""What is taken down, restricted, moved or only half translated shows nothing that it should not, in any language."""

import pytest
from django.urls import reverse

from localization.state import TranslationState, find_standing
from tests import factories as f

RESTRICTIONS = [
    {"restriction_type": "login"},
    {"restriction_type": "groups"},
    {"restriction_type": "password", "password": "open sesame"},
]


@pytest.fixture
def page(home, spanish_home):
    page = f.StandardFactory(
        parent=home, slug="privacy", title="Privacy", introduction="What we keep.", show_in_menus=True
    )
    f.translate(page, "es", {"Privacy": "Privacidad", "What we keep.": "Lo que guardamos."})
    return page


@pytest.mark.parametrize("language", ["en", "es", "km"])
@pytest.mark.parametrize("restriction", RESTRICTIONS, ids=lambda each: each["restriction_type"])
def test_a_restricted_page_asks_for_what_it_needs(restriction, language, page, resident):
    page.view_restrictions.create(**restriction)
    response = resident.get(f"/{language}/privacy/", follow=True)
    assert response.status_code == 200
    assert "keep" not in response.content.decode()
    assert "guardamos" not in response.content.decode()


@pytest.mark.parametrize("take_down", ["unpublish", "restrict"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_in_no_menu_list_or_breadcrumb(take_down, language, page, home, resident):
    child = f.StandardFactory(parent=page, slug="cookies", title="Cookies")
    f.translate(child, "es", {"Cookies": "Galletas"})
    if take_down == "unpublish":
        page.unpublish()
        for translation in page.get_translations():
            translation.unpublish()
    else:
        page.view_restrictions.create(**RESTRICTIONS[2])
    for address in (f"/{language}/", f"/{language}/privacy/cookies/", "/sitemap.xml"):
        content = resident.get(address).content.decode()
        assert "/privacy/<" not in content
        assert ">Privac" not in content


def test_a_restricted_translation_is_not_shown_in_lists(home, spanish_home, resident):
    index = f.ServiceIndexFactory(parent=home, slug="services")
    f.translate(index, "es")
    service = f.ServiceFactory(parent=index, slug="shelter", title="Shelter")
    spanish = f.translate(service, "es", {"Shelter": "Refugio"})
    spanish.view_restrictions.create(**RESTRICTIONS[2])
    assert "Refugio" not in resident.get("/es/services/").content.decode()
    assert 'hreflang="es"' not in resident.get("/en/services/shelter/").content.decode().split("</head>")[0]


def test_a_board_that_nobody_may_see_is_not_named_by_an_event(home, resident):
    board = f.BoardFactory(parent=f.BoardIndexFactory(parent=home, slug="boards"), slug="b", title="Hidden board")
    event = f.EventFactory(parent=f.EventIndexFactory(parent=home, slug="events"), slug="e", board=board)
    assert "Hidden board" in resident.get("/en/events/e/").content.decode()
    board.view_restrictions.create(**RESTRICTIONS[2])
    assert "Hidden board" not in resident.get("/en/events/e/").content.decode()
    assert event.board == board


def test_deleting_the_source_takes_its_translations_down(page, staff, resident):
    staff(f.make_user("alma", superuser=True)).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    for language in ("en", "es", "km"):
        assert resident.get(f"/{language}/privacy/").status_code == 404
    assert "privacy" not in resident.get("/sitemap.xml").content.decode()


def test_a_new_address_in_english_leads_readers_of_spanish_to_the_right_page(page, resident, read):
    f.edit(page, slug="your-privacy")
    assert resident.get("/es/your-privacy/")["Location"].endswith("/es/privacy/")
    links = {link["hreflang"]: link["href"] for link in read(resident.get("/es/privacy/")).select(".langs a")}
    assert links["en"].partition("?")[0].endswith("/en/your-privacy/")
    assert resident.get("/en/your-privacy/").status_code == 200


def test_what_was_published_without_a_translation_is_marked(page, resident, read):
    f.edit(page, introduction="Something quite new.")
    f.translate(type(page).objects.get(pk=page.pk), "es", {"Privacy": "Privacidad"})
    shown = read(resident.get("/es/privacy/"))
    assert shown.select_one("[data-translation-state=in_progress]")
    assert shown.select_one(".lead")["lang"] == "en"
    assert shown.h1.get("lang") is None


def test_publishing_the_old_text_again_does_not_make_it_new(page, staff, resident, read):
    f.edit(page, introduction="Something quite new.")
    spanish = page.get_translations().get().specific
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={spanish.pk}"
    staff(f.make_user("alma", superuser=True)).post(url)
    assert find_standing(type(page).objects.get(pk=spanish.pk)).state == TranslationState.OUT_OF_DATE
    assert read(resident.get("/es/privacy/")).select_one("[data-translation-state=out_of_date]")


def test_a_form_below_a_board_can_be_found_from_it(home, spanish_home, resident, read):
    board = f.BoardFactory(parent=f.BoardIndexFactory(parent=home, slug="boards"), slug="b")
    f.FormFactory(parent=board, slug="ask", title="Ask the board", questions=[f.question("short_text", "Why?")])
    link = read(resident.get("/es/boards/b/")).select_one("main a.btn")
    assert (link.text, link["href"], link["lang"]) == ("Ask the board", "/es/boards/b/ask/", "en")
