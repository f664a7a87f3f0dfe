"""What time brings about. Each job can be run at any moment, twice, or after a pause, with the same result."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from forms import actions, outbox, places, scanning, staff_mail
from forms.actions import batches
from forms.delivery import sweep
from forms.intake.window import Window, find_window
from forms.models import Attachment, BatchState, DisposalBatch, Draft, FormPage, Kind, Message, Submission, Watch
from forms.models.attachment import FOLDER, get_private_storage
from forms.records import retention
from forms.recounting import recount
from forms.reporting import mailing
from forms.results import publishing
from forms.states import GIVEN_UP

logger = logging.getLogger(__name__)

REMINDED = timedelta(hours=24)  # before closing
CONFIRMED = timedelta(days=3)
TRIED = timedelta(days=1)
TOLD = timedelta(days=30)
STRAY = timedelta(days=1)
LOOKED_BACK = timedelta(days=14)
AT_ONCE = 500


def list_windows() -> Iterator[tuple[FormPage, Window]]:
    """The forms that have an end."""
    for page in FormPage.objects.live().filter(alias_of=None).select_related("locale"):
        if page.is_source and (window := find_window(page)).closes_at:
            yield page, window


def close_forms(now: datetime) -> int:
    """Put on record, once for each closing, that a form has closed, and with how many. It closes by itself."""
    closed = 0
    for page, window in list_windows():
        moment = window.closes_at
        if moment is None or not now - LOOKED_BACK <= moment <= now:
            continue
        data = {"closes_at": moment.isoformat()}
        if not PageLogEntry.objects.filter(
            page=page.pk, action="plaza.close", data__closes_at=moment.isoformat()
        ).exists():
            received = Submission.objects.filter(form__key=page.translation_key).count()
            unsent = Draft.objects.filter(
                form__key=page.translation_key, submission=None, is_trial=False, entered_by=None
            ).count()
            log(page, "plaza.close", data={**data, "received": received, "unsent": unsent})
            closed += 1
    return closed


def remind(now: datetime) -> int:
    """Write once to those who have begun, left an address, and have a day left."""
    keys = [page.translation_key for page, window in list_windows() if closes_within(window, now, REMINDED)]
    waiting = Draft.objects.filter(
        form__key__in=keys, submission=None, is_trial=False, reminded_at=None, expires_at__gt=now
    ).exclude(recipient="")
    count = 0
    for draft in waiting[:AT_ONCE]:
        with transaction.atomic():
            mine = Draft.objects.filter(pk=draft.pk, reminded_at=None, submission=None)
            if mine.update(reminded_at=now):
                letter = Message(draft=draft, kind=Kind.REMINDER, recipient=draft.recipient, locale=draft.locale)
                outbox.dispatch(letter)
                count += 1
    return count


def tell(now: datetime) -> int:
    """Write once to those who wanted to know that a form is open again."""
    waiting = Watch.objects.filter(confirmed_at__isnull=False, told_at=None).select_related("form")[:AT_ONCE]
    count = 0
    for watch in waiting:
        source = places.find_source(watch.form)
        if source is None or not source.live or not find_window(source).accepts(now):
            continue
        with transaction.atomic():
            if Watch.objects.filter(pk=watch.pk, told_at=None).update(told_at=now):
                outbox.dispatch(Message(watch=watch, kind=Kind.OPENED, recipient=watch.recipient, locale=watch.locale))
                count += 1
    return count


def closes_within(window: Window, now: datetime, span: timedelta) -> bool:
    return window.closes_at is not None and window.accepts(now) and window.closes_at - now <= span


def lapse(now: datetime) -> int:
    """Free the places of those who never confirmed their address."""
    late = Submission.objects.filter(
        confirm_key__isnull=False, confirmed_at=None, received_at__lte=now - CONFIRMED
    ).exclude(place__in=GIVEN_UP)
    cases = list(late[:AT_ONCE])
    for case in cases:
        actions.lapse(case)
    return len(cases)


def purge(now: datetime) -> int:
    """Drafts whose time is over, with their files; files of nothing."""
    over = Draft.objects.filter(Q(expires_at__lte=now) | Q(is_trial=True, started_at__lte=now - TRIED))
    drafts = list(over[:AT_ONCE])
    for draft in drafts:
        for attachment in draft.attachments.filter(submission=None):
            discard(attachment)
        draft.delete()
    Watch.objects.filter(Q(told_at__lte=now - TOLD) | Q(confirmed_at=None, created_at__lte=now - TOLD)).delete()
    orphans = list(Attachment.objects.orphaned_at(now)[:AT_ONCE])
    for attachment in orphans:
        discard(attachment)
    return len(drafts) + len(orphans) + purge_strays(now)


def discard(attachment: Attachment) -> None:
    """The row first: a file without a row is found again by `purge_strays`, a row without a file would be a lie."""
    attachment.delete()
    attachment.file.delete(save=False)


def purge_strays(now: datetime) -> int:
    """Files in the store that no row knows: what a killed process had just written."""
    storage = get_private_storage()
    try:
        names = [f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return 0
    known = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
    strays = [name for name in names if name not in known and storage.get_modified_time(name) <= now - STRAY]
    for name in strays[:AT_ONCE]:
        storage.delete(name)
    return len(strays[:AT_ONCE])


def rescan(now: datetime) -> int:
    """Show the scanner what it has not judged yet."""
    due = list(Attachment.objects.scan_due_at(now).values_list("pk", flat=True)[:AT_ONCE])
    for attachment_id in due:
        scanning.scan.enqueue(attachment_id)
    return len(due)


def forget_tasks(now: datetime) -> int:
    """Rows of tasks that were done two weeks ago: the messages they carried say more."""
    call_command("prune_db_task_results", "--backend", "database", verbosity=0)
    return 0


def dispose(now: datetime) -> int:
    """Go on with approved batches that a worker has left half done."""
    approved = DisposalBatch.objects.filter(state=BatchState.APPROVED).order_by("pk").values_list("pk", flat=True)
    return sum(batches.finish(batch) for batch in list(approved))


JOBS = {
    "mail": sweep,
    "scans": rescan,
    "close": close_forms,
    "remind": remind,
    "tell": tell,
    "lapse": lapse,
    "deadlines": recount,
    "digests": staff_mail.send_digests,
    "purge": purge,
    "schedule": retention.list_due_daily,
    "dispose": dispose,
    "tasks": forget_tasks,
    "figures": publishing.refresh,
    "reports": mailing.send_reports,
}


def run(names: list[str], now: datetime) -> dict[str, int | None]:
    """How many each job dealt with; None for one that failed, which does not stop the others."""
    done: dict[str, int | None] = {}
    for name in names:
        try:
            done[name] = JOBS[name](now)
        except Exception:
            logger.exception("the job %s failed", name)
            done[name] = None
    return done
