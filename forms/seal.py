"""The digest on a receipt: with it staff can tell whether a paper is a receipt of what the City has."""

import hashlib
import json
import re

from forms.models import Submission

LENGTH = 24  # hexadecimal digits, 96 bits: enough that nobody makes a second text with it, few enough to type


def digest_submission(submission: Submission) -> str:
    """In groups of four: of the reference, the instant, the questions as asked, the answers and the files received."""
    files = sorted((each.question, each.digest) for each in submission.attachments.all() if not each.message_id)
    said = {
        "reference": submission.reference,
        "received": submission.received_at.isoformat(timespec="microseconds"),
        "locale": submission.locale,
        "version": submission.version.digest,
        "answers": submission.answers,
        "sealed": submission.sealed,
        "files": files,
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()[:LENGTH].upper()
    return " ".join(digest[start : start + 4] for start in range(0, LENGTH, 4))


def is_same(typed: str, digest: str) -> bool:
    """However it was written on paper or typed again."""
    return re.sub(r"[^0-9A-F]", "", typed.upper()) == digest.replace(" ", "")
