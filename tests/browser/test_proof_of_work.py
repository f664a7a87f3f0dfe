"""The calculation that a browser does: Python accepts what it finds, and the page stays usable meanwhile."""

import time
from pathlib import Path
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from playwright.sync_api import expect

from forms.intake import proof

SCRIPT = (Path(__file__).parents[2] / "site/static/js/proof.js").read_text()


@pytest.fixture
def page(chromium):
    """A blank page, which like one without HTTPS has no crypto.subtle."""
    context = chromium.new_context()
    page = context.new_page()
    yield page
    context.close()


def show(page, issued):
    with translation.override("en"):
        page.set_content(f"<form>{render_to_string('forms/proof.html', {'proof': issued})}</form>")


@pytest.mark.parametrize("_time", range(2))
def test_the_solution_is_valid(_time, page):
    nonce = uuid4()
    issued = proof.issue(nonce)
    show(page, issued)
    page.add_script_tag(content=SCRIPT)
    expect(page.get_by_role("status")).to_have_text("You can send the form now.", timeout=60_000, use_inner_text=True)
    expect(page.locator("[data-proof-without]")).to_be_hidden()
    solution = page.input_value("input[name=proof]")
    assert proof.is_valid(page.input_value("input[name=challenge]"), solution, nonce, timezone.now())
    assert not page.evaluate("Boolean(globalThis.crypto && crypto.subtle)")


@pytest.mark.parametrize("length", [1, 54, 55, 56, 62, 63, 64, 118, 119, 127, 128, 200])
def test_hashes_are_right_wherever_a_block_ends(length, page):
    challenge = "é" + "x" * (length - 1)
    show(page, proof.Challenge(challenge, 9))
    page.add_script_tag(content=SCRIPT)
    expect(page.locator("[data-proof-done]")).to_be_visible()
    found = int(page.input_value("input[name=proof]"))
    zeros = [proof.count_zeros(f"{challenge}:{n}") for n in range(found + 1)]
    assert max(zeros[:-1], default=0) < 9 <= zeros[-1]


def test_the_page_stays_usable_meanwhile(page):
    show(page, proof.Challenge("never solved", 32))
    page.add_script_tag(content=SCRIPT)
    expect(page.get_by_role("status")).to_contain_text("short calculation", use_inner_text=True)
    expect(page.locator("[data-proof-done]")).to_be_hidden()
    page.evaluate("document.forms[0].insertAdjacentHTML('beforeend', '<textarea></textarea>')")
    started = time.monotonic()
    page.locator("textarea").press_sequentially("A tree fell across the path.")
    assert page.input_value("textarea") == "A tree fell across the path."
    assert time.monotonic() - started < 5
    assert page.input_value("input[name=proof]") == ""


def test_without_the_script_it_says_what_to_do(page):
    show(page, proof.issue(uuid4()))
    expect(page.locator("[data-proof-without]")).to_be_visible()
    expect(page.locator("[data-proof-wait]")).to_be_hidden()


def test_a_page_without_a_challenge_is_left_alone(page):
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.set_content("<p>Nothing to do</p>")
    page.add_script_tag(content=SCRIPT)
    assert errors == []
