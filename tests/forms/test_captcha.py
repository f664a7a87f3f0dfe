"""Google's answers, as a server on this machine gives them: only a definite no is one, and nobody waits over 2 s."""

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs
from urllib.request import ProxyHandler, build_opener

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.cache.backends.dummy import DummyCache
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_recaptcha import client

from forms.intake import captcha
from forms.intake.captcha import Outcome

PROJECT = Path(__file__).parents[2]
PERSON = {"success": True, "score": 0.9, "hostname": "testserver", "action": "send"}
PATIENCE = 2.5


class Google:
    """Whatever `body` says: JSON, bytes as they are, or a function that gets the handler and does it all."""

    def __init__(self):
        self.status, self.body, self.posts, self.asked = 200, PERSON, [], []
        self.closing = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.build_handler())
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}/"

    def build_handler(google):  # noqa: N805  `self` is the handler's
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                google.posts.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), True))
                if callable(google.body):
                    google.body(self)
                    return
                body = google.body if isinstance(google.body, bytes) else json.dumps(google.body).encode()
                self.send_response(google.status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        return Handler

    def swallow(self, handler):
        self.closing.wait()

    def trickle(self, handler):
        handler.send_response(200)
        handler.end_headers()
        for byte in json.dumps(PERSON).encode():
            handler.wfile.write(bytes([byte]))
            if self.closing.wait(0.5):
                break

    def open(self, request, timeout):
        """Stands in for urllib's opener, which would go to the real one."""
        self.asked.append(request.full_url)
        request.full_url = self.address
        return build_opener(ProxyHandler({})).open(request, timeout=timeout)

    def close(self):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def google(settings, monkeypatch):
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"
    settings.RECAPTCHA_VERSION, settings.RECAPTCHA_REQUIRED_SCORE = "v3", 0.5
    settings.RECAPTCHA_DOMAIN = "www.google.com"
    monkeypatch.setattr(captcha, "LINES", threading.BoundedSemaphore(8))
    google = Google()
    monkeypatch.setattr(client, "build_opener", lambda *handlers: google)
    yield google
    google.close()
    for thread in threading.enumerate():  # they give back the lines of this test, not of the next
        if thread.name == "captcha":
            thread.join(timeout=5)


@pytest.fixture
def check(rf):
    """What becomes of a post with this token, within the time a sender may have to wait."""

    def check(token="a-token"):
        started = time.perf_counter()
        outcome = captcha.check(rf.post("/", {captcha.FIELD: token}, REMOTE_ADDR="9.9.9.9"))
        assert time.perf_counter() - started < PATIENCE
        return outcome

    return check


def no(*codes):
    return {"success": False, "error-codes": list(codes)}


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (PERSON, Outcome.PASS),
        ({**PERSON, "score": 0.5}, Outcome.PASS),
        ({**PERSON, "score": 1, "hostname": "TestServer."}, Outcome.PASS),
        ({**PERSON, "score": 0.4}, Outcome.LOW),
        ({**PERSON, "score": None}, Outcome.LOW),
        ({**PERSON, "score": "0.9"}, Outcome.LOW),
        ({"success": True, "hostname": "testserver"}, Outcome.LOW),
        ({**PERSON, "hostname": "elsewhere.example"}, Outcome.LOW),
        ({**PERSON, "hostname": None}, Outcome.LOW),
        ({"success": True, "score": 0.9}, Outcome.LOW),
        (no("timeout-or-duplicate"), Outcome.FAIL),
        (no("invalid-input-response"), Outcome.FAIL),
        (no("browser-error"), Outcome.LOW),
        (no(), Outcome.LOW),
        (no("invalid-input-secret"), Outcome.UNAVAILABLE),
        (no("missing-input-secret", "invalid-input-response"), Outcome.UNAVAILABLE),
        (no("bad-request"), Outcome.UNAVAILABLE),
        (no("invalid-keys"), Outcome.UNAVAILABLE),
        ({"success": False, "error-codes": 7}, Outcome.UNAVAILABLE),
        ({"success": "false"}, Outcome.UNAVAILABLE),
        ({"success": None}, Outcome.UNAVAILABLE),
        ({"score": 0.9}, Outcome.UNAVAILABLE),
        (None, Outcome.UNAVAILABLE),
        ([], Outcome.UNAVAILABLE),
        ("success", Outcome.UNAVAILABLE),
        (b"<!doctype html><title>Sign in to the network</title>", Outcome.UNAVAILABLE),
        (b"\xff\xfe", Outcome.UNAVAILABLE),
        (b"", Outcome.UNAVAILABLE),
    ],
    ids=str,
)
def test_an_answer_of_version_3(body, outcome, google, check):
    google.body = body
    assert check() is outcome
    assert len(google.posts) == 1


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({"success": True, "hostname": "testserver"}, Outcome.PASS),
        ({"success": True, "hostname": "elsewhere.example"}, Outcome.LOW),
        (no("timeout-or-duplicate"), Outcome.FAIL),
        (no("invalid-input-secret"), Outcome.UNAVAILABLE),
    ],
)
def test_an_answer_of_version_2_has_no_score(body, outcome, google, check, settings):
    settings.RECAPTCHA_VERSION = "v2"
    google.body = body
    assert check() is outcome


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_an_error_of_the_server(status, google, check):
    google.status = status
    assert check() is Outcome.UNAVAILABLE


