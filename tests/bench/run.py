"""`make bench`: what a page and a sent form cost, on the demo city in memory.

Figures of one run on one machine: compare them with each other, and with an earlier commit's on the same machine.
"""

import os
import statistics
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT / "site"), str(PROJECT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
ROUNDS = 40
PAGES = [
    "/en/",
    "/es/",
    "/ar/opportunities/",
    "/en/boards/parks-commission/",
    "/es/ask-or-tell-the-city/",
    "/km/events/",
]


def main() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from config.demo.load import load_city

    load_city(lambda step: None)
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
    measure_sending(client)


def measure(action) -> float:
    seconds = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds) * 1000


def measure_sending(client) -> None:
    from forms.definition import read_definition
    from forms.intake import token
    from forms.models import FormPage, Submission

    page = FormPage.objects.get(slug="ask-or-tell-the-city", locale__language_code="en")
    sample = Submission.objects.filter(form__key=page.translation_key).first()
    answers = {f"q-{key}": value for key, value in sample.answers.items()}
    assert read_definition(page)

    def send() -> None:
        response = client.post("/es/ask-or-tell-the-city/", {"token": token.issue(page.translation_key), **answers})
        assert response.status_code == 303

    print(f"{'sending a form (POST)':<40}{'':>9}{measure(send):>12.1f}")


if __name__ == "__main__":
    main()
