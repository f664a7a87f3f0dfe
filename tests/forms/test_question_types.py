"""Every type of question: what may be typed, what is stored, how it is shown, and what is refused with which words."""

import pytest
from django.utils import translation

from forms.intake.form import AnswerForm, retype
from forms.models import Submission
from forms.questions import TYPES, Words
from localization.languages import LANGUAGES
from tests.factories import FormFactory, make_user, question, translate

COLOURS = ["Red", "Green", "Blue"]

# kind, values of the block, what is typed {suffix: text}, stored, shown to staff. "#Red" stands for the id of a choice.
ANSWERS = [
    ("short_text", {}, {"": "  Ana\u0301  "}, "Aná", ["Aná"]),
    ("long_text", {}, {"": "One\r\ntwo"}, "One\ntwo", ["One\ntwo"]),
    ("email", {}, {"": " ana@example.com "}, "ana@example.com", ["ana@example.com"]),
    ("phone", {}, {"": "(555) 010-0311"}, "5550100311", ["5550100311"]),
    ("phone", {}, {"": "+52 55.1234-5678 ext. 12"}, "+525512345678 x12", ["+525512345678 x12"]),
    ("phone", {}, {"": "555 010 0311 x012"}, "5550100311 x012", ["5550100311 x012"]),
    ("phone", {}, {"": "٥٥٥ ٠١٠ ٠٣١١"}, "5550100311", ["5550100311"]),
    (
        "address",
        {},
        {"_street": "8 Pier Street", "_city": "Port Alder", "_postcode": "98101"},
        {"street": "8 Pier Street", "city": "Port Alder", "postcode": "98101"},
        ["8 Pier Street", "Port Alder", "98101"],
    ),
    ("number", {}, {"": "1,234.50"}, "1234.5", ["1,234.5"]),
    ("number", {}, {"": "-0"}, "0", ["0"]),
    ("number", {}, {"": "1.23456"}, "1.23456", ["1.23456"]),
    ("number", {"least": "0", "most": "10"}, {"": "10"}, "10", ["10"]),
    ("date", {}, {"_day": "29", "_month": "2", "_year": "2028"}, "2028-02-29", ["February 29, 2028"]),
    ("single_choice", {"choices": COLOURS}, {"": "#Green"}, "#Green", ["Green"]),
    ("several_choices", {"choices": COLOURS}, {"": ["#Blue", "#Red"]}, ["#Red", "#Blue"], ["Red", "Blue"]),
    ("single_choice", {"choices": COLOURS, "other": True}, {"": "#Green"}, "#Green", ["Green"]),
    ("several_choices", {"choices": COLOURS, "none": True}, {"": ["none"]}, ["none"], ["None of these"]),
    ("drop_down", {"choices": COLOURS}, {"": "#Blue"}, "#Blue", ["Blue"]),
    ("district", {}, {"": "unknown"}, "unknown", ["I do not know"]),
    ("yes_no", {}, {"": "no"}, False, ["No"]),
    ("scale", {"steps": 5, "low": "bad", "high": "good"}, {"": "4"}, 4, ["4 of 5"]),
    ("ranking", {"choices": COLOURS}, {"_#Red": "2", "_#Blue": "1"}, ["#Blue", "#Red"], ["Blue", "Red"]),
    ("party", {}, {"_kind": "individual", "_name": "dropped"}, {"kind": "individual"}, ["For myself"]),
    (
        "party",
        {},
        {"_kind": "organisation", "_name": "Friends of the Harbor"},
        {"kind": "organisation", "name": "Friends of the Harbor"},
        ["For an organisation", "Friends of the Harbor"],
    ),
    ("languages", {}, {"": ["vi", "ar"]}, ["ar", "vi"], ["Arabic", "Vietnamese"]),
    ("consent", {}, {"": "on"}, True, ["Yes"]),
]

