"""Figures on pages of the city. Which there are follows from the blocks of published pages; a job brings them up to
date; whoever reads such a page reads one row.

What is published can be compared with what was published before. So figures change only when at least five more people
stand behind them (`suppression.may_follow`), each question of a form for itself: what lies between two publications is
never the answer of one person. What was disposed of since stays counted: see `may_replace`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from forms.deadlines import find_calendar, find_city_day
from forms.definition import read_definition
from forms.intake.window import find_window
from forms.models import FormIdentity, FormPage, PublishedFigures, Submission, Tombstone
from forms.places import find_source
from forms.questions import Question
from forms.questions.summary import find_type
from forms.reporting.dimensions import PUBLIC, Dimension
from forms.reporting.engagement import Line, Report, measure
from forms.reporting.periods import find_year
from forms.results.counting import Asked, count_results, find_counted
from forms.results.figures import Figure, describe_covered, load_figure
from forms.results.part import count_part
from forms.results.suppression import SMALLEST, cover, is_small, may_follow

RESULTS, ENGAGEMENT, SEALED, PART = "results", "engagement", "sealed", "part"
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


def read_part(form: FormIdentity) -> dict[str, Any]:
    """Who took part, as it was last published; empty where too few did."""
    row, created = PublishedFigures.objects.get_or_create(key=f"{PART}:{form.key}")
    if created:
        renew(row, timezone.now())
        row.refresh_from_db()
    return row.figures


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
        made = renew_engagement(kept, rest, now) if kind == ENGAGEMENT else renew_form(kept, kind, rest, now)
        if made:
            kept.taken_at = now
        kept.checked_at = now
        kept.save()


def renew_form(kept: PublishedFigures, kind: str, form_key: str, now: datetime) -> bool:
    form = FormIdentity.objects.filter(key=form_key).first()
    if form is None or (form.is_sensitive and kind != SEALED):
        kept.sums, kept.figures = [], {}
        return False
    source = find_source(form)
    is_disposed = Tombstone.objects.filter(form=form).exists()
    is_over = source is None or not source.live or find_window(source).is_after(now)
    if kind == PART:
        return renew_part(kept, form, is_disposed=is_disposed, is_over=is_over)
    if kind == RESULTS:
        withdraw(kept, source)
    return renew_results(kept, form, source, sealed=kind == SEALED, is_disposed=is_disposed, is_over=is_over)


def may_replace(before: Sequence[int], now: Sequence[int], *, is_disposed: bool, is_over: bool) -> bool:
    """Whether figures with these sums may take the place of those. Disposing of cases changes nothing that is
    published: then no sum goes down, and where nothing more can come in, nothing changes."""
    if before and is_disposed and (is_over or any(new < old for old, new in zip(before, now, strict=True))):
        return False
    return may_follow(before or [0] * len(now), now)


def withdraw(kept: PublishedFigures, source: FormPage | None) -> None:
    """What may not be shown today is kept no longer, whether or not enough people have answered since."""
    asked = find_publishable(source)
    if questions := kept.figures.get("questions"):
        kept.figures["questions"] = {key: each for key, each in questions.items() if key in asked}


def find_publishable(source: FormPage | None) -> set[str]:
    return {key for key, _label in list_publishable(source)} if source else set()


def renew_part(kept: PublishedFigures, form: FormIdentity, **standing: bool) -> bool:
    total, figures = count_part(form)
    if total < SMALLEST or not may_replace(kept.sums, [total], **standing):
        return False
    kept.sums, kept.figures = [total], figures
    return True


def renew_results(
    kept: PublishedFigures, form: FormIdentity, source: FormPage | None, *, sealed: bool, **standing: bool
) -> bool:
    cases = Submission.objects.filter(form=form)
    people = find_counted(cases).count()
    if people < SMALLEST or not may_replace(kept.sums, [people], **standing):
        return False
    before, asked = kept.figures.get("questions", {}), find_publishable(source)
    questions: dict[str, Any] = {}
    for result in count_results(form, cases, sealed=sealed):
        key, answered = result.question["id"], result.summary.answered
        if not sealed and key not in asked:
            continue
        if key in before and not may_replace(before[key]["sums"], [answered], **standing):
            questions[key] = before[key]
        else:
            questions[key] = {"sums": [answered], "figure": describe_covered(result, people).keep()}
    kept.sums, kept.figures = [people], {"people": people, "questions": questions}
    return True


def renew_engagement(kept: PublishedFigures, rest: str, now: datetime) -> bool:
    """Without sensitive forms: not even that there is something to tell them by."""
    name, _colon, year = rest.partition(":")
    if name not in [dimension.value for dimension in PUBLIC] or not OLDEST_YEAR <= int(year) <= LAST_YEAR:
        return False
    if name == Dimension.FORM and names_sensitive(kept):
        kept.sums, kept.figures = [], {}
    period, today = find_year(int(year)), find_city_day(now)
    cases = Submission.objects.filter(is_sensitive=False)
    report = measure(cases, period, Dimension(name), today=today, calendar=find_calendar())
    sums = [report.total.received, report.total.answered]
    is_disposed = Tombstone.objects.filter(period.find(), is_sensitive=False).exists()
    if not may_replace(kept.sums, sums, is_disposed=is_disposed, is_over=period.last < today):
        return False
    kept.sums, kept.figures = sums, keep_report(report)
    return True


def names_sensitive(kept: PublishedFigures) -> bool:
    shown = [line["key"] for line in kept.figures.get("lines", ())]
    return FormIdentity.objects.filter(pk__in=shown, is_sensitive=True).exists()


def keep_report(report: Report) -> dict[str, Any]:
    """Those who wait for an answer are a group as well."""
    received = cover({line.key: (line.received,) for line in report.lines})
    rests = {line.key for line in report.lines if is_small(line.received - line.answered)}
    table = {line.key: (line.answered, line.expected - line.answered) for line in report.lines}
    answered = cover(table, also=received.rows | rests)
    lines = [keep_line(line, line.key in received.rows, line.key in answered.rows) for line in report.lines]
    return {"lines": lines, "total": keep_line(report.total, received.whole, answered.whole)}


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
