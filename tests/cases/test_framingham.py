"""Framingham 5: the Citizen Survey collects in three languages (and seven more) what is one set of values."""

from tests.cases.walking import follow, press, read_reference

LANGUAGES = ["en", "es", "pt-br", "ar"]


def test_the_same_answers_in_four_languages_are_the_same_values(open_page, log_in):
    references = []
    for language in LANGUAGES:
        page = open_page(f"/{language}/citizen-survey/", width=320, scripts=True)
        groups = page.locator("main .field > fieldset")
        groups.nth(0).locator("input").first.check()
        groups.nth(1).locator("input").nth(3).check()
        groups.nth(2).locator("input").nth(1).check()
        groups.nth(3).locator("input[value=other]").check()
        page.locator(".following input:visible").fill("Buses")
        groups.nth(4).locator("input").first.check()
        page.locator(".following textarea:visible").fill("Good")
        page.locator("select.place").nth(1).select_option("1")
        press(page)
        references.append(read_reference(page))
    assert len(set(references)) == len(LANGUAGES)
    inbox = log_in("moderator", "/admin/inbox/")
    seen = []
    for reference in references:
        inbox.goto(f"/admin/inbox/?q={reference}")
        follow(inbox.locator("td.title a"))
        seen.append(inbox.locator(".case-answers").first.inner_text())
    assert len(set(seen)) == 1, "one set of values, in the words of the source"
    assert "4 of 5" in seen[0] and "Other" in seen[0] and "Email" in seen[0]