REFUSED = [
    ("email", {}, {"": "ana@"}, "right form"),
    ("phone", {}, {"": "call me"}, "Enter a phone number"),
    ("phone", {}, {"": "123"}, "Enter a phone number"),
    ("phone", {}, {"": "1" * 16}, "Enter a phone number"),
    ("phone", {}, {"": "555 0100 x" + "9" * 5000}, "Enter a phone number"),
    ("date", {}, {"_day": "1", "_month": "9" * 5000, "_year": "2028"}, "a date that exists"),
    ("date", {}, {"_day": "1", "_month": "2", "_year": "9" * 20}, "a date that exists"),
    ("address", {}, {"_street": "8 Pier Street", "_city": "Port Alder"}, "needs a postcode"),
    ("address", {}, {"_street": "x" * 201, "_city": "y", "_postcode": "z"}, "too long"),
    ("number", {}, {"": "many"}, "Enter a number"),
    ("number", {}, {"": "9" * 30}, "Enter a number"),
    ("number", {"least": "1"}, {"": "0"}, "1 or more"),
    ("number", {"most": "10"}, {"": "11"}, "10 or less"),
    ("date", {}, {"_day": "30", "_month": "2", "_year": "2028"}, "a date that exists"),
    ("date", {}, {"_day": "1", "_month": "2"}, "needs a year"),
    ("date", {}, {"_day": "1", "_month": "2", "_year": "85"}, "four digits"),
    ("date", {}, {"_day": "first", "_month": "2", "_year": "2028"}, "a date that exists"),
    ("single_choice", {"choices": COLOURS}, {"": "Red"}, "that are offered"),
    ("several_choices", {"choices": COLOURS}, {"": ["#Red", "Blue"]}, "that are offered"),
    ("several_choices", {"choices": COLOURS, "none": True}, {"": ["#Red", "none"]}, "not both"),
    ("single_choice", {"choices": COLOURS}, {"": "other"}, "that are offered"),
    ("drop_down", {"choices": COLOURS}, {"": "nothing"}, "that are offered"),
    ("district", {}, {"": "atlantis"}, "that are offered"),
    ("yes_no", {}, {"": "maybe"}, "that are offered"),
    ("scale", {"steps": 5, "low": "a", "high": "b"}, {"": "6"}, "that are offered"),
    ("ranking", {"choices": COLOURS}, {"_#Red": "1", "_#Blue": "1"}, "only once"),
    ("ranking", {"choices": COLOURS}, {"_#Red": "4"}, "that are offered"),
    ("party", {}, {"_kind": "robot"}, "for yourself or for an organisation"),
    ("party", {}, {"_kind": "organisation"}, "name of the organisation"),
    ("languages", {}, {"": ["xx"]}, "that are offered"),
]


@pytest.fixture
def ask(home, send):
    def ask(kind, values, *, required=True):
        choices = values.get("choices")
        block = question(kind, "The question", required=required, **values)
        page = FormFactory(parent=home, slug="one", questions=[block])
        ids = {f"#{item['value']['label']}": item["id"] for item in block["value"]["choices"]} if choices else {}

        def fill(value):
            if isinstance(value, list):
                return [fill(each) for each in value]
            if isinstance(value, str):
                for label, choice in ids.items():
                    value = value.replace(label, choice)
            return value

        def post(typed, address="/en/one/"):
            return send(address, {f"q-{block['id']}{fill(suffix)}": fill(text) for suffix, text in typed.items()})

        return page, block, post, fill

    return ask


ELSEWHERE = {"file", "source"}  # test_files.py, test_hidden_source.py


def test_every_type_is_tried():
    assert {kind for kind, *_rest in ANSWERS} | ELSEWHERE == set(TYPES)


@pytest.mark.parametrize(("kind", "values", "typed", "stored", "_shown"), ANSWERS)
def test_a_stored_answer_typed_again_in_any_language_is_the_same(kind, values, typed, stored, _shown, db):
    block = question(kind, "The question", **values)
    asked = TYPES[kind].read_all(block["id"], block["value"])[0]
    ids = {f"#{item['value']['label']}": item["id"] for item in block["value"].get("choices", [])}
    if isinstance(stored, list):
        stored = [ids.get(each, each) for each in stored]
    elif isinstance(stored, str):
        stored = ids.get(stored, stored)
    for code in [language.code for language in LANGUAGES]:
        with translation.override(code):
            words = Words("en", code, {}, frozenset())
            form = AnswerForm([asked], words, retype([asked], {asked.id: stored}, {}, code))
            assert form.is_valid(), (code, form.errors)
            assert form.list_answers() == {asked.id: stored}, code


