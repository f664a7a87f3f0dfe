"""Enough answers and cases for results and reports to look like something, and the same ones at every load."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from config.demo.blocks import make_key
from config.demo.samples import ABOUT, ASK, MORE, WISH, pick
from forms import actions
from forms.deadlines import find_calendar, find_city_day
from forms.definition import Definition, read_definition, read_words
from forms.intake.token import Shown
from forms.models import FormPage, PublishedFigures, Submission
from forms.questions import Words
from forms.results.publishing import renew
from forms.states import CaseState

SURVEY = "port-alder/citizen-survey"
LANGUAGES = ["en"] * 9 + ["es"] * 5 + ["pt-br"] * 2 + ["zh-hans", "vi", "ar"]
ANSWERS, CASES = 130, 70
ABOUTS = ["Streets and sidewalks"] * 4 + ["Parks and trees"] * 3 + ["The library", "Something else"]
WISHES = ["Ask a question", "Report a problem", "Report a problem", "Make a complaint", "Share an idea"]
SPENDING = ["Parks and trees", "Streets and sidewalks", "Buses", "Libraries", "Homes that people can afford"]
WAYS = ["Email", "Text message", "Letter", "Neighbors", "Radio and newspapers"]
DISTRICTS = ["harbor"] * 6 + ["hill"] * 4 + ["river"] * 5 + ["mills"] * 3 + ["unknown"]


class Sender:
    """Sends one form in any language; what is the same each time is read once."""

    def __init__(self, path: str) -> None:
        self.pages = {
            page.locale.language_code: page
            for page in FormPage.objects.filter(translation_key=make_key(path)).select_related("locale")
        }
        self.definition: Definition = read_definition(self.pages["en"])
        self.words: dict[str, Words] = {code: read_words(page, code) for code, page in self.pages.items()}

    def send(self, code: str, said: dict[str, Any], sent: datetime) -> Submission:
        answers = {question.id: pick(question, said) for question in self.definition if str(question.label) in said}
        words, page = self.words[code], self.pages[code]
        return actions.receive(page, self.definition, words, answers, shown=Shown(uuid4(), sent), now=sent)[0]


def send_history() -> None:
    chance, now = Random(311), timezone.now()  # noqa: S311  a demo is not secret
    with translation.override("en"):
        survey, ask = Sender(SURVEY), Sender(ASK)
        for number in range(ANSWERS):
            sent = now - timedelta(days=12 + 20 * number / ANSWERS)
            survey.send(chance.choice(LANGUAGES), dict(answer_survey(chance)), sent)
        for number in range(CASES):
            said = {ABOUT: chance.choice(ABOUTS), WISH: chance.choice(WISHES), MORE: "A sample of the demo."}
            day = find_city_day(now) - timedelta(days=14 + 150 * number // CASES)
            received = datetime.combine(day, time(9 + number % 8), ZoneInfo(settings.TIME_ZONE))
            deal_with(ask.send(chance.choice(LANGUAGES), said, received), chance)
    for row in PublishedFigures.objects.all():
        renew(row, now)


def answer_survey(chance: Random) -> Iterator[tuple[str, Any]]:
    yield "Which district do you live in?", chance.choice(DISTRICTS)
    yield "How content are you with life in Port Alder?", chance.choice([1, 2, 3, 3, 4, 4, 4, 5, 5])
    yield "How safe do you feel in your street at night?", chance.choice([1, 2, 2, 3, 3, 4, 4, 5])
    yield "What should the City spend more on?", chance.sample(SPENDING, chance.choice([1, 2, 2, 3]))
    yield "Have you been in contact with the City in the last year?", chance.choice(["I have", "I have not"])
    if chance.random() < 0.7:
        yield "How do you like to hear from the City?", chance.sample(WAYS, chance.choice([2, 3, 5]))


def deal_with(case: Submission, chance: Random) -> None:
    """Written straight: what a half a year of work has left of a case. Nobody was at work in it, so no record says so."""
    replied = find_calendar().add(find_city_day(case.received_at), chance.choice([0, 1, 1, 2, 2, 3, 4, 6, 9]))
    moment = datetime.combine(replied, time(18), ZoneInfo(settings.TIME_ZONE))
    values = {"first_replied_at": moment, "closed_at": moment, "state": CaseState.CLOSED}
    Submission.objects.filter(pk=case.pk).update(**values)
