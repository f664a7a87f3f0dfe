"""Signs of robots. They make a person look, and never turn one away, except in a flood.

Addresses are never stored: counters live in the cache for an hour, under a keyed hash. Without REDIS_URL each web
process counts for itself.
"""

import hashlib
import hmac
import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from forms.intake.token import Shown
from forms.states import Doubt

TRAP = "more"  # the name of the field that people do not see
QUICK = timedelta(seconds=3)
OLD = timedelta(hours=24)
LINKS = 3
REPEATED = 2
HOUR = 3600
PER_NETWORK, NETWORK_FLOOD = 20, 300  # submissions an hour; a library's readers share one address
PER_FORM, FORM_FLOOD = 1000, 50_000


@dataclass(frozen=True)
class Verdict:
    doubts: tuple[Doubt, ...] = ()
    is_flood: bool = False


def judge(request: HttpRequest, form_key: UUID, shown: Shown, answers: dict[str, Any], now: datetime) -> Verdict:
    """Counts this submission. `answers` are canonical."""
    texts = [answer for answer in answers.values() if isinstance(answer, str)]
    sender = find_network(request)
    network = count("network", sender) if sender else 0
    form = count("form", form_key.hex)
    repeated = count("text", f"{form_key.hex}{sorted(texts)}") if any(len(text) > 20 for text in texts) else 1
    signs = {
        Doubt.TRAP: bool(request.POST.get(TRAP)),
        Doubt.QUICK: now - shown.at < QUICK,
        Doubt.OLD: now - shown.at > OLD,
        Doubt.LINKS: len(re.findall(r"https?://|www\.", " ".join(texts))) >= LINKS,
        Doubt.REPEATED: repeated > REPEATED,
        Doubt.NETWORK: network > PER_NETWORK,
        Doubt.FORM: form > PER_FORM,
    }
    return Verdict(
        tuple(doubt for doubt, is_seen in signs.items() if is_seen),
        is_flood=network > NETWORK_FLOOD or form > FORM_FLOOD,
    )


def count(kind: str, value: str) -> int:
    """How often within the hour, this time included. A cache that is down counts nothing."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{kind}{value}".encode(), hashlib.sha256).hexdigest()
    key = f"intake-{kind}-{digest}"
    if cache.add(key, 1, HOUR):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two calls
        return 1


def find_network(request: HttpRequest) -> str:
    """The sender's network: one IPv4 address, or an IPv6 /64. Proxies are believed only as far as they are ours.

    Empty where the address says nothing about the sender: not one of the public internet, so perhaps a proxy of ours
    that TRUSTED_PROXIES does not know, behind which everybody would be counted as one.
    """
    chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    address = chain[-trusted] if 0 < trusted <= len(chain) else request.META.get("REMOTE_ADDR", "")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if not parsed.is_global:
        return ""
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)
