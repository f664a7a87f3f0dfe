"""People who fill in forms."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

from django.core import signing

from forms.intake import token
from tests.outages.serving import Answer, Site


def fill_in(site: Site, slug: str, text: str, **answers: str) -> dict[str, str]:
    """A form as it was shown to somebody, with what they answered. `answers`: email=…"""
    form = site.forms[slug]
    given = {"Tell us more": text, "Your email": answers.get("email", "")}
    return {"token": show(form), **{form["fields"][label]: each for label, each in given.items()}}


def show(form: dict[str, Any]) -> str:
    """The token of a form that was shown a minute ago: who needs but a second may be a robot, and gets no mail."""
    return signing.dumps([UUID(form["key"]).hex, uuid4().hex, int(time.time()) - 60], salt=token.SALT)


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
