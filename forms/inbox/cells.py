"""The cells of the list, made without templates: two hundred of those took longer than all else on the page."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, Table

from forms import record
from forms.deadlines import Calendar, find_calendar, find_city_day
from forms.inbox.deadline import say_left
from forms.inbox.reading import is_blind_to
from forms.models import Submission
from forms.states import RUNNING, CaseState, Channel, Place, Verdict
from localization import naming

EMPTY = mark_safe("")
NEAR = timedelta(days=30)  # beyond it nothing is due soon, however many days off there are
SELECT = "Select"  # a word of Wagtail's own catalogues
# What the cells read, and is_blind_to: anything else would be fetched row by row.
READ = (
    "reference", "name", "email", "locale", "state", "stage", "verdict", "channel", "place", "is_late", "is_sensitive",
    "due_on", "snoozed_until", "received_at", "has_written", "confirm_key", "confirmed_at",
    "form__title", "form__stages", "form__is_blind",
    "queue__name", "assignee__username", "assignee__first_name", "assignee__last_name",
)  # fmt: skip


class CaseTable(Table):
    template_name = "forms/inbox/table.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "body": self.render_body()}

    def render_body(self) -> SafeString:
        columns = list(self.columns.values())
        return SafeString(
            "".join(
                f"<tr>{''.join(column.render_cell_html(case, None) for column in columns)}</tr>" for case in self.data
            )
        )


class PickCell(BulkActionsCheckboxColumn):
    @cached_property
    def start(self) -> str:
        return format_html(
            '<td class="bulk-action-checkbox-cell"><input type="checkbox" data-bulk-action-checkbox '
            'class="bulk-action-checkbox" aria-label="{}" data-object-id="',
            _(SELECT),
        )

    def render_cell_html(self, instance: Submission, parent_context: Any) -> SafeString:
        return SafeString(
            f'{self.start}{instance.pk:d}" aria-describedby="{self.obj_type}_{instance.pk:d}_title"></td>'
        )


class Cell(Column):
    """`show` gives what stands in it: here, what the accessor finds. Where there is no room for the row of labels, each
    cell shows its own (see style.html)."""

    @cached_property
    def start(self) -> str:
        return format_html('<td class="case-cell" data-label="{}">', self.label)

    def show(self, case: Submission) -> Any:
        return self.get_value(case)

    def render_header_html(self, parent_context: Any) -> SafeString:
        return super().render_header_html(parent_context) if self.sort_key else format_html("<th>{}</th>", self.label)

    def render_cell_html(self, instance: Submission, parent_context: Any) -> SafeString:
        return SafeString(f"{self.start}{conditional_escape(self.show(instance))}</td>")


class RepeatedCell(Cell):
    """One that looks the same in many rows, and is made once for all of them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.made: dict[Any, SafeString] = {}

    def find_key(self, case: Submission) -> Any:
        """All that the cell depends on."""
        raise NotImplementedError

    def render_cell_html(self, instance: Submission, parent_context: Any) -> SafeString:
        key = self.find_key(instance)
        if key not in self.made:
            self.made[key] = super().render_cell_html(instance, parent_context)
        return self.made[key]


def more(text: Any) -> SafeString:
    """A second, smaller line."""
    return format_html('<div class="case-cell__more">{}</div>', text) if text else EMPTY


class CaseCell(Cell):
    """The reference, which is the link, with the name of who sent it."""

    def __init__(self, user: Any, **options: Any) -> None:
        super().__init__("reference", label=_("Reference"), **options)
        self.user = user

    @cached_property
    def address(self) -> str:
        return reverse("inbox:edit", args=[0])

    def render_cell_html(self, instance: Submission, parent_context: Any) -> SafeString:
        return format_html(
            '<td class="title case-cell"><div class="title-wrapper"><a href="{}">'
            '<bdi dir="ltr" id="case_{}_title">{}</bdi></a></div>{}{}{}</td>',
            self.address.replace("/0/", f"/{instance.pk}/"),
            instance.pk,
            instance.reference,
            more(self.show(instance)),
            show_status(say_note(instance)),
            show_status(format_html("{} {}", show_icon("lock"), _("Sensitive"))) if instance.is_sensitive else EMPTY,
        )

    def show(self, case: Submission) -> Any:
        if case.is_sensitive:
            return ""  # a look at it is put on record, and a list is no such look
        said = case.name or case.email
        if said and is_blind_to(case, self.user):
            return _("Name hidden for the review")
        return format_html("<bdi>{}</bdi>", said) if said else ""


