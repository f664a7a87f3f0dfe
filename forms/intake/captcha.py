"""Asks Google's reCAPTCHA whether a person is sending. Google can be slow, away or wrong, and no submission is lost to
that: the only answer that counts against anybody is a definite no.

No address goes to Google from here.
"""

import logging
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.request import validate_host
from django.utils.translation import get_language as get_active
from django_recaptcha.client import RecaptchaResponse, submit

from localization.languages import get_language

log = logging.getLogger(__name__)

FIELD = "g-recaptcha-response"
LONGEST = 5000  # tokens have some 500 to 2500 characters
LIMIT = 2.0  # seconds that a sender waits for Google, all in all
LINES = threading.BoundedSemaphore(8)  # questions at once in this process
FAILURES, WITHIN, REST = 3, 60, 60
COUNTED, RESTING = "captcha-failures", "captcha-resting"
OUR_FAULT = {"missing-input-secret", "invalid-input-secret", "bad-request", "invalid-keys"}
SENDERS_FAULT = {"invalid-input-response", "timeout-or-duplicate"}
GOOGLES_NAMES = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "tl": "fil"}


class Outcome(StrEnum):
    OFF = "off"
    PASS = "pass"  # noqa: S105  no password
    LOW = "low"  # not sure: a score too low or missing, another site's token, a no for which nobody is blamed
    ABSENT = "absent"  # no script, a blocked script, or a robot
    UNAVAILABLE = "unavailable"
    FAIL = "fail"


@dataclass(frozen=True)
class Widget:
    key: str
    version: str
    script: str


def describe() -> Widget | None:
    """What `forms/captcha.html` needs, in the active language."""
    if not is_on():
        return None
    tag = get_language(get_active()).tag
    key, version = settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_VERSION
    query = {"render": key} if version == "v3" else {"hl": GOOGLES_NAMES.get(tag, tag)}
    return Widget(key, version, f"https://{settings.RECAPTCHA_DOMAIN}/recaptcha/api.js?{urlencode(query)}")


def check(request: HttpRequest) -> Outcome:
    """Google takes a token once: the same post checked again is a FAIL."""
    if not is_on():
        return Outcome.OFF
    token = request.POST.get(FIELD, "").strip()
    if not token or len(token) > LONGEST or not (token.isascii() and token.isprintable()):
        return Outcome.ABSENT
    if is_resting():
        return Outcome.UNAVAILABLE
    try:
        outcome = judge(ask(token))
    except Exception as error:  # noqa: BLE001  whatever it is, somebody waits for a receipt
        log.warning("reCAPTCHA gave no answer (%s)", type(error).__name__)
        outcome = Outcome.UNAVAILABLE
    if outcome is Outcome.UNAVAILABLE:
        count_failure()
    return outcome


def is_on() -> bool:
    return bool(settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY)


def ask(token: str) -> RecaptchaResponse:
    """TimeoutError after LIMIT seconds, whatever the thread that asks is still waiting for.

    The time-out of a socket begins anew with every byte, and a name that does not resolve has none. The threads are
    daemons, unlike those of an executor, so that one that hangs does not keep the process from ending.
    """
    deadline = time.monotonic() + LIMIT
    if not LINES.acquire(timeout=LIMIT):
        raise TimeoutError
    answer: Future[RecaptchaResponse] = Future()

    def call() -> None:
        try:
            answer.set_result(submit(token, settings.RECAPTCHA_PRIVATE_KEY, remoteip=""))
        except Exception as error:  # noqa: BLE001  handed to the thread that waits
            answer.set_exception(error)
        finally:
            LINES.release()

    try:
        threading.Thread(target=call, name="captcha", daemon=True).start()
    except RuntimeError:  # no more threads: the one that would have released it
        LINES.release()
        raise
    return answer.result(timeout=deadline - time.monotonic())


def judge(answer: RecaptchaResponse) -> Outcome:
    """Raises where the answer is none."""
    if not isinstance(answer.is_valid, bool):
        raise TypeError
    codes = set(answer.error_codes)
    if blamed := OUR_FAULT & codes:
        log.error("reCAPTCHA does not accept our request (%s)", ", ".join(sorted(blamed)))
        return Outcome.UNAVAILABLE
    if not answer.is_valid:
        # "browser-error" and codes yet to come: robots can cause them, so they are neither an outage nor a verdict.
        return Outcome.FAIL if SENDERS_FAULT & codes else Outcome.LOW
    is_sure = is_ours(answer.extra_data.get("hostname")) and is_person(answer.extra_data.get("score"))
    return Outcome.PASS if is_sure else Outcome.LOW


def is_ours(hostname: object) -> bool:
    """Whether the token was made on this site: robots have people on other sites make them."""
    return isinstance(hostname, str) and validate_host(hostname.lower().rstrip("."), settings.ALLOWED_HOSTS)


def is_person(score: object) -> bool:
    if settings.RECAPTCHA_VERSION == "v2":
        return True  # where there is no score
    return isinstance(score, int | float) and score >= settings.RECAPTCHA_REQUIRED_SCORE


def is_resting() -> bool:
    """Whether Google failed so often just now that it is not asked: an outage that no sender can pretend."""
    return bool(cache.get(RESTING))


def count_failure() -> None:
    if cache.add(COUNTED, 1, WITHIN):
        return
    try:
        failures = cache.incr(COUNTED)
    except ValueError:  # it ran out between the two calls
        return
    if (failures or 0) >= FAILURES:
        cache.set(RESTING, True, REST)
