"""axe finds nothing, nothing overflows, in three languages and at two widths, in every state of every kind of page."""

import pytest

PAGES = {
    "home": "/",
    "services": "/services/",
    "service": "/services/report-a-problem/",
    "out of date": "/services/reserve-a-picnic-shelter/",
    "boards": "/boards/",
    "board": "/boards/parks-commission/",
    "opportunities": "/opportunities/",
    "opportunity": "/opportunities/parks-commission-member/",
    "closed opportunity": "/opportunities/language-ambassadors/",
    "coming opportunity": "/opportunities/public-safety-commission-member/",
    "events": "/events/",
    "event": "/events/listening-session-public-safety/",
    "cancelled event": "/events/youth-workshop/",
    "untranslated": "/events/budget-workshop/",
    "standard": "/how-to-take-part/",
    "form": "/ask-or-tell-the-city/",
    "closed form": "/opportunities/language-ambassadors/sign-up/",
    "consultation": "/boards/public-safety-commission/body-worn-cameras/",
    "comments": "/boards/public-safety-commission/body-worn-cameras/comments/",
    "not found": "/nothing-here/",
}


# WCAG 2.2, 1.4.12
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""


def measure_overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("language", "widths"), [("en", [320]), ("es", [1280]), ("ar", [320, 1280])])
def test_pages(language, widths, open_page, find_faults):
    page = open_page("/en/", width=widths[0])
    faults = {}
    for name, path in PAGES.items():
        page.set_viewport_size({"width": widths[0], "height": 900})
        page.goto(f"/{language}{path}")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            if found := find_faults(page):
                faults[f"{name}, {width}"] = found
            if overflow := measure_overflow(page):
                faults[f"{name}, {width}, overflow"] = overflow
    assert not faults


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("es", 320), ("ar", 320), ("ar", 1280)])
def test_a_form_with_errors_and_its_receipt(language, width, open_page, find_faults):
    page = open_page(f"/{language}/ask-or-tell-the-city/", width=width)
    page.click("#send")
    page.locator(".errors").wait_for()
    assert find_faults(page) == []
    assert measure_overflow(page) == 0
    fill_ask(page)
    page.click("#send")
    page.wait_for_url("**/receipt/**")
    assert find_faults(page) == []
    assert measure_overflow(page) == 0


@pytest.mark.parametrize("language", ["pt-br", "vi", "zh-hans", "zh-hant", "ko", "km", "tl"])
def test_the_other_languages(language, open_page, find_faults):
    page = open_page(f"/{language}/", width=320)
    for path in ("/ask-or-tell-the-city/", "/boards/parks-commission/"):
        page.goto(f"/{language}{path}")
        assert find_faults(page) == []
        assert measure_overflow(page) == 0


def fill_ask(page):
    for group in page.locator("fieldset:has(input[type=radio])").all():
        group.locator("input").first.check()
    page.fill("textarea", "A tree fell.")
    page.locator(".field > .choice input[type=checkbox]").check()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_forced_colours_and_four_times_the_size(language, open_page):
    page = open_page(f"/{language}/ask-or-tell-the-city/", width=320, forced_colors="active", reduced_motion="reduce")
    assert measure_overflow(page) == 0
    page.add_style_tag(content=TEXT_SPACING)
    assert measure_overflow(page) == 0
