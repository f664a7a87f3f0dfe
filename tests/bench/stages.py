"""Where the time of one post goes, in one process: prints milliseconds and queries of each stage as JSON.

A program of its own: which database it uses is said by the environment, as for the server.
"""

import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any

ROUNDS, WARM_UP = 120, 20
WHOLE = "middleware and response"
# The time of a function within another one counts for the inner one only.
STAGES = {
    "finding the page": ["forms.intake.views:serve_page"],
    "reading the definition": ["forms.intake.views:read_definition", "forms.intake.views:read_words"],
    "building the form": ["forms.intake.form:AnswerForm.__init__"],
    "validating": ["forms.intake.form:AnswerForm.full_clean", "forms.intake.form:AnswerForm.list_answers"],
    "looking for robots": ["forms.intake.guarding:judge"],
    "storing: the case": ["forms.actions:receive"],
    "storing: is it open": ["forms.actions:find_window"],
    "storing: form and version": ["forms.actions:identify_form", "forms.actions:take_snapshot"],
    "storing: its queue": ["forms.actions:find_queue"],
    "storing: its place": ["forms.actions:give_place"],
    "storing: mail and its task": ["forms.actions:greet"],
    "commit": ["django.db.backends.base.base:BaseDatabaseWrapper.commit"],
}


class Stopwatch:
    """Milliseconds and queries by stage, of one request."""

    def __init__(self) -> None:
        self.running: list[str] = []
        self.since = 0.0
        self.restart()

    def restart(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.queries: dict[str, int] = defaultdict(int)

    def turn(self) -> None:
        now = time.perf_counter()
        if self.running:
            self.seconds[self.running[-1]] += now - self.since
        self.since = now

    def watch(self, stage: str, place: str) -> None:
        module, _colon, names = place.partition(":")
        holder, _dot, name = names.rpartition(".")
        owner = resolve_name(f"{module}:{holder}" if holder else module)
        setattr(owner, name, self.wrap(stage, getattr(owner, name)))

    def wrap(self, stage: str, function: Callable) -> Callable:
        def watched(*arguments: Any, **options: Any) -> Any:
            self.turn()
            self.running.append(stage)
            try:
                return function(*arguments, **options)
            finally:
                self.turn()
                self.running.pop()

        return watched

    def count(self, execute: Callable, *arguments: Any) -> Any:
        if self.running:
            self.queries[self.running[-1]] += 1
        return execute(*arguments)


def measure(form: dict[str, Any], status: int, watch: Stopwatch) -> dict[str, Any]:
    """`stages`: {stage: [median milliseconds, queries]}, `queries`: in all, with those that begin and commit."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.bench.answering import CSRF, fill_in

    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    client.cookies["csrftoken"] = CSRF

    def post() -> dict[str, float]:
        watch.restart()
        response = client.post(form["path"], fill_in(form))
        assert response.status_code == status, response.content
        return watch.seconds

    with connection.execute_wrapper(watch.count):
        rounds = [post() for _round in range(WARM_UP + ROUNDS)][WARM_UP:]
    queries = watch.queries
    with CaptureQueriesContext(connection) as captured:
        post()
    stages = {
        stage: [1000 * statistics.median(each[stage] for each in rounds), queries[stage]]
        for stage in (WHOLE, *STAGES)
    }
    return {"stages": stages, "queries": len(captured)}


def main() -> None:
    import django

    django.setup()
    forms, watch = json.load(sys.stdin), Stopwatch()
    for stage, places in STAGES.items():
        for place in places:
            watch.watch(stage, place)
    watch.watch(WHOLE, "django.core.handlers.base:BaseHandler.get_response")
    print(json.dumps({"ours": measure(forms["ours"][0], 303, watch), "stock": measure(forms["stock"], 200, watch)}))


if __name__ == "__main__":
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "tests.bench.settings"
    main()
