"""Enough answers and cases for results and reports to look like something, and the same ones at every load."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from config.demo.blocks import make_key
from config.demo.samples import ABOUT, ASK, MORE, WISH, pick
from forms import terms
from forms.actions.receiving import file_case, find_queue, keep_version
from forms.deadlines import find_calendar, find_city_day
from forms.definition import Definition, read_definition, read_words, take_snapshot
from forms.models import FormPage, FormVersion, PublishedFigures, Submission
from forms.results.publishing import renew
from forms.states import CaseState
from localization.languages import get_language

SURVEY = "port-alder/citizen-survey"
LANGUAGES = ["en"] * 9 + ["es"] * 5 + ["pt-br"] * 2 + ["zh-hans", "vi", "ar"]
ANSWERS, CASES = 130, 70
ABOUTS = ["Streets and sidewalks"] * 4 + ["Parks and trees"] * 3 + ["The library", "Something else"]
WISHES = ["Ask a question", "Report a problem", "Report a problem", "Make a complaint", "Share an idea"]
SPENDING = ["Parks and trees", "Streets and sidewalks", "Buses", "Libraries", "Homes that people can afford"]
WAYS = ["Email", "Text message", "Letter", "Neighbors", "Radio and newspapers"]
DISTRICTS = ["harbor"] * 6 + ["hill"] * 4 + ["river"] * 5 + ["mills"] * 3 + ["unknown"]


class Writer:
    """Writes rows as the site would have stored them: two hundred times the way in would take as long as all the rest
    of the demo. What is the same each time is read once."""

    def __init__(self, path: str) -> None:
        pages = FormPage.objects.filter(translation_key=make_key(path)).select_related("locale")
        self.pages = {page.locale.language_code: page for page in pages}
        self.source = self.pages["en"]
        self.definition: Definition = read_definition(self.source)
        self.versions = {code: self.keep_version(code, page) for code, page in self.pages.items()}

    def keep_version(self, code: str, page: FormPage) -> FormVersion:
        words = read_words(page, code)
        return keep_version(page, words, take_snapshot(self.definition, words))

    def make(self, code: str, said: dict[str, Any], received: datetime) -> Submission:
        answers = {question.id: pick(question, said) for question in self.definition if str(question.label) in said}
        version = self.versions[code]
        case = Submission(
            page=self.pages[code],
            form=version.form,
            version=version,
            purpose=self.source.purpose,
            locale=get_language(code).tag,
            answers=answers,
            queue_id=find_queue(self.source, self.definition, answers),
            nonce=uuid4(),
            received_at=received,
            changed_at=received,
        )
        file_case(case, self.source, self.definition)
        return case


def send_history() -> None:
    chance, now = Random(311), timezone.now()  # noqa: S311  a demo is not secret
    with translation.override("en"):
        cases = [*answer_survey_often(chance, now), *ask_often(chance, now)]
    for case in cases:
        case.terms = terms.make_vector(case)
    for case in Submission.objects.bulk_create(cases):
        terms.keep(case)
    for row in PublishedFigures.objects.all():
        renew(row, now)


def answer_survey_often(chance: Random, now: datetime) -> Iterator[Submission]:
    survey = Writer(SURVEY)
    for number in range(ANSWERS):
        received = now - timedelta(days=12 + 20 * number / ANSWERS)
        yield survey.make(chance.choice(LANGUAGES), dict(answer_survey(chance)), received)


def ask_often(chance: Random, now: datetime) -> Iterator[Submission]:
    """Half a year of questions, all answered. Nobody was at work in them, so no record says so."""
    ask, calendar = Writer(ASK), find_calendar()
    for number in range(CASES):
        said = {ABOUT: chance.choice(ABOUTS), WISH: chance.choice(WISHES), MORE: "A sample of the demo."}
        day = find_city_day(now) - timedelta(days=14 + 150 * number // CASES)
        case = ask.make(chance.choice(LANGUAGES), said, combine(day, time(9 + number % 8)))
        replied = calendar.add(day, chance.choice([0, 1, 1, 2, 2, 3, 4, 6, 9]))
        case.state, case.first_replied_at = CaseState.CLOSED, combine(replied, time(18))
        case.closed_at = case.changed_at = case.first_replied_at
        yield case


def combine(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(settings.TIME_ZONE))


def answer_survey(chance: Random) -> Iterator[tuple[str, Any]]:
    yield "Which district do you live in?", chance.choice(DISTRICTS)
    yield "How content are you with life in Port Alder?", chance.choice([1, 2, 3, 3, 4, 4, 4, 5, 5])
    yield "How safe do you feel in your street at night?", chance.choice([1, 2, 2, 3, 3, 4, 4, 5])
    yield "What should the City spend more on?", chance.sample(SPENDING, chance.choice([1, 2, 2, 3]))
    yield "Have you been in contact with the City in the last year?", chance.choice(["I have", "I have not"])
    if chance.random() < 0.7:
        yield "How do you like to hear from the City?", chance.sample(WAYS, chance.choice([2, 3, 5]))
