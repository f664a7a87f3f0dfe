"""The cells of the list, made without templates: two hundred of those took longer than all else on the page."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column

from forms.deadlines import Calendar, find_calendar, find_city_day
from forms.inbox.deadline import say_left
from forms.inbox.reading import is_blind_to
from forms.models import Submission
from forms.states import RUNNING, CaseState, Channel, Place, Verdict

EMPTY = mark_safe("")
NEAR = timedelta(days=30)  # beyond it nothing is due soon, however many days off there are


class Cell(Column):
    """`show` gives what stands in it: here, what the accessor finds."""

    def show(self, case: Submission) -> Any:
        return self.get_value(case)

    def render_cell_html(self, instance: Submission, parent_context: Any) -> SafeString:
        return format_html('<td class="case-cell">{}</td>', self.show(instance))


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


class FormCell(Cell):
    def show(self, case: Submission) -> SafeString:
        return format_html("<div>{}</div>{}", case.form.title, more(case.queue.name))


class StateCell(Cell):
    """The state, and the stage of an application."""

    def show(self, case: Submission) -> SafeString:
        stage = next((each["name"] for each in case.form.stages if each["id"] == case.stage), "")
        return format_html(
            "{}{}", show_status(case.get_state_display(), is_primary=case.state == CaseState.NEW), more(stage)
        )


class DueCell(Cell):
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
    if case.is_late:
        return _("Late")
    if case.awaits_confirmation:
        return _("Address not confirmed")
    if case.channel != Channel.WEB:
        return case.get_channel_display()
    return str(Place(case.place).label) if case.place else ""
