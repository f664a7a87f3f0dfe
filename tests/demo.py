"""The demo city as `make demo` serves it, in a folder of its own, and a real Chromium to look at it with.

Both are started once for all tests that need them, in whatever folder those are.
"""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config.demo.people import PASSWORD
from tests import ahead
from tests.browsers import find_browser

PROJECT = Path(__file__).parents[1]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--renderer-process-limit=1",  # scripts compiled for one page are there for the next
]  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}  # what is well need not be told


class Demo:
    """A running `manage.py demo`."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "TRUSTED_PROXIES": "1",  # so that each visitor can come from a network of their own
            **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SITE_URL")},
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }
        self.lines: list[str] = []

    def start(self) -> float:
        """Seconds until it answered."""
        started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=PROJECT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        ready = threading.Event()

        def listen() -> None:
            for line in self.process.stdout:
                self.lines.append(line)
                if line.startswith("Ctrl-C"):
                    ready.set()
            ready.set()

        threading.Thread(target=listen, daemon=True).start()
        assert ready.wait(180), "".join(self.lines)
        assert self.process.poll() is None, "".join(self.lines)
        return time.monotonic() - started

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)


STARTED = {}


@pytest.fixture(scope="session")
def demo(tmp_path_factory, request):
    if "demo" not in STARTED:
        folder = tmp_path_factory.mktemp("demo")
        if ahead.is_started():
            shutil.copytree(ahead.wait_for("city"), folder, dirs_exist_ok=True)
        STARTED["demo"] = demo = Demo(folder)
        request.config.add_cleanup(demo.stop)
        demo.start()
    return STARTED["demo"]


@pytest.fixture(scope="session")
def chromium(request):
    if "chromium" not in STARTED:
        playwright = sync_playwright().start()
        path = os.environ.get("BROWSER_PATH") or find_browser()
        STARTED["chromium"] = browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        request.config.add_cleanup(playwright.stop)
        request.config.add_cleanup(browser.close)
    return STARTED["chromium"]


class Profiles:
    """Profiles of the browser, lent to one visitor after the other. What a profile remembers of a visitor is wiped in
    between; the files it has fetched stay, with the scripts compiled, for these take longer than most pages do."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.free: dict[str, list[BrowserContext]] = {}
        self.lent: list[tuple[str, BrowserContext]] = []
        self.places = itertools.count()

    def lend(self, cookies: Sequence[Any], **options: Any) -> Page:
        """An empty page of somebody with these cookies."""
        kind = repr(sorted(options.items()))
        free = self.free.setdefault(kind, [])
        context = free.pop() if free else self.browser.new_context(base_url=self.address, **options)
        self.lent.append((kind, context))
        context.clear_cookies()
        context.add_cookies(list(cookies))
        place = next(self.places)  # from one network only twenty forms an hour are not doubtful
        context.set_extra_http_headers({"X-Forwarded-For": f"198.{18 + place // 250}.{place % 250}.7"})
        page = context.new_page()
        wipe = {"origin": self.address, "storageTypes": "local_storage,indexeddb,cache_storage"}
        context.new_cdp_session(page).send("Storage.clearDataForOrigin", wipe)
        return page

    def take_back(self) -> None:
        for kind, context in self.lent:
            for page in context.pages:
                page.close()
            self.free[kind].append(context)
        self.lent.clear()


@pytest.fixture
def open_page(chromium, demo):
    """open_page(path, width=…, scripts=…): a new visitor at that address."""
    profiles = STARTED.setdefault("profiles", Profiles(chromium, demo.address))

    def open_page(path: str, *, width: int = 1280, scripts: bool = True, cookies: Sequence[Any] = (), **options):
        page = profiles.lend(cookies, java_script_enabled=scripts, **options)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        page.opened_at = time.monotonic()
        return page

    yield open_page
    profiles.take_back()


@pytest.fixture(scope="session")
def sessions():
    """{name: the cookies of this person, once logged in}"""
    return STARTED.setdefault("sessions", {})


def obtain_cookies(address: str, name: str) -> list[dict[str, str]]:
    """By what the login form sends; tests/browser/test_demo.py does it with the browser."""
    with requests.Session() as session:
        page = f"{address}/admin/login/"
        session.get(page, timeout=60)
        said = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
        answer = session.post(page, data=said, headers={"Referer": page}, timeout=60, allow_redirects=False)
        assert answer.status_code == 302, answer.text
        return [{"name": each.name, "value": each.value or "", "url": address} for each in session.cookies]


@pytest.fixture
def log_in(open_page, demo, sessions):
    """log_in(name, path, …): the page as this person sees it, who need not say the password every time.

    Each has cookies of their own all the same: what one visitor does to them is not seen by another.
    """

    def log_in(name: str, path: str = "/admin/", **options):
        if name not in sessions:
            sessions[name] = obtain_cookies(demo.address, name)
        return open_page(path, cookies=sessions[name], **options)

    return log_in


@pytest.fixture(scope="session")
def find_faults():
    """What axe finds on a page, as readable lines."""
    axe = Axe()

    def find_faults(page) -> list[str]:
        if not page.evaluate("Boolean(globalThis.axe)"):
            page.evaluate(axe.axe_script)
        violations = page.evaluate("options => axe.run(options).then(results => results.violations)", AXE)
        return [
            f"{violation['id']} ({violation['impact']}): {node['html'][:160]}"
            for violation in violations
            for node in violation["nodes"]
        ]

    return find_faults
