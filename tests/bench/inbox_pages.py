"""Asks for pages of the admin in one process: a line of JSON comes in, what the page cost goes out.

A program of its own, one for each database: so the small inbox and the large one are asked in turn, and whatever else
the machine does hurts both. First it prints where in the list there is something to see.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

ROW = b"data-bulk-action-checkbox"  # each row of the list has one
SHORTENED = 400


class Visitor:
    def __init__(self, name: str) -> None:
        from django.contrib.auth import get_user_model
        from django.test import Client

        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(get_user_model().objects.get(username=name))

    def visit(self, address: str) -> dict[str, Any]:
        """Milliseconds of the whole, and of all statements but those that begin and commit."""
        from django.db import connection

        spent: list[tuple[float, str]] = []

        def watch(execute: Callable, sql: str, *arguments: Any) -> Any:
            started = time.perf_counter()
            try:
                return execute(sql, *arguments)
            finally:
                spent.append((time.perf_counter() - started, sql))

        with connection.execute_wrapper(watch):
            started = time.perf_counter()
            response = self.client.get(address)
            seconds = time.perf_counter() - started
        assert response.status_code == 200, (address, response.status_code, response.headers)
        slowest = max(spent, default=(0.0, ""))
        return {
            "ms": 1000 * seconds,
            "database": 1000 * sum(each for each, _sql in spent),
            "rows": response.content.count(ROW),
            "slowest": [1000 * slowest[0], slowest[1][:SHORTENED]],
        }

    def count(self, address: str) -> int:
        """Queries, with those that begin and commit."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            self.client.get(address)
        return len(captured)


def find_places(made: dict[str, Any]) -> dict[str, Any]:
    """Keys of the middle of the list and of where it ends, and a case of the moderator's queue."""
    from forms.inbox.keyset import Key
    from forms.models import Submission

    number = Submission.objects.count()
    cases = Submission.objects.order_by("pk").values_list("received_at", "pk")
    middle, near_end = cases[number // 2], cases[min(number // 10, 300)]
    of_queue = Submission.objects.filter(queue=made["queues"][0], pk__gte=number // 2).order_by("pk").first()
    return {
        "middle": str(Key(*middle)),
        "end": str(Key(*near_end)),
        "case": of_queue.pk,
        "reference": of_queue.reference,
        "number": number,
    }


def main() -> None:
    import django

    django.setup()
    made = json.loads(sys.stdin.readline())
    visitors = {name: Visitor(name) for name in ("chief", "moderator")}
    print(json.dumps(find_places(made)), flush=True)
    for line in sys.stdin:
        what, who, address = json.loads(line)
        print(json.dumps(getattr(visitors[who], what)(address)), flush=True)


if __name__ == "__main__":
    main()
