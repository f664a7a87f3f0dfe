"""The list of everything that came in, for those who may see it. Its pages cost the same however long it is."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button

from forms import record, terms
from forms.inbox import keyset, saving
from forms.inbox.cells import (
    READ,
    AssigneeCell,
    CaseCell,
    CaseTable,
    DueCell,
    FormCell,
    LanguageCell,
    PickCell,
    ReceivedCell,
    StateCell,
)
from forms.inbox.columns import AnswerColumn
from forms.inbox.keyset import COUNTED, COUNTED_FOUND, NEWER, OLDER, Count, Counted, KeysetPage, get_page
from forms.inbox.unfiltered import Unfiltered, is_unfiltered
from forms.inbox.widgets import keep_ticks
from forms.models import Act, Submission
from forms.rights import SEEING, Right, read_grants
from forms.states import RUNNING, CaseState

DUE = ("due_on", "-due_on")


class InboxView(IndexView):
    any_permission_required = ["view"]
    page_title = gettext_lazy("Inbox")
    template_name = "forms/inbox/list.html"
    results_template_name = "forms/inbox/list_results.html"
    table_class = CaseTable
    default_ordering = "-received_at"
    whole: list[Submission] | None = None  # the list, where it has one page
    FORMATS = ()  # taking the list away has a page of its own: `forms.inbox.exports`

    @cached_property
    def filters(self) -> Any:
        def make() -> Any:
            return self.filterset_class(**self.get_filterset_kwargs())

        return Unfiltered(self.request, make) if is_unfiltered(self.request.GET) else make()

    @cached_property
    def columns(self) -> list[Any]:
        return [
            PickCell("bulk_actions", obj_type="case"),
            CaseCell(self.request.user),
            FormCell("form", label=_("Form")),
            *self.answer_columns,
            LanguageCell("language", label=_("Language")),
            StateCell("state", label=_("State")),
            AssigneeCell("assignee", label=_("Assigned to")),
            DueCell("due_on", label=_("Due"), sort_key="due_on"),
            ReceivedCell("received_at", label=_("Received"), sort_key="received_at"),
        ]

    def get_search_form(self) -> Any:
        return keep_ticks(super().get_search_form())

    @cached_property
    def answer_columns(self) -> list[Any]:
        chosen, labels = self.request.GET.getlist("columns"), self.filters.labels
        return [AnswerColumn(key, label, self.request.user) for key, label in labels.items() if key in chosen]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        grants, buttons = read_grants(self.request.user), [*super().header_more_buttons]
        query = f"?{self.query}" if self.query else ""
        if grants.has_somewhere(Right.ANSWER):
            buttons.append(Button(_("Enter by hand"), url=reverse("inbox:enter"), icon_name="plus", priority=5))
        if grants.has_somewhere(Right.EXPORT):
            url = reverse("inbox:export") + query
            buttons.append(Button(_("Export this list"), url=url, icon_name="download", priority=10))
        if self.filters.chosen:
            url = reverse("inbox:results", args=[self.filters.chosen.pk])
            buttons.append(Button(_("Results of this form"), url=url, icon_name="table", priority=15))
        buttons.append(Button(_("Save this view"), url=reverse("inbox:save") + query, icon_name="pin", priority=20))
        if grants.has_somewhere(*SEEING):
            url = reverse("inbox:verify")
            buttons.append(Button(_("Check a receipt"), url=url, icon_name="success", priority=30))
        if grants.has_somewhere(Right.AUDIT):
            url = reverse("inbox:person")
            buttons.append(Button(_("Record of a person"), url=url, icon_name="history", priority=40))
        return buttons

    @cached_property
    def query(self) -> str:
        """Filters, search and order, without the place in the list."""
        return saving.tidy(self.request.GET)

    def get_base_queryset(self) -> Any:
        more = ("version__definition", "answers") if self.answer_columns else ()
        joined = ("form", "queue", "assignee", *(["version"] if more else []))
        return Submission.objects.visible_to(self.request.user).select_related(*joined).only(*READ, *more)

    def get_queryset(self) -> Any:
        return self.search_queryset(self.filter_queryset(self.get_base_queryset()))

    def filter_queryset(self, queryset: Any) -> Any:
        queryset = super().filter_queryset(queryset)
        return limit_to_due(queryset) if self.ordering in DUE else queryset

    def search_queryset(self, queryset: Any) -> Any:
        if not self.is_searching:
            return queryset
        if self.found is not None:
            return queryset.filter(pk__in=self.found)
        return search(queryset, self.search_query, self.request.user)

    @cached_property
    def found(self) -> dict[int, str] | None:
        """{key: state} of what is searched for under the other filters, where it is not much. So the words are looked
        up once for the list and all counts: a frequent one beside a rare one makes that slow."""
        matching = search(self.apply_others(by_row=True), self.search_query, self.request.user)
        keys = dict(matching.order_by().values_list("pk", "state")[: COUNTED_FOUND + 1])
        return keys if len(keys) <= COUNTED_FOUND else None

    def apply_others(self, *, by_row: bool = False) -> Any:
        """All filters but the state."""
        cases = Submission.objects.visible_to(self.request.user, by_row=by_row)
        return self.filters.apply(cases, without="state") if self.filters.is_valid() else cases

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        page: KeysetPage = get_page(queryset, self.ordering, page_size, self.request.GET)
        self.whole = None if page.has_other_pages() else page.object_list
        return Counted(self.number), page, page.object_list, page.has_other_pages()

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        page = context["page_obj"]
        if self.is_searching:  # before anything is shown
            put_on_record(self.request.user, self.search_query, self.query, context["object_list"])
        return {
            **context,
            "items_said": str(self.number),
            "matches_said": say_matches(self.number),
            "status_said": self.say_status(),
            "tabs": self.list_tabs(),
            "older": self.locate({OLDER: page.older}) if page.older else "",
            "newer": self.locate({NEWER: page.newer}) if page.newer else "",
            "first": self.locate({}) if page.newer else "",
            "saved_views": saving.list_for(self.request.user, self.query),
            "is_due_order": self.ordering in DUE,
        }

    def say_status(self) -> str:
        """Of a list that was fetched anew, for those who do not see that it is another one."""
        if not self.number.number:
            return _("No case matches.") if self.is_searching or self.is_filtering else _("Nothing has come in yet.")
        if self.is_searching or self.is_filtering:
            return say_matches(self.number)
        return _("Cases in this list: %(number)s") % {"number": self.number}

    def locate(self, more: dict[str, Any]) -> str:
        """This list from another place on."""
        query = "&".join(filter(None, [self.query, urlencode(more)]))
        return f"{self.index_url}?{query}" if query else self.index_url

    def list_tabs(self) -> list[dict[str, Any]]:
        """All, and each state, with how many there are under the other filters."""
        chosen = self.request.GET.getlist("state")
        others = self.request.GET.copy()
        others.pop("state", None)
        base = saving.tidy(others)
        tabs = [{"label": _("All"), "query": base, "count": "", "is_current": not chosen}]
        for state in CaseState:
            query = "&".join(filter(None, [base, f"state={state.value}"]))
            is_current = chosen == [state.value]
            count = str(self.counts[state])
            tabs.append({"label": state.label, "query": query, "count": count, "is_current": is_current})
        return tabs

    @cached_property
    def counts(self) -> dict[str, Count]:
        """Of each state, under the other filters."""
        if self.whole is not None and not self.request.GET.getlist("state"):
            return count_states(case.state for case in self.whole)
        if self.is_searching:
            if self.found is None:
                return dict.fromkeys(CaseState.values, Count(COUNTED_FOUND + 1, COUNTED_FOUND))
            return count_states(self.found.values(), COUNTED_FOUND)
        if self.is_filtered:
            return keyset.count_groups(self.apply_others(), "state", CaseState.values, COUNTED)
        cases, seen = Submission.objects.visible_to(self.request.user), read_grants(self.request.user).find()
        return keyset.count_remembered(lambda state: cases.filter(state=state), CaseState.values, seen, COUNTED)

    @cached_property
    def is_filtered(self) -> bool:
        """By something else than the state."""
        return bool(saving.read(self.request.GET).keys() - {"state", "ordering"})

    @cached_property
    def number(self) -> Count:
        """How many cases this list has."""
        if self.ordering in DUE:
            return keyset.count(self.get_queryset(), COUNTED_FOUND)
        chosen = {state for state in self.request.GET.getlist("state") if state in CaseState.values}
        counted = [self.counts[state] for state in chosen or CaseState.values]
        limit = max(each.limit for each in counted)
        return Count(min(sum(each.number for each in counted), limit + 1), limit)

    def get_edit_url(self, instance: Submission) -> None:
        return None  # the reference is the link


def count_states(states: Iterable[str], limit: int = COUNTED) -> dict[str, Count]:
    found = Counter(states)
    return {state: Count(found[state], limit) for state in CaseState.values}


def search(queryset: Any, query: str, user: Any) -> Any:
    """By reference, name, address and answers. Where somebody reviews without names, by the reference alone."""
    grants, found = read_grants(user), terms.match(query)
    if grants.has_blind:
        found = found & ~grants.find_blind() | Q(reference=query.strip().upper())
    return queryset.filter(found)


def put_on_record(user: Any, query: str, filters: str, shown: Iterable[Submission] = ()) -> None:
    """A search says of what it finds which words are in it. So each sensitive case that is shown has a line too, which
    leads to that of the search: the words stay out of its own record, which others read and which outlives it."""
    search = record.write(Act.SEARCHED, by=user, query=query, filters=filters)
    record.write_each(Act.SEARCHED, [case.pk for case in shown if case.is_sensitive], by=user, search=search.pk)


def find_listed(queryset: Any, filters: Any, parameters: Any, user: Any) -> Any:
    """What the list with this address has, of `queryset`: for what is done with all of it."""
    found = filters.filter_queryset(queryset) if filters.is_valid() else queryset.none()
    if query := saving.read_query(parameters):
        found = search(found, query, user)
    return limit_to_due(found) if parameters.get("ordering") in DUE else found


def limit_to_due(queryset: Any) -> Any:
    """In the order of due dates: only what the City still has to answer."""
    return queryset.filter(state__in=RUNNING, due_on__isnull=False)


def say_matches(found: Count) -> str:
    if found.is_cut:
        return _("More than %(count)s cases match") % {"count": intcomma(found.limit)}
    said = ngettext("%(count)s case matches", "%(count)s cases match", found.number)
    return said % {"count": intcomma(found.number)}
