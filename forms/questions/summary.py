"""What exports and reports take from answers: columns and cells, bars and numbers.

Everything comes from the stored definition of a version and from canonical values, and is worded in the language of
the source, whoever asks: the same answers make the same file. `question["source"][1]` is that language.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from forms.questions.base import QuestionType

Key = TypeVar("Key")
Cell = str | int | Decimal | date | bool | None
# The last column of a question whose choices have a column each: ids that this version does not know.
GONE = "gone"
# Translators: stands in brackets after a question
NO_LONGER_OFFERED = gettext_lazy("choices that are no longer offered")
DIGITS = 50  # more than the sum of a billion numbers has, with 18 digits before and after the decimal sign


@dataclass(frozen=True)
class Column:
    """`key` stays the same whatever the words become: columns of several versions are put together by it."""

    key: str
    label: str


@dataclass(frozen=True)
class Bar:
    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Summary:
    """`answered`: how many answered at all. A mean is not rounded; that is for whoever prints it."""

    answered: int
    kind: Literal["bars", "numbers", "texts"]
    bars: tuple[Bar, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    mean: Decimal | None = None
    median: Decimal | None = None


def speak_source(question: dict[str, Any]) -> translation.override:
    """Words of the interface come in the language of the question's source."""
    return translation.override(question["source"][1])


def name_part(whole: str, part: str) -> str:
    # Translators: a part of an answer, like “Where do you live? (Postcode)”, or an end of a scale, like “1 (very bad)”
    return _("{whole} ({part})").format(whole=whole, part=part)


def name_choices(question: dict[str, Any]) -> dict[str, str]:
    """{id: label}, in the order of the form."""
    return {choice["id"]: choice["source"][0] for choice in question.get("choices", [])}


def split_columns(question: dict[str, Any], parts: Mapping[str, str | Promise]) -> list[Column]:
    """One for each part. `parts`: {name: label}."""
    with speak_source(question):
        return [
            Column(f"{question['id']}.{name}", name_part(question["source"][0], str(label)))
            for name, label in parts.items()
        ]


def list_choice_columns(question: dict[str, Any]) -> list[Column]:
    """One for each choice, in the order of the form, and `GONE`."""
    return split_columns(question, {**name_choices(question), GONE: NO_LONGER_OFFERED})


def fill_choice_columns(marks: dict[str, Cell], question: dict[str, Any], *, without: Cell) -> list[Cell]:
    """`marks`: what stands in the column of a choice, `without`: what stands in that of any other."""
    known = name_choices(question)
    gone = " ".join(choice for choice in marks if choice not in known)
    return [*(marks.get(choice, without) for choice in known), gone or without]


class Tally:
    """Values with how often each was given, as a database counts them. Gone through it gives each so many times."""

    def __init__(self, pairs: Iterable[tuple[Any, int]]) -> None:
        self.pairs = list(pairs)

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(repeat(value, times) for value, times in self.pairs)


def count_answers(
    values: Iterable[Any], read: Callable[[Any], Iterable[Key] | Mapping[Key, int]]
) -> tuple[int, Counter[Key]]:
    """How many answered, and how often each key was met. `read`: the keys of a value, or {key: how much it adds}."""
    answered, counts = 0, Counter[Key]()
    for value, times in values.pairs if isinstance(values, Tally) else zip(values, repeat(1), strict=False):
        if value is not None:
            answered += times
            for key, number in Counter(read(value)).items():
                counts[key] += number * times
    return answered, counts


def list_bars(labels: Mapping[str, str | Promise], counts: Counter[str]) -> tuple[Bar, ...]:
    """Those of `labels` in their order, also without a count; then keys that it lacks under their own name."""
    others = sorted((key for key in counts if key not in labels), key=lambda key: (-counts[key], key))
    known = [Bar(key, str(label), counts[key]) for key, label in labels.items()]
    return (*known, *(Bar(key, key, counts[key]) for key in others))


def draw_choices(values: Iterable[Any], question: dict[str, Any]) -> Summary:
    answered, counts = count_answers(values, lambda value: [value] if isinstance(value, str) else value)
    return Summary(answered, "bars", list_bars(name_choices(question), counts))


def draw_points(values: Iterable[Any], question: dict[str, Any]) -> Summary:
    """Borda points: of n choices the one in the first place gets n, the next n - 1; one without a place gets none.

    A mean place would favour a choice to which few people gave a place at all.
    """
    names = name_choices(question)

    def give_points(value: list[str]) -> dict[str, int]:
        most = max(len(names), len(value))
        return {choice: most - ahead for ahead, choice in enumerate(value)}

    answered, counts = count_answers(values, give_points)
    return Summary(answered, "bars", list_bars(names, counts))


def find_mean(counts: Counter[Decimal]) -> Decimal | None:
    if not counts:
        return None
    with localcontext(prec=DIGITS):
        return sum((number * count for number, count in counts.items()), Decimal()) / counts.total()


def find_median(counts: Counter[Decimal]) -> Decimal | None:
    """The number in the middle, or what lies halfway between the two there."""
    if not counts:
        return None
    total = counts.total()
    with localcontext(prec=DIGITS):
        return (find_place(counts, (total - 1) // 2) + find_place(counts, total // 2)) / 2


def find_place(counts: Counter[Decimal], place: int) -> Decimal:
    """The number at this place, counted from 0, if all stood in a row by size."""
    passed = 0
    for number in sorted(counts):
        passed += counts[number]
        if place < passed:
            return number
    raise IndexError(place)


def find_type(question: dict[str, Any]) -> "QuestionType":
    """What was asked in a type that no longer exists is treated as text: shown as it is stored, never hidden."""
    from forms.questions import TYPES  # here, because the types are made of this module

    return TYPES.get(question["type"]) or TYPES["short_text"]


def list_open(definition: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Answers to sealed questions are only ever counted, so no row may have them."""
    return (question for question in definition["questions"] if not question.get("sealed"))


def list_columns(definition: dict[str, Any]) -> list[Column]:
    """Of a whole version, without its sealed questions."""
    return [column for question in list_open(definition) for column in find_type(question).list_columns(question)]


def export(answers: dict[str, Any], definition: dict[str, Any]) -> list[Cell]:
    """A row under `list_columns` of the same definition. `answers`: {question id: canonical value}."""
    return [
        cell
        for question in list_open(definition)
        for cell in find_type(question).export(answers.get(question["id"]), question)
    ]


def summarise(values: Iterable[Any], question: dict[str, Any]) -> Summary:
    """The answers to one question, sealed or not."""
    return find_type(question).summarise(values, question)
