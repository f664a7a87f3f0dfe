"""How a submission is made: by the person who sends it, or by staff who have it on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Collection

from forms import comments, deadlines, outbox, places, record, terms
from forms.actions.errors import Flooded, NoPlaceLeft, Refused, WindowClosed
from forms.definition import Definition, digest_snapshot, take_snapshot
from forms.intake.token import Shown
from forms.intake.window import find_window
from forms.models import Act, Draft, FormIdentity, FormPage, FormVersion, Kind, Submission
from forms.models.keys import make_receipt_key
from forms.questions import Words
from forms.questions.contact import find_district, find_name, find_party
from forms.states import Channel, Doubt, Late, Place, Verdict
from localization.languages import get_language


@dataclass(frozen=True)
class Entry:
    """What staff enter for somebody: from what, who does it, and when it reached the city."""

    channel: Channel
    by: Any
    received_at: datetime


def receive(
    page: FormPage,
    definition: Definition,
    words: Words,
    answers: dict[str, Any],
    *,
    shown: Shown,
    draft: Draft | None = None,
    doubts: Sequence[Doubt] = (),
    refuse_new: bool = False,
    entry: Entry | None = None,
    now: datetime | None = None,
) -> tuple[Submission, bool]:
    """Store what was sent; the same form again (`shown.nonce`) gives back the first submission and False.

    Whether the form is open, and whether there is a place, is decided here, in the storing transaction, by the server's
    clock. After closing it is kept as late where the form says so and was shown to this person before. What staff enter
    is taken at any time, and is late where it reached the city after closing.

    Raises WindowClosed, NoPlaceLeft, and with `refuse_new` Flooded.
    """
    source, window = page.source, find_window(page.source)
    snapshot = take_snapshot(definition, words)
    sealed = {question.id for question in definition if question.sealed}
    submission = Submission(
        page=page,
        purpose=source.purpose,
        locale=get_language(words.reader).tag,
        answers={key: value for key, value in answers.items() if key not in sealed},
        sealed={key: value for key, value in answers.items() if key in sealed},
        queue_id=find_queue(source, definition, answers),
        nonce=shown.nonce,
        verdict=Verdict.DOUBTFUL if doubts else Verdict.CLEAN,
        doubts=list(doubts),
    )
    try:
        with transaction.atomic():
            if refuse_new:
                raise Flooded
            submission.received_at = now = entry.received_at if entry else now or timezone.now()
            began_in_time = entry is not None or (source.late == Late.KEEP and not window.is_after(shown.at))
            submission.is_late = window.is_after(now) and began_in_time
            if not (entry or window.accepts(now) or submission.is_late):
                raise WindowClosed
            submission.version = keep_version(page, words, snapshot)
            submission.form = submission.version.form
            file_case(submission, source, definition)
            give_place(submission, source, definition)
            if source.confirm_email and submission.recipient and not entry:
                submission.confirm_key = make_receipt_key()
            if entry:
                submission.channel, submission.entered_by = entry.channel, entry.by
            submission.terms = terms.make_vector(submission)
            submission.save(force_insert=True)
            terms.keep(submission)
            if draft:
                take_over(draft, submission)
            greet(submission)
            if entry:
                record.write(Act.ENTERED, by=entry.by, case=submission, channel=str(entry.channel))
    except (IntegrityError, Refused):  # perhaps because it was sent before, or twice at this moment
        earlier = Submission.objects.filter(form__key=page.translation_key, nonce=shown.nonce).first()
        if earlier is None:
            raise
        return earlier, False
    return submission, True


def file_case(submission: Submission, source: FormPage, definition: Definition) -> None:
    """What staff find it by, and by when it should be answered."""
    submission.email = submission.recipient.lower()
    submission.name = find_name(definition, submission.answers)[:200]
    submission.party = find_party(definition, submission.answers)
    submission.district = find_district(definition, submission.answers)
    submission.is_sensitive = source.is_sensitive
    submission.is_comment = comments.find_comment(submission) is not None
    submission.stage = submission.form.first_stage
    submission.due_on = deadlines.find_due(submission)


def keep_version(page: FormPage, words: Words, snapshot: dict[str, Any]) -> FormVersion:
    """One query for a form that somebody has sent before in this state."""
    digest = digest_snapshot(snapshot)
    same = FormVersion.objects.filter(form__key=page.translation_key, digest=digest)
    known = same.select_related("form").defer("definition").first()
    if known:
        known.definition = snapshot  # which is what the digest says
        return known
    form = identify_form(page, words)
    return FormVersion.objects.get_or_create(form=form, digest=digest, defaults={"definition": snapshot})[0]


def identify_form(page: FormPage, words: Words) -> FormIdentity:
    source = get_language(words.source).tag
    defaults = {"title": page.source.title, "source_locale": source, "is_sensitive": page.source.is_sensitive}
    return FormIdentity.objects.get_or_create(key=page.translation_key, defaults=defaults)[0]


def give_place(submission: Submission, source: FormPage, definition: Definition) -> None:
    """Decides about a submission that is not stored yet. Locks the form's row where anything is limited."""
    limits = places.read_limits(source, definition)
    address = submission.recipient if source.one_per_person else ""
    if not limits and not address:
        return
    FormIdentity.objects.select_for_update(no_key=True).get(pk=submission.form_id)
    if address:
        person = places.identify_person(address)
        if Submission.objects.filter(form=submission.form_id, person=person).exists():
            submission.place = Place.REPEATED
            return
        submission.person = person
    if limits:
        submission.slot = limits.find_slot(submission.answers)
        try:
            submission.place = places.decide_place(submission.form, limits, submission.slot) or ""
        except places.Full as error:
            raise NoPlaceLeft from error


def take_over(draft: Draft, submission: Submission) -> None:
    """The draft's files are now the submission's; of the rest the draft forgets everything."""
    given = [*submission.answers.values(), *submission.sealed.values()]
    wanted = [each for value in given if isinstance(value, list) for each in value]
    for attachment in draft.attachments.all():
        if str(attachment.identity) in wanted:
            attachment.submission = submission
            attachment.save(update_fields=["submission"])
    draft.submission = submission
    draft.forget()
    draft.save()


def greet(submission: Submission) -> None:
    """The first mail: a request to confirm the address, or a receipt.

    No receipt goes to what may be a robot's address; a form that needs the address confirmed asks everybody, except
    who fell into the trap.
    """
    if submission.place == Place.REPEATED:
        outbox.write(Kind.REPEATED, submission)
    elif submission.confirm_key and Doubt.TRAP not in submission.doubts:
        outbox.write(Kind.CONFIRM, submission)
    elif not submission.doubts:
        outbox.write(Kind.RECEIPT, submission)


def note_refusal(source: FormPage, words: Words) -> None:
    """On record in the page's history that somebody came too early or too late: when and in which language, no more."""
    log(source, "plaza.refuse", data={"locale": get_language(words.reader).tag})


def find_queue(source: FormPage, definition: Definition, answers: dict[str, Any]) -> int:
    """The queue of the last chosen answer that names one which still exists, else the form's own."""
    chosen = [
        choice.queue
        for question in definition
        for choice in question.choices
        if choice.queue and answers.get(question.id) == choice.id
    ]
    existing = set(Collection.objects.filter(pk__in=chosen).values_list("pk", flat=True)) if chosen else set()
    return next((queue for queue in reversed(chosen) if queue in existing), source.queue_id)
