"""The digest on a receipt: with it staff can tell whether a paper is a receipt of what the City has."""

import hashlib
import json
import re
from typing import Any

from forms.models import Submission

LENGTH = 24  # hexadecimal digits, 96 bits: enough that nobody makes a second text with it, few enough to type


def digest_submission(submission: Submission) -> str:
    """In groups of four: of the reference, the instant, the questions as asked, the answers and the files received."""
    digest = compute(write_down(submission))[:LENGTH].upper()
    return " ".join(digest[start : start + 4] for start in range(0, LENGTH, 4))


def digest_remains(submission: Submission) -> str:
    """For what remains after a disposal: in full, and with the key that only the resident has, so that nobody finds
    short answers by trying."""
    return compute({**write_down(submission), "key": submission.receipt_key})


def write_down(submission: Submission) -> dict[str, Any]:
    files = sorted((each.question, each.digest) for each in submission.attachments.all() if not each.message_id)
    return {
        "reference": submission.reference,
        "received": submission.received_at.isoformat(timespec="microseconds"),
        "locale": submission.locale,
        "version": submission.version.digest,
        "answers": submission.answers,
        "sealed": submission.sealed,
        "files": files,
    }


def compute(said: dict[str, Any]) -> str:
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_same(typed: str, digest: str) -> bool:
    """However it was written on paper or typed again."""
    return re.sub(r"[^0-9A-F]", "", typed.upper()) == digest.replace(" ", "")
