"""What there is of a person, to hand out: a ZIP with the cases as JSON, the files, and who saw or did what."""

import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from forms.exporting.files import Sink
from forms.inbox.reading import list_openable, may_unseal
from forms.models import Attachment, Event, Submission

PIECE = 64 * 1024


def map_opened(cases: list[Submission], user: Any) -> dict[int, list[dict[str, Any]]]:
    """{primary key of a case: its sealed questions that `user` may open now}: those of the page that opens them, and no
    others. The person sees their own on the page of the receipt."""
    opened = {case.pk: list_openable(case) for case in cases if case.sealed and may_unseal(case, user)}
    return {key: questions for key, questions in opened.items() if questions}


def write_zip(cases: list[Submission], opened: dict[int, list[dict[str, Any]]], say: Any) -> Iterator[bytes]:
    """Piece by piece. `opened`: see `map_opened`, on record already. `say`: puts an event into words."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for case in cases:
            closed = case.sealed.keys() - {question["id"] for question in opened.get(case.pk, [])}
            files = [each for each in case.attachments.all() if each.question not in closed]
            names = {each.pk: f"{case.reference}/{number}-{each.name}" for number, each in enumerate(files, start=1)}
            kept = [each for each in files if each.may_be_opened and is_stored(each)]
            said = describe(case, closed, [(each, names[each.pk], each in kept) for each in files], say)
            archive.writestr(f"{case.reference}/case.json", json.dumps(said, ensure_ascii=False, indent=2))
            yield sink.take()
            for each in kept:
                with archive.open(names[each.pk], "w", force_zip64=True) as target, each.file.open("rb") as source:
                    while piece := source.read(PIECE):
                        target.write(piece)
                        yield sink.take()
    yield sink.take()


def is_stored(attachment: Attachment) -> bool:
    name = attachment.file.name
    return bool(name) and attachment.file.storage.exists(str(name))


def describe(case: Submission, closed: set[str], files: list[tuple[Attachment, str, bool]], say: Any) -> dict[str, Any]:
    names = {str(each.identity): each.name for each, _path, _is_in in files}
    return {
        "reference": case.reference,
        "form": case.form.title,
        "department": case.queue.name,
        "language": case.locale,
        "received": write_time(case.received_at),
        "state": str(case.get_state_display()),
        "closed": write_time(case.closed_at),
        "answers": [
            {"question": str(answer.question), "answer": [str(value) for value in answer.values]}
            for answer in case.list_answers(shown=True, sealed=True, hidden=closed)
        ],
        "sealed_answers_not_in_this_file": len(closed),
        "messages": [
            {
                "kind": str(message.get_kind_display()),
                "written": write_time(message.created_at),
                "sent": write_time(message.sent_at),
                "to": message.recipient,
                "subject": message.title or message.subject,
                "text": message.body or message.public_text,
            }
            for message in case.messages.all()
        ],
        "files": [
            {"name": each.name, "bytes": each.size, "sha256": each.digest, "path": path if is_in else None}
            for each, path, is_in in files
        ],
        "events": [
            {"time": write_time(event.at), "by": event.actor, "what": say(event, names)}
            for event in Event.objects.filter(case=case).order_by("pk")
        ],
    }


def write_time(moment: Any) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
