"""What a resident writes to the City about a case, over the link that only they have. No account, no name is needed."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from forms import actions
from forms.intake import spam, uploads
from forms.intake.answering import CONFLICT, TOO_MANY, respond
from forms.intake.form import AnswerForm, name_field
from forms.intake.receipts import find, kept_private, to_receipt
from forms.models import Attachment, FormPage, Kind, Message, Submission
from forms.questions import Question, Section, Words
from localization.languages import get_language

TEXT, FILES = "text", "files"
KINDS = ["pdf", "jpg", "png", "docx", "odt", "txt"]
MOST_A_DAY = 20  # messages about one case
MOST_FROM_A_NETWORK = 60  # an hour
SALT = "forms.intake.writing"
KEPT_SECONDS = 20 * 3600  # less than the day after which files of nothing are removed


# See `pages.views.serve`: no account, no cookie; the key stands in the address.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@kept_private
def write(request: HttpRequest, path: str, key: str) -> HttpResponse:
    asked = ask(with_files=False)
    limits = uploads.watch(request, ask(with_files=True)) if request.method == "POST" else None
    submission, page = find(request, key)
    if may_add_files(submission):
        asked = ask(with_files=True)
    language = get_language(get_active())
    words = Words(page.source.locale.language_code, language.code, {}, frozenset())
    if request.method != "POST" or limits is None:
        return show(request, page, submission, asked, AnswerForm(asked.items, words, quiet=True), uuid4(), [])
    kept = find_kept(submission, request.POST.get("kept", ""))
    refusals = uploads.take_each(request, asked, limits, lambda question, file: keep(request, question, file, kept))
    form = AnswerForm(asked.items, words, request.POST)
    field: Any = form.fields.get(name_field(FILES))
    if field:
        field.widget.kept, field.refusals = tuple(kept), tuple(refusals.get(FILES, ()))
    identity = read_identity(request.POST.get("identity", ""))
    if not form.is_valid():
        return show(request, page, submission, asked, form, identity, kept)
    if is_too_much(request, submission):
        return show(request, page, submission, asked, form, identity, kept, is_flood=True, status=TOO_MANY)
    text = form.cleaned_data[name_field(TEXT)]
    try:
        actions.answer(submission, text, language=language, identity=identity, files=kept)
    except actions.Refused:
        return show(request, page, submission, asked, form, uuid4(), kept, is_stale=True, status=CONFLICT)
    return to_receipt(request, submission)


def ask(*, with_files: bool) -> Section:
    text = Question(TEXT, "long_text", gettext_lazy("Your message"), required=True)
    options = {"kinds": KINDS, "most": 3, "megabytes": 10}
    files = Question(FILES, "file", gettext_lazy("Files"), required=False, options=options)
    return Section("writing", "", "", (text, files) if with_files else (text,))


def may_add_files(submission: Submission) -> bool:
    """Where the City's last message asked for some."""
    last = submission.messages.filter(kind=Kind.REPLY).order_by("-created_at", "-pk").first()
    return bool(last and last.asks_files)


def keep(request: HttpRequest, question: Question, file: Any, kept: list[Attachment]) -> None:
    if added := uploads.add(request, question, file, kept=kept):
        kept.append(added)


def find_kept(submission: Submission, token: str) -> list[Attachment]:
    """The files that were added before something else was wrong, to a message about this case."""
    try:
        key, identities = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except (signing.BadSignature, ValueError):
        return []
    if key != submission.pk:
        return []
    return list(Attachment.objects.filter(identity__in=identities, submission=None, draft=None))


def read_identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def is_too_much(request: HttpRequest, submission: Submission) -> bool:
    since = timezone.now() - timedelta(days=1)
    mine = Message.objects.filter(submission=submission, kind=Kind.ANSWER, created_at__gt=since)
    network = spam.find_network(request)
    return mine.count() >= MOST_A_DAY or bool(network and spam.count("write", network) > MOST_FROM_A_NETWORK)


def show(
    request: HttpRequest,
    page: FormPage,
    submission: Submission,
    asked: Section,
    form: AnswerForm,
    identity: UUID,
    kept: list[Attachment],
    *,
    is_flood: bool = False,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    problems = list(form.list_problems())
    context = {
        "submission": submission,
        "form": form,
        "layout": list(form.lay_out()),
        "problems": problems,
        "is_flood": is_flood,
        "is_stale": is_stale,
        "is_error": bool(problems or is_flood or is_stale),
        "identity": identity,
        "kept": signing.dumps([submission.pk, [str(each.identity) for each in kept]], salt=SALT) if kept else "",
        "is_multipart": any(question.type == "file" for question in asked.questions),
    }
    return respond(request, page, "forms/write.html", context, status=status)
