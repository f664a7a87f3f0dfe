"""The conventions of good forms (WCAG 2.2, GOV.UK, USWDS), on every step of every form of the demo, in three languages.

Numbers in the names of the checks are those of the list in docs/forms.md. What only a browser shows (24, forced
colours, the width of 320 pixels) is in test_access.py and test_steps.py.
"""

import re
from urllib.parse import urldefrag

import pytest

from tests.visitor import Visitor

FORMS = {
    "ask": "ask-or-tell-the-city/",
    "survey": "citizen-survey/",
    "application": "opportunities/parks-commission-member/apply/",
    "library": "opportunities/library-board-youth-member/apply/",
    "shifts": "opportunities/river-cleanup/sign-up/",
    "concern": "boards/public-safety-commission/tell-us-about-a-concern/",
    "consultation": "boards/public-safety-commission/body-worn-cameras/",
    "session": "events/listening-session-public-safety/sign-up/",
}
ERROR = {"en": "Error: ", "es": "Error: ", "ar": "خطأ: "}
OPTIONAL = {"en": "(optional)", "es": "(opcional)", "ar": "(اختياري)"}


class Faults(list):
    def expect(self, fact, number, what, page=""):
        if not fact:
            self.append(f"{number}: {what} {page}")


def list_fields(form):
    fields = form.select("input:not([type=hidden]), select, textarea")
    return [field for field in fields if not field.find_parent(class_="hp")]


def check_screen(visitor, language, faults):
    """What must be true of every screen with a form, in every state."""
    page, form, path = visitor.page, visitor.form, visitor.path
    expect = lambda fact, number, what: faults.expect(fact, number, what, path)  # noqa: E731
    for field in list_fields(form):
        labels = page.select(f"label[for='{field.get('id')}']")
        expect(len(labels) == 1 and labels[0].get_text(strip=True), 7, f"label of {field.get('name')}")
        expect(not field.get("placeholder"), 7, "placeholder")
        expect(field.get("autocomplete") != "off", 10, "autocomplete off")
        expect(field.get("type") not in ("number", "date", "url"), 11, f"type {field.get('type')}")
        if field.get("type") == "email":
            expect(field.get("autocomplete") == "email", 10, "autocomplete of email")
        if field.get("type") == "tel":
            expect(field.get("autocomplete") == "tel", 10, "autocomplete of tel")
        if field.get("type") in ("radio", "checkbox") and len(form.select(f"[name='{field['name']}']")) > 1:
            group = field.find_parent("fieldset")
            expect(group and group.legend and group.legend.get_text(strip=True), 9, f"group of {field['name']}")
    for hint in form.select(".hint[id]"):
        described = form.select(f"[aria-describedby~='{hint['id']}']")
        expect(described, 8, f"hint {hint['id']} is tied to nothing")
        following = hint.find_next(["input", "select", "textarea"])
        expect(following is not None, 8, "hint after its input")
    expect(form.has_attr("novalidate") or not list_fields(form), 12, "novalidate")
    expect(not page.select("button[disabled], input[type=reset], button[type=reset]"), 13, "disabled or reset")
    own = [each for each in page.select("button") if form in (each.find_parent("form"), page.find(id=each.get("form")))]
    expect(own and own[0].get("value") in (None, "next"), 13, "Enter presses another button than the main one")
    trap = form.select_one(".hp input")
    if trap:
        expect(trap["tabindex"] == "-1" and trap.find_parent(attrs={"aria-hidden": "true"}), 22, "trap")
    expect(not page.select("script:not([defer]):not([async])"), 24, "a script that blocks")
    expect(page.html["lang"] == language, 25, "lang")
    expect(page.html["dir"] == ("rtl" if language == "ar" else "ltr"), 25, "dir")
    expect(page.select_one("main a[href^='tel:']"), 25, "help contact")
    ids = [each["id"] for each in page.select("[id]")]
    expect(len(ids) == len(set(ids)), 5, f"ids twice: {sorted({each for each in ids if ids.count(each) > 1})}")


