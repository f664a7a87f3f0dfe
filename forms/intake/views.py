"""The form's own address: a form of one screen, or the page before the first screen."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.translation import get_language as get_active
from django.views.decorators.csrf import csrf_exempt

from forms import actions
from forms.definition import Definition, read_definition, read_words
from forms.intake import captcha, drafts, guarding, spam, token
from forms.intake.answering import (
    CONFLICT,
    GONE,
    TOO_MANY,
    describe_places,
    describe_window,
    is_preview,
    mark_choices,
    respond,
)
from forms.intake.form import AnswerForm, collect_typed, name_field, retype
from forms.intake.receipts import AGAIN
from forms.intake.steps import LANGUAGE
from forms.intake.watching import TELL, watch
from forms.intake.window import find_window
from forms.models import FormPage, Submission
from forms.outline import list_documents, list_sections
from forms.purposes import is_stepped
from forms.questions import Words
from forms.questions.source import PARAMETER
from localization.languages import get_language
from pages.views import serve as serve_page


def answer_form(request: HttpRequest, page: FormPage) -> HttpResponse:
    definition = read_definition(page if is_preview(request) else page.source)
    words = read_words(page, get_language(get_active()).code)
    if TELL in request.GET and not is_preview(request):
        return watch(request, page, words)
    if is_stepped(page.source, definition):
        return answer_start(request, page, definition, words)
    return answer_screen(request, page, definition, words)


def answer_screen(request: HttpRequest, page: FormPage, definition: Definition, words: Words) -> HttpResponse:
    """GET shows the form; POST stores it and redirects to the receipt, or shows it again with what was typed."""
    is_posted = request.method == "POST" and not is_preview(request)
    if is_posted and request.POST.get("go") == LANGUAGE:
        return render(request, page, definition, words, carry_over(request, definition, words))
    if not is_posted:
        form = AnswerForm(definition.items, words, quiet=True)
        form.initial = {name: request.GET.get(PARAMETER, "") for name in list_source_fields(definition)}
        return render(request, page, definition, words, form)
    form = AnswerForm(definition.items, words, request.POST)
    shown = token.read(request.POST.get("token", ""), page.translation_key)
    if not shown or not form.is_valid():
        return render(request, page, definition, words, form, is_stale=shown is None)
    answers = form.list_answers()
    judged = guarding.judge(request, page.translation_key, shown, answers)
    try:
        submission, is_new = actions.receive(
            page, definition, words, answers, shown=shown, doubts=judged.doubts, refuse_new=judged.must_stop
        )
    except actions.Flooded:
        return render(request, page, definition, words, form, judged=judged, status=judged.status)
    except actions.NoPlaceLeft:
        return render(request, page, definition, words, form, is_full=True, status=CONFLICT)
    except actions.WindowClosed:
        actions.note_refusal(page.source, words)
        return render(request, page, definition, words, form, is_closed=True, status=CONFLICT)
    return redirect_to_receipt(request, submission, is_changed=not is_new and submission.is_changed_by(answers))


def carry_over(request: HttpRequest, definition: Definition, words: Words) -> AnswerForm:
    """The same answers in another language, nothing checked yet."""
    before = AnswerForm(definition.items, drafts.read_shown_language(request, words), request.POST)
    before.full_clean()
    typed = collect_typed(definition, request.POST)
    data = retype(definition, before.list_answers(), typed, words.reader)
    return AnswerForm(definition.items, words, data, quiet=True)


def list_source_fields(definition: Definition) -> list[str]:
    return [name_field(question.id) for question in definition if question.type == "source"]


def render(
    request: HttpRequest, page: FormPage, definition: Definition, words: Words, form: AnswerForm, **more: Any
) -> HttpResponse:
    """The screen. `more` says what went wrong."""
    now, status = timezone.now(), more.pop("status", 200)
    window = find_window(page.source)
    is_closed = more.get("is_closed", not window.accepts(now))
    sentence, limits, occupied = describe_places(page, definition)
    mark_choices(form, limits, occupied)
    shown = token.read(request.POST.get("token", ""), page.translation_key)
    context = {
        **describe_window(window, page.source, now),
        "form": form,
        "layout": list(form.lay_out()),
        "problems": [] if form.quiet else list(form.list_problems()),
        "places": sentence,
        "trap": spam.TRAP,
        "captcha": captcha.describe(),
        # The token of the form that was shown stays with it: a form corrected and sent is still one form.
        "token": request.POST["token"] if shown else token.issue(page.translation_key),
        "is_switching": not is_closed,
        **more,
        "is_closed": is_closed,
    }
    if is_closed and request.method == "POST" and not is_preview(request):
        status = CONFLICT
    return respond(request, page, "forms/form_page.html", context, status=status)


def answer_start(request: HttpRequest, page: FormPage, definition: Definition, words: Words) -> HttpResponse:
    """What to know before the first screen. POST begins a draft: an empty one, under an address of its own."""
    now, window = timezone.now(), find_window(page.source)
    is_closed = not window.accepts(now)
    shown = token.read(request.POST.get("token", ""), page.translation_key) if request.method == "POST" else None
    network = spam.find_network(request) if shown else ""
    is_flood = bool(network) and spam.count("draft", network) > spam.NETWORK_FLOOD
    if shown and not is_closed and not is_flood:
        draft = drafts.begin(actions.identify_form(page, words), page, words, shown)
        if not draft.answers:
            keep_source(draft, definition, words, request.POST)
        return HttpResponseRedirect(f"{request.path}draft/{draft.key}/", status=303)
    more = {
        "is_closed": is_closed,
        "is_stale": request.method == "POST" and not shown,
        "judged": guarding.Judged(is_flood=is_flood) if is_flood else None,
    }
    status = CONFLICT if is_closed and request.method == "POST" else TOO_MANY if is_flood else 200
    return render_start(request, page, definition, words, status=status, **more)


def render_start(
    request: HttpRequest, page: FormPage, definition: Definition, words: Words, *, status: int = 200, **more: Any
) -> HttpResponse:
    sentence, _limits, _occupied = describe_places(page, definition)
    hidden = [{"name": name, "value": request.GET.get(PARAMETER, "")[:40]} for name in list_source_fields(definition)]
    context = {
        **describe_window(find_window(page.source), page.source, timezone.now()),
        "sections": list_sections(definition, words),
        "documents": list_documents(definition, words),
        "places": sentence,
        "hidden": hidden,
        "token": token.issue(page.translation_key),
        **more,
    }
    return respond(request, page, "forms/start.html", context, status=status)


def keep_source(draft: Any, definition: Definition, words: Words, data: Any) -> None:
    questions = [question for question in definition if question.type == "source"]
    if questions:
        form = AnswerForm(questions, words, data)
        form.full_clean()
        draft.answers = form.list_answers()
        draft.save(update_fields=["answers"])


def redirect_to_receipt(request: HttpRequest, submission: Submission, *, is_changed: bool) -> HttpResponse:
    """In the language in which the form was just sent, at the address where it was sent.

    `is_changed`: it had been sent before with other answers, and the receipt must say that those were not kept.
    """
    again = f"?{AGAIN}" if is_changed else ""
    return HttpResponseRedirect(f"{request.path}receipt/{submission.receipt_key}/{again}", status=303)


def keep_typed(request: HttpRequest) -> HttpResponse | None:
    """The answer to a form that was sent to an address where there is no form any more: what was typed, to copy.

    None for a post that no form of ours has caused.
    """
    key, code = token.peek(request.POST.get("token", "")), get_language(get_active()).code
    page = drafts.find_version(key, code) if key else None
    if page is None:
        return None
    words = read_words(page, code)
    definition = read_definition(page.source)
    typed = AnswerForm(definition.items, words, request.POST, quiet=True)
    actions.note_refusal(page.source, words)
    context = {**describe_window(find_window(page.source), page.source, timezone.now()), "form": typed}
    context.update(is_closed=True, is_withdrawn=True, layout=[], problems=[])
    return respond(request, page, "forms/form_page.html", context, status=GONE)


@csrf_exempt  # as the view within
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Pages, as `pages.views.serve` gives them.

    A form that comes back is found by its token, in one query in place of eight: it was shown to this person, so what
    stands before the page (a password) need not be asked again. One that was taken down meanwhile is not a bare 404.
    """
    page = find_sent(request, path) if request.method == "POST" else None
    if page:
        return answer_form(request, page)
    try:
        return keep_fresh(request, serve_page(request, path))
    except Http404:
        answer = keep_typed(request) if request.method == "POST" else None
        if answer is None:
            raise
        return answer


def keep_fresh(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Of a page that shows comments or figures of a form (`templatetags.comments`): no cache may keep it."""

    def mark(rendered: HttpResponse) -> None:
        if getattr(request, "shows_published", False):
            rendered.headers.setdefault("Cache-Control", "no-cache")

    if isinstance(response, SimpleTemplateResponse):
        response.add_post_render_callback(mark)
    return response


def find_sent(request: HttpRequest, path: str) -> FormPage | None:
    """The live form of one screen that was sent to its own address; None for anything else."""
    key = token.peek(request.POST.get("token", ""))
    page = drafts.find_version(key, get_language(get_active()).code) if key else None
    is_here = page is not None and bool(path) and page.url_path.endswith(f"/{path}")
    return page if page is not None and is_here and page.live and page.source.live else None
