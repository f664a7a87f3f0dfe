"""The inbox for everybody: axe finds nothing on any of its pages, wide or narrow, and the keyboard is enough."""

import pytest

from tests.cases.walking import follow


def open_first(page):
    follow(page.locator("td.title a").first)


@pytest.fixture
def look(find_faults):
    def look(page):
        faults = find_faults(page)
        assert faults == [], f"{page.url}: {faults}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide"

    return look


@pytest.fixture
def look_at(look):
    """look_at(page, path): as it is when it is opened, narrow and wide."""

    def look_at(page, path):
        page.set_viewport_size({"width": 320, "height": 900})
        page.goto(path)
        look(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        look(page)

    return look_at


def test_axe_finds_nothing_on_pages_as_they_are_opened(log_in, look_at):
    page = log_in("moderator")
    for path in ("?ordering=received_at", "?q=nothing-like-this", "export/", "enter/", "views/save/?state=new"):
        look_at(page, f"/admin/inbox/{path}")
    for path in ("/admin/", "/admin/inbox/verify/", "/admin/account/#tab-notifications"):
        look_at(page, path)
    page.goto("/admin/inbox/")
    open_first(page)
    look_at(page, f"{page.url}snooze/")
    page = log_in("records")
    for path in ("/admin/working_calendar/", "/admin/working_calendar/new/"):
        look_at(page, path)


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_whatever_opens(width, log_in, look):
    page = log_in("moderator", "/admin/inbox/?ordering=received_at", width=width)
    page.get_by_role("button", name="Show filters").click()
    for name in ("State", "Due"):
        page.get_by_role("button", name=name, exact=True).click()
        look(page)
        page.get_by_role("button", name="Back").click()
    page.keyboard.press("Escape")
    page.locator("[data-bulk-action-checkbox]").first.check()
    look(page)
    page.locator("[data-bulk-action-button]", has_text="Assign").first.click()
    page.wait_for_url("**/bulk/**")
    which = page.locator("summary", has_text="Which")
    assert which.evaluate("each => getComputedStyle(each).display") == "list-item", "with a mark that it opens"
    look(page)
    page.goto("/admin/inbox/")
    open_first(page)
    look(page)
    page.locator("summary", has_text="Put off").click()
    look(page)
    for name in (
        "Show the resident", "Show the deadline", "Show the form", "Show what else came from the same address",
    ):  # fmt: skip
        page.get_by_role("button", name=name).click()
        look(page)


def test_axe_finds_nothing_where_reviewers_and_records_officers_work(log_in, look):
    page = log_in("reviewer", "/admin/inbox/?stage=body-qualification", width=320)
    look(page)
    open_first(page)
    page.locator("input[value=not_met]").first.check()
    follow(page.get_by_role("button", name="Save"))
    assert "Say what shows that this is not met." in page.locator("main").inner_text()
    page.wait_for_timeout(500)  # until the message stands still
    look(page)
    page = log_in("records", "/admin/inbox/person/", width=1280)
    page.fill("[name=who]", "dana@example.com")
    page.fill("[name=reason]", "Test")
    page.get_by_role("button", name="Show the record").click()
    page.wait_for_selector(".case-table")
    look(page)


def test_two_clerks_on_one_case(log_in, look):
    first = log_in("moderator", "/admin/inbox/?q=herrera")
    open_first(first)
    second = log_in("parks", first.url)
    second.wait_for_selector("[data-controller~=w-session]", state="attached")
    second.locator("textarea[name=note]").fill("I have called her.")
    follow(second.get_by_role("button", name="Save"))
    first.locator("textarea[name=note]").fill("I am calling her now.")
    first.get_by_role("button", name="Save").click()
    first.wait_for_selector("#case-stale")
    both = first.locator(".case-versions").inner_text()
    assert "Pia Lindgren" in both and "I have called her." in both and "I am calling her now." in both
    assert first.locator("textarea[name=note]").input_value() == "I am calling her now."
    assert first.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "case-stale"
    look(first)
    follow(first.get_by_role("button", name="Save"))
    assert "I am calling her now." in first.locator(".case-story").inner_text()


def test_by_keyboard_alone(log_in):
    page = log_in("moderator", "/admin/inbox/")
    page.wait_for_function("window.Stimulus || window.wagtail")
    while not page.evaluate("document.activeElement.id === 'id_q'"):
        page.keyboard.press("/")
    page.keyboard.type("hall")
    page.wait_for_function("document.querySelectorAll('td.title a').length === 1")
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('td.title') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#case-answers")
    assert "curb at Mill Road" in page.locator("main").inner_text()


def test_a_tick_stays_after_a_search(log_in):
    page = log_in("moderator", "/admin/inbox/")
    page.wait_for_function("window.Stimulus || window.wagtail")
    page.locator("#id_q").press_sequentially("hall")
    page.wait_for_function("document.querySelectorAll('td.title a').length === 1")
    page.locator("[data-bulk-action-checkbox]").first.click()
    page.wait_for_timeout(1000)  # in which the list was fetched once more
    assert page.locator("[data-bulk-action-checkbox]").first.is_checked()
    assert page.locator(".bulk-actions-choices").is_visible()


def test_what_was_ticked_can_be_dealt_with_at_once_on_a_phone(log_in):
    page = log_in("moderator", "/admin/inbox/", width=320)
    page.locator("[data-bulk-action-checkbox]").first.check()
    bar = page.locator(".bulk-actions-choices")
    bar.wait_for(state="visible")
    page.wait_for_timeout(500)  # until it stands still
    place = bar.bounding_box()
    assert place["y"] > 0 and place["y"] + place["height"] <= 900
    bar.get_by_role("button", name="More").click()
    page.get_by_text("Not spam", exact=True).click()
    page.wait_for_url("**/bulk/**")


def test_on_a_phone_each_day_says_what_it_is(log_in):
    page = log_in("moderator", "/admin/inbox/", width=320)
    labels = page.evaluate(
        "[...document.querySelectorAll('.case-list tr:first-child td[data-label]')].filter(cell => cell.innerText)"
        ".map(cell => getComputedStyle(cell, '::before').content)"
    )
    assert {'"Due"', '"Received"', '"Language"'} <= set(labels)
    page.set_viewport_size({"width": 1280, "height": 900})
    shown = page.evaluate("getComputedStyle(document.querySelector('td[data-label]'), '::before').content")
    assert shown == "none"


def test_how_many_were_found_is_told_by_an_element_that_stays(log_in):
    page = log_in("moderator", "/admin/inbox/")
    page.wait_for_function("window.Stimulus || window.wagtail")
    assert page.locator("#case-status").inner_text() == ""
    page.evaluate("document.querySelector('#case-status').dataset.seen = 'before'")
    page.locator("#id_q").press_sequentially("hall")
    page.wait_for_function("document.querySelector('#case-status').textContent.trim() === '1 case matches'")
    page.locator("#id_q").press_sequentially("nothing-like-this")
    page.wait_for_function("document.querySelector('#case-status').textContent.trim() === 'No case matches.'")
    assert page.locator("#case-status").get_attribute("data-seen") == "before"


def test_a_colleague_on_the_same_case_has_a_name(log_in):
    first = log_in("moderator", "/admin/inbox/?q=herrera")
    open_first(first)
    second = log_in("parks", first.url, width=320)
    colleague = second.locator(".w-editing-sessions").get_by_text("Minh Tran").first
    colleague.wait_for(state="visible")
    assert colleague.bounding_box()["width"] > 30