class FormCell(RepeatedCell):
    """The form, and the queue."""

    def find_key(self, case: Submission) -> Any:
        return case.form_id, case.queue_id

    def show(self, case: Submission) -> SafeString:
        return format_html("<div>{}</div>{}", case.form.title, more(case.queue.name))


class LanguageCell(RepeatedCell):
    def find_key(self, case: Submission) -> Any:
        return case.locale

    def show(self, case: Submission) -> str:
        return naming.label(case.language)


class StateCell(RepeatedCell):
    """The state, and the stage of an application."""

    def find_key(self, case: Submission) -> Any:
        return case.state, self.name_stage(case)

    def name_stage(self, case: Submission) -> str:
        return next((each["name"] for each in case.form.stages if each["id"] == case.stage), "") if case.stage else ""

    def show(self, case: Submission) -> SafeString:
        status = show_status(case.get_state_display(), is_primary=case.state == CaseState.NEW)
        return format_html("{}{}", status, more(self.name_stage(case)))


class AssigneeCell(RepeatedCell):
    def find_key(self, case: Submission) -> Any:
        return case.assignee_id

    def show(self, case: Submission) -> str:
        return record.name_actor(case.assignee)


class DueCell(RepeatedCell):
    """The calendar is read once, and only where a row is due within days."""

    @cached_property
    def today(self) -> date:
        return find_city_day()

    @cached_property
    def near(self) -> date:
        return self.today + NEAR

    @cached_property
    def calendar(self) -> Calendar:
        return find_calendar()

    def find_key(self, case: Submission) -> Any:
        return case.due_on if case.state in RUNNING else None

    def show(self, case: Submission) -> SafeString:
        if case.due_on is None or case.state not in RUNNING:
            return EMPTY
        day = format_html(
            '<time datetime="{}">{}</time>', case.due_on.isoformat(), date_format(case.due_on, "SHORT_DATE_FORMAT")
        )
        if case.due_on >= self.today:
            left = say_left(case.due_on, self.today, self.calendar) if case.due_on <= self.near else ""
            return format_html('{}<div class="case-soon">{}</div>', day, left) if left else day
        return format_html('{}<div class="case-overdue">{} {}</div>', day, show_icon("warning"), _("Overdue"))


class ReceivedCell(Cell):
    def show(self, case: Submission) -> SafeString:
        moment = timezone.localtime(case.received_at)
        said = date_format(moment, "SHORT_DATETIME_FORMAT")
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(timespec="seconds"), said)


def show_icon(name: str) -> SafeString:
    """As Wagtail's tag draws it."""
    return format_html('<svg class="icon icon-{0}" aria-hidden="true"><use href="#icon-{0}"></use></svg>', name)


def show_status(text: Any, *, is_primary: bool = False) -> SafeString:
    if not text:
        return EMPTY
    return format_html('<span class="w-status{}">{}</span>', " w-status--primary" if is_primary else "", text)


def say_note(case: Submission) -> str:
    """What matters most about a case besides its state, in a word or two."""
    if case.snoozed_until and case.snoozed_until > find_city_day():
        return _("Put off until %(day)s") % {"day": date_format(case.snoozed_until, "SHORT_DATE_FORMAT")}
    if case.verdict == Verdict.DOUBTFUL and case.state == CaseState.NEW:
        return _("Could be from a robot")
    if case.has_written:
        return _("The resident wrote")
    if case.is_late:
        return _("Late")
    if case.awaits_confirmation:
        return _("Address not confirmed")
    if case.channel != Channel.WEB:
        return case.get_channel_display()
    return str(Place(case.place).label) if case.place else ""
