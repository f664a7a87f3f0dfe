"""Every attachment is shown to a virus scanner, where the site has one; until it is clean staff cannot open it."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from forms import clamd
from forms.clamd import Verdict
from forms.models import Attachment, Scan

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)


def find_first_state() -> Scan:
    return Scan.DUE if settings.CLAMD_ADDRESS else Scan.NONE


def begin(attachment: Attachment) -> None:
    if attachment.scan == Scan.DUE:
        scan.enqueue(attachment.pk)


@task(backend="database")
def scan(attachment_id: int) -> None:
    """No verdict is no verdict: the file stays locked and is shown to the scanner again, for as long as it takes."""
    now = timezone.now()
    due = Attachment.objects.scan_due_at(now).filter(pk=attachment_id)
    if not due.update(scan_due_at=now + LEASE, scan_attempts=F("scan_attempts") + 1):
        return
    attachment = Attachment.objects.get(pk=attachment_id)
    try:
        file: Any
        with attachment.file.open("rb") as file:
            answer = clamd.scan(file, settings.CLAMD_ADDRESS)
    except Exception as error:  # noqa: BLE001  a file or a bucket that is away is no verdict either
        log.warning("attachment %s could not be read (%s)", attachment_id, type(error).__name__)
        answer = clamd.Answer(Verdict.UNKNOWN)
    if answer.verdict == Verdict.UNKNOWN:
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attachment.scan_attempts, 10))
        attachment.scan_due_at = timezone.now() + pause
        attachment.save(update_fields=["scan_due_at"])
        return
    attachment.scan = Scan.CLEAN if answer.verdict == Verdict.CLEAN else Scan.INFECTED
    attachment.scanned_at, attachment.finding = timezone.now(), answer.signature
    attachment.save(update_fields=["scan", "scanned_at", "finding"])
