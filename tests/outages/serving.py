"""The site on a database of its own, as a city runs it: gunicorn, the worker, and everything as processes that can be
killed."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings

from config.demo.management.commands.demo import GUNICORN
from tests import ahead
from tests.ahead import order, rename

PROJECT = Path(__file__).parents[2]
START_SECONDS = 40
WORKER = ["db_worker", "--backend", "database", "--no-startup-delay", "--interval", "0.1", "-v", "0"]


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Prepared:
    """A database that is filled once and copied for each site. On SQLite `url` is empty, and the file in `folder`.

    `program`: the module that fills it.
    """

    folder: Path
    url: str
    settings: str
    program: str
    copies: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begins to fill it, and does not wait."""
        if self.url:
            self.name = f"plaza_tests_{os.getpid()}"
            template = f" TEMPLATE {ahead.get_template()}" if ahead.is_started() else ""
            order(self.url, f"CREATE DATABASE {self.name}{template}")
        elif ahead.is_started():
            shutil.copy(ahead.wait_for("migrated.sqlite3"), self.folder / "plaza.sqlite3")
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.program],
            cwd=PROJECT,
            env=self.make_environment(rename(self.url, self.name) if self.url else "", self.folder, 0),
            stdout=subprocess.PIPE,
            stderr=(self.folder / "log.txt").open("wb"),
            text=True,
        )

    def make_environment(self, url: str, folder: Path, port: int) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if name != "SITE_URL"},
            "DJANGO_SETTINGS_MODULE": self.settings,
            "SECRET_KEY": settings.SECRET_KEY,  # so that tests can make the token of a form that was shown
            "PYTHONPATH": os.pathsep.join((str(PROJECT), str(PROJECT / "site"))),
            "DATABASE_URL": url,
            "DATA_DIR": str(folder),
            "PORT": str(port),
            "DEBUG": "0",
        }

    def read(self) -> Any:
        """What the program has printed, once it is done."""
        if not hasattr(self, "printed"):
            said = self.process.communicate(timeout=180)[0]
            assert self.process.returncode == 0, (self.folder / "log.txt").read_text()
            self.printed = json.loads(said)
        return self.printed

    def copy(self, folder: Path) -> str:
        """Returns the address of a copy (on SQLite: none, it is the file in `folder`)."""
        self.read()
        if not self.url:
            shutil.copy(self.folder / "plaza.sqlite3", folder / "plaza.sqlite3")
            return ""
        name = f"{self.name}_{len(self.copies) + 1}"
        self.copies.append(name)
        order(self.url, f"CREATE DATABASE {name} TEMPLATE {self.name}")
        return rename(self.url, name)

    def drop(self) -> None:
        self.process.kill()
        self.process.wait()
        for name in [*self.copies, self.name] if self.url else []:
            order(self.url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    text: str
    seconds: float


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        return None


class Site:
    """A running site. `through`: how it reaches its database, where that is not directly."""

    def __init__(
        self, prepared: Prepared, folder: Path, *, through: Callable[[str], str] | None = None, **environment: str
    ) -> None:
        self.forms = prepared.read()
        self.folder = folder
        self.database = prepared.copy(folder)
        self.port = find_port()
        self.address = f"http://127.0.0.1:{self.port}"
        url = through(self.database) if through else self.database
        self.environment = {**prepared.make_environment(url, folder, self.port), **environment}
        self.opener = urllib.request.build_opener(NoRedirect)
        self.children: list[subprocess.Popen] = []

    # -- Processes -----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", *GUNICORN, "--bind", f"127.0.0.1:{self.port}", "config.wsgi"]
        self.server = self.launch(command)
        self.wait_for(self.is_served, START_SECONDS)

    def launch(self, command: list[str]) -> subprocess.Popen:
        with (self.folder / "log.txt").open("ab") as log:
            child = subprocess.Popen(
                command, cwd=PROJECT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.children.append(child)
        return child

    def start_worker(self) -> subprocess.Popen:
        return self.launch([sys.executable, "manage.py", *WORKER])

    def manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=PROJECT, env=self.environment, check=True)

    def list_web_workers(self) -> list[psutil.Process]:
        return psutil.Process(self.server.pid).children()

    def kill_everything(self) -> None:
        """As when the power is cut: no process can say or finish anything."""
        for child in self.children:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        self.children.clear()

    def is_served(self) -> bool:
        assert self.server.poll() is None, (self.folder / "log.txt").read_text()
        try:
            return self.get("/healthz").status == 200
        except OSError:
            return False

    def wait_for(self, is_so: Callable[[], Any], seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < deadline, (self.folder / "log.txt").read_text()
            time.sleep(0.1)

    # -- What residents do ---------------------------------------------------------------------------------------------

    def get(self, path: str) -> Answer:
        return self.ask(urllib.request.Request(self.address + path))

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        """Raises OSError where there was no answer. `fields` may hold files of Django."""
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        body = encode_multipart(BOUNDARY, fields)
        return self.ask(urllib.request.Request(self.address + path, body, {"Content-Type": MULTIPART_CONTENT}))

    def ask(self, request: urllib.request.Request) -> Answer:
        started = time.monotonic()
        try:
            answer: Any = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            text = answer.read().decode()
        return Answer(answer.status, answer.headers.get("Location", ""), text, time.monotonic() - started)

    # -- What is stored ------------------------------------------------------------------------------------------------

    def list_rows(self, query: str) -> list[tuple]:
        """Read without the site's own code, and without what stands between the site and its database."""
        if not self.database:
            with closing(sqlite3.connect(self.folder / "plaza.sqlite3", timeout=20)) as connection, connection:
                return connection.execute(query).fetchall()
        import psycopg

        with psycopg.connect(self.database) as connection:
            cursor = connection.execute(query)
            return cursor.fetchall() if cursor.description else []

    def list_submissions(self, slug: str) -> list[dict[str, Any]]:
        """In the order in which they were stored."""
        key = self.forms[slug]["key"]
        rows = self.list_rows(
            "SELECT receipt_key, place, CAST(answers AS TEXT), CAST(form.key AS TEXT) FROM forms_submission "
            "JOIN forms_formidentity form ON form.id = form_id ORDER BY forms_submission.id"
        )
        return [
            {"receipt": receipt, "place": place, "answers": json.loads(answers)}
            for receipt, place, answers, form in rows
            if re.sub(r"\W", "", form) == re.sub(r"\W", "", key)
        ]
