"""What takes long and is the same everywhere is made once, while other tests run: databases with all migrations, and
the demo city. tests/run.py starts it; without it (the variable AHEAD is not set) everybody makes their own, as ever.

In the folder AHEAD lies, when it is done: migrated.sqlite3, postgresql (the name of a database), city/.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

MANAGE = [sys.executable, "manage.py"]
PATIENCE = 300  # seconds


@contextmanager
def prepare(folder: Path, url: str | None) -> Iterator[None]:
    os.environ["AHEAD"] = str(folder)
    command = [sys.executable, __file__, str(folder), url or ""]
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if url:
            order(url, f"DROP DATABASE IF EXISTS {get_name(folder)} WITH (FORCE)")


def main(folder: Path, url: str) -> None:
    """In the order in which they are needed."""
    city = folder / "making"
    city.mkdir()
    manage(city, "migrate", "-v", "0")
    shutil.copy(city / "plaza.sqlite3", folder / "copy")
    (folder / "copy").rename(folder / "migrated.sqlite3")
    if url:
        order(url, f"CREATE DATABASE {get_name(folder)}")
        manage(folder / "other", "migrate", "-v", "0", url=rename(url, get_name(folder)))
        (folder / "postgresql").touch()
    manage(city, "load_demo")
    city.rename(folder / "city")


def manage(data: Path, *arguments: str, url: str = "") -> None:
    settings = {"DATA_DIR": str(data), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    subprocess.run([*MANAGE, *arguments], env={**os.environ, **settings}, check=True)


def get_name(folder: Path) -> str:
    return f"plaza_migrated_{folder.name.rpartition('-')[2].lower()}"


def rename(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def order(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def is_started() -> bool:
    return "AHEAD" in os.environ


def wait_for(name: str) -> Path:
    folder, deadline = Path(os.environ["AHEAD"]), time.monotonic() + PATIENCE
    while not (folder / name).exists():
        log = (folder / "log.txt").read_text()
        assert "Traceback" not in log and time.monotonic() < deadline, f"{name} was not made: {log}"
        time.sleep(0.1)
    return folder / name


def get_template() -> str:
    """The database on the server of PostgreSQL of which others are copies."""
    return get_name(wait_for("postgresql").parent)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
