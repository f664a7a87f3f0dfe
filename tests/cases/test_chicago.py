"""Chicago 3 and 4: comments on a draft policy, by people and by organisations, in their languages; moderated in the
inbox; approved ones under the page, with or without the name; what was heard and done. Nothing else is ever public."""

import pytest

from tests.cases.walking import follow, press, read_reference, take_time

PAGE = "boards/public-safety-commission/body-worn-cameras/"
# language: (name, organisation, may be named, text)
SAID = {
    "es": ("Carmen Ortiz", "", True, "Chicago tres: que avisen antes de grabar."),
    "en": ("Nora Bell", "Chicago Three Club", True, "Chicago three: our club asks for a yearly report."),
    "pt-br": ("Rui Costa", "", False, "Chicago três: prefiro não dizer quem sou."),
    "ar": ("سليم نادر", "", True, "شيكاغو ثلاثة: اشتروا من متجري."),
    "vi": ("Linh Phan", "", True, "Chicago ba: chưa ai quyết định."),
}


@pytest.fixture(scope="module")
def sent():
    return {}


def write(page, language):
    name, organisation, is_named, text = SAID[language]
    assert page.locator("main .note--plain").count() == 1
    page.locator("main textarea").fill(text)
    page.locator("main input[type=radio]").nth(0 if is_named else 1).check()
    page.locator("main select").select_option("organisation" if organisation else "individual")
    if organisation:
        page.locator("main [autocomplete=organization]").fill(organisation)
    page.locator("main [autocomplete=name]").fill(name)
    page.locator("main input[type=email]").fill("chicago3@example.com")


def test_comments_are_sent_by_people_who_were_told_what_becomes_of_them(open_page, find_faults, sent):
    pages = {code: open_page(f"/{code}/{PAGE}", width=320, scripts=code == "ar") for code in SAID}
    for language, page in pages.items():
        write(page, language)
    assert find_faults(pages["ar"]) == []
    take_time(*pages.values())
    for language, page in pages.items():
        press(page)
        sent[language] = (read_reference(page), page.url)
        assert SAID[language][3] in page.locator("main").inner_text()


def open_case(page, reference):
    page.goto(f"/admin/inbox/?q={reference}")
    follow(page.locator("td.title a").first)


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".messages .success").wait_for()


def test_before_anybody_decides_nothing_is_public(open_page):
    for path in (PAGE, f"{PAGE}comments/", f"{PAGE}comments/feed/"):
        response = open_page("/en/").request.get(f"/en/{path}")
        assert response.ok
        assert not any(text in response.text() for _name, _party, _named, text in SAID.values())


def test_they_are_moderated_in_the_inbox(log_in, find_faults, sent):
    page = log_in("oversight", "/admin/inbox/?publication=undecided")
    assert {reference for reference, _url in sent.values()} <= set(page.locator("td.title a").all_inner_texts())
    for language in ("es", "en"):
        open_case(page, sent[language][0])
        name, organisation, _named, _text = SAID[language]
        page.get_by_label(f"Publish it with the name “{organisation or name}”").check()
        if language == "es":
            page.get_by_label("Passages to take out").fill("antes")
            assert find_faults(page) == []
        save(page)
    open_case(page, sent["pt-br"][0])
    assert page.get_by_label("Publish it with the name").count() == 0
    page.get_by_label("Publish it without the name").check()
    save(page)
    open_case(page, sent["ar"][0])
    page.get_by_label("Do not publish it").check()
    page.get_by_label("Reason, if it is not published").select_option("advertising")
    save(page)
    assert "Decided not to publish the comment: It is advertising" in page.locator(".case-story").inner_text()


@pytest.mark.parametrize("name", ["editor", "translator", "moderator", "reviewer", "parks", "records"])
def test_nobody_else_decides(name, log_in, sent):
    reference = sent["vi"][0]
    page = log_in(name, f"/admin/inbox/?q={reference}")
    assert page.get_by_role("link", name=reference).count() == 0


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320), ("pt-br", 320), ("ar", 320)])
def test_approved_ones_stand_under_the_page_in_the_language_written(language, width, open_page, find_faults):
    page = open_page(f"/{language}/{PAGE}comments/", width=width, scripts=True)
    assert find_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    comments = page.locator(".comment")
    spanish = comments.filter(has_text="Chicago tres")
    assert "Carmen Ortiz" in spanish.inner_text() and "[" in spanish.inner_text()
    assert spanish.locator("div[lang=es][dir=ltr]").count() == 1 and "antes" not in spanish.inner_text()
    english = comments.filter(has_text="Chicago three")
    assert "Chicago Three Club" in english.inner_text() and "Nora" not in page.content()
    assert "Rui" not in page.content() and comments.filter(has_text="Chicago três").count() == 1
    assert "شيكاغو ثلاثة" not in page.content() and "Chicago ba" not in page.content()
    assert "chicago3@example.com" not in page.content()
    page.goto(f"/{language}/{PAGE}")
    assert page.locator(".comment").filter(has_text="Chicago tres").count() == 1


def test_organisations_and_individuals_are_told_apart_without_scripts(open_page):
    page = open_page(f"/en/{PAGE}comments/", scripts=False)
    follow(page.get_by_role("link", name="Only from organisations"))
    shown = page.locator("main").inner_text()
    assert "Chicago Three Club" in shown and "Carmen Ortiz" not in shown
    follow(page.get_by_role("link", name="Only from individuals"))
    shown = page.locator("main").inner_text()
    assert "Chicago Three Club" not in shown and "Carmen Ortiz" in shown


def test_the_resident_reads_what_was_decided(open_page, sent):
    page = open_page(sent["es"][1])
    follow(page.locator("main a[href*='/comments/']"))
    assert "Chicago tres" in page.locator("main").inner_text()
    page.goto(sent["ar"][1])
    assert page.locator("main a[href*='/comments/']").count() == 0 and page.locator("main .note").count() >= 1


def test_what_we_heard_and_did_stand_on_the_page_with_figures_of_the_inbox(open_page):
    page = open_page(f"/en/{PAGE}")
    for heading in ("What we heard", "What we did"):
        assert page.get_by_role("heading", name=heading).count() == 1
    figures = page.locator(".figures").inner_text()
    # As when they were last published: the one organisation and the four people who came since are too few to be told.
    assert "Received in all\n16" in figures and "From organisations\n5" in figures and "From individuals\n11" in figures


def test_taken_back_it_is_gone_at_once(log_in, open_page, sent):
    visitor = open_page(f"/en/{PAGE}comments/")
    visitor.goto(f"/en/{PAGE}comments/")
    page = log_in("oversight")
    open_case(page, sent["en"][0])
    page.get_by_label("Not decided: it is not public").check()
    save(page)
    assert "Took the comment off the public page" in page.locator(".case-story").inner_text()
    for path in (PAGE, f"{PAGE}comments/", f"{PAGE}comments/feed/"):
        visitor.goto(f"/en/{path}") if "feed" not in path else None
        assert "Chicago three" not in visitor.request.get(f"/es/{path}").text()
        assert "Chicago three" not in visitor.content()


def test_and_in_the_report(log_in):
    page = log_in("oversight", "/admin/reports/engagement/?by=party")
    rows = page.locator("tbody tr:has(> th[scope=row])").all()
    shown = {row.locator("th").inner_text(): row.locator("td").first for row in rows}
    assert int(shown["For an organisation"].inner_text()) >= 6
    assert int(shown["For myself"].inner_text()) >= 15
