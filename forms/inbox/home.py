"""On the first page of the admin: what waits for this person, the oldest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from forms.comments import find_undecided
from forms.deadlines import find_calendar, find_city_day, find_soon
from forms.inbox.cells import EMPTY
from forms.inbox.keyset import COUNTED_FOUND
from forms.inbox.keyset import Count as Bounded
from forms.inbox.mail import list_visible
from forms.inbox.records.due import FREE, filter_free
from forms.inbox.records.permissions import list_decidable, list_dispositions
from forms.models import Delivery, Submission
from forms.rights import SEEING, Right, read_grants
from forms.states import ANSWERABLE, OPEN, RUNNING, TRIAGED, CaseState, Purpose, Verdict

OLDEST = 5
FAILED_SINCE = timedelta(days=14)
AWAKE = {"snoozed": "false"}
RUN = {"state": [state.value for state in RUNNING]}


@dataclass(frozen=True)
class Line:
    label: str
    url: str
    count: str
    since: SafeString
    is_urgent: bool = False


def say_day(by: str, day: date | datetime) -> SafeString:
    """Of the first case of a line. The day keeps together in a sentence that is written from right to left."""
    said = {
        "due_on": _("earliest due %(day)s"),
        "ends_on": _("the first kept until %(day)s"),
    }.get(by) or _("oldest from %(day)s")
    local = timezone.localtime(day) if isinstance(day, datetime) else day
    shown = format_html("<bdi>{}</bdi>", date_format(local, "SHORT_DATE_FORMAT"))
    return mark_safe(str(conditional_escape(said)) % {"day": shown})  # noqa: S308  both are escaped


class WaitingPanel(Component):
    """A line costs one query, which stops counting at 1,000; that of what is due for disposal asks for holds before."""

    name = "waiting"
    template_name = "forms/inbox/home.html"
    order = 50

    def __init__(self, request: Any) -> None:
        self.request = request
        self.grants = read_grants(request.user)

    @cached_property
    def is_shown(self) -> bool:
        return self.sees_cases or self.grants.has_somewhere(Right.DISPOSE)

    @cached_property
    def sees_cases(self) -> bool:
        return self.grants.has_somewhere(*SEEING, Right.REVIEW)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        found = [*self.list_lines(), *self.list_records()] if self.is_shown else []
        return {
            "lines": [line for line in found if line],
            "is_shown": self.is_shown,
            "sees_cases": self.sees_cases,
            "oldest": self.list_oldest() if self.sees_cases else [],
        }

    def list_lines(self) -> list[Line | None]:
        if not self.sees_cases:
            return []
        user = self.request.user
        assigned = Submission.objects.visible_to(user).filter(assignee=user.pk, state__in=RUNNING)
        query = {"assignee": "me", **RUN, **AWAKE}
        lines = [self.count(_("Assigned to you"), assigned.awake_on(find_city_day()), query)]
        if self.grants.has_somewhere(Right.ANSWER):
            lines += self.list_answerable(user, find_city_day())
        if self.grants.of(Right.REVIEW, Right.DECIDE):
            reviewed = (
                Submission.objects.visible_to(user, Right.REVIEW)
                .filter(state__in=TRIAGED, purpose="application")
                .exclude(state=CaseState.CLOSED)
            )
            lines.append(
                self.count(_("Applications to review"), reviewed, {"state": [CaseState.IN_PROGRESS, CaseState.WAITING]})
            )
        return lines

    def list_answerable(self, user: Any, today: date) -> list[Line | None]:
        cases = Submission.objects.visible_to(user, Right.ANSWER)
        running, new = cases.filter(state__in=RUNNING), cases.filter(state=CaseState.NEW)
        taken = Q(assignee=user.pk) | Q(assignee=None)  # what a colleague has taken on waits for that colleague
        written = cases.filter(taken, has_written=True, state__in=OPEN)
        nobodys = new.filter(assignee=None).exclude(purpose=Purpose.SURVEY).awake_on(today)
        by_day = {"ordering": "due_on", **self.answered}
        return [
            self.count(
                _("Overdue"),
                running.filter(due_on__lt=today),
                {"due": "overdue", **by_day},
                by="due_on",
                is_urgent=True,
            ),
            self.count(_("Due today"), running.filter(due_on=today), {"due": "today", **by_day}, by="due_on"),
            self.count(
                _("Due in one or two working days"),
                running.filter(due_on__gt=today, due_on__lte=find_soon(find_calendar(), today)),
                {"due": "soon", **by_day},
                by="due_on",
            ),
            self.count(
                _("The resident wrote"),
                written,
                {"has_written": "true", "state": [*OPEN], "assignee": ["me", "nobody"], **self.answered},
            ),
            self.count(
                _("New, assigned to nobody"),
                nobodys,
                {"state": "new", "assignee": "nobody", "purpose": ANSWERABLE, **AWAKE, **self.answered},
            ),
            self.count(
                _("Comments to decide on"),
                cases.filter(find_undecided()),
                {"publication": "undecided", **self.answered},
            ),
            self.count(
                _("Could be from robots"),
                new.filter(verdict=Verdict.DOUBTFUL),
                {"state": "new", "verdict": "doubtful", **self.answered},
            ),
            self.count_failed(user, today),
        ]

    @cached_property
    def answered(self) -> dict[str, list[int]]:
        """Of a list's address: only the queues that this person answers, where others are seen besides."""
        answered = self.grants.of(Right.ANSWER)
        is_all = self.grants.is_superuser or answered == self.grants.of(*SEEING, Right.REVIEW)
        return {} if is_all else {"queue": sorted(answered)}

    def list_records(self) -> list[Line | None]:
        """What waits for a records officer."""
        if not self.grants.has_somewhere(Right.DISPOSE):
            return []
        user = self.request.user
        due = filter_free(list_dispositions(user).filter(parts=[]))
        return [
            self.count(
                _("Batches that wait for a second person"),
                list_decidable(user),
                {"waits": "true"},
                by="proposed_at",
                index="disposal_batches:index",
            ),
            self.count(_("Cases due for disposal"), due, {"standing": FREE}, by="ends_on", index="records:index"),
        ]

    def count(
        self,
        label: str,
        cases: Any,
        query: dict[str, Any],
        *,
        by: str = "received_at",
        index: str = "inbox:index",
        is_urgent: bool = False,
    ) -> Line | None:
        """`by`: the column whose least value is told."""
        found = (
            cases.order_by(by, "pk").values("pk", by)[: COUNTED_FOUND + 1].aggregate(number=Count("pk"), oldest=Min(by))
        )
        if not found["number"]:
            return None
        order = {"ordering": "received_at" if index == "inbox:index" else by}
        url = f"{reverse(index)}?{urlencode({**order, **query}, doseq=True)}"
        since = say_day(by, found["oldest"]) if found["oldest"] else EMPTY
        return Line(label, url, str(Bounded(found["number"], COUNTED_FOUND)), since, is_urgent)

    def count_failed(self, user: Any, today: date) -> Line | None:
        """Mail of two weeks that did not go: what is older, nobody will send again."""
        since = today - FAILED_SINCE
        start = datetime.combine(since, time(), timezone.get_current_timezone())
        failed = list_visible(user).filter(delivery=Delivery.FAILED, created_at__gte=start)
        return self.count(
            _("Mail that could not be delivered"),
            failed,
            {"delivery": Delivery.FAILED.value, "created_at_from": since.isoformat()},
            by="created_at",
            index="mail:index",
            is_urgent=True,
        )

    def list_oldest(self) -> list[Submission]:
        """Those assigned to this person; else those nobody has."""
        seen = Submission.objects.visible_to(self.request.user).filter(state__in=RUNNING).awake_on(find_city_day())
        cases = seen.select_related("form").defer("answers", "sealed").order_by("received_at", "pk")
        mine = list(cases.filter(assignee=self.request.user.pk)[:OLDEST])
        return mine or list(cases.filter(assignee=None).exclude(purpose=Purpose.SURVEY)[:OLDEST])


def add_panel(request: Any, panels: list[Any]) -> None:
    panel = WaitingPanel(request)
    if panel.is_shown:
        panels.append(panel)
