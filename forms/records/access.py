"""What there is of a person, to hand out: a ZIP with the cases as JSON, the files, and who saw or did what."""

import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from forms.exporting.files import Sink
from forms.models import Attachment, Event, Submission
from forms.rights import Right, read_grants

PIECE = 64 * 1024


def write_zip(cases: list[Submission], user: Any, say: Any) -> Iterator[bytes]:
    """Piece by piece. `say`: puts an event into words. Sealed answers only where `user` may open them: the person sees
    their own on the page of the receipt."""
    sink = Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for case in cases:
            may_unseal = read_grants(user).has(Right.UNSEAL, case)
            files = [each for each in case.attachments.all() if may_unseal or each.question not in case.sealed]
            names = {each.pk: f"{case.reference}/{number}-{each.name}" for number, each in enumerate(files, start=1)}
            kept = [each for each in files if each.may_be_opened and is_stored(each)]
            said = describe(case, may_unseal, [(each, names[each.pk], each in kept) for each in files], say)
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


def describe(case: Submission, may_unseal: bool, files: list[tuple[Attachment, str, bool]], say: Any) -> dict[str, Any]:
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
            for answer in case.list_answers(shown=True, sealed=may_unseal)
        ],
        "sealed_answers_not_in_this_file": 0 if may_unseal else len(case.sealed),
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
