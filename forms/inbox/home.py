"""On the first page of the admin: what waits for this person, the oldest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from forms.comments import find_undecided
from forms.deadlines import find_calendar, find_city_day, find_soon
from forms.inbox.keyset import COUNTED_FOUND
from forms.inbox.keyset import Count as Bounded
from forms.inbox.mail import list_visible
from forms.models import Delivery, Submission
from forms.rights import SEEING, Right, read_grants
from forms.states import ANSWERABLE, RUNNING, TRIAGED, CaseState, Purpose, Verdict

OLDEST = 5
FAILED_SINCE = timedelta(days=14)
RUN = {"state": [state.value for state in RUNNING]}


@dataclass(frozen=True)
class Line:
    label: str
    url: str
    count: str
    oldest: date | datetime | None
    is_urgent: bool = False


class WaitingPanel(Component):
    """A line costs one query, which stops counting at 1,000."""

    name = "waiting"
    template_name = "forms/inbox/home.html"
    order = 50

    def __init__(self, request: Any) -> None:
        self.request = request
        self.grants = read_grants(request.user)

    @cached_property
    def is_shown(self) -> bool:
        return self.grants.has_somewhere(*SEEING, Right.REVIEW)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        lines = [line for line in self.list_lines() if line] if self.is_shown else []
        return {"lines": lines, "is_shown": self.is_shown, "oldest": self.list_oldest() if self.is_shown else []}

    def list_lines(self) -> list[Line | None]:
        user, today = self.request.user, find_city_day()
        seen, mine = Submission.objects.visible_to(user), Q(assignee=user.pk)
        running, waiting = Q(state__in=RUNNING), Q(state=CaseState.NEW)
        awake = {"snoozed": "false"}
        assigned = seen.filter(mine & running).awake_on(today)
        lines = [self.count(_("Assigned to you"), assigned, {"assignee": "me", **RUN, **awake})]
        if self.grants.has_somewhere(Right.ANSWER):
            answerable = Submission.objects.visible_to(user, Right.ANSWER)
            overdue = answerable.filter(running, due_on__lt=today)
            doubtful = answerable.filter(waiting, verdict=Verdict.DOUBTFUL)
            lines += [
                self.count(
                    _("Overdue"), overdue, {"due": "overdue", "ordering": "due_on"}, by="due_on", is_urgent=True
                ),
                self.count(_("Due today"), answerable.filter(running, due_on=today), {"due": "today"}, by="due_on"),
                self.count_soon(answerable.filter(running), today),
                self.count(
                    _("New, assigned to nobody"),
                    answerable.filter(waiting, assignee=None).exclude(purpose=Purpose.SURVEY).awake_on(today),
                    {"state": "new", "assignee": "nobody", "purpose": ANSWERABLE, **awake},
                ),
                self.count(
                    _("Comments to decide on"), answerable.filter(find_undecided()), {"publication": "undecided"}
                ),
                self.count(_("Could be from robots"), doubtful, {"state": "new", "verdict": "doubtful"}),
                self.count_failed(user, today),
            ]
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
        """`by`: the column whose least value is the oldest."""
        found = (
            cases.order_by(by, "pk").values("pk", by)[: COUNTED_FOUND + 1].aggregate(number=Count("pk"), oldest=Min(by))
        )
        if not found["number"]:
            return None
        order = {"ordering": by if index == "mail:index" else "received_at"}
        url = f"{reverse(index)}?{urlencode({**order, **query}, doseq=True)}"
        return Line(label, url, str(Bounded(found["number"], COUNTED_FOUND)), found["oldest"], is_urgent)

    def count_soon(self, running: Any, today: date) -> Line | None:
        cases = running.filter(due_on__gt=today, due_on__lte=find_soon(find_calendar(), today))
        query = {"due": "soon", "ordering": "due_on"}
        return self.count(_("Due in one or two working days"), cases, query, by="due_on")

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
