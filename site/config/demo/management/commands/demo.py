import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.demo.blocks import make_key
from config.demo.content.people import PEOPLE
from config.demo.load import is_loaded, load_city, point_site
from config.demo.people import PASSWORD
from config.demo.reset import forget_city

HOST = "127.0.0.1"
SCHEDULE_SECONDS = 60
START_SECONDS = 60
GUNICORN = ["--workers", "2", "--threads", "4", "--log-level", "warning", "--graceful-timeout", "3"]


class Command(BaseCommand):
    help = "Prepare the demo city and serve it, with the background worker, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--reset", action="store_true", help="Forget the demo city first.")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *, reset: bool, port: int, **options: Any) -> None:
        require_free(port)
        if reset:
            self.stdout.write("Forgetting the demo city...")
            forget_city()
        self.prepare()
        self.serve(port)

    def prepare(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database (about 20 seconds)...")
            call_command("migrate", verbosity=0)
        if not is_loaded():
            self.stdout.write("Loading Port Alder in ten languages (about 30 seconds)...")
            started = time.monotonic()
            load_city(lambda step: self.stdout.write(f"  {time.monotonic() - started:5.1f} s  {step}"))
        from pages.models import HomePage

        point_site(HomePage.objects.get(translation_key=make_key("port-alder"), locale__language_code="en"))
        connection.close()

    def serve(self, port: int) -> None:
        """The web server and the worker as children; what is scheduled is published from here once a minute."""
        environment = {
            **os.environ,
            "DEBUG": "0",
            "PORT": str(port),
            "PYTHONPATH": os.pathsep.join(map(str, (settings.PROJECT_DIR, settings.SITE_DIR))),
        }
        manage = str(Path(settings.PROJECT_DIR) / "manage.py")
        server = [sys.executable, "-m", "gunicorn", *GUNICORN, "--bind", f"{HOST}:{port}", "config.wsgi"]
        worker = [sys.executable, manage, "db_worker", "--backend", "database", "--no-startup-delay", "-v", "0"]
        environment["DJANGO_SETTINGS_MODULE"] = os.environ["DJANGO_SETTINGS_MODULE"]
        children = [subprocess.Popen(command, env=environment, start_new_session=True) for command in (server, worker)]
        for stop_signal in (signal.SIGINT, signal.SIGTERM):  # also where a shell in the background ignores them
            signal.signal(stop_signal, signal.default_int_handler)
        try:
            wait_until_served(port, children)
            self.welcome(port)
            self.watch(children, lambda: subprocess.Popen(worker, env=environment, start_new_session=True))
        except KeyboardInterrupt:
            self.stdout.write("\nStopping...")
        finally:
            stop(children)

    def watch(self, children: list[subprocess.Popen], start_worker: Callable[[], subprocess.Popen]) -> None:
        """A worker ends when the database goes away; as under systemd it is started again."""
        due = time.monotonic()
        while children[0].poll() is None:
            if children[1].poll() is not None:
                time.sleep(1)
                children[1] = start_worker()
            if time.monotonic() >= due:
                call_command("publish_scheduled", verbosity=0)
                tend()
                connection.close()
                due = time.monotonic() + SCHEDULE_SECONDS
            time.sleep(0.5)
        raise CommandError("The server has stopped by itself; its last words are above.")

    def welcome(self, port: int) -> None:
        address = f"http://{HOST}:{port}"
        self.stdout.write(f"\nPort Alder is served at {address}/  (inbox and pages: {address}/admin/)\n\n")
        for person in PEOPLE:
            self.stdout.write(f"  {person['role']:<20} {person['username']:<12} {PASSWORD}")
        self.stdout.write("\nCtrl-C stops everything. What you change stays; `make demo-reset` starts afresh.")
        self.stdout.flush()


def tend() -> None:
    """A job that fails says so in the log, and is tried again in a minute."""
    try:
        call_command("tend", verbosity=0)
    except CommandError:
        return


def require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is in use by another program. Choose another one: make demo PORT={port + 1}"
            ) from error


def wait_until_served(port: int, children: list[subprocess.Popen]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(child.poll() is None for child in children):
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise CommandError("The server did not start; its last words are above.")


def stop(children: list[subprocess.Popen]) -> None:
    for child in children:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + 8
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
