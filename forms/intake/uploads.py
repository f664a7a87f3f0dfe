"""Files on their way in: limited while they stream, checked by content, stored privately, kept with the draft."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.files import File
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import get_language as get_active
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms import scanning
from forms.intake import contents, spam
from forms.intake.contents import Checked, Reason, Refusal
from forms.intake.form import name_field
from forms.models import Attachment, Draft
from forms.models.attachment import get_private_storage, name_file
from forms.questions import Question, Section
from forms.questions.file import MEGABYTE
from localization.formats import format_number
from localization.languages import get_language

log = logging.getLogger(__name__)

MOST_IN_A_REQUEST = 60 * MEGABYTE
MOST_IN_A_DRAFT = 60 * MEGABYTE
MOST_FROM_A_NETWORK = 200  # files an hour

REASONS = {
    Reason.EMPTY: gettext_lazy("“{name}” is empty. Choose another file."),
    Reason.TOO_BIG: gettext_lazy("“{name}” is too big. Choose a file of at most {size} MB."),
    Reason.TYPE: gettext_lazy("“{name}” is not one of the kinds of files that can be added here."),
    Reason.CONTENT: gettext_lazy("“{name}” is damaged, or is not what its name says. Save it again and try once more."),
    Reason.ACTIVE: gettext_lazy("“{name}” contains a program or a macro. Save it without, or as a PDF, and try again."),
    Reason.BOMB: gettext_lazy("“{name}” unpacks to far more than its size. Save it again and try once more."),
}


class Limits(FileUploadHandler):
    """The first handler of a request: stops reading a file into memory or on disk as soon as it is too big."""

    def __init__(self, request: HttpRequest, questions: list[Question]) -> None:
        super().__init__(request)
        self.most = {name_field(question.id): question.options["megabytes"] * MEGABYTE for question in questions}
        self.too_big: list[tuple[str, str]] = []  # (name of the field, name of the file)
        self.is_too_much = False
        self.received = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        self.is_too_much = content_length > MOST_IN_A_REQUEST

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        self.received = 0
        if field_name not in self.most:
            raise SkipFile
        if self.is_too_much:
            self.refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > self.most[self.field_name]:
            self.refuse()
        return raw_data

    def refuse(self) -> None:
        self.too_big.append((str(self.field_name), str(self.file_name)))
        raise SkipFile

    def file_complete(self, file_size: int) -> None:
        return None


def watch(request: HttpRequest, section: Section) -> Limits:
    """To be called before anything reads the body."""
    limits = Limits(request, [question for question in section.questions if question.type == "file"])
    request.upload_handlers.insert(0, limits)
    return limits


def take(request: HttpRequest, draft: Draft, section: Section, limits: Limits) -> dict[str, list[str]]:
    return take_each(request, section, limits, lambda question, file: store(request, draft, question, file))


def take_each(
    request: HttpRequest, section: Section, limits: Limits, put: Callable[[Question, Any], None]
) -> dict[str, list[str]]:
    """Store what can be stored. Returns why the rest was not: {question id: sentences in the reader's language}."""
    refusals: dict[str, list[str]] = {}
    for question in section.questions:
        if question.type != "file":
            continue
        name = name_field(question.id)
        said = [describe(Refusal(Reason.TOO_BIG), file, question) for field, file in limits.too_big if field == name]
        for file in request.FILES.getlist(name):
            try:
                put(question, file)
            except Refusal as refusal:
                said.append(describe(refusal, str(file.name), question))
            except NotStored as problem:
                said.append(str(problem))
        if said:
            refusals[question.id] = said
    return refusals


class NotStored(Exception):
    """Says why, in the reader's language."""


def store(request: HttpRequest, draft: Draft, question: Question, file: Any) -> None:
    add(request, question, file, kept=list(draft.attachments.all()), draft=draft)


def add(
    request: HttpRequest, question: Question, file: Any, *, kept: list[Attachment], draft: Draft | None = None
) -> Attachment | None:
    """`kept`: what was added before; the same file again is none. Without a draft it belongs to nothing yet, and a job
    removes it after a day. Raises Refusal for what the file is, NotStored for all else."""
    too_much = _("“{name}” was not added: the files are too many or too big in all.")
    network = spam.find_network(request)
    if network and spam.count("upload", network) > MOST_FROM_A_NETWORK:  # before the work of looking into it
        raise NotStored(too_much.format(name=contents.clean_name(file.name)))
    checked = contents.check(
        file, file.name, allowed=question.options["kinds"], most_bytes=question.options["megabytes"] * MEGABYTE
    )
    same = [each for each in kept if each.question == question.id]
    if any(each.digest == checked.digest for each in same):
        return None
    if len(same) >= question.options["most"]:
        message = _("“{name}” was not added: there are as many files as can be added here. Remove one first.")
        raise NotStored(message.format(name=checked.name))
    if sum(each.size for each in kept) + checked.size > MOST_IN_A_DRAFT:
        raise NotStored(too_much.format(name=checked.name))
    attachment = Attachment(
        draft=draft,
        question=question.id,
        name=checked.name,
        kind=checked.kind,
        media_type=checked.media_type,
        size=checked.size,
        digest=checked.digest,
        scan=scanning.find_first_state(),
    )
    attachment.file.name = write(attachment, checked)
    attachment.save()
    scanning.begin(attachment)
    return attachment


def write(attachment: Attachment, checked: Checked) -> str:
    """Its name in the private store. Raises NotStored: a full disk, a bucket that is away; no answer is lost by it."""
    storage, name = get_private_storage(), name_file(attachment, checked.name)
    try:
        return storage.save(name, File(checked.file))
    except Exception as error:
        log.exception("an upload could not be stored (%s)", type(error).__name__)
        with suppress(Exception):  # its remains would keep the disk full for everybody; `purge_strays` comes by later
            storage.delete(name)
        message = _("“{name}” could not be stored: something is broken on our side. Try again later.")
        raise NotStored(message.format(name=checked.name)) from error


def describe(refusal: Refusal, name: str, question: Question) -> str:
    code = get_language(get_active()).code
    size = format_number(question.options["megabytes"], code)
    return str(REASONS[refusal.reason]).format(name=contents.clean_name(name), size=size)


def remove(draft: Draft, identity: str) -> None:
    """A file of this draft; of any other, nothing happens."""
    for attachment in draft.attachments.all():
        if str(attachment.identity) == identity:
            attachment.delete()
            attachment.file.delete(save=False)
