"""What an editor can look at while writing a form: the way in, each screen, faults, the closed form, the receipt."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _

from forms.definition import read_definition, read_words
from forms.intake import steps, views
from forms.intake.answering import describe_window, respond
from forms.intake.drafts import Visit
from forms.intake.form import AnswerForm
from forms.intake.window import Window
from forms.models import Draft, FormIdentity, FormPage
from forms.purposes import is_stepped
from localization.languages import get_language

ERRORS, CLOSED, RECEIPT, SCREEN = "errors", "closed", "receipt", "screen-"


def list_modes(page: FormPage) -> list[tuple[str, Any]]:
    definition = read_definition(page)
    screens = []
    if is_stepped(page, definition):
        for number, section in enumerate(definition.sections, start=1):
            name = _("Screen {number}: {title}").format(number=number, title=section.title or page.title)
            screens.append((f"{SCREEN}{number}", name))
    return [
        ("", _("As residents find it")),
        *screens,
        (ERRORS, _("With faults")),
        (CLOSED, _("When it is closed")),
        (RECEIPT, _("When it was sent")),
    ]


def show(request: HttpRequest, page: FormPage, mode: str) -> HttpResponse:
    definition = read_definition(page)
    words = read_words(page, get_language(get_active()).code)
    stepped = is_stepped(page, definition)
    if mode == CLOSED:
        now = timezone.now()
        closed = describe_window(Window(closes_at=page.closes_at or now - timedelta(days=1)), page, now)
        return respond(request, page, "forms/form_page.html", {**closed, "is_closed": True, "layout": []})
    if mode == RECEIPT:
        return respond(request, page, "forms/trial_end.html", {"sections": []})
    if mode == ERRORS and not stepped:
        form = AnswerForm(definition.items, words, {})
        return views.render(request, page, definition, words, form)
    if stepped and definition.sections and (mode == ERRORS or mode.startswith(SCREEN)):
        return show_screen(request, page, mode)
    if stepped:
        return views.render_start(request, page, definition, words)
    return views.answer_screen(request, page, definition, words)


def show_screen(request: HttpRequest, page: FormPage, mode: str) -> HttpResponse:
    draft = Draft(form=FormIdentity(title=page.title), key="preview", is_trial=True)
    visit = Visit(draft, page, page, read_words(page, get_language(get_active()).code), timezone.now())
    visit.attachments = {}
    sections = visit.definition.sections
    number = int(mode.removeprefix(SCREEN)) if mode.startswith(SCREEN) and mode != ERRORS else 1
    number = min(max(1, number), len(sections))
    section = sections[number - 1]
    form = AnswerForm(section.items, visit.words, {}, quiet=mode != ERRORS)
    return steps.render_step(request, visit, section, number, form, has_problems=mode == ERRORS)
