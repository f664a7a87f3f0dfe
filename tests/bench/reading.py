"""What a page of the demo city costs, in memory."""

import statistics
import time
from collections.abc import Callable

ROUNDS = 40
PAGES = [
    "/en/",
    "/es/",
    "/ar/opportunities/",
    "/en/boards/parks-commission/",
    "/es/ask-or-tell-the-city/",
    "/km/events/",
]


def load_city() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from config.demo.load import load_city

    load_city(lambda step: None)


def measure_pages() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    print(f"{'address':<40}{'queries':>9}{'median ms':>12}{'bytes':>9}")
    for address in PAGES:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            size = len(client.get(address).content)
        print(f"{address:<40}{len(queries):>9}{measure(lambda a=address: client.get(a)):>12.1f}{size:>9}")


def measure(action: Callable[[], object]) -> float:
    """Milliseconds."""
    seconds = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds) * 1000