def check_optional(visitor, language, faults):
    for field in visitor.form.select(".field"):
        legend = field.select_one("legend, label")
        if legend and field.select_one(".opt") and field.parent is visitor.form:
            faults.expect(OPTIONAL[language] in field.get_text(), 14, "optional in words", visitor.path)
    faults.expect("“" in visitor.form.get_text() or "«" in visitor.form.get_text(), 14, "the rule", visitor.path)


def check_errors(visitor, language, faults):
    page, path = visitor.page, visitor.path
    expect = lambda fact, number, what: faults.expect(fact, number, what, path)  # noqa: E731
    summary = page.select_one("main .errors")
    if summary is None:
        expect(False, 2, "no summary")
        return
    expect(page.title.text.startswith(ERROR[language]), 1, f"title {page.title.text}")
    before = summary.find_all_previous("h1")
    expect(not before, 2, "the summary comes after the h1")
    expect(summary.has_attr("autofocus") and summary.has_attr("tabindex"), 2, "focus")
    for link in summary.select("a"):
        target = page.find(id=urldefrag(link["href"]).fragment)
        if target is None:
            expect(False, 3, f"{link['href']} leads nowhere")
            continue
        expect(target.name in ("input", "select", "textarea"), 3, f"{link['href']} leads to no field")
        if target.get("type") == "radio":
            expect(target is page.select_one(f"[name='{target['name']}']"), 3, "not the first option")
        field = target.find_parent(class_="field")
        error = field.select_one(".err")
        expect(error and link.get_text() in error.get_text(), 4, f"other words at the field: {link.get_text()}")
        expect("field is required" not in link.get_text(), 4, "bare words")
        tied = target.find_parent("fieldset") or target
        ids = f"{tied.get('aria-describedby', '')} {target.get('aria-describedby', '')}".split()
        expect(error and error.get("id") in ids, 5, f"error of {target.get('name')} is tied to nothing")
        expect(target.get("aria-invalid") == "true" or tied.name == "fieldset", 5, "aria-invalid")
        expect(error.select_one(".vh"), 5, "told by colour only")


def check_window(visitor, faults):
    moments = [each["datetime"] for each in visitor.page.select("main .note time")]
    faults.expect(
        any(re.search(r"T\d\d:\d\d[+-]\d\d:\d\d$", each) for each in moments), 17, "closing time", visitor.path
    )


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("name", FORMS)
def test_every_step(name, language, demo):
    visitor, faults = Visitor(demo.address).get(f"/{language}/{FORMS[name]}"), Faults()
    start = visitor.page
    assert visitor.response.status_code == 200
    faults.expect(start.select_one("main form"), 16, "a form")
    assert re.search(r"\d", start.select_one("main").get_text())
    closes = name not in ("ask", "concern")
    if closes:
        check_window(visitor, faults)
    is_stepped = start.select_one("form#answers") is None
    if is_stepped:
        check_screen(visitor, language, faults)
        visitor.send()
        walk_steps(visitor, language, closes, faults)
    else:
        check_one_screen(visitor, language, faults)
    check_receipt(visitor, language, faults)
    assert not faults, "\n".join(faults)


def check_one_screen(visitor, language, faults):
    check_screen(visitor, language, faults)
    check_optional(visitor, language, faults)
    check_switch(visitor, faults)
    token = visitor.form.select_one("input[name=token]")["value"]
    if visitor.form.select("textarea"):
        typed = {visitor.form.select_one("textarea")["name"]: ["Kept"], "token": [token]}
        visitor.send(typed)
        check_screen(visitor, language, faults)
        check_errors(visitor, language, faults)
        faults.expect(visitor.page.textarea.text.strip() == "Kept", 6, "what was typed", visitor.path)
    values = visitor.fill()
    faults.expect(values["token"] == [token], 21, "another token after an error", visitor.path)
    again = {**values, "go": ["next"]}
    address = visitor.response.url
    visitor.send(values, follow=False)
    faults.expect(visitor.response.status_code == 303, 21, "no redirect after sending", visitor.path)
    first = visitor.response.headers.get("Location")
    second = visitor.session.post(address, data=again, allow_redirects=False, timeout=60)
    faults.expect(second.headers.get("Location") == first, 21, "two submissions")
    visitor.get(first)


