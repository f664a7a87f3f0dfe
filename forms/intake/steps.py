"""A form screen by screen: each one is kept when it is left; then a page to check the answers; then sending."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from forms import actions, outbox
from forms.definition import read_definition, take_snapshot
from forms.intake import captcha, drafts, guarding, uploads
from forms.intake.answering import CONFLICT, GONE, describe_places, describe_window, mark_choices, respond
from forms.intake.drafts import Visit
from forms.intake.entering import lead_to_case, may_enter
from forms.intake.form import AnswerForm, name_field
from forms.intake.spam import TRAP
from forms.models.submission import show_answer
from forms.questions import Section
from forms.states import Channel
from localization.languages import get_language
from localization.middleware import CHOSEN

NEXT, BACK, LATER, LANGUAGE, REMOVE = "next", "back", "later", "language", "remove"


def visit(request: HttpRequest, key: str) -> Visit | HttpResponse:
    """The draft, or the answer for a key with which nothing can be done any more."""
    found = drafts.open_draft(key, get_language(get_active()).code)
    if found is None:
        return say_gone(request, 404)
    if found.is_entry and not may_enter(request, found):
        return say_gone(request, 404)
    if found.is_entry and found.draft.submission:
        return lead_to_case(request, found.draft.submission)
    if found.draft.submission:
        return to(request, key, f"receipt/{found.draft.submission.receipt_key}/")
    if found.draft.is_expired(found.now):
        return say_gone(request, GONE, page=found.page)
    return found


def say_gone(request: HttpRequest, status: int, page: Any = None) -> HttpResponse:
    context = {"is_error": True, "page_to_begin": page if page and page.source.live else None}
    response = TemplateResponse(request, "forms/gone.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def to(request: HttpRequest, key: str, tail: str) -> HttpResponse:
    """To another address below the same form, in the same language."""
    before = request.path.partition(f"draft/{key}/")[0]
    return HttpResponseRedirect(before + tail, status=303)


def to_step(request: HttpRequest, visit: Visit, number: int | None) -> HttpResponse:
    key = visit.draft.key
    return to(request, key, f"draft/{key}/{number}/" if number else f"draft/{key}/check/")


@require_safe
def resume(request: HttpRequest, path: str, key: str) -> HttpResponse:
    """The link that a person keeps: to the first screen that still has something to ask."""
    found = visit(request, key)
    return found if isinstance(found, HttpResponse) else to_step(request, found, found.find_incomplete())


# See `pages.views.serve`: no account, no cookie; the draft's secret key stands in the address.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show_step(request: HttpRequest, path: str, key: str, number: str) -> HttpResponse:
    found = visit(request, key)
    if isinstance(found, HttpResponse):
        return found
    sections, position = found.definition.sections, int(number)
    if not 1 <= position <= len(sections):
        return to_step(request, found, found.find_incomplete())
    section = sections[position - 1]
    if request.method == "POST":
        return keep_step(request, found, section, position)
    if not found.is_open:
        return say_closed(request, found)
    form = found.make_form(section, quiet=not found.has_new(section))
    return render_step(request, found, section, position, form)


def keep_step(request: HttpRequest, found: Visit, section: Section, number: int) -> HttpResponse:
    limits = uploads.watch(request, section)
    words = drafts.read_shown_language(request, found.words)
    go, _colon, of = request.POST.get("go", NEXT).partition(":")
    found.draft.is_trap_filled = bool(request.POST.get(TRAP))
    refusals = uploads.take(request, found.draft, section, limits) if found.is_open else {}
    if go == REMOVE:
        uploads.remove(found.draft, of)
    form = found.show_files(AnswerForm(section.items, words, request.POST))
    for question, messages in refusals.items():
        field: Any = form.fields[name_field(question)]
        field.refusals = tuple(messages)
    is_complete = form.is_valid() and go == NEXT
    drafts.save(found, section, form, request.POST, is_complete=is_complete)
    if not found.is_open:
        return say_closed(request, found)
    if go == LANGUAGE:
        return HttpResponseRedirect(f"{request.path}?{CHOSEN}={get_language(get_active()).code}", status=303)
    if go == BACK and not refusals:
        return to_step(request, found, max(1, number - 1))
    if go == LATER and not refusals:
        return to(request, found.draft.key, f"draft/{found.draft.key}/later/")
    if go == REMOVE:
        return to_step(request, found, number)
    if is_complete:
        return to_step(request, found, found.find_incomplete())
    return render_step(request, found, section, number, form, has_problems=True)


def render_step(
    request: HttpRequest, found: Visit, section: Section, number: int, form: AnswerForm, *, has_problems: bool = False
) -> HttpResponse:
    title, text = section.word(found.words)
    _sentence, limits, occupied = describe_places(found.page, found.definition)
    mark_choices(form, limits, occupied)
    context = {
        **describe(found),
        "form": form,
        "layout": list(form.lay_out()),
        "problems": list(form.list_problems()) if has_problems or not form.quiet else [],
        "section_title": title,
        "section_text": text,
        "number": number,
        "count": len(found.definition.sections),
        "is_new": found.has_new(section),
        "files": [each for question in section.questions for each in found.attachments.get(question.id, ())],
        "trap": TRAP,
    }
    return respond(request, found.page, "forms/step.html", context)


def describe(found: Visit) -> dict[str, Any]:
    return {
        **describe_window(found.window, found.source, found.now),
        "draft": found.draft,
        "removed": found.list_removed(),
        "is_switching": True,
    }


def say_closed(request: HttpRequest, found: Visit) -> HttpResponse:
    """With everything that was typed, on all screens, to copy."""
    if request.method == "POST":
        actions.note_refusal(found.source, found.words)
    form = found.make_form(found.definition, quiet=True)
    context = {**describe(found), "form": form, "is_closed": True, "is_switching": False, "layout": []}
    context["is_withdrawn"] = not found.source.live
    return respond(request, found.page, "forms/form_page.html", context, status=CONFLICT)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show_check(request: HttpRequest, path: str, key: str) -> HttpResponse:
    """All answers before they are sent, each with a link to change it. POST sends."""
    found = visit(request, key)
    if isinstance(found, HttpResponse):
        return found
    if not found.is_open:
        return say_closed(request, found)
    incomplete = found.find_incomplete()
    if incomplete:
        return to_step(request, found, incomplete)
    if request.method == "POST":
        return send(request, found)
    return render_check(request, found)


def render_check(request: HttpRequest, found: Visit, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    sentence, _limits, _occupied = describe_places(found.page, found.definition)
    context = {**describe(found), "sections": list_answered(found), "trap": TRAP, "places": sentence}
    context.update(is_switching=False, captcha=captcha.describe(), **more)
    return respond(request, found.page, "forms/check.html", context, status=status)


def list_answered(found: Visit) -> list[dict[str, Any]]:
    """Section by section, each question with what was answered, in the reader's words."""
    snapshot = {each["id"]: each for each in take_snapshot(found.definition, found.words)["questions"]}
    listed = []
    for number, section in enumerate(found.definition.sections, start=1):
        rows = []
        for question in section.questions:
            answer = found.draft.answers.get(question.id)
            if question.type == "source" or (question.when and answer is None):
                continue
            values = [] if answer is None else show_answer(snapshot[question.id], answer, shown=True)
            if question.type == "file":
                values = [each.name for each in found.attachments.get(question.id, ())]
            rows.append({"label": found.words.label(question), "values": values, "target": f"q-{question.id}"})
        listed.append({"number": number, "title": section.word(found.words)[0], "rows": rows})
    return listed


