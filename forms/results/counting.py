"""What was answered to a form, question by question, from a number of queries that only hangs on its questions.

The database counts: each question apart and never two together, so no combination of answers is ever looked at. Spam is
left out; what somebody only tried is no submission at all. Answers in all languages are one set of values.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from forms.definition import read_definition, take_snapshot
from forms.exporting.rows import decode
from forms.models import FormIdentity, FormVersion
from forms.places import find_source
from forms.questions import QuestionType, Words
from forms.questions.summary import Summary, Tally, find_type
from forms.states import CaseState

Asked = dict[str, Any]  # a question as a version stores it


@dataclass(frozen=True)
class Result:
    """`people`: {bar: how many people are behind it}; a bar of a ranking itself counts points."""

    question: Asked
    summary: Summary
    people: dict[str, int]

    @property
    def is_ranking(self) -> bool:
        return self.question["type"] == "ranking"


def find_counted(cases: QuerySet) -> QuerySet:
    return cases.exclude(state=CaseState.SPAM).order_by()


def count_results(form: FormIdentity, cases: QuerySet, *, sealed: bool = False) -> list[Result]:
    """Of the answers among `cases`. `sealed`: of the sealed questions, or of all others."""
    asked = [question for question in list_asked(form) if bool(question.get("sealed")) == sealed]
    counted = find_counted(cases.filter(form=form))
    given = count_given(counted, [each for each in asked if is_text(each)])
    return [
        Result(each, Summary(given[each["id"]], "texts"), {}) if is_text(each) else tally(each, counted)
        for each in asked
    ]


def find_said(question: Asked) -> Any:
    """Before it was sealed, a question was answered where the others are."""
    open_text = KeyTextTransform(question["id"], "answers", output_field=TextField())
    if not question.get("sealed"):
        return open_text
    return Coalesce(KeyTextTransform(question["id"], "sealed", output_field=TextField()), open_text)


def is_text(question: Asked) -> bool:
    """Of which only is counted how many answered."""
    return type(find_type(question)).summarise is QuestionType.summarise


def count_given(cases: QuerySet, questions: list[Asked]) -> dict[str, int]:
    """How many answered each of these. One query."""
    parts = {f"n{place}": Count(find_said(question)) for place, question in enumerate(questions)}
    found = cases.aggregate(**parts) if parts else {}
    return {question["id"]: found[f"n{place}"] for place, question in enumerate(questions)}


def tally(question: Asked, cases: QuerySet) -> Result:
    """One query: each value once, with how often it was given."""
    said = cases.annotate(said=find_said(question)).filter(said__isnull=False)
    rows = said.values_list("said").annotate(times=Count("pk"))
    values = Tally((decode(said, question["type"]), times) for said, times in rows)
    summary = find_type(question).summarise(values, question)
    people = {bar.key: bar.count for bar in summary.bars}
    if question["type"] == "ranking":
        people = {key: sum(times for value, times in values.pairs if key in value) for key in people}
    return Result(question, summary, people)


def list_asked(form: FormIdentity) -> list[Asked]:
    """Every question that the form asks or has ever asked, with all choices it ever had, in the words of its source.

    As the form stands now; then what only older versions have, the newest first.
    """
    found: dict[str, Asked] = {}
    for question in list_every(form):
        known = found.setdefault(question["id"], question)
        if known is not question and known["type"] == question["type"]:
            ids = {choice["id"] for choice in known["choices"]}
            known["choices"] += [choice for choice in question["choices"] if choice["id"] not in ids]
            if question.get("sealed"):
                known["sealed"] = True
    return [question for question in found.values() if question["type"] not in UNCOUNTED]


# What says nothing in a sum.
UNCOUNTED = {"consent"}


def list_every(form: FormIdentity) -> Iterator[Asked]:
    source = find_source(form)
    if source:
        words = Words(form.source_code, form.source_code, {}, frozenset())
        yield from take_snapshot(read_definition(source), words)["questions"]
    for version in FormVersion.objects.filter(form=form).order_by("-pk").iterator(chunk_size=50):
        yield from version.definition["questions"]
