"""People who fill in forms."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID

from forms.intake import token
from tests.outages.serving import Answer, Site


def fill_in(site: Site, slug: str, text: str, **answers: str) -> dict[str, str]:
    """A form as it was shown to somebody, with what they answered. `answers`: email=…"""
    form = site.forms[slug]
    given = {"Tell us more": text, "Your email": answers.get("email", "")}
    return {"token": token.issue(UUID(form["key"])), **{form["fields"][label]: each for label, each in given.items()}}


def at_once(actions: Sequence[Callable[[], Any]]) -> list[Any]:
    """Each in a thread of its own, all from the same moment."""
    start = Barrier(len(actions))

    def act(action: Callable[[], Any]) -> Any:
        start.wait()
        return action()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(act, actions))


def send_all_at_once(site: Site, slug: str, forms: Iterable[dict[str, str]]) -> list[Answer]:
    path = site.forms[slug]["path"]
    return at_once([partial(site.post, path, fields) for fields in forms])


def find_receipt(answer: Answer) -> str:
    """The key in the address of the receipt."""
    return answer.location.rstrip("/").rpartition("/")[2]


def do_all(action: Callable[[Any], Any], things: Iterable[Any], *, threads: int) -> list[Any]:
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(action, things))


def get_text(site: Site, slug: str, submission: dict[str, Any]) -> str:
    """What a stored submission says."""
    return submission["answers"][site.forms[slug]["fields"]["Tell us more"].removeprefix("q-")]