def test_nobody_listens(google, check, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setattr(Google, "address", f"http://127.0.0.1:{probe.getsockname()[1]}/")
    assert check() is Outcome.UNAVAILABLE


def test_a_name_that_does_not_resolve(google, check, monkeypatch):
    monkeypatch.setattr(Google, "address", "http://nowhere.invalid/")
    assert check() is Outcome.UNAVAILABLE


@pytest.mark.parametrize("manner", ["swallow", "trickle"])
def test_a_server_that_does_not_come_to_the_end(manner, google, check):
    google.body = getattr(google, manner)
    assert check() is Outcome.UNAVAILABLE


def test_name_servers_that_do_not_answer(google, check, monkeypatch):
    monkeypatch.setattr(google, "open", lambda request, timeout: google.closing.wait())
    assert check() is Outcome.UNAVAILABLE


def test_when_all_lines_hang_the_next_waits_no_longer_and_later_there_are_lines_again(google, check, monkeypatch):
    monkeypatch.setattr(captcha, "LINES", threading.BoundedSemaphore(1))
    google.body = google.trickle
    assert check() is Outcome.UNAVAILABLE
    assert check() is Outcome.UNAVAILABLE
    assert len(google.posts) == 1
    google.closing.set()
    google.body = PERSON
    assert check() is Outcome.PASS


def test_a_thread_that_cannot_start_takes_no_line_with_it(google, check, monkeypatch):
    def refuse(thread):
        raise RuntimeError

    monkeypatch.setattr(captcha, "LINES", threading.BoundedSemaphore(1))
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        assert check() is Outcome.UNAVAILABLE
    assert check() is Outcome.PASS


def test_after_three_failures_google_is_left_alone_for_a_minute(google, check):
    start = timezone.now()
    with time_machine.travel(start) as clock:
        google.status = 503
        assert [check() for _time in range(3)] == [Outcome.UNAVAILABLE] * 3
        google.status = 200
        assert captcha.is_resting()
        assert check() is Outcome.UNAVAILABLE
        clock.shift(timedelta(seconds=50))
        assert check() is Outcome.UNAVAILABLE
        assert len(google.posts) == 3
        clock.shift(timedelta(seconds=11))
        assert check() is Outcome.PASS
        assert not captcha.is_resting()


def test_failures_far_apart_do_not_add_up(google, check):
    google.status = 503
    with time_machine.travel(timezone.now()) as clock:
        for _time in range(4):
            assert check() is Outcome.UNAVAILABLE
            clock.shift(timedelta(seconds=40))
    assert len(google.posts) == 4


@pytest.mark.parametrize("body", [no("timeout-or-duplicate"), no("browser-error"), {**PERSON, "score": 0}])
def test_what_a_robot_can_cause_is_no_failure_of_google(body, google, check):
    google.body = body
    for _time in range(4):
        check()
    assert not captcha.is_resting()


def test_a_cache_that_is_down_changes_no_answer(google, check, monkeypatch):
    class Down(DummyCache):
        def incr(self, *args, **kwargs):
            return None

        def add(self, *args, **kwargs):
            return None

    monkeypatch.setattr(captcha, "cache", Down("", {}))
    assert check() is Outcome.PASS
    google.status = 503
    assert [check() for _time in range(4)] == [Outcome.UNAVAILABLE] * 4


def test_google_learns_the_token_and_no_address(google, check):
    assert check("the-token") is Outcome.PASS
    assert google.posts == [{"secret": ["private"], "response": ["the-token"], "remoteip": [""]}]
    assert google.asked == ["https://www.google.com/recaptcha/api/siteverify"]


def test_the_other_domain_is_asked_where_it_is_set(google, check, settings):
    settings.RECAPTCHA_DOMAIN = "www.recaptcha.net"
    check()
    assert google.asked == ["https://www.recaptcha.net/recaptcha/api/siteverify"]


@pytest.mark.parametrize("token", ["", "   ", "x" * 5001, "tökèn", "a\x00b", "a\nb"])
def test_what_is_no_token_is_not_sent_on(token, google, check):
    assert check(token) is Outcome.ABSENT
    assert google.posts == []


def test_a_long_token_is_sent_on(google, check):
    assert check("x" * 5000) is Outcome.PASS


def test_a_form_without_the_field(google, rf):
    assert captcha.check(rf.post("/", {})) is Outcome.ABSENT


def test_the_log_says_what_went_wrong_and_nothing_of_the_post(google, check, caplog):
    with caplog.at_level(logging.DEBUG):
        google.status = 503
        check("the-token")
        google.status, google.body = 200, no("invalid-input-secret", "the-token")
        check("the-token")
    assert [record.getMessage() for record in caplog.records] == [
        "reCAPTCHA gave no answer (HTTPError)",
        "reCAPTCHA does not accept our request (invalid-input-secret)",
    ]
    assert not any(record.exc_info for record in caplog.records)


def test_without_keys_nobody_is_asked(google, check, settings):
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = ""
    assert check() is Outcome.OFF
    assert captcha.describe() is None
    assert google.posts == []
    assert cache.get(captcha.COUNTED) is None


# -- What the form shows -----------------------------------------------------------------------------------------------


def show():
    return BeautifulSoup(render_to_string("forms/captcha.html", {"captcha": captcha.describe()}), "html5lib").body


@pytest.mark.parametrize(
    ("code", "asked_for"), [("en", "en"), ("pt-br", "pt-BR"), ("zh-hant", "zh-TW"), ("tl", "fil"), ("ar", "ar")]
)
def test_version_2_is_a_box_in_the_readers_language(code, asked_for, google, settings):
    settings.RECAPTCHA_VERSION = "v2"
    with translation.override(code):
        body = show()
    assert body.select_one(".g-recaptcha")["data-sitekey"] == "public"
    [script] = body.select("script")
    assert script["src"] == f"https://www.google.com/recaptcha/api.js?hl={asked_for}"
    assert body.select_one("noscript").text.strip()


def test_version_3_is_a_hidden_field_and_a_script_of_ours(google):
    body = show()
    field = body.select_one("input[type=hidden]")
    assert (field["name"], field["data-sitekey"], field.get("value")) == (captcha.FIELD, "public", None)
    theirs, ours = body.select("script")
    assert theirs["src"] == "https://www.google.com/recaptcha/api.js?render=public"
    assert ours["src"].endswith("js/captcha.js")


@pytest.mark.parametrize("version", ["v2", "v3"])
def test_no_script_stands_in_the_page_itself(version, google, settings):
    settings.RECAPTCHA_VERSION = version
    body = show()
    assert not any(script.text.strip() for script in body.select("script"))
    assert not body.select("style, [style], [onsubmit], [onclick]")


def test_without_keys_nothing_is_shown(google, settings):
    settings.RECAPTCHA_PRIVATE_KEY = ""
    assert show().text.strip() == ""
    assert not show().select("*")


# -- Settings ----------------------------------------------------------------------------------------------------------


def start(**environment):
    return subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(*settings.INSTALLED_APPS)"],
        cwd=PROJECT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": "site:.",
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": "x" * 60,
            "ALLOWED_HOSTS": "city.example",
            "SITE_URL": "https://city.example",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["RECAPTCHA_PUBLIC_KEY", "RECAPTCHA_PRIVATE_KEY"])
def test_one_key_alone_stops_the_start(name):
    result = start(**{name: "a-key"})
    assert "Set both RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY, or neither" in result.stderr
    assert result.returncode != 0


def test_another_version_stops_the_start():
    assert "RECAPTCHA_VERSION is v2 or v3" in start(RECAPTCHA_VERSION="4").stderr


def test_the_package_is_installed_where_there_are_keys():
    assert "django_recaptcha" not in start().stdout.split()
    both = start(RECAPTCHA_PUBLIC_KEY="a-key", RECAPTCHA_PRIVATE_KEY="a-key")
    assert "django_recaptcha" in both.stdout.split()
