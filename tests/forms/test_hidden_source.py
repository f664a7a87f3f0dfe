"""Where somebody came from: a word of the address, kept only if the form knows it."""

import pytest

from forms.models import Draft, Submission
from tests.factories import FormFactory, make_queue, question, section


def source():
    return {
        "type": "source",
        "id": "5e0a6c6e-0000-4000-8000-000000000000",
        "value": {
            "label": "Source",
            "choices": [{"type": "item", "id": "p1", "value": {"label": "Poster in the park", "code": "poster"}}],
        },
    }


@pytest.fixture
def one(home):
    asked = [question("short_text", "Name"), source()]
    FormFactory(parent=home, slug="one", queue=make_queue("Q"), questions=asked)
    return f"q-{asked[0]['id']}", f"q-{asked[1]['id']}", asked[1]["id"]


def test_it_is_not_shown_and_goes_with_the_form(one, resident, read):
    name, hidden, key = one
    page = read(resident.get("/en/one/?source=poster"))
    field = page.select_one(f"input[name='{hidden}']")
    assert (field["type"], field["value"]) == ("hidden", "poster")
    assert "Source" not in page.select_one("main").text
    token = page.select_one("input[name=token]")["value"]
    resident.post("/en/one/", {"token": token, name: "Ana", hidden: "poster"})
    assert Submission.objects.get().answers[key] == "p1"


@pytest.mark.parametrize("word", ["", "unknown", "<script>", "p1", "poster\x00", "x" * 5000])
def test_a_word_that_is_not_known_is_nothing(word, one, resident, read, send):
    name, hidden, key = one
    assert send("/en/one/", {name: "Ana", hidden: word}).status_code == 303
    assert key not in Submission.objects.get().answers
    assert "<script>" not in resident.get("/en/one/?source=<script>").content.decode()


def test_it_is_kept_from_the_page_before_the_first_screen(home, resident, read):
    asked = [source(), question("short_text", "Name"), section("Second"), question("short_text", "Street")]
    FormFactory(parent=home, slug="two", queue=make_queue("Q"), questions=asked)
    page = read(resident.get("/en/two/?source=poster"))
    sent = {each["name"]: each["value"] for each in page.select("main form input[type=hidden]")}
    draft = resident.post("/en/two/", sent)["Location"]
    assert Draft.objects.get().answers == {asked[0]["id"]: "p1"}
    page = read(resident.get(f"{draft}1/"))
    hidden = {each["name"]: each["value"] for each in page.select("form#answers input[type=hidden]")}
    resident.post(f"{draft}1/", {**hidden, f"q-{asked[1]['id']}": "Ana"})
    resident.post(f"{draft}2/", {f"q-{asked[3]['id']}": "Pier Street"})
    assert resident.post(f"{draft}check/").status_code == 303
    assert Submission.objects.get().answers[asked[0]["id"]] == "p1"
