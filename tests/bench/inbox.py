"""The inbox with a thousand cases and with a million: what its pages cost, and beside them Wagtail's own list."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.bench import inbox_exports
from tests.bench.sending import calm
from tests.outages.serving import PROJECT, Prepared
from tests.postgres import Server, hurry

FEW, MANY, ON_SQLITE = 1000, 1_000_000, 100_000
ROUNDS, MOST_SECONDS = 7, 8.0  # of one page
UNCOUNTED, WARMED = 2, 15
PAGE, SEARCH, MOST_QUERIES = 1.15, 3.0, 25
AT_WORST = 1.5
FIRST_FASTER, DEEP_FASTER = 10, 35
ASKED_ON_SQLITE = {
    "first page", "in the middle", "near the end", "search: a rare word", "search: a frequent word", "case",
    "first page of the admin",
}  # fmt: skip
LIST, CASE = "/admin/inbox/", "{case}/"


@dataclass
class Page:
    """`target`: how many times as long it may take with a thousand times as many cases. None: nobody has said, or a
    thousand cases do not fill the page."""

    label: str
    query: str
    target: float | None = PAGE
    address: str = LIST

    @property
    def is_list(self) -> bool:
        return self.address == LIST and self.query != CASE


@dataclass
class Resident:
    """The program that asks for pages of one database."""

    environment: dict[str, str]
    made: dict[str, Any]

    def __post_init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.inbox_pages"],
            cwd=PROJECT, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.places = self.tell(self.made)

    def tell(self, line: Any) -> Any:
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def locate(self, page: Page) -> str:
        return (page.address + page.query).format(**self.places)

    def leave(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def list_pages(made: dict[str, Any]) -> list[Page]:
    from tests.bench.inbox_cases import SOUGHT

    form, queue, other = made["forms"][0], made["queues"][0], made["forms"][36]
    return [
        Page("first page", ""),
        Page("state: closed", "?state=closed"),
        Page("state: closed, deep", "?state=closed&after={middle}"),
        Page("state: new", "?state=new", None),
        Page("form", f"?form={form}"),
        Page("language", "?locale=es"),
        Page("queue", f"?queue={queue}"),
        Page("three filters, few cases", f"?state=waiting&locale=vi&form={other}", None),
        Page("by the day it is due", "?ordering=due_on", None),
        Page("in the middle", "?after={middle}"),
        Page("near the end", "?after={end}"),
        *(Page(f"search: {label}", f"?q={quote(words)}", SEARCH) for label, words in SOUGHT.items()),
        Page("search: a reference", "?q={reference}", SEARCH),
        Page("case", CASE),
        Page("first page of the admin", "", address="/admin/"),
    ]


def compare(server: Server | None, *, is_ours: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="plaza-bench-inbox-") as folder, ExitStack() as stack:
        on_sqlite = prepare(Path(folder, "sqlite"), "", stack)
        if server:
            if is_ours:
                hurry(server.url)
            prepared = prepare(Path(folder, "postgresql"), server.url, stack)
            few, many = (fill(prepared, number) for number in (FEW, MANY))
            if is_ours:
                calm(server.url)
            measure(few, many, prepared.read())
            inbox_exports.measure(prepared, many)
        measure_sqlite(on_sqlite)


def prepare(folder: Path, url: str, stack: ExitStack) -> Prepared:
    """An empty inbox. It begins to be made, and nobody waits for it yet."""
    folder.mkdir()
    prepared = Prepared(folder, url, "tests.bench.settings", "tests.bench.inbox_prepare")
    stack.callback(prepared.drop)
    return prepared


def fill(prepared: Prepared, number: int) -> dict[str, str]:
    """Returns the environment in which a copy has so many cases. On SQLite there is no copy."""
    made, started = prepared.read(), time.monotonic()
    url = prepared.copy(prepared.folder) if prepared.url else ""
    environment = prepared.make_environment(url, prepared.folder, 0)
    run("tests.bench.inbox_rows", str(number), environment=environment, made=made)
    print(f"{number:,} cases were made in {time.monotonic() - started:.0f} s.", flush=True)
    return environment


def run(module: str, *arguments: str, environment: dict[str, str], made: dict[str, Any]) -> str:
    program = [sys.executable, "-m", module, *arguments]
    return subprocess.check_output(program, input=json.dumps(made), env=environment, cwd=PROJECT, text=True)


def measure(few: dict[str, str], many: dict[str, str], made: dict[str, Any]) -> None:
    residents = [Resident(environment, made) for environment in (few, many)]
    pages = list_pages(made)
    for resident in residents:
        warm_up(resident, pages)
    for who, label in (("chief", "a superuser"), ("moderator", "a moderator of one queue")):
        print(f"\nPages of the inbox for {label}, PostgreSQL: median ms (of which the database)")
        print(f"{'':<34}{FEW:>18,}{MANY:>18,}{'ratio':>8}{'target':>8}{'queries':>9}{'rows':>9}")
        for page in pages:
            show(page, residents, who)
    compare_with_stock(residents[1], made)
    for resident in residents:
        resident.leave()


def warm_up(resident: Resident, pages: list[Page]) -> None:
    """As a server is some minutes after its start: templates are read, and Python knows its way."""
    for _time in range(WARMED):
        for page in (pages[0], pages[-1]):
            resident.tell(["visit", "chief", resident.locate(page)])


def show(page: Page, residents: list[Resident], who: str) -> None:
    said = ask_in_turn(page, residents, who)
    few, many = (find_medians(answers) for answers in said)
    queries = [resident.tell(["count", who, resident.locate(page)]) for resident in residents]
    rows = [answers[-1]["rows"] for answers in said]
    ratio, missed = many[0] / few[0], []
    if page.target and ratio > page.target:
        missed.append("missed" if page.target != PAGE or ratio > AT_WORST else f"missed, but not {AT_WORST}")
    if page.is_list and max(queries) > MOST_QUERIES:
        missed.append(f"more than {MOST_QUERIES} queries")
    print(
        f"{page.label:<34}{few[0]:>9.1f} ({few[1]:>6.1f}){many[0]:>9.1f} ({many[1]:>6.1f}){ratio:>8.2f}"
        f"{page.target or '–':>8}{queries[0]:>6}/{queries[1]}{rows[0]:>6}/{rows[1]}  {', '.join(missed)}",
        flush=True,
    )
    if missed:
        milliseconds, statement = max(answer["slowest"] for answer in said[1])
        print(f"    {milliseconds:.1f} ms: {statement}")


def find_medians(answers: list[dict[str, Any]]) -> tuple[float, float]:
    return statistics.median(each["ms"] for each in answers), statistics.median(each["database"] for each in answers)


def ask_in_turn(page: Page, residents: list[Resident], who: str) -> list[list[dict[str, Any]]]:
    answers: list[list[dict[str, Any]]] = [[] for _resident in residents]
    started = time.monotonic()
    for number in range(UNCOUNTED + ROUNDS):
        for resident, kept in zip(residents, answers, strict=True):
            answer = resident.tell(["visit", who, resident.locate(page)])
            if number >= UNCOUNTED:
                kept.append(answer)
        if time.monotonic() - started > MOST_SECONDS and number >= UNCOUNTED + 1:
            break
    return answers


def compare_with_stock(resident: Resident, made: dict[str, Any]) -> None:
    """One after the other in the same process, ours and Wagtail's."""
    address = f"/admin/forms/submissions/{made['stock_page']}/"
    last = -(-resident.places["number"] // 20)
    print(f"\nWagtail's own list of {MANY:,} submissions: median ms (of which the database)")
    print(f"{'':<34}{'Wagtail':>18}{'ours':>18}{'ratio':>8}{'target':>8}{'of the database alone':>24}")
    for label, query, ours, target in (
        ("first page", "", "", FIRST_FASTER),
        ("last page", f"?p={last}", "?after={end}", DEEP_FASTER),
    ):
        stock, mine = (
            find_medians(ask_in_turn(page, [resident], "chief")[0])
            for page in (Page(label, query, None, address), Page(label, ours, None))
        )
        ratio, missed = stock[0] / mine[0], "" if stock[0] / mine[0] >= target else "missed"
        print(
            f"{label:<34}{stock[0]:>9.1f} ({stock[1]:>6.1f}){mine[0]:>9.1f} ({mine[1]:>6.1f})"
            f"{ratio:>8.1f}{target:>8}{stock[1] / mine[1]:>24.1f}  {missed}",
            flush=True,
        )


def measure_sqlite(prepared: Prepared) -> None:
    resident = Resident(fill(prepared, ON_SQLITE), prepared.read())
    print(f"\nThe same on SQLite with {ON_SQLITE:,} cases, for a superuser: median ms (of which the database)")
    for page in list_pages(prepared.read()):
        if page.label not in ASKED_ON_SQLITE:
            continue
        whole, inside = find_medians(ask_in_turn(page, [resident], "chief")[0])
        queries = resident.tell(["count", "chief", resident.locate(page)])
        print(f"{page.label:<34}{whole:>9.1f} ({inside:>6.1f}){queries:>6} queries", flush=True)
    resident.leave()
