from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import BooleanRadioSelect, DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Collection

from forms.inbox.columns import list_choices
from forms.models import FormIdentity, Submission
from forms.rights import SEEING, Right, read_grants
from forms.states import RUNNING, CaseState, Channel, Verdict
from localization.languages import LANGUAGES

ME, NOBODY = "me", "nobody"
OVERDUE, TODAY, WEEK, NEVER = "overdue", "today", "week", "never"
DUE = [
    (OVERDUE, gettext_lazy("Overdue")),
    (TODAY, gettext_lazy("Due today")),
    (WEEK, gettext_lazy("Due within seven days")),
    (NEVER, gettext_lazy("Without a due date")),
]


class KnownField(django_filters.fields.ModelMultipleChoiceField):
    def _check_values(self, value):
        """A number that no database has is an unknown choice, not an error of the server."""
        try:
            return super()._check_values(value)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid_choice"], params={"value": ""}) from error


class KnownFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = KnownField


def list_colleagues(user: Any) -> Any:
    """Who can be given a case in one of the queues that the user sees."""
    queues = read_grants(user).list_queues(*SEEING, Right.REVIEW)
    above = {path[:end] for path in queues.values_list("path", flat=True) for end in range(4, len(path) + 1, 4)}
    given = {
        "groups__collection_permissions__permission__codename__in": [
            f"{right.value}_submission" for right in (*SEEING, Right.REVIEW)
        ],
        "groups__collection_permissions__collection__path__in": above,
    }
    people = get_user_model().objects.filter(is_active=True)
    able = people.filter(**given).values("pk")
    return people.filter(Q(pk__in=able) | Q(pk=user.pk)).order_by("first_name", "last_name", "username")


class InboxFilterSet(WagtailFilterSet):
    """Only forms, queues, people and stages that the user may see are offered."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=CaseState.choices, widget=CheckboxSelectMultiple
    )
    queue = KnownFilter(label=gettext_lazy("Queue"), queryset=Collection.objects.none(), widget=CheckboxSelectMultiple)
    form = KnownFilter(label=gettext_lazy("Form"), queryset=FormIdentity.objects.none(), widget=CheckboxSelectMultiple)
    columns = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Answers as columns"), method="leave", widget=CheckboxSelectMultiple, choices=[]
    )
    stage = django_filters.MultipleChoiceFilter(label=gettext_lazy("Stage"), widget=CheckboxSelectMultiple, choices=[])
    assignee = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Assigned to"), method="filter_assignee", widget=CheckboxSelectMultiple, choices=[]
    )
    due = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Due"), method="filter_due", choices=DUE, widget=CheckboxSelectMultiple
    )
    locale = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Language"),
        choices=[(language.tag, language.english_name) for language in LANGUAGES],
        widget=CheckboxSelectMultiple,
    )
    channel = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("How it came"), choices=Channel.choices, widget=CheckboxSelectMultiple
    )
    verdict = django_filters.ChoiceFilter(
        label=gettext_lazy("Verdict"), choices=Verdict.choices, widget=RadioSelect, empty_label=gettext_lazy("All")
    )
    is_late = django_filters.BooleanFilter(label=gettext_lazy("Late"), widget=BooleanRadioSelect)
    received_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Received"), widget=DateRangePickerWidget)

    class Meta:
        model = Submission
        fields = [
            "state", "queue", "form", "columns", "stage", "assignee", "due", "locale", "channel", "verdict", "is_late",
            "received_at",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.request.user
        mine = Submission.objects.visible_to(user).order_by()
        with_cases = FormIdentity.objects.filter(Exists(mine.filter(form=OuterRef("pk"))))
        self.forms = list(with_cases.order_by("title"))
        self.filters["form"].queryset = FormIdentity.objects.filter(pk__in=[form.pk for form in self.forms])
        self.filters["queue"].queryset = read_grants(user).list_queues(*SEEING, Right.REVIEW)
        people = [(str(each.pk), each.get_full_name() or each.username) for each in list_colleagues(user)]
        self.offer("assignee", [(ME, _("Me")), (NOBODY, _("Nobody")), *people])
        self.offer("stage", list(self.list_stages()))
        if chosen := self.find_chosen():
            self.offer("columns", list_choices(chosen))
        else:
            del self.filters["columns"]
        if not self.filters["stage"].extra["choices"]:
            del self.filters["stage"]

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.filters[name].extra["choices"] = choices

    def find_chosen(self) -> FormIdentity | None:
        """The one form that is filtered by."""
        values = self.data.getlist("form") if self.data else []
        return next((form for form in self.forms if [str(form.pk)] == values), None)

    def list_stages(self) -> Iterator[tuple[str, str]]:
        """Of the chosen form, or of all: those of ready-made sets, which are the same in several forms, once."""
        chosen = self.find_chosen()
        seen = set()
        for form in [chosen] if chosen else self.forms:
            for stage in form.stages:
                if stage["id"] not in seen:
                    seen.add(stage["id"])
                    is_shared = stage["id"].startswith("body-") or chosen
                    yield stage["id"], stage["name"] if is_shared else f"{stage['name']} – {form.title}"

    def leave(self, queryset: Any, name: str, values: list[str]) -> Any:
        """Columns choose what is shown, not which."""
        return queryset

    def filter_assignee(self, queryset: Any, name: str, values: list[str]) -> Any:
        people = [self.request.user.pk if value == ME else int(value) for value in values if value != NOBODY]
        wanted = Q(assignee__in=people) if people else Q()
        return queryset.filter(wanted | Q(assignee=None) if NOBODY in values else wanted)

    def filter_due(self, queryset: Any, name: str, values: list[str]) -> Any:
        today, wanted = timezone.localdate(), Q(pk__in=[])
        running = Q(state__in=RUNNING)
        meant = {
            OVERDUE: running & Q(due_on__lt=today),
            TODAY: running & Q(due_on=today),
            WEEK: running & Q(due_on__range=(today, today + timedelta(days=7))),
            NEVER: Q(due_on=None),
        }
        for value in values:
            wanted |= meant[value]
        return queryset.filter(wanted) if values else queryset
