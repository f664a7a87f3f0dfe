"""`make bench`: what a page, a sent form, and an inbox with a million cases cost.

`python tests/bench/run.py inbox` measures the inbox alone.

Figures of one run on one machine: compare them with each other, and with an earlier commit's on the same machine.
"""

import os
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT / "site"), str(PROJECT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"


def main() -> None:
    started = time.monotonic()
    from tests.postgres import LOCAL, obtain_postgres

    server = obtain_postgres()
    is_ours = server is not None and server.url not in (LOCAL, os.environ.get("DATABASE_URL"))
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    import django

    django.setup()
    from tests.bench import inbox, reading, sending

    if "inbox" not in sys.argv[1:]:
        with sending.prepare(server, is_ours=is_ours) as made:
            reading.load_city()
            for each in made.values():
                each.read()
            reading.measure_pages()
            sending.compare(made)
    inbox.compare(server, is_ours=is_ours)
    if server:
        server.stop()
    print(f"\nAll of it took {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