def send(request: HttpRequest, found: Visit) -> HttpResponse:
    form = found.make_form(found.definition)
    form.full_clean()
    answers = form.list_answers()
    if found.draft.is_trial:
        return to(request, found.draft.key, f"draft/{found.draft.key}/done/")
    draft = found.draft
    if found.is_entry:
        return enter(request, found, answers)
    judged = guarding.judge(request, found.page.translation_key, found.shown, answers, draft=draft)
    try:
        submission, _is_new = actions.receive(
            found.page,
            found.definition,
            found.words,
            answers,
            shown=found.shown,
            draft=draft,
            doubts=judged.doubts,
            refuse_new=judged.must_stop,
        )
    except actions.Flooded:
        return render_check(request, found, judged=judged, status=judged.status)
    except actions.WindowClosed:
        return say_closed(request, found)
    except actions.NoPlaceLeft:
        return render_check(request, found, is_full=True, status=CONFLICT)
    return to(request, found.draft.key, f"receipt/{submission.receipt_key}/")


def enter(request: HttpRequest, found: Visit, answers: dict[str, Any]) -> HttpResponse:
    """What staff enter is no robot's, and comes in at any time; they go on with the case."""
    draft = found.draft
    entry = actions.Entry(Channel(draft.channel), draft.entered_by, draft.reached_at or draft.started_at)
    asked = read_definition(found.source)
    try:
        submission, _is_new = actions.receive(
            found.page, asked, found.words, answers, shown=found.shown, draft=draft, entry=entry
        )
    except actions.NoPlaceLeft:
        return render_check(request, found, is_full=True, status=CONFLICT)
    return lead_to_case(request, submission)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def show_later(request: HttpRequest, path: str, key: str) -> HttpResponse:
    """The address under which to go on; POST sends it by mail."""
    found = visit(request, key)
    if isinstance(found, HttpResponse):
        return found
    if found.is_entry:  # nobody else can open it
        return to_step(request, found, found.find_incomplete())
    address, problem, is_sent = request.POST.get("email", "").strip(), "", "sent" in request.GET
    if request.method == "POST":
        try:
            validate_email(address)
        except ValidationError:
            problem = _("Enter an email address in the right form, like name@example.com")
        else:
            outbox.send_link(found.draft, address)
            return HttpResponseRedirect(f"{request.path}?sent", status=303)
    context = {
        **describe(found),
        "address": request.build_absolute_uri(request.path.replace("/later/", "/")),
        "problem": problem,
        "email": address,
        "is_sent": is_sent,
        "is_switching": False,
    }
    return respond(request, found.page, "forms/later.html", context)


@require_safe
def show_trial_end(request: HttpRequest, path: str, key: str) -> HttpResponse:
    """What the resident would see; nothing was sent."""
    found = visit(request, key)
    if isinstance(found, HttpResponse) or not found.draft.is_trial:
        return found if isinstance(found, HttpResponse) else say_gone(request, 404)
    return respond(request, found.page, "forms/trial_end.html", {**describe(found), "sections": list_answered(found)})
