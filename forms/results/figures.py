"""Results as they are shown: labels, counts, and what is withheld. Staff see all of it, the public what is covered."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from forms.questions import Words
from forms.questions.date import format_month
from forms.questions.languages import name_spoken
from forms.questions.summary import Summary, name_part, summarise
from forms.results.counting import Asked, Result
from forms.results.suppression import SMALLEST, Cover, cover, is_small
from localization.wording import Wording

NO_ANSWER, ANSWERED = "no answer", "answered"
# One person can stand behind several bars: who is not behind one is no row of the table, and still a group.
OVERLAPPING = ("several_choices", "languages", "ranking")


@dataclass(frozen=True)
class Row:
    """`count`: None where it is withheld."""

    key: str
    label: str
    code: str
    count: int | None

    @property
    def wording(self) -> Wording:
        return Wording(self.label, self.code)


@dataclass(frozen=True)
class Figure:
    """The results of one question. `answered`: how many people, None where that is withheld. `measures`: numbers as
    text, by the name of a field of `Summary`. `is_hidden`: nothing can be shown."""

    id: str
    type: str
    label: str
    code: str
    kind: str
    answered: int | None
    rows: tuple[Row, ...] = ()
    measures: Mapping[str, str] | None = None
    is_hidden: bool = False

    @property
    def wording(self) -> Wording:
        return Wording(self.label, self.code)

    @property
    def is_ranking(self) -> bool:
        return self.type == "ranking"

    @property
    def withholds(self) -> bool:
        return self.is_hidden or self.answered is None or any(row.count is None for row in self.rows)

    def keep(self) -> dict[str, Any]:
        return asdict(self)


def load_figure(kept: dict[str, Any]) -> Figure:
    return Figure(**{**kept, "rows": tuple(Row(**row) for row in kept["rows"])})


def describe(result: Result) -> Figure:
    """Everything, in the words of the source."""
    question, summary = result.question, result.summary
    label, code = question["source"]
    rows = tuple(Row(bar.key, bar.label, code, bar.count) for bar in summary.bars)
    measures = read_measures(summary, "least", "most", "mean", "median")
    return Figure(question["id"], question["type"], label, code, summary.kind, summary.answered, rows, measures)


def read_measures(summary: Summary, *names: str) -> dict[str, str]:
    values: dict[str, Decimal | None] = {name: getattr(summary, name) for name in names}
    return {name: str(value) for name, value in values.items() if value is not None}


def describe_covered(result: Result, people: int) -> Figure:
    """What the public may see, of so many `people` who sent the form. Who gave no answer is a group as well.

    The least and the greatest number are those of single people, and a mean beside withheld steps would give them away.
    """
    figure, answered = describe(result), result.summary.answered
    found = find_covered(result, people)
    if found.whole or (0 < answered < SMALLEST) or ANSWERED in found.rows:
        return replace(figure, rows=(), measures={}, answered=None, is_hidden=True)
    rows = tuple(replace(row, count=None) if f"bar {row.key}" in found.rows else row for row in figure.rows)
    is_known = NO_ANSWER not in found.rows
    measures = {} if found.rows else read_measures(result.summary, "mean", "median")
    return replace(figure, rows=rows, measures=measures, answered=answered if is_known else None)


def find_covered(result: Result, people: int) -> Cover[str]:
    answered = result.summary.answered
    counted = {f"bar {key}": (count,) for key, count in result.people.items()} or {ANSWERED: (answered,)}
    rests: set[str] = set()
    if result.question["type"] in OVERLAPPING:
        rests = {key for key, (count,) in counted.items() if is_small(answered - count) or is_small(people - count)}
    return cover({NO_ANSWER: (max(people - answered, 0),), **counted}, also=rests)


def reword(figure: Figure, question: Asked | None, words: Words) -> Figure:
    """In the reader's words. `question` as the form's live page shows it to this reader; None where it is gone."""
    if question is None:
        return figure
    known = {choice["id"]: choice["shown"] for choice in question["choices"]}
    if figure.type == "scale":
        known = word_steps(question, words)
    elif figure.type not in ("single_choice", "several_choices"):
        known = {**word_others(figure, question, words), **known}
    rows = tuple(
        replace(row, label=known[row.key][0], code=known[row.key][1]) if row.key in known else row
        for row in figure.rows
    )
    return replace(figure, label=question["shown"][0], code=question["shown"][1], rows=rows)


def word_steps(question: Asked, words: Words) -> dict[str, list[str]]:
    options, path = question["options"], f"questions.{question['id']}"
    steps = [str(step) for step in range(1, int(options["steps"] or 5) + 1)]
    found = {step: [step, words.reader] for step in steps}
    for step, end in ((steps[0], "low"), (steps[-1], "high")):
        if options.get(end):
            said = words.get(f"{path}.{end}", options[end])
            with translation.override(said.code):
                found[step] = [name_part(step, said), said.code]
    return found


def word_others(figure: Figure, question: Asked, words: Words) -> dict[str, list[str]]:
    """Words of the interface and of CLDR, which exist in every language."""
    code = words.reader
    if figure.type == "date":
        labels = {row.key: format_month(row.key, code) for row in figure.rows}
    elif figure.type == "languages":
        labels = {row.key: name_spoken(row.key, code) for row in figure.rows}
    elif figure.type in ("yes_no", "party"):
        labels = {bar.key: bar.label for bar in summarise([], {**question, "source": ["", code]}).bars}
    else:
        labels = {}
    return {key: [label, code] for key, label in labels.items()}


def name_measures(figure: Figure) -> list[tuple[str, str]]:
    """(what it is, the number as text)."""
    names = {
        "mean": _("Mean"),
        "median": _("Median"),
        "least": _("Smallest number"),
        "most": _("Largest number"),
    }
    return [(name, figure.measures[key]) for key, name in names.items() if figure.measures and key in figure.measures]
