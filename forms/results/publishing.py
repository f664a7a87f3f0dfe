"""Figures on pages of the city. Which there are follows from the blocks of published pages; a job brings them up to
date; whoever reads such a page reads one row.

What is published can be compared with what was published before. So figures change only when at least five more people
stand behind them (`suppression.may_follow`), each question of a form for itself: what lies between two publications is
never the answer of one person.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from forms.deadlines import find_calendar, find_city_day
from forms.definition import read_definition
from forms.models import FormIdentity, FormPage, PublishedFigures, Submission
from forms.questions import Question
from forms.questions.summary import find_type
from forms.reporting.dimensions import PUBLIC, Dimension
from forms.reporting.engagement import Line, measure
from forms.reporting.periods import find_year
from forms.results.counting import Asked, count_results, find_counted
from forms.results.figures import Figure, describe_covered, load_figure
from forms.results.suppression import SMALLEST, cover, may_follow

RESULTS, ENGAGEMENT, SEALED = "results", "engagement", "sealed"
CHECKED = timedelta(hours=1)
OLDEST_YEAR, LAST_YEAR = 2000, 2100
# What people typed themselves is never shown. Of these it may at least be said how many wrote something.
TOLD = {"long_text"}
# Not asked of residents, or how to reach one of them.
KEPT_BACK = {"source", "consent"}


def may_publish(kind: str, *, is_sealed: bool) -> bool:
    """Whether results of a question of this type can be shown on a page."""
    is_counted = find_type({"type": kind}).summarise([], EMPTY | {"type": kind}).kind != "texts"
    return not is_sealed and kind not in KEPT_BACK and (is_counted or kind in TOLD)


EMPTY: Asked = {"id": "", "source": ["", "en"], "choices": [], "options": {"steps": 5, "low": "", "high": ""}}


def list_menu() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every form with its questions, for the editor of a page."""
    forms = FormPage.objects.filter(alias_of=None, is_sensitive=False).select_related("locale").order_by("title")
    sources = [form for form in forms if form.is_source]
    return [(form.title, list(list_publishable(form))) for form in sources]


def list_publishable(source: FormPage) -> Iterator[tuple[str, str]]:
    for question in read_definition(source):
        if is_publishable(question):
            with override(source.locale.language_code):
                yield question.id, str(question.label)


def is_publishable(question: Question) -> bool:
    return may_publish(question.type, is_sealed=question.sealed)


def name_results(form_key: Any) -> str:
    return f"{RESULTS}:{form_key}"


def name_engagement(dimension: str, year: int) -> str:
    return f"{ENGAGEMENT}:{dimension}:{year}"


def list_keys(page: Any) -> set[str]:
    """Of the figures that the blocks of a page show."""
    keys = set()
    for block in getattr(page, "body", None) or ():
        if block.block_type == RESULTS and block.value["form"]:
            keys.add(name_results(block.value["form"].translation_key))
        elif block.block_type == ENGAGEMENT:
            keys.add(name_engagement(block.value["dimension"], block.value["year"]))
    return keys


def prepare(page: Any) -> None:
    """Figures that no published page had before are there as soon as this one is."""
    for key in list_keys(page):
        row, created = PublishedFigures.objects.get_or_create(key=key)
        if created:
            renew(row, timezone.now())


def read_sealed(form: FormIdentity) -> list[Figure]:
    """Of the sealed questions of a form, for staff: no less withheld than for the public, and never filtered, because
    from two filters the answer of one person could be had."""
    row, created = PublishedFigures.objects.get_or_create(key=f"{SEALED}:{form.key}")
    if created or row.checked_at <= timezone.now() - CHECKED:
        renew(row, timezone.now())
        row.refresh_from_db()
    return [load_figure(each["figure"]) for each in row.figures.get("questions", {}).values()]


def refresh(now: datetime) -> int:
    """The job: how many of the published figures were seen to be due."""
    due = list(PublishedFigures.objects.filter(checked_at__lte=now - CHECKED).order_by("checked_at")[:100])
    for row in due:
        renew(row, now)
    return len(due)


def renew(row: PublishedFigures, now: datetime) -> None:
    """Put new figures in the place of the old, where they may follow them."""
    kind, _colon, rest = row.key.partition(":")
    with transaction.atomic():
        kept = PublishedFigures.objects.select_for_update().get(pk=row.pk)
        made = renew_engagement(kept, rest) if kind == ENGAGEMENT else renew_results(kept, rest, sealed=kind == SEALED)
        if made:
            kept.taken_at = now
        kept.checked_at = now
        kept.save()


def renew_results(kept: PublishedFigures, form_key: str, *, sealed: bool) -> bool:
    form = FormIdentity.objects.filter(key=form_key).first()
    if form is None or (form.is_sensitive and not sealed):
        kept.sums, kept.figures = [], {}
        return False
    cases = Submission.objects.filter(form=form)
    people = find_counted(cases).count()
    if people < SMALLEST or not may_follow(kept.sums or [0], [people]):
        return False
    before = kept.figures.get("questions", {})
    questions: dict[str, Any] = {}
    for result in count_results(form, cases, sealed=sealed):
        key, answered = result.question["id"], result.summary.answered
        if not sealed and not may_publish(result.question["type"], is_sealed=False):
            continue
        if key in before and not may_follow(before[key]["sums"], [answered]):
            questions[key] = before[key]
        else:
            questions[key] = {"sums": [answered], "figure": describe_covered(result, people).keep()}
    kept.sums, kept.figures = [people], {"people": people, "questions": questions}
    return True


def renew_engagement(kept: PublishedFigures, rest: str) -> bool:
    name, _colon, year = rest.partition(":")
    if name not in [dimension.value for dimension in PUBLIC] or not OLDEST_YEAR <= int(year) <= LAST_YEAR:
        return False
    report = measure(
        Submission.objects.all(),
        find_year(int(year)),
        Dimension(name),
        today=find_city_day(),
        calendar=find_calendar(),
    )
    sums = [report.total.received, report.total.answered]
    if not may_follow(kept.sums or [0, 0], sums):
        return False
    received = cover({line.key: (line.received,) for line in report.lines})
    answered = cover({line.key: (line.answered,) for line in report.lines}, also=received.rows)
    lines = [keep_line(line, line.key in received.rows, line.key in answered.rows) for line in report.lines]
    kept.sums = sums
    kept.figures = {"lines": lines, "total": keep_line(report.total, received.whole, answered.whole)}
    return True


def keep_line(line: Line, hides_received: bool, hides_answered: bool) -> dict[str, Any]:
    """A median is of enough people to say nothing of one of them."""
    is_many = not hides_answered and line.days.total() >= SMALLEST
    return {
        "key": line.key,
        "received": None if hides_received else line.received,
        "answered": None if hides_answered else line.answered,
        "asks": line.expected > 0,
        "median": str(line.median) if is_many else None,
    }