@pytest.mark.parametrize(("kind", "values", "typed", "stored", "shown"), ANSWERS)
def test_an_answer_is_stored_alike_in_english_and_arabic_and_shown(
    kind, values, typed, stored, shown, ask, staff, read
):
    """Errors and labels of the interface are the reader's; the stored value is the same."""
    _page, block, post, fill = ask(kind, values)
    for address in ("/en/one/", "/ar/one/"):
        response = post(typed, address)
        assert response.status_code == 303, read(response).select(".err")
        assert Submission.objects.latest("pk").answers == {block["id"]: fill(stored)}
    case = Submission.objects.earliest("pk")
    page = read(staff(make_user("alma", superuser=True)).get(f"/admin/inbox/{case.pk}/"))
    assert list(page.select_one(".case-answers dd").stripped_strings) == shown
    first = next(iter(typed))
    assert post({first: "a\x00b"}).status_code in (200, 303), "a null byte is a server error"


@pytest.mark.parametrize(("kind", "values", "typed", "words"), REFUSED)
def test_a_bad_answer_is_refused_with_what_to_do(kind, values, typed, words, ask, read):
    response = ask(kind, values)[2](typed)
    page = read(response)
    assert response.status_code == 200
    assert words in page.select_one(".err").text
    assert page.select_one(".errors a").text in page.select_one(".err").text
    assert page.find(id=page.select_one(".errors a")["href"][1:]) is not None
    assert not Submission.objects.exists()


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in ELSEWHERE])
def test_an_empty_answer_is_asked_for_where_it_is_needed_and_absent_where_not(kind, ask, read):
    values = next(values for each, values, *_rest in ANSWERS if each == kind)
    page, _block, post, _fill = ask(kind, values)
    response = post({})
    message = read(response).select_one(".err").text
    assert "The question" in message
    assert "required" not in message
    Submission.objects.all().delete()
    type(page).objects.get(pk=page.pk).delete()
    assert ask(kind, values, required=False)[2]({}).status_code == 303
    assert Submission.objects.get().answers == {}


def test_the_ends_of_a_scale_are_translated(home, spanish_home, resident, read):
    page = FormFactory(parent=home, slug="one", questions=[question("scale", "How?", steps=3, low="bad", high="good")])
    translate(page, "es", {"How?": "¿Cómo?", "bad": "mal"})
    labels = read(resident.get("/es/one/")).select(".choice label")
    assert [label.text for label in labels] == ["1 – mal", "2", "3 – good"]
    assert labels[2].span["lang"] == "en"


def test_the_parts_of_a_date_stand_in_the_readers_order(home, spanish_home, resident, read):
    FormFactory(parent=home, slug="one", questions=[question("date", "When?")])
    for language, order in [
        ("en", ["month", "day", "year"]),
        ("es", ["day", "month", "year"]),
        ("ko", ["year", "month", "day"]),
    ]:
        names = [
            part["name"].rpartition("_")[2] for part in read(resident.get(f"/{language}/one/")).select(".parts input")
        ]
        assert names == order


def test_fields_help_the_browser_to_fill_them(home, resident, read):
    FormFactory(
        parent=home,
        slug="one",
        questions=[
            question("address", "Where?"),
            question("phone", "Phone?"),
            question("email", "Email?"),
            question("short_text", "Name?", autocomplete="name"),
        ],
    )
    page = read(resident.get("/en/one/"))
    purposes = [field["autocomplete"] for field in page.select("form [autocomplete]")]
    assert purposes == ["street-address", "address-level2", "postal-code", "tel", "email", "name"]
    assert page.select_one("[type=tel]")
    assert not page.select("form [placeholder], form [type=number], form [type=date], form [required]")
