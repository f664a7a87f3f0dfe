from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language as get_active
from django.views.decorators.http import require_safe

from forms import actions
from forms.definition import read_definition, read_words
from forms.intake import spam, token
from forms.intake.form import build_form, read_answers
from forms.intake.window import find_window
from forms.models import FormPage, Submission
from localization.languages import get_language

CONFLICT, TOO_MANY = 409, 429
AGAIN = "again"


def answer_form(request: HttpRequest, page: FormPage) -> HttpResponse:
    """GET shows the form; POST stores it and redirects to the receipt, or shows it again with what was typed."""
    definition = read_definition(page if is_preview(request) else page.source)
    words = read_words(page, get_language(get_active()).code)
    window = find_window(page.source)
    sending = request.method == "POST" and not is_preview(request)
    form = build_form(definition, words, request.POST if sending else None)
    shown = token.read(request.POST.get("token", ""), page.translation_key) if sending else None
    is_closed = not window.accepts(timezone.now())
    is_flood = False
    if sending and form.is_valid() and shown:
        answers = read_answers(definition, form)
        verdict = spam.judge(request, page.translation_key, shown, answers, timezone.now())
        is_flood = verdict.is_flood
        try:
            submission, is_new = actions.receive(
                page, definition, words, answers, shown=shown, doubts=verdict.doubts, refuse_new=is_flood
            )
        except actions.Flooded:
            pass
        except actions.WindowClosed:
            is_closed = True
            actions.note_refusal(page.source, words)
        else:
            return redirect_to_receipt(request, submission, is_changed=not is_new and submission.answers != answers)
    return respond(
        request,
        page,
        "forms/form_page.html",
        {
            "form": form,
            "layout": list(form.lay_out(definition, words)),
            "problems": list(form.list_problems()) if sending else [],
            "is_flood": is_flood,
            "trap": spam.TRAP,
            "is_stale": sending and shown is None,
            # The token of the form that was shown stays with it: a form corrected and sent is still one form.
            "token": request.POST["token"] if shown else token.issue(page.translation_key),
            "window": window,
            "is_closed": is_closed,
            "is_early": window.is_before(timezone.now()),
        },
        status=CONFLICT if sending and is_closed else TOO_MANY if is_flood else 200,
    )


def is_preview(request: HttpRequest) -> bool:
    return getattr(request, "is_preview", False)


def redirect_to_receipt(request: HttpRequest, submission: Submission, *, is_changed: bool) -> HttpResponse:
    """In the language in which the form was just sent, at the address where it was sent.

    `is_changed`: it had been sent before with other answers, and the receipt must say that those were not kept.
    """
    again = f"?{AGAIN}" if is_changed else ""
    return HttpResponseRedirect(f"{request.path}receipt/{submission.receipt_key}/{again}", status=303)


@require_safe
def show_receipt(request: HttpRequest, path: str, key: str) -> HttpResponse:
    """Whoever has the key may read it, also when the form is not published any more."""
    found = Submission.objects.filter(receipt_key=key).select_related("version", "form")
    submission = found.first()
    if submission is None:
        raise Http404
    page = find_page(submission, get_language(get_active()).code)
    context = {
        "submission": submission,
        "answers": list(submission.list_answers(shown=True)),
        "is_again": AGAIN in request.GET,
    }
    return respond(request, page, "forms/receipt.html", context)


def find_page(submission: Submission, code: str) -> FormPage:
    """The form's page for this reader, live or not; Http404 where it is deleted in every language."""
    pages = FormPage.objects.filter(translation_key=submission.form.key, alias_of=None).select_related("locale")
    by_code = {page.locale.language_code: page for page in pages}
    if not by_code:
        raise Http404
    return by_code.get(code) or by_code.get(submission.form.source_code) or next(iter(by_code.values()))


def respond(
    request: HttpRequest, page: FormPage, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Never kept by a cache: the page holds somebody's token or somebody's answers."""
    response = TemplateResponse(request, template, {**page.get_context(request), **context}, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
