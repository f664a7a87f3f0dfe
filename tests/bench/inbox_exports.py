"""A million rows as CSV, ours beside Wagtail's own: how soon, how long, and how much memory.

As a program (`python -m tests.bench.inbox_exports ours|one-form|stock`) it takes one list away and prints what that
cost: a process of its own each time, since the peak of its memory never goes down again.
"""

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from tests.bench.answering import CSRF

OURS, ONE_FORM, STOCK = "ours", "one-form", "stock"
LABELS = {STOCK: "Wagtail's own, one form", OURS: "ours, all forms", ONE_FORM: "ours, one form with its answers"}
EXPORT, ASKED = "/admin/inbox/export/", {"content": "list", "format": "csv", "reason": "To see how long it takes"}
FIRST_SECONDS, MEGABYTES, SHARE = 1.0, 20, 0.2
TIMEOUT, THREADS = 5, 4


def measure(prepared: Any, environment: dict[str, str]) -> None:
    from tests.bench.inbox import run

    made, said = prepared.read(), {}
    print(f"\n{'All cases as CSV':<34}{'first byte s':>13}{'first row s':>13}{'all s':>8}{'grown MB':>10}{'rows':>11}")
    for what in (STOCK, OURS, ONE_FORM):
        if what == ONE_FORM:
            download(environment, said[OURS]["session"])
            run("tests.bench.inbox_rows", ONE_FORM, environment=environment, made=made)
        said[what] = json.loads(run("tests.bench.inbox_exports", what, environment=environment, made=made))
        show(what, said[what], said[STOCK]["all"])


def show(what: str, cost: dict[str, Any], stock: float) -> None:
    missed = []
    if what != STOCK:
        missed += ["first byte late"] if cost["first_byte"] > FIRST_SECONDS else []
        missed += ["memory"] if cost["grown"] > MEGABYTES else []
        missed += ["time"] if cost["all"] > SHARE * stock else []
    share = "" if what == STOCK else f"  {cost['all'] / stock:.2f} of Wagtail's time (at most {SHARE})"
    print(
        f"{LABELS[what]:<34}{cost['first_byte']:>13.2f}{cost['first_row']:>13.2f}{cost['all']:>8.1f}"
        f"{cost['grown']:>10.1f}{cost['rows']:>11,}{share}  {'missed: ' * bool(missed)}{', '.join(missed)}",
        flush=True,
    )


def download(environment: dict[str, str], session: str) -> None:
    """A worker that is silent for longer than its timeout is killed, and the file then lacks its last line."""
    from tests.outages.serving import PROJECT, find_port

    port = find_port()
    program = [sys.executable, "-m", "gunicorn", "--workers", "1", "--threads", str(THREADS), "--log-level", "error"]
    program += ["--timeout", str(TIMEOUT), "--bind", f"127.0.0.1:{port}", "config.wsgi"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(program, cwd=PROJECT, env=environment, stdout=log, stderr=log)
        try:
            connection = reach(port)
            headers = {
                "Cookie": f"csrftoken={CSRF}; sessionid={session}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            started, size, end = time.perf_counter(), 0, b""
            connection.request("POST", EXPORT, urlencode({**ASKED, "csrfmiddlewaretoken": CSRF}), headers)
            response = connection.getresponse()
            while piece := response.read(1 << 20):
                size, end = size + len(piece), (end + piece)[-1000:]
            seconds = time.perf_counter() - started
        finally:
            process.terminate()
            process.wait()
    last = read_end(end.decode(errors="replace"))
    outcome = f"complete, {last:,} rows" if response.status == 200 and last else f"CUT OFF, status {response.status}"
    server = f"gunicorn --threads {THREADS} --timeout {TIMEOUT}"
    print(f"  the same from {server}: {size / 1e6:.0f} MB in {seconds:.1f} s, {outcome}", flush=True)


def reach(port: int) -> HTTPConnection:
    deadline = time.monotonic() + 30
    while True:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        else:
            return connection


def read_end(text: str) -> int:
    """The number of rows that the last line of our files tells; 0 where it is missing."""
    cells = next(csv.reader([text.rstrip("\r\n").rpartition("\n")[2]]), [])
    return int(cells[1]) if len(cells) == 10 and cells[1].isdecimal() else 0


# -- The program -------------------------------------------------------------------------------------------------------


def main(what: str, made: dict[str, Any]) -> None:
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.get(username="chief"))
    if what == STOCK:
        address = f"/admin/forms/submissions/{made['stock_page']}/"
        warm_up, ask = lambda: client.get(address), lambda: client.get(f"{address}?export=csv")
    else:
        few, many = f"{EXPORT}?q=thereisnosuchword", EXPORT
        if what == ONE_FORM:
            few, many = (f"{each}{'&' if '?' in each else '?'}form={made['forms'][0]}" for each in (few, many))
        warm_up, ask = lambda: consume(client.post(few, ASKED)), lambda: client.post(many, ASKED)
    warm_up()
    before, started = read_peak(), time.perf_counter()
    cost = consume(ask(), started)
    print(json.dumps({**cost, "grown": read_peak() - before, "session": client.cookies["sessionid"].value}))


def consume(response: Any, started: float = 0) -> dict[str, Any]:
    assert response.status_code == 200 and response.streaming, response
    times, rows, end = [], 0, b""
    for piece in join(response.streaming_content):
        times.append(time.perf_counter() - started)
        rows, end = rows + piece.count(b"\n"), (end + piece)[-1000:]
    said = read_end(end.decode(errors="replace"))
    return {
        "first_byte": times[0],
        "first_row": times[min(1, len(times) - 1)],
        "all": time.perf_counter() - started,
        "rows": said or rows - 1,
    }


def join(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return (piece for piece in pieces if piece)


def read_peak() -> float:
    """Of this process, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1], json.load(sys.stdin))