def walk_steps(visitor, language, closes, faults):
    seen, draft = 0, visitor.response.url.rsplit("/", 2)[0]
    while "/check/" not in visitor.path and seen < 12:
        seen += 1
        faults.expect(
            re.search(r"\d.*\d", visitor.page.title.text.split(":")[0]), 15, "step in the title", visitor.path
        )
        check_screen(visitor, language, faults)
        check_optional(visitor, language, faults)
        check_switch(visitor, faults)
        if closes:
            check_window(visitor, faults)
        gos = [each.get("value") for each in visitor.page.select("form#answers button")]
        faults.expect("later" in gos, 18, "save and finish later", visitor.path)
        faults.expect(("back" in gos) == (seen > 1), 15, "back", visitor.path)
        files = visitor.attach()
        values = visitor.fill()
        empty = visitor.send_empty()
        if "/check/" in empty.path or not empty.page.select(".errors"):  # everything on it is optional
            continue
        check_screen(visitor, language, faults)
        check_errors(visitor, language, faults)
        if files:
            files = check_kept_file(visitor, values, files, faults)
        visitor.send(values, files=files)
        assert not visitor.page.select(".errors"), visitor.page.select_one(".errors").get_text()
    check_answers(visitor, draft, language, faults)


def check_kept_file(visitor, values, files, faults):
    """Uploads beside a fault stay, and are removed by a button outside the form."""
    wrong = {name: value for name, value in values.items() if name in ("shown_in",)}
    one = dict(list(files.items())[:1])
    visitor.send(wrong, files=one)
    name = next(iter(one.values()))[0]
    faults.expect(name in visitor.page.select_one("main").get_text(), 6, "an upload is lost", visitor.path)
    remove = [each for each in visitor.page.select("main button") if (each.get("value") or "").startswith("remove:")]
    faults.expect(remove and all(each.find_parent("form") is None for each in remove), 6, "Remove", visitor.path)
    return dict(list(files.items())[1:])


def check_switch(visitor, faults):
    buttons = visitor.page.select("#languages button[form=answers]")
    faults.expect(len(buttons) == 9, 25, "language buttons that keep what was typed", visitor.path)


def check_answers(visitor, draft, language, faults):
    page = visitor.page
    faults.expect("/check/" in visitor.path, 19, "no page to check the answers", visitor.path)
    check_screen(visitor, language, faults)
    links = page.select(".summary__change a")
    faults.expect(links and all(each.select_one(".vh").get_text(strip=True) for each in links), 19, "Change links")
    number, _hash, target = links[0]["href"].removeprefix("../").partition("/#")
    visitor.get(f"{draft}/{number}/")
    faults.expect(visitor.page.find(id=target) is not None, 19, f"Change leads nowhere: {links[0]['href']}")
    kept = visitor.page.select("form#answers input[checked], form#answers textarea, form#answers input[value]")
    faults.expect(kept, 23, "answers are asked again")
    visitor.get(f"{draft}/check/")
    address = visitor.response.url
    visitor.send({}, follow=False)
    faults.expect(visitor.response.status_code == 303, 21, "no redirect after sending")
    first = visitor.response.headers.get("Location")
    second = visitor.session.post(address, data={}, allow_redirects=False, timeout=60)
    faults.expect(second.headers.get("Location") == first, 21, "two submissions")
    visitor.get(first)


def check_receipt(visitor, language, faults):
    page = visitor.page
    faults.expect("/receipt/" in visitor.path, 20, "no receipt", visitor.path)
    reference = page.select_one(".reference")
    faults.expect(reference and re.fullmatch(r"(\w{3}-){2}\w{3}", reference.get_text(strip=True)), 20, "reference")
    faults.expect(page.select("main .digest") and page.select("main dl.summary"), 20, "answers and check number")
    faults.expect(page.html["lang"] == language, 25, "language of the receipt")
