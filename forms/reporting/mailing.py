"""The engagement report by mail, at the beginning of each month about the one before: figures and a link, no content.

A row says which month was sent to whom. Whoever sends may be killed at any point: the row is claimed for a while, and
then goes out by the next; at most one report is sent twice.
"""

import logging
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, F, OuterRef, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forms.deadlines import find_calendar, find_city_day
from forms.models import ReportMail, ReportSubscription, Submission
from forms.reporting.dimensions import Dimension, name_groups
from forms.reporting.engagement import measure
from forms.reporting.page import find_address, show_report
from forms.reporting.periods import Span, find_period
from forms.results.reading import find_reader
from forms.rights import SEEING, find_granted, read_grants

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=30)
MOST_ATTEMPTS = 8
AT_ONCE = 200


def send_reports(now: datetime) -> int:
    """The job: how many went out."""
    month = find_period(Span.LAST_MONTH, find_city_day(now)).first
    mails = ReportMail.objects.filter(subscription=OuterRef("pk"), month=month)
    # Who cannot be sent it now takes no place from who can.
    stuck = mails.filter(Q(sent_at__isnull=False) | Q(attempts__gte=MOST_ATTEMPTS) | Q(due_at__gt=now))
    people = get_user_model().objects.filter(find_granted(SEEING)).exclude(email="")
    waiting = ReportSubscription.objects.filter(~Exists(stuck), user__in=people).order_by("pk").select_related("user")
    # Whoever asks for it in March gets that of March in April.
    asked = [each for each in waiting if find_city_day(each.created_at).replace(day=1) <= month]
    return sum(send_report(subscription, month, now=now) for subscription in asked[:AT_ONCE])


def send_report(subscription: ReportSubscription, month: date, *, now: datetime | None = None) -> bool:
    """Whether it went out now. Not to somebody who may see no case any more, and not twice."""
    now, user = now or timezone.now(), subscription.user
    if not user.email or not read_grants(user).has_somewhere(*SEEING):
        return False
    mail, _created = ReportMail.objects.get_or_create(subscription=subscription, month=month, defaults={"due_at": now})
    mine = ReportMail.objects.filter(pk=mail.pk, sent_at=None, due_at__lte=now, attempts__lt=MOST_ATTEMPTS)
    if not mine.update(attempts=F("attempts") + 1, due_at=now + LEASE):
        return False
    try:
        compose(user, month, f"<report-{mail.pk}-{month:%Y-%m}@{find_host()}>").send()
    except Exception as error:  # noqa: BLE001  whatever a mail server does, the row says so and it goes out later
        log.warning("the report %s was not sent (%s)", mail.pk, type(error).__name__)
        ReportMail.objects.filter(pk=mail.pk).update(error=type(error).__name__)
        return False
    ReportMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), error="")
    return True


def find_host() -> str:
    return settings.SITE_URL.partition("://")[2].partition(":")[0]


def compose(user: Any, month: date, header_id: str) -> EmailMultiAlternatives:
    """In the language in which this person uses the admin."""
    profile = getattr(user, "wagtail_userprofile", None)
    with translation.override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        today = find_city_day()
        period = find_period(Span.LAST_MONTH, (month + timedelta(days=32)).replace(day=1))
        mine = Submission.objects.visible_to(user)
        report = measure(mine, period, Dimension.QUEUE, today=today, calendar=find_calendar())
        names = name_groups(Dimension.QUEUE, [line.key for line in report.lines], find_reader())
        context = {
            "period": period,
            "table": show_report(report, names, str(Dimension.QUEUE.label)),
            "url": f"{settings.SITE_URL}{find_address()}?by=queue&span=days&first={period.first}&last={period.last}",
            "language": find_reader(),
        }
        text = render_to_string("forms/reporting/mail.txt", context)
        mail = EmailMultiAlternatives(_("Engagement report"), text, to=[user.email])
        mail.attach_alternative(render_to_string("forms/reporting/mail.html", context), "text/html")
        mail.extra_headers = {"Message-ID": header_id, "Auto-Submitted": "auto-generated"}
        return mail
