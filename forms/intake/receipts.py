"""The page of what was sent: its receipt on the first day, its state on the days after."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language as get_active
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from forms import actions, places
from forms.definition import read_words
from forms.intake import spam
from forms.intake.answering import GONE, respond
from forms.intake.drafts import find_page
from forms.models import TALK, FormPage, Message, Submission
from forms.seal import digest_submission
from forms.stages import find_stage, read_stages
from forms.states import Place
from localization.languages import get_language
from localization.wording import Wording

AGAIN = "again"
RENEWED = "new"
WRONG_KEYS = 30  # an hour, from one network


class Ended(Exception):
    """The link was right once. `page`: of the form."""

    def __init__(self, page: FormPage) -> None:
        super().__init__()
        self.page = page


def find(request: HttpRequest, key: str) -> tuple[Submission, FormPage]:
    """Whoever has the key may read it, also when the form is not published any more. Raises Ended.

    Guessing keys is answered with a refusal after a few wrong ones from a network.
    """
    network = spam.find_network(request)
    found = Submission.objects.select_related("version", "form", "page", "publication").prefetch_related(
        "attachments", "messages"
    )
    submission = found.filter(receipt_key=key).first()
    page = find_page(submission.form, get_language(get_active()).code) if submission else None
    if submission is None or page is None:
        if network and spam.count("link", network) > WRONG_KEYS:
            raise PermissionDenied
        raise Http404
    if not actions.is_link_open(submission):
        raise Ended(page)
    return submission, page


def kept_private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page behind the resident's own link."""

    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Ended as ended:
            return respond(request, ended.page, "forms/link_ended.html", {}, status=GONE)

    return show


@require_safe
@kept_private
def show_receipt(request: HttpRequest, path: str, key: str) -> HttpResponse:
    submission, page = find(request, key)
    context = {
        "submission": submission,
        "answers": list(submission.list_answers(shown=True, sealed=True)),
        "attachments": [each for each in submission.attachments.all() if not each.message_id],
        "letters": [letter for letter in submission.messages.all() if letter.sent_at and not letter.is_talk],
        "talk": list_talk(submission),
        "digest": digest_submission(submission),
        "ahead": places.count_ahead(submission) if submission.place == Place.WAITING else 0,
        # Who has only typed an address must not learn whether it is signed up already: the mail says so.
        "stage": find_stage_said(submission, page),
        "awaits": submission.awaits_confirmation or submission.place == Place.REPEATED,
        "is_again": AGAIN in request.GET,
        "is_renewed": RENEWED in request.GET,
        "own_address": request.build_absolute_uri(request.path),
    }
    return respond(request, page, "forms/receipt.html", context)


def list_talk(submission: Submission) -> list[Message]:
    """What the City and the resident wrote to each other, in its order."""
    talk = submission.messages.filter(kind__in=TALK).prefetch_related("attachments")
    return list(talk.order_by("created_at", "pk"))


def find_stage_said(submission: Submission, page: FormPage) -> Wording | None:
    """The stage of an application in the reader's language, where its author lets the applicant see it."""
    words = read_words(page, get_language(get_active()).code)
    stages = read_stages(page.source) or submission.form.list_stages()
    stage = find_stage(stages, submission.stage) if submission.stage else None
    return stage.word(words) if stage and stage.is_told else None


# See `pages.views.serve`: no account, no cookie; the keys stand in the address.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_private
def confirm(request: HttpRequest, path: str, key: str, confirm_key: str) -> HttpResponse:
    """A button, not the link itself: programs that look at mail open every link in it."""
    submission, page = find(request, key)
    if submission.confirm_key != confirm_key:
        raise Http404
    if request.method == "POST":
        actions.confirm(submission)
        return to_receipt(request, submission)
    return respond(request, page, "forms/confirm.html", {"submission": submission})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_private
def withdraw(request: HttpRequest, path: str, key: str) -> HttpResponse:
    submission, page = find(request, key)
    if request.method == "POST" and submission.may_be_withdrawn:
        actions.withdraw(submission)
        return to_receipt(request, submission)
    if not submission.may_be_withdrawn:
        return to_receipt(request, submission)
    return respond(request, page, "forms/withdraw.html", {"submission": submission})


def to_receipt(request: HttpRequest, submission: Submission) -> HttpResponse:
    before = request.path.partition(f"receipt/{submission.receipt_key}/")[0]
    return HttpResponseRedirect(f"{before}receipt/{submission.receipt_key}/", status=303)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_private
def renew(request: HttpRequest, path: str, key: str) -> HttpResponse:
    """Whoever fears that somebody else has the link makes a new one."""
    submission, page = find(request, key)
    if request.method == "POST":
        before = request.path.partition(f"receipt/{key}/")[0]
        try:
            actions.renew_link(submission)
        except actions.Refused as error:
            raise PermissionDenied from error
        return HttpResponseRedirect(f"{before}receipt/{submission.receipt_key}/?{RENEWED}", status=303)
    return respond(request, page, "forms/renew.html", {"submission": submission})
