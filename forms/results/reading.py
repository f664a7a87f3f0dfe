"""Published figures in the words of the reader."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_percent
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forms.deadlines import find_city_day
from forms.definition import read_definition, read_words, take_snapshot
from forms.models import FormPage, PublishedFigures
from forms.reporting.dimensions import Dimension, name_groups
from forms.results.charts import Chart, Mark, draw
from forms.results.figures import Figure, load_figure, name_measures, reword
from forms.results.publishing import ENGAGEMENT, RESULTS, list_publishable, name_engagement, name_results
from localization.formats import format_number, get_cldr
from localization.languages import get_language
from localization.wording import Wording


class Said(str):
    """A number as the reader writes it, which also knows itself: files have it plain."""

    __slots__ = ("plain",)
    plain: str

    def __new__(cls, text: str, plain: str = "") -> "Said":
        said = super().__new__(cls, text)
        said.plain = plain or text
        return said


Cells = tuple[Said, ...]


@dataclass(frozen=True)
class Shown:
    """A chart with its table. `heads`: of the columns; `rows`: what stands in them, the last one their sum with
    `has_sum`. `notes`: sentences below."""

    id: str
    label: Wording
    heads: tuple[str, ...]
    rows: list[tuple[Wording, Cells]]
    chart: Chart | None
    notes: list[str]
    has_sum: bool = False

    @property
    def name(self) -> str:
        return str(self.label)


@dataclass(frozen=True)
class Publication:
    """What a block shows. `people`: how many sent the form, as the reader writes it. `is_covered`: something is
    withheld. Without `shown` there are no figures yet."""

    shown: list[Shown]
    people: str = ""
    day: date | None = None
    is_covered: bool = False


NOTHING = Said("–", " ")


def find_reader() -> str:
    return get_language(get_active()).code


def say_number(number: int | Decimal | None) -> Said:
    if number is None:
        return Said(pgettext("figure", "Withheld"))
    if isinstance(number, Decimal):
        number = number.quantize(Decimal("0.1")).normalize() if number % 1 else number.to_integral_value()
    return Said(format_number(number, find_reader()), f"{number:f}" if isinstance(number, Decimal) else str(number))


def say_percent(count: int | None, whole: int | None) -> Said:
    """Without decimals, which would pretend to be exact."""
    if count is None or not whole:
        return NOTHING
    return Said(format_percent(count / whole, locale=get_cldr(find_reader())), str(round(100 * count / whole)))


def read_source_block(page: Any, block_id: str) -> Any:
    """The block as the page's source has it: what a page shows is a fact, however old its translation is."""
    source = getattr(page, "source", page)
    body = page.body if source.pk == page.pk else source.body
    return next((block for block in body if block.id == block_id), None)


def read_publication(page: Any, block_id: str) -> Publication:
    """The same number of queries whatever has come in."""
    block = read_source_block(page, block_id)
    if block is not None and block.block_type == ENGAGEMENT:
        return read_engagement(block.value)
    if block is not None and block.block_type == RESULTS and block.value["form"]:
        return read_results(block.value["form"], block.value["questions"])
    return Publication([])


def find_day(moment: datetime | None) -> date | None:
    return find_city_day(moment) if moment else None


def read_results(form: FormPage, chosen: Any) -> Publication:
    """`chosen`: ids of questions in their order; none: all that the form asks, without what people typed."""
    kept = PublishedFigures.objects.filter(key=name_results(form.translation_key)).first()
    if kept is None or not kept.figures or form.source.is_sensitive:
        return Publication([])
    reader = find_reader()
    versions = FormPage.objects.live().filter(translation_key=form.translation_key, alias_of=None)
    page = versions.filter(locale__language_code=reader).select_related("locale", "source_locale").first() or form
    words = read_words(page, reader)
    definition = read_definition(form.source)
    asked = {question["id"]: question for question in take_snapshot(definition, words)["questions"]}
    known = {key: load_figure(each["figure"]) for key, each in kept.figures["questions"].items()}
    may = [key for key, _label in list_publishable(form.source) if key in known]
    wanted = list(chosen) or [key for key in may if known[key].kind != "texts"]
    figures = [reword(known[key], asked.get(key), words) for key in wanted if key in may]
    return Publication(
        [show(figure) for figure in figures],
        people=say_number(kept.figures["people"]),
        day=find_day(kept.taken_at),
        is_covered=any(figure.withholds for figure in figures),
    )


def show(figure: Figure) -> Shown:
    """In the reader's language, for staff as for the public."""
    reader = find_reader()
    rows = [(row.wording, list_cells(figure, row.count)) for row in figure.rows]
    marks = [Mark(label, row.count, cells[0]) for (label, cells), row in zip(rows, figure.rows, strict=True)]
    if figure.type == "scale":  # what the ends mean stands in the table
        marks = [
            Mark(Wording(row.key, reader), mark.size, mark.said) for row, mark in zip(figure.rows, marks, strict=True)
        ]
    chart = draw(marks, reader, upright=figure.type == "scale")
    heads = (_("Points"),) if figure.is_ranking else (_("Answers"), _("Share"))
    rows += [
        (Wording(name, reader), (say_number(Decimal(number)), Said(""))[: len(heads)])
        for name, number in name_measures(figure)
    ]
    return Shown(figure.id, figure.wording, heads, rows, chart, list_notes(figure))


def list_cells(figure: Figure, count: int | None) -> Cells:
    if figure.is_ranking:
        return (say_number(count),)
    return say_number(count), say_percent(count, figure.answered)


def list_notes(figure: Figure) -> list[str]:
    if figure.is_hidden:
        return [_("Too few people have answered this question, or too few have not, to show anything.")]
    notes = []
    if figure.answered is not None:
        notes.append(_("People who answered: %(number)s") % {"number": say_number(figure.answered)})
    if figure.type in ("several_choices", "languages"):
        notes.append(_("Several answers were possible, so the shares add up to more than 100%."))
    if figure.is_ranking:
        notes.append(
            _("With every answer the first place gives as many points as there are choices, the next one point less.")
        )
    return notes


def read_engagement(value: Any) -> Publication:
    kept = PublishedFigures.objects.filter(key=name_engagement(value["dimension"], value["year"])).first()
    if kept is None or not kept.figures:
        return Publication([])
    lines, total = kept.figures["lines"], kept.figures["total"]
    dimension, reader = Dimension(value["dimension"]), find_reader()
    names = name_groups(dimension, [line["key"] for line in lines], reader, is_public=True)
    rows = [(names[line["key"]], list_counts(line)) for line in lines]
    marks = [Mark(names[line["key"]], line["received"], say_number(line["received"])) for line in lines]
    rows.append((Wording(_("All"), reader), list_counts(total)))
    heads = (pgettext("figure", "Received"), pgettext("figure", "Answered"), pgettext("figure", "Median days"))
    notes = [
        _("Median days: half of the people had their first reply within so many working days; 0 is the same day."),
        _("Answers to surveys are received, and need no answer."),
    ]
    label = Wording(str(dimension.label), reader)
    shown = Shown(value["dimension"], label, heads, rows, draw(marks, reader), notes, has_sum=True)
    is_covered = any(line[name] is None for line in [*lines, total] for name in ("received", "answered"))
    return Publication([shown], day=find_day(kept.taken_at), is_covered=is_covered)


def list_counts(line: dict[str, Any]) -> Cells:
    median = say_number(Decimal(line["median"])) if line["median"] else NOTHING
    answered = say_number(line["answered"]) if line["asks"] else NOTHING
    return say_number(line["received"]), answered, median
