"""A form on its way, screen by screen. It is kept on the server; the person has its address and needs nothing else."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone

from forms.definition import Definition, read_definition, read_words
from forms.intake.form import AnswerForm, collect_typed, name_field, retype
from forms.intake.token import Shown
from forms.intake.window import Window, find_window
from forms.models import Attachment, Draft, FormIdentity, FormPage
from forms.questions import Question, Section, Words
from forms.states import Late
from localization.languages import BY_CODE, get_language
from localization.wording import Wording


@dataclass
class Visit:
    """A draft as one reader has it before them now."""

    draft: Draft
    page: FormPage
    source: FormPage
    words: Words
    now: datetime

    @cached_property
    def definition(self) -> Definition:
        """What is asked. Paper may have gaps: nothing needs an answer from staff who enter what somebody else said."""
        asked = read_definition(self.source)
        return asked.relax() if self.is_entry else asked

    @property
    def is_entry(self) -> bool:
        return self.draft.entered_by_id is not None

    @cached_property
    def window(self) -> Window:
        return Window() if self.draft.is_trial or self.is_entry else find_window(self.source)

    @property
    def is_open(self) -> bool:
        """For this person: who began before closing may finish where the form says so."""
        if self.is_entry:
            return True
        if not (self.source.live or self.draft.is_trial):
            return False
        began_in_time = not self.window.is_after(self.draft.started_at)
        return self.window.accepts(self.now) or (
            self.window.is_after(self.now) and self.source.late == Late.KEEP and began_in_time
        )

    @cached_property
    def attachments(self) -> dict[str, list[Attachment]]:
        """By question."""
        found: dict[str, list[Attachment]] = {}
        for attachment in self.draft.attachments.all():
            found.setdefault(attachment.question, []).append(attachment)
        return found

    @property
    def shown(self) -> Shown:
        return Shown(self.draft.nonce, self.draft.started_at)

    def make_form(self, part: Section | Definition, *, quiet: bool = False) -> AnswerForm:
        """One screen, or all of them, filled with what the draft has."""
        questions = [item for item in part.items if isinstance(item, Question)]
        data = retype(questions, self.draft.answers, self.draft.typed, self.words.reader)
        return self.show_files(AnswerForm(part.items, self.words, data, quiet=quiet))

    def show_files(self, form: AnswerForm) -> AnswerForm:
        for question in form.questions:
            if question.type == "file":
                field: Any = form.fields[name_field(question.id)]
                field.widget.kept = tuple(self.attachments.get(question.id, ()))
        return form

    def is_complete(self, section: Section) -> bool:
        """Every question was asked as it stands now, and every answer is valid."""
        asked = {question.id for question in section.questions if question.type != "source"}
        return asked <= set(self.draft.asked) and self.make_form(section).is_valid()

    def find_incomplete(self) -> int | None:
        """The number of the first screen that still has something to ask, from 1; None where all are complete."""
        numbered = enumerate(self.definition.sections, start=1)
        return next((number for number, section in numbered if not self.is_complete(section)), None)

    def list_removed(self) -> list[Wording]:
        """What the person was asked and answered, and the form does not ask any more."""
        current = {question.id for question in self.definition}
        return [
            Wording(*words)
            for question, words in self.draft.asked.items()
            if question not in current and question in self.draft.answers
        ]

    def has_new(self, section: Section) -> bool:
        """The screen was completed once, and has a question that was not there then."""
        asked = [question.id in self.draft.asked for question in section.questions]
        return any(asked) and not all(asked)


def open_draft(key: str, code: str) -> Visit | None:
    """For a reader of `code`. None for a key that is nobody's, or whose form is deleted in every language."""
    draft = Draft.objects.select_related("form", "submission", "entered_by").filter(key=key).first()
    page = find_page(draft.form, code) if draft else None
    if draft is None or page is None:
        return None
    source = page.source
    if draft.is_trial:
        source = source.get_latest_revision_as_object()
    return Visit(draft, page, source, read_words(page, code), timezone.now())


def find_page(form: FormIdentity, code: str) -> FormPage | None:
    """The form's page for a reader of `code`, live or not."""
    return find_version(form.key, code)


def find_version(key: UUID, code: str) -> FormPage | None:
    """The page of this translation key that a reader of `code` gets, with its source. One query, of two rows."""
    pages = FormPage.objects.filter(translation_key=key, alias_of=None).select_related("locale")
    wanted = Q(locale__language_code=code) | Q(locale_id=F("source_locale_id")) | Q(source_locale_id=None)
    found = list(pages.filter(wanted)) or list(pages[:1])  # the last: a source that is deleted
    source = next((page for page in found if page.is_source), None)
    page = next((page for page in found if page.locale.language_code == code), source or next(iter(found), None))
    if page is not None and source is not None:
        page.source = source
    return page


def begin(form: FormIdentity, page: FormPage, words: Words, shown: Shown, *, is_trial: bool = False) -> Draft:
    """The draft of the form that was shown: beginning twice gives the same."""
    values = {
        "page": page,
        "locale": get_language(words.reader).tag,
        "started_at": shown.at,
        "is_trial": is_trial,
    }
    return Draft.objects.get_or_create(form=form, nonce=shown.nonce, defaults=values)[0]


def save(visit: Visit, section: Section, form: AnswerForm, data: Any, *, is_complete: bool) -> None:
    """Keep what a screen says: valid answers as values, the rest as it was typed. `form` is cleaned."""
    valid = form.list_answers()
    typed = collect_typed(section.questions, data)
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=visit.draft.pk)
        for question in section.questions:
            draft.answers.pop(question.id, None)
            for name in [each for each in draft.typed if is_of(each, question)]:
                del draft.typed[name]
            if question.id in valid:
                draft.answers[question.id] = valid[question.id]
            elif name_field(question.id) in form.errors:
                draft.typed.update({name: said for name, said in typed.items() if is_of(name, question)})
            if is_complete:
                label = visit.words.label(question)
                draft.asked[question.id] = [str(label), label.code]
        draft.locale = get_language(visit.words.reader).tag
        draft.is_trap_filled = draft.is_trap_filled or visit.draft.is_trap_filled
        draft.keep(visit.now)
        draft.save()
    visit.draft = draft


def is_of(name: str, question: Question) -> bool:
    own = name_field(question.id)
    return name == own or name.startswith(f"{own}_")


def read_shown_language(request: HttpRequest, words: Words) -> Words:
    """The words of the form in which this was typed: a number is read as its reader writes it."""
    code = request.POST.get("shown_in", "")
    if code == words.reader or code not in BY_CODE:
        return words
    return Words(words.source, code, {}, frozenset())
