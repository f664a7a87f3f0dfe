"""An editor who knows nothing of ids changes the English form: every language follows, and nothing old breaks."""

from playwright.sync_api import expect

from tests.browser.test_access import fill_ask

FORM = "ask-or-tell-the-city"


def send(page):
    fill_ask(page)
    page.click("#send")
    page.wait_for_url("**/receipt/**")
    return page.locator(".reference").inner_text()


def test_a_choice_added_in_english_is_offered_in_spanish_at_once(open_page, log_in):
    reference = send(open_page(f"/es/{FORM}/"))

    editor = log_in("editor", "/admin/pages/search/?q=Ask+or+tell")
    editor.locator("a", has_text="Ask or tell the City").first.click()
    choices = editor.locator("[data-contentpath=choices]").first
    choices.locator("> div .c-sf-add-button").last.click()
    editor.fill("[name=questions-0-value-choices-5-value-label]", "Harbor ferries")
    editor.locator("[data-w-dropdown-target=toggle]", has_text="").last.wait_for()
    editor.evaluate("document.querySelector('[name=action-publish]').click()")
    editor.wait_for_url("**/admin/pages/*/")
    expect(editor.locator(".messages")).to_contain_text("published")

    spanish = open_page(f"/es/{FORM}/")
    labels = spanish.locator("fieldset").first.locator(".choice label")
    assert labels.all_inner_texts()[-1] == "Harbor ferries"
    assert labels.last.locator("span").get_attribute("lang") == "en"
    assert labels.first.locator("span").count() == 0
    labels.last.click()
    spanish.locator("fieldset").nth(1).locator("input").first.check()
    spanish.fill("textarea", "¿Cuándo sale el primero?")
    spanish.locator(".field > .choice input[type=checkbox]").check()
    spanish.click("#send")
    spanish.wait_for_url("**/receipt/**")
    assert spanish.locator(".summary dd").first.inner_text() == "Harbor ferries"

    moderator = log_in("moderator", f"/admin/inbox/?q={reference}")
    moderator.locator("td.title a").click()
    expect(moderator.locator(".case-answers dd").first).to_have_text("Parks and trees")
    moderator.get_by_text("As the resident saw it").click()
    expect(moderator.locator(".case-shown dd").first).to_have_text("Parques y árboles")


def test_a_translator_cannot_open_the_english_page(log_in, open_page):
    translator = log_in("translator", "/admin/pages/search/?q=Ask+or+tell")
    assert translator.locator("a", has_text="Ask or tell the City").count() == 0
