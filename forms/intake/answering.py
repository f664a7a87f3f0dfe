"""What every page of a form that is being answered says: when it closes, whether there are places."""

from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_timedelta
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms.definition import Definition
from forms.intake.form import AnswerForm, name_field
from forms.intake.window import Window
from forms.models import FormIdentity, FormPage
from forms.places import Limits, Occupied, count_occupied, read_limits
from forms.purposes import find_usual
from localization.formats import format_number, get_cldr
from localization.languages import get_language

CONFLICT, GONE, TOO_MANY = 409, 410, 429
SOON = timedelta(days=1)


def is_preview(request: HttpRequest) -> bool:
    return getattr(request, "is_preview", False)


def respond(
    request: HttpRequest, page: FormPage, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Never kept by a cache: the page holds somebody's token or somebody's answers."""
    usual = {
        "usual_next": find_usual(page.source).what_happens_next,
        "may_watch": page.source.live,
    }
    response = TemplateResponse(request, template, {**page.get_context(request), **usual, **context}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def describe_window(window: Window, source: FormPage, now: datetime) -> dict[str, Any]:
    """`closes_in`: "3 hours" in the reader's language, on the last day."""
    left = window.closes_at - now if window.closes_at and window.accepts(now) else None
    cldr = get_cldr(get_language(get_active()).code)
    return {
        "window": window,
        "is_early": window.is_before(now),
        "closes_in": format_timedelta(left, locale=cldr, threshold=1.5) if left is not None and left < SOON else "",
        "late": source.late,
    }


def describe_places(page: FormPage, definition: Definition) -> tuple[str, Limits, Occupied]:
    """A sentence about the form's own places (empty: no limit), and what `mark_choices` needs. At most two queries."""
    limits = read_limits(page.source, definition)
    if not limits:
        return "", limits, Occupied({}, {})
    occupied = count_occupied(FormIdentity.objects.filter(key=page.translation_key).first())
    return say_free(occupied.count_free(limits, ""), limits), limits, occupied


def say_free(free: int | None, limits: Limits) -> str:
    if free is None:
        return ""
    if free:
        count = format_number(free, get_language(get_active()).code)
        return ngettext("%(count)s place is free.", "%(count)s places are free.", free) % {"count": count}
    if limits.has_waiting_list:
        return _("All places are taken. You can join the waiting list.")
    return _("All places are taken.")


def mark_choices(form: AnswerForm, limits: Limits, occupied: Occupied) -> None:
    """Say beside each limited choice how many places it has left."""
    for question in form.questions:
        if any(choice.id in limits.choices for choice in question.choices):
            field: Any = form.fields[name_field(question.id)]
            field.choices = [
                (value, format_html("{} – {}", label, said) if (said := say_slot(value, limits, occupied)) else label)
                for value, label in field.choices
            ]


def say_slot(value: str, limits: Limits, occupied: Occupied) -> str:
    return say_free(occupied.count_free(limits, value), limits) if value in limits.choices else ""
