"""Which colleague gets which mail, and when. What it says is put together when it is sent: `forms.digests`."""

import logging
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Collection

from forms import digests, outbox
from forms.deadlines import find_calendar, find_city_day
from forms.models import Delivery, Kind, Message, Rhythm, StaffMail
from forms.rights import DEALING, list_granted, read_grants
from pages.working_days import Calendar

logger = logging.getLogger(__name__)

GATHERED = timedelta(minutes=5)  # what is assigned within it comes in one mail
KEPT = timedelta(days=90)


def find_choice(user: Any) -> StaffMail:
    """As this person has chosen; until then a summary goes to whose group has a right on a queue."""
    known = StaffMail.objects.filter(user=user).first()
    is_asked = read_grants(user).of(*DEALING)
    return known or StaffMail(user=user, rhythm=Rhythm.DAILY if is_asked else Rhythm.NEVER)


def tell_assigned(user: Any) -> None:
    """That something was assigned, where this person wants to know at once. Before it is put on record."""
    if not user.email or not StaffMail.objects.filter(user=user, at_once=True).exists():
        return
    waiting = Message.objects.filter(staff=user, kind=Kind.ASSIGNED, delivery=Delivery.DUE)
    if not waiting.update(error=""):  # which makes a worker wait that is about to send it
        due = timezone.now() + GATHERED
        write(Kind.ASSIGNED, user, due_at=due)


def write(kind: Kind, user: Any, **options: Any) -> None:
    language = digests.choose_language(user)
    outbox.dispatch(Message(staff=user, kind=kind, recipient=user.email, locale=language.tag, **options))


def send_digests(now: datetime) -> int:
    """The summary of this working day, once for each person, also where this runs for the first time in the evening."""
    today, calendar = find_city_day(now), find_calendar()
    is_early = timezone.localtime(now, ZoneInfo(settings.TIME_ZONE)).time() < settings.DIGEST_TIME
    if is_early or not calendar.is_working(today):
        return 0
    Message.objects.filter(staff__isnull=False, created_at__lte=now - KEPT).delete()
    done = StaffMail.objects.filter(summed_up_on__gte=today).values("user")
    sent = 0
    for user in list_people().exclude(pk__in=done):
        try:
            sent += send_digest(user, today, calendar, now)
        except Exception:  # what is wrong for one person keeps nobody else from the summary
            logger.exception("the summary of user %s could not be prepared", user.pk)
    return sent


def list_people() -> Any:
    """Who deals with a queue by their group, and administrators who have asked for it."""
    every = Collection.objects.values_list("path", flat=True)
    granted = list_granted(every, DEALING).order_by().values("pk")
    asked = StaffMail.objects.exclude(rhythm=Rhythm.NEVER).values("user")
    people = get_user_model().objects.filter(Q(pk__in=granted) | Q(is_superuser=True, pk__in=asked), is_active=True)
    return people.select_related("wagtail_userprofile").order_by("pk")


def send_digest(user: Any, today: date, calendar: Calendar, now: datetime) -> int:
    """1 where there is something to say to somebody who wants to hear it."""
    with transaction.atomic():
        StaffMail.objects.get_or_create(user=user, defaults={"rhythm": find_choice(user).rhythm})
        mine = StaffMail.objects.filter(user=user).exclude(summed_up_on__gte=today)
        if not mine.update(summed_up_on=today):
            return 0
        if not user.email or not wants(find_choice(user), today, calendar):
            return 0
        look = digests.Look(user, digests.choose_language(user))
        if not look.sum_up(digests.find_since(user, now)):
            return 0
        write(Kind.DIGEST, user)
        return 1


def wants(choice: StaffMail, today: date, calendar: Calendar) -> bool:
    if choice.rhythm == Rhythm.MONDAYS:
        return not any(calendar.is_working(today - timedelta(days=back)) for back in range(1, today.weekday() + 1))
    return choice.rhythm == Rhythm.DAILY
