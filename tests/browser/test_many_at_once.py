"""Many residents at the same moment, and one who clicks many times: against the demo's own server and SQLite file."""

import re
import sqlite3
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core import signing

from forms.intake import token

PATH = "/en/ask-or-tell-the-city/"
AT_ONCE = 16


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


@pytest.fixture
def fill_in(demo):
    """A form as it was shown to somebody, and what they answer. It is fetched once: each has a token of their own."""
    with urllib.request.urlopen(f"{demo.address}{PATH}", timeout=30) as response:
        page = response.read().decode()
    radios = re.findall(r'type="radio" name="(q-[^"]+)" value="([^"]+)"', page)
    sign = {"key": demo.environment["SECRET_KEY"], "salt": token.SALT}
    form, _nonce, shown = signing.loads(re.search(r'name="token" value="([^"]+)"', page)[1], **sign)

    def fill_in(text: str) -> dict[str, str]:
        return {
            "token": signing.dumps([form, uuid4().hex, shown], **sign),
            **dict(radios),
            re.search(r'<textarea name="(q-[^"]+)"', page)[1]: text,
            re.findall(r'type="checkbox" name="(q-[^"]+)"', page)[-1]: "on",
        }

    return fill_in


@pytest.fixture
def send(demo):
    opener = urllib.request.build_opener(NoRedirect)

    def send(fields: dict[str, str]) -> tuple[int, str]:
        try:
            with opener.open(f"{demo.address}{PATH}", urllib.parse.urlencode(fields).encode(), timeout=60) as response:
                return response.status, ""
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers.get("Location", "")

    return send


def count(demo, text):
    with sqlite3.connect(f"{demo.environment['DATA_DIR']}/plaza.sqlite3") as database:
        found = database.execute("SELECT count(*) FROM forms_submission WHERE answers LIKE ?", (f"%{text}%",))
        return found.fetchone()[0]


def test_sixteen_clicks_are_one_submission(demo, fill_in, send):
    fields = fill_in("Sixteen clicks at once")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = set(pool.map(send, [fields] * AT_ONCE))
    assert len(answers) == 1
    assert answers.pop()[0] == 303
    assert count(demo, "Sixteen clicks at once") == 1


def test_two_hundred_residents_lose_nothing_and_double_nothing(demo, fill_in, send):
    forms = [fill_in(f"Resident number {number:03}") for number in range(200)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, forms))
    assert {status for status, _receipt in answers} == {303}
    assert len({receipt for _status, receipt in answers}) == 200
    assert count(demo, "Resident number") == 200
