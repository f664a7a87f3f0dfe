"""The list taken away as a file: with a reason, on record before its first byte."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms import record
from forms.exporting.files import MOST_IN_EXCEL, to_field, write_csv, write_xlsx
from forms.exporting.rows import Reader, Row, fetch, fetch_seen, to_cell
from forms.exporting.tables import CSV, TYPES, XLSX
from forms.inbox import saving
from forms.inbox.filters import InboxFilterSet
from forms.inbox.keyset import count
from forms.inbox.listing import find_listed, put_on_record
from forms.inbox.pages import InboxPage
from forms.models import Act, FormIdentity, Submission
from forms.record import name_actor
from forms.rights import Right
from forms.states import GIVEN_UP, CaseState

LIST, ELIGIBLE = "list", "eligible"
# What the eligible list leaves out: anything from which an order of merit or of arrival could be read.
UNRANKED = {"received", "received_at", "state", "assignee", "due_on", "is_late", "verdict", "channel", "entered_by"}


def count_both(cases: Any) -> tuple[int, int]:
    """How many there are, and how many of them are sensitive: one walk, however many there are."""
    found = cases.order_by().aggregate(number=Count("pk"), sensitive=Count("pk", filter=Q(is_sensitive=True)))
    return found["number"], found["sensitive"]


class ExportForm(forms.Form):
    content = forms.ChoiceField(label=gettext_lazy("What"), widget=forms.RadioSelect, initial=LIST)
    format = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=[(CSV, gettext_lazy("CSV, for any number of rows")), (XLSX, "Excel (XLSX)")],
        widget=forms.RadioSelect,
        initial=CSV,
    )
    reason = forms.CharField(
        label=gettext_lazy("What do you need it for?"),
        max_length=300,
        help_text=gettext_lazy("Goes on record with your name, the filters and the number of rows."),
    )


class ExportView(InboxPage):
    """Of the list as it is filtered; the answers too where it is filtered by one form."""

    form_class = ExportForm
    template_name = "forms/inbox/export.html"
    header_icon = "download"
    page_title = gettext_lazy("Export this list")
    rights = (Right.EXPORT,)

    @cached_property
    def filters(self) -> InboxFilterSet:
        return InboxFilterSet(QueryDict(saving.tidy(self.request.GET)), request=self.request)

    @cached_property
    def cases(self) -> Any:
        mine = Submission.objects.visible_to(self.request.user, Right.EXPORT)
        return find_listed(mine, self.filters, self.request.GET, self.request.user)

    @cached_property
    def chosen(self) -> FormIdentity | None:
        return self.filters.chosen

    @cached_property
    def listed(self) -> list[str]:
        """The stages whose applications make the eligible list."""
        return [stage["id"] for stage in self.chosen.stages if stage["is_listed"]] if self.chosen else []

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        choices = [(LIST, _("The list as it is filtered"))]
        if self.listed:
            choices.append((ELIGIBLE, _("The eligible list: equal rank, in no order of merit")))
        form.fields["content"].choices = choices
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.filters.is_valid():  # such as one by somebody who has left
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.filters.is_valid():
            return {**super().get_context_data(**kwargs), "is_misunderstood": True}
        return {
            **super().get_context_data(**kwargs),
            "said": self.describe_filters(),
            "number": str(count(self.cases)),
            "chosen": self.chosen,
        }

    def describe_filters(self) -> list[tuple[str, str]]:
        """(label, chosen values) in words."""
        said = []
        for name in self.filters.form.changed_data:
            field = self.filters.form.fields[name]
            values = self.filters.data.getlist(name) or [
                self.filters.data.get(f"{name}_{end}", "") for end in ("from", "to")
            ]
            labels = {str(value): str(label) for value, label in getattr(field, "choices", ())}
            said.append((str(field.label), ", ".join(labels.get(value, value) for value in values if value)))
        if query := saving.read_query(self.request.GET):
            said.append((_("Search"), query))
        return said

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page says how many are found."""
        if query := saving.read_query(request.GET):
            put_on_record(request.user, query, saving.tidy(request.GET))
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: ExportForm) -> HttpResponse | StreamingHttpResponse:
        said = form.cleaned_data
        is_eligible = said["content"] == ELIGIBLE
        cases = self.find_eligible() if is_eligible else self.cases
        number, sensitive = count_both(cases)
        if said["format"] == XLSX and number > MOST_IN_EXCEL:
            form.add_error("format", _("Excel cannot hold so many rows. Take CSV, or filter the list."))
            return self.form_invalid(form)
        filters = "; ".join(f"{label}: {value}" for label, value in self.describe_filters())
        about = {"reason": said["reason"], "filters": filters, "format": said["format"], "content": said["content"]}
        record.write(Act.EXPORTED, by=self.request.user, rows=number, **about)
        finish = to_field if said["format"] == CSV else to_cell
        reader = Reader(self.chosen, finish)
        found = self.find_rows(reader, cases, number, said["reason"] if sensitive else "")
        rows = self.read_eligible(reader, found) if is_eligible else map(reader.read, found)
        columns = [column for column in reader.columns if not (is_eligible and column.key in UNRANKED)]
        heads = [[column.key for column in columns], [column.label for column in columns]]
        write = write_csv if said["format"] == CSV else write_xlsx
        response = StreamingHttpResponse(
            write(heads, rows, lambda count: self.end(count, filters, said["reason"])),
            content_type=TYPES[said["format"]],
        )
        name = f"{'eligible' if is_eligible else 'inbox'}-{timezone.localtime():%Y-%m-%d-%H%M}.{said['format']}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def find_eligible(self) -> Any:
        """Whoever withdrew keeps the stage they had reached, and so does what turned out to be spam."""
        reached = self.cases.filter(stage__in=self.listed)
        return reached.exclude(state=CaseState.SPAM).exclude(place__in=GIVEN_UP)

    def find_rows(self, reader: Reader, cases: Any, number: int, reason: str) -> Iterator[Row]:
        """Each sensitive case has a record of its own to stand on: with a `reason` its line is written before its row
        is given out. Without one there was none, and one that has become sensitive since is left out."""
        if not reason:
            return fetch(cases.filter(is_sensitive=False), reader.questions, count=number)

        def see(keys: list[int]) -> None:
            record.write_each(Act.EXPORTED, keys, by=self.request.user, rows=1, reason=reason)

        return fetch_seen(cases, reader.questions, count=number, see=see)

    def read_eligible(self, reader: Reader, found: Iterator[Row]) -> Iterator[list[Any]]:
        """In the order of the references, which are drawn at random: it says nothing about anybody."""
        kept = [position for position, column in enumerate(reader.columns) if column.key not in UNRANKED]
        for row in sorted(found, key=lambda row: row[0]):
            cells = reader.read(row)
            yield [cells[position] for position in kept]

    def end(self, rows: int, filters: str, reason: str) -> list[str]:
        """The last line, once everything before it is sent."""
        record.write(Act.EXPORT_SENT, by=self.request.user, rows=rows)
        moment = timezone.localtime().isoformat(timespec="seconds")
        said = {
            _("End of the list. Rows"): str(rows),
            _("Exported"): moment,
            _("By"): name_actor(self.request.user),
            _("Filters"): filters or _("none"),
            _("Reason"): reason,
        }
        return [part for pair in said.items() for part in pair]
