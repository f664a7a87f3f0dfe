"""Builds Port Alder in an empty site, in one transaction: it is there whole, or not at all."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

from config.demo.blocks import build_body, build_questions, build_stages, make_key
from config.demo.content import HOME, QUEUES
from config.demo.content.moments import In, Year
from config.demo.content.people import RESPONSE_TARGETS, SERIES
from config.demo.dealing import deal_with_samples
from config.demo.documents import create_document
from config.demo.history import send_history
from config.demo.people import create_people
from config.demo.replies import create_replies
from config.demo.samples import send_samples
from config.demo.taxonomy import create_taxonomy
from config.demo.translate import Phrasebook, translate_page
from forms.models import RecordSeries, ResponseTarget
from localization.languages import LANGUAGES
from pages.models import CitySettings, HomePage, WorkingYear
from pages.working_days import find_city_day, take_proposed

CITY_ZONE = settings.TIME_ZONE
EVERYWHERE = [language.code for language in LANGUAGES[1:]]
WHOLE = ["es", "ar"]  # the languages in which everything exists

Report = Callable[[str], None]


def is_loaded() -> bool:
    return HomePage.objects.filter(translation_key=make_key("port-alder")).exists()


@transaction.atomic
def load_city(report: Report) -> None:
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language.code)
    report("Departments, topics, districts, queues")
    phrases = {code: Phrasebook(code) for code in EVERYWHERE}
    Builder.filing = create_taxonomy(phrases)
    queues = create_queues()
    create_series()
    report("English pages")
    builder = Builder(queues)
    builder.build(HOME, make_site_root())
    builder.connect()
    for code in EVERYWHERE:
        report(f"Pages in {next(each.english_name for each in LANGUAGES if each.code == code)}")
        for page, spec in builder.built:
            if not spec.get("untranslated") and (spec.get("main") or code in WHOLE):
                translate_page(page, code, phrases[code])
    create_replies(queues, phrases)
    for page, spec in builder.built:
        if spec.get("later"):
            page.introduction = spec["later"]
            page.save_revision().publish()
    report("People and their rights")
    create_people(queues)
    report("Working calendar")
    confirm_calendar()
    report("Submissions in several languages")
    send_samples()
    deal_with_samples()
    report("Answers to the survey, and half a year of cases")
    send_history()


def make_site_root() -> Page:
    """Wagtail's welcome page makes room; the site's root is set when the home page exists."""
    root = Page.objects.get(depth=1)
    for page in Page.objects.filter(depth=2, slug="home", title="Welcome to your new Wagtail site!"):
        page.delete()
    return Page.objects.get(pk=root.pk)


def create_queues() -> dict[str, int]:
    root = Collection.get_first_root_node()
    queues = {name: root.add_child(name=name).pk for name in QUEUES}
    for name, days in RESPONSE_TARGETS.items():
        ResponseTarget.objects.create(queue_id=queues[name], working_days=days)
    return queues


def create_series() -> None:
    for code, title, months, trigger, source in SERIES:
        RecordSeries.objects.create(code=code, title=title, months=months, trigger=trigger, source=source)


def point_site(home: Page) -> None:
    """The site answers under the address at which it is served now."""
    host, _colon, port = settings.SITE_URL.partition("://")[2].partition(":")
    values = {"hostname": host, "port": int(port or 80), "root_page": home, "site_name": "Port Alder"}
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if any(getattr(site, name, None) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(site, name, value)
        site.save()


def confirm_calendar() -> None:
    """This year and the next, as the clerk would."""
    city, clerk = CitySettings.for_site(Site.objects.get(is_default_site=True)), User.objects.get(username="records")
    this_year = find_city_day().year
    for year in (this_year, this_year + 1):
        take_proposed(city, year)
        WorkingYear.confirm(year, clerk)


class Builder:
    """Creates the English pages from their dicts, parents first; links between them when all exist."""

    filing: dict[tuple[str, str], Any] = {}

    def __init__(self, queues: dict[str, int]) -> None:
        self.queues = queues
        self.now = timezone.now()
        self.built: list[tuple[Any, dict[str, Any]]] = []

    def build(self, spec: dict[str, Any], parent: Page, path: str = "") -> None:
        path = f"{path}/{spec['slug']}" if path else spec["slug"]
        page = apps.get_model(spec["type"])(
            slug=spec["slug"],
            title=spec["title"],
            introduction=spec.get("introduction", ""),
            show_in_menus=spec.get("menu", False),
            translation_key=make_key(path),
            locale=Locale.get_default(),
            **dict(self.read_fields(spec, path)),
        )
        parent.add_child(instance=page)
        if parent.is_root():
            point_site(page)
            configure_city()
        if spec.get("topics"):
            page.topics.set([self.filing["Topic", code] for code in spec["topics"]])
        page.save_revision().publish()
        self.built.append((page, spec))
        for child in spec.get("children", ()):
            self.build(child, page, path)

    def read_fields(self, spec: dict[str, Any], path: str) -> Iterator[tuple[str, Any]]:
        if "body" in spec:
            yield "body", build_body(path, spec["body"], self.now, CITY_ZONE)
        if "questions" in spec:
            yield "questions", build_questions(path, spec["questions"], self.queues)
        if "stages" in spec:
            yield "stages", build_stages(path, spec["stages"])
        if "series" in spec:
            yield "series", RecordSeries.objects.get(code=spec["series"])
        if "queue" in spec:
            yield "queue_id", self.queues[spec["queue"]]
        if "document" in spec:
            yield "document", create_document(spec["document"])
        for name, model in (("department", "Department"), ("district", "District")):
            if name in spec:
                yield name, self.filing[model, spec[name]]
        for name in FACTS & spec.keys():
            yield name, self.read_value(name, spec[name])

    def read_value(self, name: str, value: Any) -> Any:
        if isinstance(value, In):
            moment: datetime = value.resolve(self.now, CITY_ZONE)
            return moment.date() if name == "access_by" else moment
        if isinstance(value, Year):
            return self.now.astimezone(ZoneInfo(CITY_ZONE)).year - value.before
        return Decimal(value) if name == "fee" else value

    def connect(self) -> None:
        pages = {page.slug: page for page, _spec in self.built}
        home = self.built[0][0]
        home.ask_page = Page.objects.get(pk=pages["ask-or-tell-the-city"].pk)
        home.save_revision().publish()
        for page, spec in self.built:
            if "board" in spec:
                page.board = pages[spec["board"]]
            if "start_page" in spec:
                page.start_page = Page.objects.get(pk=pages[spec["start_page"]].pk)
            if {"board", "start_page"} & spec.keys():
                page.save_revision().publish()


FACTS = {
    "fee", "working_days", "meets", "appointed_by", "seats", "term_years", "hours_a_month", "place", "email",
    "requirements", "kind", "opens_at", "closes_at", "places", "starts_at", "ends_at", "state", "online_url",
    "dial_in", "access_email", "access_by", "purpose", "what_happens_next", "late", "has_waiting_list", "confirm_email",
    "one_per_person", "checks_answers", "is_anonymous", "retention_months", "minutes", "is_sensitive", "is_blind",
    "publishes_comments", "year",
}  # fmt: skip


def configure_city() -> None:
    city = CitySettings.for_site(Site.objects.get(is_default_site=True))
    city.city_name = "Port Alder"
    city.time_zone = CITY_ZONE
    city.phone = "(555) 010-0311"
    city.holiday_country, city.holiday_subdivision = "US", "OR"
    city.email = "ask@portalder.example"
    city.address = "City Hall, 120 Main Street\nPort Alder"
    city.save()
