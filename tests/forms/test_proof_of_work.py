"""A solution holds for one form, for an hour, and only if it was worked for."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import signing
from django.template.loader import render_to_string
from django.utils import timezone

from forms.intake import proof, token

NONCE = uuid4()


def solve(challenge, bits):
    return next(str(n) for n in count() if proof.count_zeros(f"{challenge}:{n}") >= bits)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def easy(monkeypatch):
    """A challenge of 8 bits and its solution."""
    monkeypatch.setattr(proof, "BITS", 8)
    challenge = proof.issue(NONCE).challenge
    return challenge, solve(challenge, 8)


def test_a_real_solution(now):
    issued = proof.issue(NONCE)
    assert issued.bits == proof.BITS == 17
    assert proof.is_valid(issued.challenge, solve(issued.challenge, issued.bits), NONCE, now)


def test_leading_zero_bits_are_counted():
    # SHA-256 of "39" begins 0b918943…, of "286" 00328ce5…
    assert proof.count_zeros("39") == 4
    assert proof.count_zeros("286") == 10


def test_a_guess_is_not_enough(easy, now):
    challenge, solution = easy
    wrong = next(str(n) for n in count() if proof.count_zeros(f"{challenge}:{n}") < 8)
    assert proof.is_valid(challenge, solution, NONCE, now)
    assert not proof.is_valid(challenge, wrong, NONCE, now)


def test_another_forms_solution(easy, now):
    assert not proof.is_valid(*easy, uuid4(), now)


@pytest.mark.parametrize(("age", "is_valid"), [(timedelta(minutes=59), True), (timedelta(minutes=61), False)])
def test_it_holds_for_an_hour(age, is_valid, easy, now):
    assert proof.is_valid(*easy, NONCE, now + age) is is_valid


def test_a_challenge_says_when_it_was_made(now, monkeypatch):
    monkeypatch.setattr(proof, "BITS", 8)
    with time_machine.travel(now - timedelta(hours=2)):
        old = proof.issue(NONCE).challenge
    assert not proof.is_valid(old, solve(old, 8), NONCE, now)


def test_a_challenge_solved_before_it_became_harder_still_holds(easy, now, monkeypatch):
    monkeypatch.setattr(proof, "BITS", 30)
    assert proof.is_valid(*easy, NONCE, now)


@pytest.mark.parametrize(
    "make",
    [
        lambda: "",
        lambda: "nonsense",
        lambda: "a:b:c",
        lambda: "é" * 100,
        lambda: signing.dumps([NONCE.hex, 0, 2_000_000_000], salt="another salt"),
        lambda: signing.dumps("text", salt=proof.SALT),
        lambda: signing.dumps([NONCE.hex, 0, None], salt=proof.SALT),
        lambda: token.issue(NONCE),
    ],
)
def test_what_is_no_challenge_of_ours(make, now):
    assert not proof.is_valid(make(), "0", NONCE, now)


def test_an_altered_challenge(easy, now):
    challenge, _solution = easy
    altered = ("A" if challenge[0] != "A" else "B") + challenge[1:]
    assert not proof.is_valid(altered, solve(altered, 8), NONCE, now)


def test_a_solution_is_short(easy, now):
    challenge, _solution = easy
    long = next(text for n in count() if proof.count_zeros(f"{challenge}:{(text := f'{n:021d}')}") >= 8)
    assert not proof.is_valid(challenge, long, NONCE, now)


def test_what_the_form_shows():
    issued = proof.issue(NONCE)
    body = BeautifulSoup(render_to_string("forms/proof.html", {"proof": issued}), "html5lib").body
    place = body.select_one("[data-challenge]")
    assert (place["data-challenge"], place["data-bits"]) == (issued.challenge, "17")
    assert body.select_one("input[name=challenge]")["value"] == issued.challenge
    assert body.select_one("input[name=proof]").get("value") is None
    assert [part.has_attr("hidden") for part in body.select("p")] == [False, True, True]  # as without JavaScript
    assert len(body.select("[role=status] p")) == 2
    assert not any(script.text.strip() for script in body.select("script"))
    assert not body.select("style, [style]")
