"""Parts of a case are taken out for good: answers, files, and the words of messages, notes and evaluations.

A part is a word and a key: `answer:<identity of the question>`, `file:<key>`, `message:<key>`, `note:<key>`,
`evaluation:<key>`.
"""

from collections.abc import Iterable
from typing import Any

from forms import comments, record, terms
from forms.actions.disposing import discard_files
from forms.actions.placing import keep
from forms.models import (
    Act,
    Attachment,
    Delivery,
    DisposalBatch,
    Evaluation,
    Message,
    Note,
    Publication,
    Redaction,
    Submission,
)
from forms.models.message import REDACTED
from forms.questions import Question
from forms.questions.contact import find_district, find_name, find_party

UNSENT = (Delivery.DUE, Delivery.SENDING)
FILED = ("answers", "sealed", "email", "name", "party", "district", "person", "is_comment", "terms")


def redact(case: Submission, parts: list[str], batch: DisposalBatch) -> None:
    """Of a locked case that nothing holds, by an approved batch."""
    said = {
        "batch": batch.identity,
        "reason": batch.reason,
        "proposer": batch.proposer,
        "approver": batch.decider,
    }
    take_out(case, parts, by=batch.decided_by, **said)


def take_out(case: Submission, parts: Iterable[str], *, by: Any, **said: Any) -> list[str]:
    """The parts that were still there. `said`: the other fields of `Redaction`."""
    done = set(Redaction.objects.filter(reference=case.reference).values_list("part", flat=True))
    asked = list(dict.fromkeys(parts))
    there = find_full(case, sort_parts(done.intersection(asked)))
    wanted = [part for part in asked if part not in done or part in there]
    if not wanted:
        return []
    for part in (part for part in wanted if part not in done):  # first: the database changes no answer without
        Redaction(case_id=case.pk, reference=case.reference, part=part, revision=case.revision + 1, **said).save()
    keys = sort_parts(wanted)
    files = list(Attachment.objects.filter(submission=case, pk__in=keys["file"]))
    gone = {*keys["answer"], *(str(each.identity) for each in files)}
    case.answers, case.sealed = leave_out(case.answers, gone), leave_out(case.sealed, gone)
    file_again(case)
    keep(case, *FILED)
    comments.withdraw_publication(case)
    Publication.objects.filter(case=case).update(cuts=[], note="")
    terms.keep(case)
    Attachment.objects.filter(pk__in=[each.pk for each in files]).delete()
    discard_files(files)
    blank_words(case, keys)
    labels = {question["id"]: question["source"][0] for question in case.version.definition["questions"]}
    named = [labels[key] for key in keys["answer"] if key in labels]
    record.write(Act.REDACTED, by=by, case=case, parts=wanted, questions=named, reason=said["reason"])
    return wanted


def find_full(case: Submission, keys: dict[str, list[str]]) -> set[str]:
    """Of parts that were taken out before: those that have words again."""
    found = {
        "message": Message.objects.filter(submission=case).exclude(
            recipient="", subject="", text="", title="", body="", body_source=""
        ),
        "note": Note.objects.filter(case=case).exclude(text=""),
        "evaluation": Evaluation.objects.filter(case=case).exclude(evidence=""),
    }
    return {
        f"{word}:{key}"
        for word, rows in found.items()
        if keys[word]
        for key in rows.filter(pk__in=keys[word]).values_list("pk", flat=True)
    }


def sort_parts(parts: Iterable[str]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {word: [] for word in ("answer", "file", "message", "note", "evaluation")}
    for part in parts:
        word, _colon, key = part.partition(":")
        keys[word].append(key)
    return keys


def leave_out(answers: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    """Without these questions, and without these files in the answers to others."""
    kept = {key: value for key, value in answers.items() if key not in gone}
    return {
        key: [each for each in value if not (isinstance(each, str) and each in gone)]
        if isinstance(value, list)
        else value
        for key, value in kept.items()
    }


def file_again(case: Submission) -> None:
    """What the case is found by, from the answers that are left."""
    asked = [
        Question(each["id"], each["type"], "", options=each.get("options") or {})
        for each in case.version.definition["questions"]
    ]
    before, case.email = case.email, case.recipient.lower()
    case.name = find_name(asked, case.answers)[:200]
    case.party, case.district = find_party(asked, case.answers), find_district(asked, case.answers)
    if before and not case.email:
        case.person = ""
        mine = Message.objects.filter(submission=case)
        mine.filter(delivery__in=UNSENT).update(delivery=Delivery.FAILED, error=REDACTED)
        mine.update(recipient="")  # also of what was sent: the list of mail shows it
    case.is_comment = case.is_comment and comments.find_comment(case) is not None
    case.terms = terms.make_vector(case)


def blank_words(case: Submission, keys: dict[str, list[str]]) -> None:
    messages = Message.objects.filter(submission=case, pk__in=keys["message"])
    messages.filter(delivery__in=UNSENT).update(delivery=Delivery.FAILED, error=REDACTED)
    messages.update(recipient="", subject="", text="", title="", body="", body_source="")
    Note.objects.filter(case=case, pk__in=keys["note"]).update(text="")
    Evaluation.objects.filter(case=case, pk__in=keys["evaluation"]).update(evidence="")
