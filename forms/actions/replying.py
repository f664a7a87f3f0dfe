"""What the City and a resident write to each other about a case. Written with what it changes, sent by a worker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from forms import outbox, record
from forms.actions.errors import Refused, Stale
from forms.actions.handling import open_case, set_stage, set_state
from forms.actions.placing import keep
from forms.models import Act, Attachment, Delivery, Event, Kind, Message, ReplyTemplate, Submission
from forms.models.keys import make_receipt_key
from forms.rights import Right, require
from forms.states import GIVEN_UP, CaseState
from localization.languages import Language

RENEWED_A_DAY = 3


@dataclass(frozen=True)
class Reply:
    """`body_source` is the same in the language of the source; empty where staff wrote freely. `identity`: of the form
    in which it was written, so that pressing twice sends once."""

    title: str
    body: str
    language: Language
    identity: UUID
    body_source: str = ""
    template: ReplyTemplate | None = None
    asks_files: bool = False
    then: CaseState | None = None


def reply(submission: Submission, written: Reply, *, by: Any, seen: int | None = None) -> Message:
    """Raises PermissionDenied, Stale, and Refused where the case cannot go to the state `then`."""
    try:
        with open_case(submission) as case:
            require(Right.ANSWER, case, by)
            if earlier := Message.objects.filter(identity=written.identity, submission=case).first():
                return earlier
            if seen is not None and case.revision != seen:
                raise Stale(case)
            message = tell(case, written, by)
    except IntegrityError:
        return find_sent(submission, written.identity)
    submission.refresh_from_db()
    return message


def move_and_tell(
    submission: Submission, identity: str, write: Callable[[Submission], Reply], *, by: Any, seen: int | None = None
) -> Message:
    """To a stage, and the applicant is told, or neither. `write`: the reply for the case as it is in its new stage.

    Raises what moving and replying do.
    """
    with open_case(submission, seen=seen) as case:
        require(Right.DECIDE, case, by)
        require(Right.ANSWER, case, by)
        set_stage(case, identity, by=by)
        message = tell(case, write(case), by)
    submission.refresh_from_db()
    return message


def tell(case: Submission, written: Reply, by: Any) -> Message:
    """Of a locked case: sends the reply, moves the case to the state that follows, and puts that on record."""
    message = send(case, written, by)
    after = written.then or (CaseState.IN_PROGRESS if case.state == CaseState.NEW else case.state)
    if after != case.state:
        if after not in case.moves:
            raise Refused(f"{case.state} to {after}")
        set_state(case, CaseState(after), by=by)
    case.first_replied_at = case.first_replied_at or message.created_at
    case.has_written = False
    keep(case, "first_replied_at", "has_written")
    template = written.template.title if written.template else ""
    about: dict[str, Any] = {"message": message.pk, "language": message.locale, "template": template}
    record.write(Act.REPLIED, by=by, case=case, **about)
    return message


def find_sent(submission: Submission, identity: UUID) -> Message:
    """Of a form that was sent twice at the same moment. Raises Refused for one that belongs to another case."""
    message = Message.objects.filter(identity=identity, submission=submission).first()
    if message is None:
        raise Refused("written to another case")
    return message


def send(case: Submission, written: Reply, by: Any) -> Message:
    message = Message(
        submission=case,
        kind=Kind.REPLY,
        identity=written.identity,
        recipient=case.recipient,
        locale=written.language.tag,
        title=written.title[:200],
        body=written.body,
        body_source=written.body_source,
        template=written.template,
        template_title=written.template.title if written.template else "",
        asks_files=written.asks_files,
        written_by=by,
    )
    if not message.recipient:
        message.delivery = Delivery.POSTED
    return outbox.dispatch(message)


def answer(
    submission: Submission, text: str, *, language: Language, identity: UUID, files: Sequence[Attachment] = ()
) -> Message:
    """What the resident writes, over the secret link. It takes a case up again that waited for it or was closed."""
    try:
        with open_case(submission) as case:
            if earlier := Message.objects.filter(identity=identity, submission=case).first():
                return earlier
            message = Message.objects.create(
                submission=case, kind=Kind.ANSWER, identity=identity, locale=language.tag, body=text,
                delivery=Delivery.RECEIVED,
            )  # fmt: skip
            mine = Attachment.objects.filter(pk__in=[file.pk for file in files], submission=None)
            mine.update(submission=case, message=message)
            again = find_state_again(case)
            if again:
                set_state(case, again, by=None)
            case.has_written, case.snoozed_until = True, None
            keep(case, "has_written", "snoozed_until")
            record.write(Act.ANSWERED, case=case, message=message.pk, files=len(files))
    except IntegrityError:
        return find_sent(submission, identity)
    submission.refresh_from_db()
    return message


def find_state_again(case: Submission) -> CaseState | None:
    """Where a case goes whose resident has written: back among what is dealt with, also from spam, since robots do not
    write twice. One that was given up stays so."""
    if case.state in (CaseState.NEW, CaseState.IN_PROGRESS) or case.place in GIVEN_UP:
        return None
    return next((state for state in (CaseState.IN_PROGRESS, CaseState.NEW) if state in case.moves), None)


def renew_link(submission: Submission, *, by: Any = None) -> None:
    """By the resident, or by staff (`by`), who never see it: the new one goes to the address that was given. Whoever
    has the old one finds nothing any more. Raises Refused for a resident who does it again and again."""
    with open_case(submission) as case:
        if by is not None:
            require(Right.ANSWER, case, by)
            if record.has_just(Act.NEW_LINK, by=by, case=case):  # the link in the mail of a moment ago is to work
                return
        elif count_renewals(case) >= RENEWED_A_DAY:
            raise Refused("made too many new links")
        case.receipt_key = make_receipt_key()
        keep(case, "receipt_key")
        # To an address that nobody has confirmed, a stranger could have this sent again and again.
        is_known = by is not None or not (case.doubts or case.awaits_confirmation or case.state == CaseState.SPAM)
        if case.recipient and is_known:
            outbox.write(Kind.NEW_LINK, case, by=by)
        record.write(Act.NEW_LINK, by=by, case=case)
    submission.refresh_from_db()


def count_renewals(case: Submission) -> int:
    """By the resident, within a day."""
    since = timezone.now() - timedelta(days=1)
    return Event.objects.filter(case=case, act=Act.NEW_LINK, by=None, at__gt=since).count()


def is_link_open(submission: Submission) -> bool:
    """The link ends a year after the case was closed."""
    return submission.link_ends_at is None or timezone.now() < submission.link_ends_at
