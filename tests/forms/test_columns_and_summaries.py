"""What exports and reports get from each type of question: columns, cells and summaries, in the words of the source."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from wagtail.models import Locale

from forms.definition import Definition, take_snapshot
from forms.questions import TYPES, Section, Words, summary
from forms.questions.languages import SPOKEN
from forms.questions.summary import Bar, Column
from pages.models import District
from tests.factories import question

COLOURS = ["Red", "Green", "Blue"]
NO_BARS = {}

# kind, values of the block, stored value, {part of the key: cell}, {key: label} of all bars, {key: count}.
# "#Red" stands for the id of a choice.
CASES = [
    ("short_text", {}, "=1+1", {"": "=1+1"}, NO_BARS, NO_BARS),
    ("long_text", {}, "One\ntwo", {"": "One\ntwo"}, NO_BARS, NO_BARS),
    ("email", {}, "ana@example.com", {"": "ana@example.com"}, NO_BARS, NO_BARS),
    ("phone", {}, "+525512345678 x12", {"": "+525512345678 x12"}, NO_BARS, NO_BARS),
    (
        "address",
        {},
        {"street": "8 Pier Street", "city": "Port Alder", "postcode": "98101"},
        {".street": "8 Pier Street", ".city": "Port Alder", ".postcode": "98101"},
        NO_BARS,
        NO_BARS,
    ),
    ("address", {}, {"city": "Port Alder"}, {".street": None, ".city": "Port Alder", ".postcode": None}, {}, {}),
    (
        "district",
        {},
        "north",
        {"": "North"},
        {"harbour": "Harbour", "north": "North", "unknown": "I do not know"},
        {"north": 1},
    ),
    ("number", {}, "-1234.5", {"": Decimal("-1234.5")}, NO_BARS, NO_BARS),
    ("date", {}, "2028-02-29", {"": date(2028, 2, 29)}, {"2028-02": "February 2028"}, {"2028-02": 1}),
    (
        "single_choice",
        {"choices": COLOURS, "other": True},
        "#Green",
        {"": "Green"},
        {"#Red": "Red", "#Green": "Green", "#Blue": "Blue", "other": "Other"},
        {"#Green": 1},
    ),
    (
        "several_choices",
        {"choices": COLOURS, "other": True, "none": True},
        ["#Red", "#Blue"],
        {".#Red": "1", ".#Green": "", ".#Blue": "1", ".other": "", ".none": "", ".gone": ""},
        {"#Red": "Red", "#Green": "Green", "#Blue": "Blue", "other": "Other", "none": "None of these"},
        {"#Red": 1, "#Blue": 1},
    ),
    (
        "drop_down",
        {"choices": COLOURS},
        "#Blue",
        {"": "Blue"},
        {"#Red": "Red", "#Green": "Green", "#Blue": "Blue"},
        {"#Blue": 1},
    ),
    ("yes_no", {}, False, {"": False}, {"yes": "Yes", "no": "No"}, {"no": 1}),
    ("yes_no", {}, True, {"": True}, {"yes": "Yes", "no": "No"}, {"yes": 1}),
    (
        "scale",
        {"steps": 4, "low": "bad", "high": "good"},
        4,
        {"": 4},
        {"1": "1 (bad)", "2": "2", "3": "3", "4": "4 (good)"},
        {"4": 1},
    ),
    (
        "ranking",
        {"choices": COLOURS},
        ["#Blue", "#Red"],
        {".#Red": 2, ".#Green": None, ".#Blue": 1, ".gone": None},
        {"#Red": "Red", "#Green": "Green", "#Blue": "Blue"},
        {"#Blue": 3, "#Red": 2},
    ),
    ("file", {}, ["1", "2"], {"": 2}, NO_BARS, NO_BARS),
    (
        "party",
        {},
        {"kind": "individual"},
        {".kind": "For myself", ".name": None},
        {"individual": "For myself", "organisation": "For an organisation"},
        {"individual": 1},
    ),
    (
        "party",
        {},
        {"kind": "organisation", "name": "Friends of the Harbor"},
        {".kind": "For an organisation", ".name": "Friends of the Harbor"},
        {"individual": "For myself", "organisation": "For an organisation"},
        {"organisation": 1},
    ),
    (
        "languages",
        {},
        ["zh-Hans", "tl"],
        {"": "zh-Hans tl"},
        {"tl": "Filipino", "zh-Hans": "Simplified Chinese"},
        {"tl": 1, "zh-Hans": 1},
    ),
    ("consent", {}, True, {"": True}, {"yes": "Yes"}, {"yes": 1}),
    ("source", {"choices": COLOURS}, "#Red", {"": "Red"}, {f"#{colour}": colour for colour in COLOURS}, {"#Red": 1}),
]
CHOICES = ("single_choice", "drop_down", "several_choices", "ranking", "source", "district")
SEVERAL = ("several_choices", "ranking")


class Shown(dict):
    """Every text of the page in the words that a resident saw."""

    def get(self, path, default=None):
        return "what was shown"


def store(*blocks, source="en"):
    """The definition of a version, as it comes back from the database."""
    asked = tuple(each for block in blocks for each in TYPES[block["type"]].read_all(block["id"], block["value"]))
    words = Words(source, "vi", Shown(), frozenset())
    with translation.override("vi"):
        return json.loads(json.dumps(take_snapshot(Definition((Section("first", "", "", asked),)), words)))


@pytest.fixture
def districts(db):
    locale = Locale.get_default()
    for code in ("north", "harbour"):
        District.objects.create(code=code, name=code.capitalize(), locale=locale)


@pytest.fixture
def ask(districts):
    """A stored question, and what puts the ids of its choices where a table has "#Red"."""

    def ask(kind, values, source="en"):
        block = question(kind, "The question", **values)
        stored = store(block, source=source)["questions"][0]
        ids = {f"#{item['value']['label']}": item["id"] for item in block["value"].get("choices", [])}

        def fill(value):
            if isinstance(value, dict):
                return {fill(key): fill(each) for key, each in value.items()}
            if isinstance(value, list):
                return [fill(each) for each in value]
            if isinstance(value, str):
                for label, choice in ids.items():
                    value = value.replace(label, choice)
            return value

        return stored, fill

    return ask


def test_every_type_is_tried():
    assert {kind for kind, *_rest in CASES} == set(TYPES)


@pytest.mark.parametrize("reader", ["en", "ar"])
@pytest.mark.parametrize(("kind", "values", "value", "cells", "labels", "counts"), CASES)
def test_an_answer_is_exported_and_counted(kind, values, value, cells, labels, counts, reader, ask):
    asked, fill = ask(kind, values)
    value, cells, labels, counts = (fill(each) for each in (value, cells, labels, counts))
    with translation.override(reader):
        columns = TYPES[kind].list_columns(asked)
        row = TYPES[kind].export(value, asked)
        result = TYPES[kind].summarise(iter([None, value]), asked)
    assert [column.key for column in columns] == [asked["id"] + part for part in cells]
    assert all(column.label.startswith("The question") for column in columns)
    assert row == list(cells.values())
    assert [type(cell) for cell in row] == [type(cell) for cell in cells.values()]
    assert result.answered == 1
    assert result.bars == tuple(Bar(key, label, counts.get(key, 0)) for key, label in labels.items())
    assert (result.kind == "bars") is bool(labels)


@pytest.mark.parametrize(("kind", "values"), [(kind, values) for kind, values, *_rest in CASES])
def test_without_an_answer_all_cells_are_empty(kind, values, ask):
    asked, _fill = ask(kind, values)
    assert TYPES[kind].export(None, asked) == [None] * len(TYPES[kind].list_columns(asked))
    nothing = TYPES[kind].summarise([], asked)
    assert nothing.answered == sum(bar.count for bar in nothing.bars) == 0
    assert (nothing.least, nothing.most, nothing.mean, nothing.median) == (None,) * 4


@pytest.mark.parametrize("kind", CHOICES)
@pytest.mark.parametrize("choice", ["other", "none", "unknown", "never-heard-of"])
def test_cells_fit_the_columns_and_no_choice_is_lost(kind, choice, ask):
    values = {} if kind == "district" else {"choices": COLOURS, "other": True, "none": True}
    asked, fill = ask(kind, values)
    value = [*fill(["#Red"]), choice] if kind in SEVERAL else choice
    row = TYPES[kind].export(value, asked)
    assert len(row) == len(TYPES[kind].list_columns(asked))
    known = {each["id"]: each["source"][0] for each in asked["choices"]}
    if kind not in SEVERAL:
        assert row == [known.get(choice, choice)]
    elif choice in known:
        assert dict(zip([*known, "gone"], row, strict=True))[choice] in ("1", 2)
        assert not row[-1]
    else:
        assert row[-1] == choice
    result = TYPES[kind].summarise([value], asked)
    bar = next(bar for bar in result.bars if bar.key == choice)
    assert bar.label == known.get(choice, choice)
    assert bar.count > 0
    assert [bar.key for bar in result.bars][: len(known)] == list(known)


def test_the_words_of_a_column_are_whole_sentences(ask):
    asked, _fill = ask("several_choices", {"choices": COLOURS, "none": True})
    assert [column.label for column in TYPES["several_choices"].list_columns(asked)] == [
        "The question (Red)",
        "The question (Green)",
        "The question (Blue)",
        "The question (None of these)",
        "The question (choices that are no longer offered)",
    ]
    asked, _fill = ask("address", {})
    assert TYPES["address"].list_columns(asked) == [
        Column(f"{asked['id']}.street", "The question (Street and number)"),
        Column(f"{asked['id']}.city", "The question (City)"),
        Column(f"{asked['id']}.postcode", "The question (Postcode)"),
    ]


def test_words_with_braces_are_only_words(districts):
    block = question("several_choices", "{question} {0}", choices=["{part}"])
    asked = store(block)["questions"][0]
    assert TYPES["several_choices"].list_columns(asked)[0].label == "{question} {0} ({part})"


@pytest.mark.parametrize(
    ("kind", "value", "cell", "labels"),
    [
        ("yes_no", True, True, ["Sí", "No"]),
        ("party", {"kind": "individual"}, "En mi propio nombre", ["En mi propio nombre", "En nombre de"]),
        ("languages", ["ar"], "ar", ["árabe"]),
        ("date", "2026-03-27", date(2026, 3, 27), ["marzo de 2026"]),
    ],
)
def test_words_of_the_interface_are_in_the_language_of_the_source(kind, value, cell, labels, ask):
    asked, _fill = ask(kind, {}, source="es")
    with translation.override("ar"):
        assert TYPES[kind].export(value, asked)[0] == cell
        bars = TYPES[kind].summarise([value], asked).bars
    assert len(bars) == len(labels)
    assert all(bar.label.startswith(label) for bar, label in zip(bars, labels, strict=True))


@pytest.mark.parametrize(
    ("values", "least", "most", "mean", "median"),
    [
        (["0.1", "0.2"], "0.1", "0.2", "0.15", "0.15"),
        (["0.1", "0.1", "0.1"], "0.1", "0.1", "0.1", "0.1"),
        (["3", "1", None, "2", "10"], "1", "10", "4", "2.5"),
        (["-5"], "-5", "-5", "-5", "-5"),
        (
            ["999999999999999999", "0.00000000000000001"],
            "0.00000000000000001",
            "999999999999999999",
            "499999999999999999.500000000000000005",
            "499999999999999999.500000000000000005",
        ),
    ],
)
def test_numbers_are_exact(values, least, most, mean, median, ask):
    asked, _fill = ask("number", {})
    result = TYPES["number"].summarise(iter(values), asked)
    assert (result.kind, result.bars, result.answered) == ("numbers", (), len(list(filter(None, values))))
    assert [result.least, result.most, result.mean, result.median] == [Decimal(n) for n in (least, most, mean, median)]


def test_a_scale_has_mean_and_median_and_keeps_steps_it_no_longer_has(ask):
    asked, _fill = ask("scale", {"steps": 3, "low": "bad", "high": "good"})
    result = TYPES["scale"].summarise([1, 1, 2, 7], asked)
    assert (result.mean, result.median) == (Decimal("2.75"), Decimal("1.5"))
    assert [(bar.label, bar.count) for bar in result.bars] == [("1 (bad)", 2), ("2", 1), ("3 (good)", 0), ("7", 1)]


def test_dates_are_counted_by_month_in_their_order(ask):
    asked, _fill = ask("date", {})
    bars = TYPES["date"].summarise(["2027-01-31", "1985-12-01", "2027-01-01"], asked).bars
    assert bars == (Bar("1985-12", "December 1985", 1), Bar("2027-01", "January 2027", 2))


def test_languages_are_sorted_by_how_many_speak_them(ask):
    asked, _fill = ask("languages", {})
    bars = TYPES["languages"].summarise([["vi", "en"], ["vi"], ["xx", "vi", "en"]], asked).bars
    assert [(bar.key, bar.label, bar.count) for bar in bars] == [
        ("vi", "Vietnamese", 3),
        ("en", "English", 2),
        ("xx", "xx", 1),
    ]


def test_a_ranking_gives_points(ask):
    asked, fill = ask("ranking", {"choices": COLOURS})
    answers = [fill(each) for each in (["#Blue", "#Red", "#Green"], ["#Red"], ["#Red", "#Blue"])]
    bars = TYPES["ranking"].summarise(answers, asked).bars
    assert [(bar.label, bar.count) for bar in bars] == [("Red", 2 + 3 + 3), ("Green", 1), ("Blue", 3 + 2)]


MANY = 100_000


@pytest.mark.parametrize(
    ("kind", "values", "answer"),
    [
        ("number", {}, lambda place: str(place)),
        ("scale", {"steps": 10, "low": "a", "high": "b"}, lambda place: place % 10 + 1),
        ("several_choices", {"choices": COLOURS}, lambda place: ["#Red", "#Blue"][: place % 3] or None),
        ("languages", {}, lambda place: list(SPOKEN[: place % 3 + 1])),
        ("long_text", {}, lambda place: "text"),
    ],
)
def test_an_iterator_of_many_is_gone_through_once(kind, values, answer, ask):
    asked, fill = ask(kind, values)
    result = TYPES[kind].summarise((fill(answer(place)) for place in range(MANY)), asked)
    assert result.answered == sum(answer(place) is not None for place in range(MANY))
    if kind == "number":
        assert (result.mean, result.median) == (Decimal("49999.5"), Decimal("49999.5"))
    if kind == "languages":
        assert [bar.key for bar in result.bars] == list(SPOKEN[:3])


def test_a_whole_version_is_one_row_without_what_is_sealed(districts):
    blocks = [question(kind, f"Question {place}", **values) for place, (kind, values, *_rest) in enumerate(CASES)]
    definition = store(*blocks)
    definition["questions"][0]["sealed"] = True
    columns = summary.list_columns(definition)
    assert len(summary.export({}, definition)) == len(columns)
    assert max(Counter(column.key for column in columns).values()) == 1
    name = definition["questions"][0]["id"]
    assert not [column for column in columns if column.key.startswith(name)]
    assert "secret" not in summary.export({name: "secret"}, definition)
    assert summary.summarise(["secret"], definition["questions"][0]).answered == 1


def test_a_type_that_no_longer_exists_is_treated_as_text():
    gone = {"id": "one", "type": "hologram", "source": ["The question", "en"], "shown": ["The question", "en"]}
    definition = {"questions": [gone]}
    assert summary.list_columns(definition) == [Column("one", "The question")]
    assert summary.export({"one": 3}, definition) == ["3"]
    assert summary.summarise([3, None], gone).kind == "texts"
