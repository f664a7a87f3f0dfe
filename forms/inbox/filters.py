from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Collection

from forms.comments import find_undecided
from forms.deadlines import find_calendar, find_city_day, find_soon
from forms.inbox.columns import list_choices
from forms.inbox.widgets import QuickBooleanRadios, QuickCheckboxes, QuickRadios
from forms.models import FormIdentity, Submission
from forms.rights import SEEING, Right, list_granted, read_grants
from forms.states import RUNNING, CaseState, Channel, Decision, Purpose, Verdict
from localization.naming import list_labels
from pages.moments import WIDE

ME, NOBODY = "me", "nobody"
OVERDUE, TODAY, SOON, WEEK, NEVER = "overdue", "today", "soon", "week", "never"
DUE = [
    (OVERDUE, gettext_lazy("Overdue")),
    (TODAY, gettext_lazy("Due today")),
    (SOON, gettext_lazy("Due in one or two working days")),
    (WEEK, gettext_lazy("Due within seven days")),
    (NEVER, gettext_lazy("Without a due date")),
]


class AnyOf(django_filters.MultipleChoiceFilter):
    """django-filter makes rows distinct, for the sake of joins. There are none here, and it costs a walk over all."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"distinct": False, "widget": QuickCheckboxes, **options})


class KnownDates(django_filters.fields.DateRangeField):
    """A day that no database can tell from the next is a fault in the filter, not of the server."""

    def compress(self, data_list: Any) -> Any:
        if any(each and each.year not in WIDE for each in data_list or ()):
            raise ValidationError(_("Enter a day of our time."))
        return super().compress(data_list)


class Received(django_filters.DateFromToRangeFilter):
    field_class = KnownDates


def list_queues(user: Any) -> list[Collection]:
    return list(read_grants(user).list_queues(*SEEING, Right.REVIEW))


def list_colleagues(user: Any, queues: list[Collection] | None = None) -> list[Any]:
    """Who can be given a case in one of the queues that the user sees, and the user."""
    paths = [queue.path for queue in (list_queues(user) if queues is None else queues)]
    people = list(list_granted(paths, (*SEEING, Right.REVIEW)))
    return people if user in people else [user, *people]


class InboxFilterSet(WagtailFilterSet):
    """Only forms, queues, people and stages that the user may see are offered."""

    state = AnyOf(label=gettext_lazy("State"), choices=CaseState.choices)
    queue = AnyOf(label=gettext_lazy("Queue"), choices=[])
    form = AnyOf(label=gettext_lazy("Form"), choices=[])
    purpose = AnyOf(label=gettext_lazy("Purpose"), choices=Purpose.choices)
    columns = AnyOf(label=gettext_lazy("Answers as columns"), method="leave", choices=[])
    stage = AnyOf(label=gettext_lazy("Stage"), choices=[])
    assignee = AnyOf(label=gettext_lazy("Assigned to"), method="filter_assignee", choices=[])
    due = AnyOf(label=gettext_lazy("Due"), method="filter_due", choices=DUE)
    snoozed = django_filters.BooleanFilter(
        label=gettext_lazy("Put off"), method="filter_snoozed", widget=QuickBooleanRadios
    )
    locale = AnyOf(label=gettext_lazy("Language"), choices=list_labels)
    publication = AnyOf(label=gettext_lazy("Publication"), method="filter_publication", choices=list(Decision.choices))
    channel = AnyOf(label=gettext_lazy("How it came"), choices=Channel.choices)
    verdict = django_filters.ChoiceFilter(
        label=gettext_lazy("Verdict"), choices=Verdict.choices, widget=QuickRadios, empty_label=gettext_lazy("All")
    )
    has_written = django_filters.BooleanFilter(label=gettext_lazy("The resident wrote"), widget=QuickBooleanRadios)
    is_late = django_filters.BooleanFilter(label=gettext_lazy("Late"), widget=QuickBooleanRadios)
    received_at = Received(label=gettext_lazy("Received"), widget=DateRangePickerWidget)

    class Meta:
        model = Submission
        fields = [
            "state", "queue", "form", "purpose", "columns", "stage", "assignee", "due", "snoozed", "locale",
            "publication", "channel", "verdict", "has_written", "is_late", "received_at",
        ]  # fmt: skip

    labels: dict[str, str] = {}  # of the questions of the chosen form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.request.user
        mine = Submission.objects.visible_to(user).order_by()
        with_cases = FormIdentity.objects.filter(Exists(mine.filter(form=OuterRef("pk"))))
        self.forms: list[Any] = list(
            with_cases.order_by("title").values_list("pk", "title", "stages", "publishes_comments", named=True)
        )
        queues = list_queues(user)
        people = [(str(each.pk), each.get_full_name() or each.username) for each in list_colleagues(user, queues)]
        self.offer("form", [(str(form.pk), form.title) for form in self.forms])
        self.offer("queue", [(str(queue.pk), queue.name) for queue in queues])
        self.offer("assignee", [(ME, _("Me")), (NOBODY, _("Nobody")), *people])
        stages = list(self.list_stages())
        self.offer("stage", stages)
        if self.chosen:
            self.labels = dict(list_choices(self.chosen))
            self.offer("columns", list(self.labels.items()))
        else:
            del self.filters["columns"]
        if not any(form.publishes_comments for form in self.forms):
            del self.filters["publication"]
        if not stages:
            del self.filters["stage"]

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """As a function: a form copies its fields, and of a list each of some hundred forms would be copied."""
        self.filters[name].extra["choices"] = lambda: choices

    @cached_property
    def chosen(self) -> FormIdentity | None:
        """The one form that is filtered by."""
        values = self.data.getlist("form") if self.data else []
        found = [form.pk for form in self.forms if [str(form.pk)] == values]
        return FormIdentity.objects.get(pk=found[0]) if found else None

    def list_stages(self) -> Iterator[tuple[str, str]]:
        """Of the chosen form, or of all: those of ready-made sets, which are the same in several forms, once."""
        seen = set()
        for form in [self.chosen] if self.chosen else self.forms:
            for stage in form.stages:
                if stage["id"] not in seen:
                    seen.add(stage["id"])
                    is_shared = stage["id"].startswith("body-") or self.chosen
                    yield stage["id"], stage["name"] if is_shared else f"{stage['name']} – {form.title}"

    @property
    def panel(self) -> SafeString:
        """As they are shown above the list."""
        return render_to_string("forms/inbox/filters.html", {"filters": self})

    def apply(self, queryset: Any, *, without: str) -> Any:
        """All filters but one."""
        for name, value in self.form.cleaned_data.items():
            if name != without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def leave(self, queryset: Any, name: str, values: list[str]) -> Any:
        """Columns choose what is shown, not which."""
        return queryset

    def filter_assignee(self, queryset: Any, name: str, values: list[str]) -> Any:
        people = [self.request.user.pk if value == ME else int(value) for value in values if value != NOBODY]
        wanted = Q(assignee__in=people) if people else Q()
        return queryset.filter(wanted | Q(assignee=None) if NOBODY in values else wanted)

    def filter_publication(self, queryset: Any, name: str, values: list[str]) -> Any:
        decided = Q(publication__decision__in=[value for value in values if value != Decision.UNDECIDED])
        wanted = decided | find_undecided() if Decision.UNDECIDED in values else decided
        return queryset.filter(wanted, is_comment=True) if values else queryset

    def filter_due(self, queryset: Any, name: str, values: list[str]) -> Any:
        today, wanted = find_city_day(), Q(pk__in=[])
        running = Q(state__in=RUNNING)
        meant = {
            OVERDUE: running & Q(due_on__lt=today),
            TODAY: running & Q(due_on=today),
            SOON: running
            & Q(due_on__gt=today, due_on__lte=find_soon(find_calendar(), today) if SOON in values else today),
            WEEK: running & Q(due_on__range=(today, today + timedelta(days=7))),
            NEVER: Q(due_on=None),
        }
        for value in values:
            wanted |= meant[value]
        return queryset.filter(wanted) if values else queryset

    def filter_snoozed(self, queryset: Any, name: str, value: bool) -> Any:
        today = find_city_day()
        return queryset.filter(snoozed_until__gt=today) if value else queryset.awake_on(today)
