"""Where the time of one post goes, in one process: prints milliseconds and queries of each stage as JSON.

A program of its own: which database it uses is said by the environment, as for the server.
"""

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any

from tests.bench.answering import CSRF, fill_in

ROUNDS, WARM_UP = 120, 20
WHOLE = "middleware and response"
# The time of a function within another one counts for the inner one only.
STAGES = {
    "finding the page": ["forms.intake.views:find_sent", "forms.intake.views:serve_page"],
    "reading the definition": ["forms.intake.views:read_definition", "forms.intake.views:read_words"],
    "building the form": ["forms.intake.form:AnswerForm.__init__"],
    "validating": ["forms.intake.form:AnswerForm.full_clean", "forms.intake.form:AnswerForm.list_answers"],
    "looking for robots": ["forms.intake.guarding:judge"],
    "storing: the case": ["forms.actions:receive"],
    "storing: is it open": ["forms.actions.receiving:find_window"],
    "storing: form and version": ["forms.actions.receiving:keep_version", "forms.actions.receiving:take_snapshot"],
    "storing: its queue": ["forms.actions.receiving:find_queue"],
    "storing: due date, name, terms": ["forms.actions.receiving:file_case", "forms.terms:make_vector"],
    "storing: its place": ["forms.actions.receiving:give_place"],
    "storing: mail and its task": ["forms.actions.receiving:greet"],
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


class Resident:
    """Sends one of the two forms again and again, in this process."""

    def __init__(self, form: dict[str, Any], status: int, watch: Stopwatch) -> None:
        from django.test import Client

        self.form, self.status, self.watch = form, status, watch
        self.client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
        self.client.cookies["csrftoken"] = CSRF
        self.rounds: list[dict[str, float]] = []

    def post(self) -> None:
        self.watch.restart()
        response = self.client.post(self.form["path"], fill_in(self.form))
        assert response.status_code == self.status, response.content
        self.rounds.append(self.watch.seconds)
        self.queries = self.watch.queries

    def summarize(self) -> dict[str, Any]:
        """`stages`: {stage: [median milliseconds, queries]}, `queries`: in all, with those that begin and commit."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        medians = {
            stage: 1000 * statistics.median(each[stage] for each in self.rounds[WARM_UP:]) for stage in (WHOLE, *STAGES)
        }
        stages = {stage: [medians[stage], self.queries[stage]] for stage in medians}
        with CaptureQueriesContext(connection) as captured:
            self.post()
        return {"stages": stages, "queries": len(captured)}


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    forms, watch = json.load(sys.stdin), Stopwatch()
    for stage, places in STAGES.items():
        for place in places:
            watch.watch(stage, place)
    watch.watch(WHOLE, "django.core.handlers.base:BaseHandler.get_response")
    residents = {"ours": Resident(forms["ours"][0], 303, watch), "stock": Resident(forms["stock"], 200, watch)}
    with connection.execute_wrapper(watch.count):
        for _round in range(WARM_UP + ROUNDS):
            for resident in residents.values():
                resident.post()
    print(json.dumps({kind: resident.summarize() for kind, resident in residents.items()}))


if __name__ == "__main__":
    main()
