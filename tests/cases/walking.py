"""What a resident does in a real browser, with scripts or without, in any language: nothing here depends on words."""

import email
import re
import time
from email.policy import default
from pathlib import Path

from forms.intake.spam import QUICK
from tests.visitor import PDF


def follow(link):
    """A link or button: until the page to which it leads is there."""
    with link.page.expect_navigation():
        link.click()


def press(page, selector="main #send"):
    follow(page.locator(selector))


def take_time(*pages):
    """Over forms that open_page has opened, as much as people do: who is quicker gets no receipt at once."""
    latest = max(page.opened_at for page in pages)
    time.sleep(max(0, latest + QUICK.total_seconds() + 0.1 - time.monotonic()))


def choose_first(page):
    """The first answer of every group that is shown."""
    for group in page.locator("main fieldset:has(> .choice)").all():
        group.locator("input").first.check()


def fill_contact(page, address, name="Ana Lima"):
    page.locator("main [autocomplete=name]").fill(name)
    page.locator("main input[type=email]").fill(address)


def attach(page, number, name, content=PDF):
    slot = page.locator("main input[type=file]").nth(number)
    slot.set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})


def read_reference(page):
    page.wait_for_url("**/receipt/*/")
    return page.locator(".reference").inner_text().strip()


def list_letters(demo, address):
    """Mail to this address in the demo's folder, the oldest first."""
    letters = []
    for path in sorted(
        Path(demo.environment["DATA_DIR"], "mail").glob("*.log"), key=lambda each: each.stat().st_mtime_ns
    ):
        for text in re.split(r"(?m)^-{79}$", path.read_text()):
            if text.strip():
                letter = email.message_from_string(text.lstrip(), policy=default)
                if letter["To"] == address:
                    letters.append(letter)
    return letters


def wait_for_letter(demo, address, count=1):
    """The letter with that number, which the worker sends in the background."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        letters = list_letters(demo, address)
        if len(letters) >= count:
            return letters[count - 1]
        time.sleep(0.3)
    raise AssertionError(f"no letter {count} to {address}")


def read_link(letter, part):
    """The address in the letter that has `part`, without the host."""
    text = letter.get_body(("plain",)).get_content()
    return re.sub(r"^https?://[^/]+", "", next(line for line in text.splitlines() if part in line))
