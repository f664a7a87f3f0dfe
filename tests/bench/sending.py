"""Forms sent in a second: ours beside Wagtail's own, in the same processes of the same server, on the same database."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.bench.answering import CSRF, fill_in
from tests.outages.serving import GUNICORN, Prepared, Site
from tests.postgres import Server

CLIENTS = 8
TURNS, SECONDS, WARM_UP = 4, 1.6, 1.5
STATUS = {"ours": 303, "stock": 200}


@contextmanager
def prepare(server: Server | None, *, is_ours: bool) -> Iterator[dict[str, Prepared]]:
    """{name: database}. They begin to be filled, and nobody waits for them yet."""
    with tempfile.TemporaryDirectory(prefix="plaza-bench-") as folder:
        made = {"SQLite (write-ahead log, synchronous=FULL)": make(Path(folder, "sqlite"), "")}
        if server:
            if is_ours:
                calm(server.url)
            made[describe(server.url)] = make(Path(folder, "postgresql"), server.url)
        yield made
        for each in made.values():
            each.drop()


def make(folder: Path, url: str) -> Prepared:
    folder.mkdir()
    return Prepared(folder, url, "tests.bench.settings", "tests.bench.prepare")


def calm(url: str) -> None:
    """A server that is made for tests need not survive a power cut; a city's must, and so it is measured."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM RESET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    time.sleep(0.5)  # until its processes have read it


def describe(url: str) -> str:
    import psycopg

    with psycopg.connect(url) as connection:
        said = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in ("fsync", "synchronous_commit")}
        version = connection.info.server_version // 10000
    return f"PostgreSQL {version} ({', '.join(f'{name} {value}' for name, value in said.items())})"


def compare(made: dict[str, Prepared]) -> None:
    print(f"\nForms sent in a second: gunicorn {' '.join(GUNICORN[:4])}, {CLIENTS} clients, median of {TURNS} turns")
    print(f"{'':<50}{'ours/s':>10}{'Wagtail/s':>11}{'ratio':>8}{'queries':>10}{'Wagtail':>9}")
    profiles = {}
    for name, prepared in made.items():
        rates, profiles[name] = measure(prepared)
        ours, stock = (statistics.median(rates[kind]) for kind in ("ours", "stock"))
        queries = [profiles[name][kind]["queries"] for kind in ("ours", "stock")]
        print(f"{name:<50}{ours:>10.1f}{stock:>11.1f}{ours / stock:>8.2f}{queries[0]:>10}{queries[1]:>9}", flush=True)
    for name, profile in profiles.items():
        show(name, profile)


def measure(prepared: Prepared) -> tuple[dict[str, list[float]], dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="plaza-bench-site-") as folder:
        site = Site(prepared, Path(folder))
        site.start()
        try:
            return take_turns(site), ask_stages(site)
        finally:
            site.kill_everything()


def take_turns(site: Site) -> dict[str, list[float]]:
    """Forms in a second of each turn. What was acknowledged is counted against what is stored."""
    rates: dict[str, list[float]] = {"ours": [], "stock": []}
    total = {"ours": 0, "stock": 0}
    for turn in range(1 + TURNS):
        for kind, form in (("ours", site.forms["ours"][turn]), ("stock", site.forms["stock"])):
            seconds = SECONDS if turn else WARM_UP
            started = time.perf_counter()
            with ThreadPoolExecutor(CLIENTS) as pool:
                sent = sum(pool.map(lambda _client, f=form, k=kind, s=seconds: send(site, f, k, s), range(CLIENTS)))
            total[kind] += sent
            if turn:
                rates[kind].append(sent / (time.perf_counter() - started))
    tables = {"ours": ("forms_submission", "forms_message"), "stock": ("wagtailforms_formsubmission",)}
    for kind, names in tables.items():
        for table in names:
            assert site.list_rows(f"SELECT count(*) FROM {table}")[0][0] == total[kind], table
    return rates


def send(site: Site, form: dict[str, Any], kind: str, seconds: float) -> int:
    """One client, one connection as long as the server keeps it: how many forms it got through."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={CSRF}"}
    connection = HTTPConnection("127.0.0.1", site.port, timeout=30)
    deadline, count = time.perf_counter() + seconds, 0
    while time.perf_counter() < deadline:
        connection.request("POST", form["path"], urlencode(fill_in(form), doseq=True), headers)
        response = connection.getresponse()
        response.read()
        assert response.status == STATUS[kind], response.status
        count += 1
    connection.close()
    return count


def ask_stages(site: Site) -> dict[str, Any]:
    program = [sys.executable, "-m", "tests.bench.stages"]
    said = subprocess.check_output(program, input=json.dumps(site.forms), env=site.environment, text=True)
    return json.loads(said)


def show(name: str, profile: dict[str, dict[str, Any]]) -> None:
    print(f"\n{f'One post in one process, {name}':<70}{'ms':>8}{'queries':>9}")
    for stage, (milliseconds, queries) in profile["ours"]["stages"].items():
        print(f"  {stage:<68}{milliseconds:>8.2f}{queries:>9}")
    for kind, label in (("ours", "ours, in all"), ("stock", "Wagtail's, in all")):
        print(f"  {label:<68}{sum(each[0] for each in profile[kind]['stages'].values()):>8.2f}")
