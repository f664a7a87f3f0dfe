"""Mail to staff: what waits for a colleague, put together when it is sent, so that it is true. It has references and
titles of forms and leads to the rest; names, answers, and anything about a sensitive case stay in the inbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.models import Site

from forms.deadlines import find_calendar, find_city_day, find_soon
from forms.letters import Letter
from forms.models import Act, Delivery, Event, Kind, Message, Submission
from forms.rights import Right, read_grants
from forms.states import ANSWERABLE, OPEN, RUNNING, CaseState, Purpose
from localization.formats import format_day
from localization.languages import Language, get_language
from pages.models import CitySettings

COUNTED = 1_000  # beyond this it says "1,000+"
LISTED = 10  # cases of a section; of the others it says how many
FIRST_LOOK = timedelta(days=7)  # what is news for somebody who never had a summary


class NothingToSay(Exception):
    """What the mail was about is done meanwhile, or is no longer for this person to know."""


@dataclass(frozen=True)
class Item:
    reference: str
    title: str
    day: str
    url: str


@dataclass(frozen=True)
class Section:
    """`lines` instead of `items` where cases are only counted. `hidden`: how many more are sensitive."""

    heading: str
    count: str
    url: str
    items: tuple[Item, ...] = ()
    more: int = 0
    hidden: str = ""
    lines: tuple[tuple[str, str, str], ...] = ()


def choose_language(user: Any) -> Language:
    """Of the admin, as this person has chosen it."""
    profile = getattr(user, "wagtail_userprofile", None)
    return get_language((profile and profile.preferred_language) or settings.LANGUAGE_CODE)


def find_since(user: Any, moment: datetime) -> datetime:
    """When this person last had a summary before that moment."""
    earlier = Message.objects.filter(staff=user, kind=Kind.DIGEST, created_at__lt=moment)
    last = earlier.order_by("-created_at").values_list("created_at", flat=True).first()
    return last or moment - FIRST_LOOK


def count(cases: Any) -> int:
    """One more than `COUNTED` where there are more than that."""
    return int(cases.order_by()[: COUNTED + 1].count())


def say(number: int) -> str:
    return f"{COUNTED:,}+" if number > COUNTED else str(number)


class Look:
    """What one person is told. Each section costs at most three queries, none of which counts without end."""

    def __init__(self, user: Any, language: Language) -> None:
        self.user, self.language = user, language
        self.today = find_city_day()
        self.soon = find_soon(find_calendar(), self.today)
        grants = read_grants(user)
        self.answerable = Submission.objects.filter(grants.find(Right.ANSWER)).visible_to(user)
        mine = grants.find() & Q(assignee=user.pk)
        # What a colleague has taken on is told to that colleague.
        self.todo = Submission.objects.filter(mine | grants.find(Right.ANSWER) & Q(assignee=None))
        self.mine = Submission.objects.filter(mine)

    def sum_up(self, since: datetime) -> list[Section]:
        both, running = {"assignee": ["me", "nobody"]}, self.todo.filter(state__in=RUNNING)
        written = Message.objects.filter(submission=OuterRef("pk"), kind=Kind.ANSWER, created_at__gt=since)
        failed = Message.objects.filter(submission=OuterRef("pk"), delivery=Delivery.FAILED, due_at__gt=since)
        by_day = {"ordering": "due_on", **both}
        sections = [
            self.tell_cases(_("Overdue"), running.filter(due_on__lt=self.today), {"due": "overdue", **by_day}),
            self.tell_cases(_("Due today"), running.filter(due_on=self.today), {"due": "today", **by_day}),
            self.tell_cases(
                _("Due in one or two working days"),
                running.filter(due_on__gt=self.today, due_on__lte=self.soon),
                {"due": "soon", **by_day},
            ),
            self.tell_cases(_("The resident has written"), self.todo.filter(Exists(written)), {**both}),
            self.list_assigned(since),
            self.count_new(),
            self.tell_cases(_("Mail that could not be delivered"), self.todo.filter(Exists(failed)), None),
        ]
        return [section for section in sections if section]

    def list_assigned(self, since: datetime) -> Section | None:
        """By others; what one takes on oneself is no news."""
        event = Event.objects.filter(case=OuterRef("pk"), act=Act.ASSIGNED, at__gt=since, data__after=self.user.pk)
        cases = self.mine.filter(Exists(event.exclude(by=self.user.pk)), state__in=OPEN).awake_on(self.today)
        return self.tell_cases(_("Assigned to you"), cases, {"assignee": "me", "snoozed": "false"})

    def tell_cases(self, heading: str, cases: Any, query: dict[str, Any] | None) -> Section | None:
        """`query`: of the list in the inbox; None for the list of mail that failed."""
        ordered = cases.filter(is_sensitive=False).order_by("due_on", "received_at", "pk").select_related("form")
        shown = list(ordered.defer("answers", "sealed")[: LISTED + 1])
        hidden = count(cases.filter(is_sensitive=True))
        if not shown and not hidden:
            return None
        number = count(cases.filter(is_sensitive=False)) if len(shown) > LISTED else len(shown)
        items = tuple(self.show(case) for case in shown[:LISTED])
        more = max(0, number - LISTED)
        return Section(heading, say(number), self.locate(query), items, more, say(hidden) if hidden else "")

    def show(self, case: Submission) -> Item:
        day = format_day(case.due_on, self.language.code) if case.due_on and case.is_running else ""
        url = settings.SITE_URL + reverse("inbox:edit", args=[case.pk])
        return Item(case.reference, case.form.title, day, url)

    def count_new(self) -> Section | None:
        """Of each queue: how many nobody has taken on, and since when the oldest waits. Nobody answers surveys."""
        new = self.answerable.filter(state=CaseState.NEW, assignee=None).exclude(purpose=Purpose.SURVEY)
        new = new.awake_on(self.today)
        rows = new.order_by("received_at").values_list("queue__name", "received_at", "is_sensitive")
        found = list(rows[: COUNTED + 1])
        if not found:
            return None
        lines = tuple(self.tell_queues(found)) if len(found) <= COUNTED else ()
        hidden = sum(is_sensitive for _queue, _at, is_sensitive in found)
        url = self.locate({"state": "new", "assignee": "nobody", "purpose": ANSWERABLE, "snoozed": "false"})
        heading = _("New, assigned to nobody")
        return Section(heading, say(len(found) - hidden), url, hidden=say(hidden) if hidden else "", lines=lines)

    def tell_queues(self, rows: Iterable[tuple[str, datetime, bool]]) -> Iterable[tuple[str, str, str]]:
        """(queue, how many, day of the oldest): the rows come in the order of time."""
        queues: dict[str, list[datetime]] = {}
        for queue, at, is_sensitive in rows:
            if not is_sensitive:
                queues.setdefault(queue, []).append(at)
        for queue, moments in sorted(queues.items()):
            yield queue, str(len(moments)), format_day(find_city_day(moments[0]), self.language.code)

    def locate(self, query: dict[str, Any] | None) -> str:
        if query is None:
            return f"{settings.SITE_URL}{reverse('mail:index')}?delivery=failed"
        return f"{settings.SITE_URL}{reverse('inbox:index')}?{urlencode(query, doseq=True)}"


def look_for(message: Message, language: Language) -> list[Section]:
    look = Look(message.staff, language)
    if message.kind == Kind.ASSIGNED:
        section = look.list_assigned(message.created_at - timedelta(microseconds=1))  # it was written just before
        return [section] if section else []
    return look.sum_up(find_since(message.staff, message.created_at))


def compose(message: Message) -> Letter:
    """Raises NothingToSay."""
    language = choose_language(message.staff)
    with translation.override(language.code):
        sections = look_for(message, language)
        if not sections:
            raise NothingToSay
        day = format_day(find_city_day(), language.code)
        subject = _("Assigned to you") if message.kind == Kind.ASSIGNED else _("Your inbox on {day}").format(day=day)
        context = {
            "language": language,
            "city": CitySettings.for_site(Site.objects.get(is_default_site=True)),
            "subject": subject,
            "sections": sections,
            "account": settings.SITE_URL + reverse("wagtailadmin_account"),
        }
        text = render_to_string("mail/digest.txt", context).strip() + "\n"
        return Letter(subject, text, render_to_string("mail/digest.html", context))
