"""The inbox with a thousand cases and with a million: what its pages cost, and beside them Wagtail's own list."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.bench import inbox_exports
from tests.bench.sending import calm
from tests.outages.serving import PROJECT, Prepared
from tests.postgres import Server, hurry

FEW, MANY, ON_SQLITE = 1000, 1_000_000, 100_000
ROUNDS, MOST_SECONDS = 9, 8.0  # of one page
PAGE, SEARCH, MOST_QUERIES = 1.15, 3.0, 25
AT_WORST = 1.5
FIRST_FASTER, DEEP_FASTER = 10, 35
LIST = "/admin/inbox/"


@dataclass
class Page:
    """`target`: how many times as long it may take with a thousand times as many cases. None: nobody has said."""

    label: str
    query: str
    target: float | None = PAGE
    address: str = LIST


@dataclass
class Resident:
    """The program that asks for pages of one database."""

    environment: dict[str, str]
    made: dict[str, Any]
    times: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)

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
        Page("state: new", "?state=new"),
        Page("form", f"?form={form}"),
        Page("language", "?locale=es"),
        Page("queue", f"?queue={queue}"),
        Page("three filters, few cases", f"?state=waiting&locale=vi&form={other}", None),
        Page("by the day it is due", "?ordering=due_on", None),
        Page("in the middle", "?after={middle}"),
        Page("near the end", "?after={end}"),
        *(Page(f"search: {label}", f"?q={quote(words)}", SEARCH) for label, words in SOUGHT.items()),
        Page("search: a reference", "?q={reference}", SEARCH),
        Page("case", "{case}/"),
        Page("first page of the admin", "", address="/admin/"),
    ]


def compare(server: Server | None, *, is_ours: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="plaza-bench-inbox-") as folder, ExitStack() as stack:
        if server:
            if is_ours:
                hurry(server.url)
            prepared = prepare(Path(folder, "postgresql"), server.url, stack)
            few, many = (fill(prepared, number) for number in (FEW, MANY))
            if is_ours:
                calm(server.url)
            measure(few, many, prepared.read())
            inbox_exports.measure(prepared, many)
        measure_sqlite(prepare(Path(folder, "sqlite"), "", stack))


def prepare(folder: Path, url: str, stack: ExitStack) -> Prepared:
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
    pages, medians = list_pages(made), {}
    for who, label in (("chief", "a superuser"), ("moderator", "a moderator of one queue")):
        print(f"\nPages of the inbox for {label}, PostgreSQL: median ms (of which the database)")
        print(f"{'':<36}{FEW:>15,}{MANY:>18,}{'ratio':>8}{'target':>8}{'queries':>9}{'rows':>9}")
        for page in pages:
            medians[who, page.label] = show(page, residents, who)
    compare_with_stock(residents[1], medians, made)
    for resident in residents:
        resident.leave()


def show(page: Page, residents: list[Resident], who: str) -> float:
    """Returns the median with the many."""
    said = ask_in_turn(page, residents, who)
    few, many = (statistics.median(each["ms"] for each in answers) for answers in said)
    inside = [statistics.median(each["database"] for each in answers) for answers in said]
    queries = [resident.tell(["count", who, resident.locate(page)])["queries"] for resident in residents]
    rows = "/".join(str(answers[-1]["rows"]) for answers in said)
    missed = []
    if page.target and many / few > page.target:
        missed.append("missed" if page.target != PAGE or many / few > AT_WORST else "missed, not at worst")
    if page.address + page.query != LIST + "{case}/" and page.address == LIST and max(queries) > MOST_QUERIES:
        missed.append(f"more than {MOST_QUERIES} queries")
    print(
        f"{page.label:<36}{few:>7.1f} ({inside[0]:>5.1f}){many:>9.1f} ({inside[1]:>6.1f}){many / few:>8.2f}"
        f"{page.target or '–':>8}{'/'.join(map(str, queries)):>9}{rows:>9}  {', '.join(missed)}",
        flush=True,
    )
    if missed:
        milliseconds, statement = max(answer["slowest"] for answer in said[1])
        print(f"    {milliseconds:.1f} ms: {statement}")
    return many


def ask_in_turn(page: Page, residents: list[Resident], who: str, warm_up: int = 2) -> list[list[dict[str, Any]]]:
    answers: list[list[dict[str, Any]]] = [[] for _resident in residents]
    started = time.monotonic()
    for number in range(warm_up + ROUNDS):
        for resident, kept in zip(residents, answers, strict=True):
            answer = resident.tell(["visit", who, resident.locate(page)])
            if number >= warm_up:
                kept.append(answer)
        if time.monotonic() - started > MOST_SECONDS and number >= warm_up + 1:
            break
    return answers


def compare_with_stock(resident: Resident, medians: dict[tuple[str, str], float], made: dict[str, Any]) -> None:
    address = f"/admin/forms/submissions/{made['stock_page']}/"
    last = -(-resident.places["number"] // 20)
    print(f"\nWagtail's own list of {MANY:,} submissions, ms{'':<18}{'Wagtail':>9}{'ours':>9}{'ratio':>8}{'target':>8}")
    for label, query, ours, target in (
        ("first page", "", "first page", FIRST_FASTER),
        ("last page", f"?p={last}", "near the end", DEEP_FASTER),
    ):
        said = ask_in_turn(Page(label, query, None, address), [resident], "chief", warm_up=1)[0]
        stock, mine = statistics.median(each["ms"] for each in said), medians["chief", ours]
        missed = "" if stock / mine >= target else "missed"
        print(f"{label:<60}{stock:>9.1f}{mine:>9.1f}{stock / mine:>8.1f}{target:>8}  {missed}", flush=True)


def measure_sqlite(prepared: Prepared) -> None:
    resident = Resident(fill(prepared, ON_SQLITE), prepared.read())
    print(f"\nThe same on SQLite with {ON_SQLITE:,} cases, for a superuser{'':<3}{'ms':>9}{'database':>10}{'queries':>9}")
    for page in list_pages(prepared.read()):
        said = ask_in_turn(page, [resident], "chief")[0]
        whole, inside = (statistics.median(each[name] for each in said) for name in ("ms", "database"))
        queries = resident.tell(["count", "chief", resident.locate(page)])["queries"]
        print(f"{page.label:<60}{whole:>9.1f}{inside:>10.1f}{queries:>9}", flush=True)
    resident.leave()
