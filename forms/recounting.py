"""Due dates follow the working calendar and the response targets, whoever changed them and by whatever way."""

import hashlib
import json
from datetime import datetime

from django.db import transaction

from forms import actions, deadlines, record
from forms.models import Act, Reckoning, ResponseTarget
from pages.working_days import Calendar

AT_ONCE = 200
BATCHES = 25  # in one run: the next goes on where this one ended


def recount(now: datetime) -> int:
    """How many due dates moved. Nothing is looked at while calendar and targets are what they were."""
    calendar = deadlines.find_calendar()
    targets = dict(ResponseTarget.objects.values_list("queue_id", "working_days"))
    basis, moved = digest(calendar, targets), 0
    if Reckoning.objects.filter(basis=basis, reached=None).exists():
        return 0
    for _batch in range(BATCHES):
        with transaction.atomic():
            known, _created = Reckoning.objects.select_for_update().get_or_create(pk=1)
            if known.basis != basis:
                known.basis, known.reached, known.changed = basis, 0, 0
            if known.reached is None:
                break
            known.reached, changed = actions.recount(known.reached, calendar, targets, limit=AT_ONCE)
            known.changed += changed
            known.save()
            moved += changed
            if known.reached is None and known.changed:  # one line, not one for each case
                record.write(Act.RECOUNTED, now=now, cases=known.changed)
    return moved


def digest(calendar: Calendar, targets: dict[int, int]) -> str:
    days = sorted(day.isoformat() for day in calendar.holidays)
    said = json.dumps([days, sorted(calendar.weekend), sorted(targets.items())])
    return hashlib.sha256(said.encode()).hexdigest()
