"""A full disk, a mail server and a virus scanner that do not answer: residents lose nothing and do not wait."""

import os
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.outages.mail_server import MailServer
from tests.outages.residents import fill_in, show
from tests.outages.serving import find_port

SMALL, BIG, ROOM = 5_000, 400_000, 200_000  # bytes
SOON = 2  # seconds


@contextmanager
def make_small_disk(folder):
    """A disk of its own, where this machine lets us make one; else a folder in which nothing can be stored."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    if os.getuid() == 0 and subprocess.run(mount, check=False).returncode == 0:
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    else:
        (folder / "file").touch()
        yield folder / "file" / "folder"


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def site(make_site, tmp_path_factory, request):
    """With its worker. Nobody listens at the port of the mail server and at the port of the scanner."""
    outside = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(find_port()), "CLAMD_ADDRESS": f"127.0.0.1:{find_port()}"}
    with make_small_disk(tmp_path_factory.mktemp("disk")) as disk:
        site = make_site(request.param, PRIVATE_ROOT=str(disk), **outside)
        site.start_worker()
        yield site


@pytest.fixture
def has_disk(site):
    if not Path(site.environment["PRIVATE_ROOT"]).is_dir():
        pytest.skip("a disk of its own can only be made by root")


def begin(site):
    """The address of the first screen of a new application."""
    form = site.forms["apply"]
    return f"{site.post(form['path'], {'token': show(form)}).location}1/"


def add_file(site, screen, size):
    fields = site.forms["apply"]["fields"]
    letter = SimpleUploadedFile("letter.txt", b"I would like to. " * (size // 17))
    return site.post(screen, {fields["Why you"]: "Because I care", fields["Your letter"]: letter})


def list_attachments(site):
    return site.list_rows("SELECT size, scan, scan_attempts FROM forms_attachment ORDER BY id")


def test_a_file_that_is_not_scanned_is_taken_and_waits_for_the_scanner(site, has_disk):
    answer = add_file(site, begin(site), SMALL)
    assert answer.seconds < SOON
    assert "letter.txt" in answer.text
    assert "could not be stored" not in answer.text
    site.wait_for(lambda: list_attachments(site)[-1][2] > 0)  # the worker has asked the scanner
    assert list_attachments(site)[-1][1] == "due"


def test_a_file_for_which_the_disk_has_no_room_is_refused_at_its_field_and_the_text_is_kept(site):
    screen, before = begin(site), list_attachments(site)
    answer = add_file(site, screen, BIG)
    page = BeautifulSoup(answer.text, "html5lib")
    fields = site.forms["apply"]["fields"]
    assert answer.status == 200
    assert "could not be stored: something is broken on our side" in page.find(id=fields["Your letter"]).text
    assert page.find("textarea", attrs={"name": fields["Why you"]}).text.strip() == "Because I care"
    assert "Because I care" in site.get(screen).text
    assert list_attachments(site) == before


def test_what_had_no_room_leaves_no_rest_that_fills_the_disk(site, has_disk):
    screen = begin(site)
    add_file(site, screen, BIG)
    assert "could not be stored" not in add_file(site, screen, SMALL).text


def test_a_resident_has_the_receipt_at_once_whatever_the_mail_server_does(site):
    port = int(site.environment["EMAIL_PORT"])
    assert see_receipt(site, "refused@example.com") < SOON
    site.wait_for(lambda: find_message(site, "refused@example.com") == ("due", 1, "ConnectionRefusedError"))
    with socket.create_server(("127.0.0.1", port)):  # somebody is there, and never says a word
        assert see_receipt(site, "unheard@example.com") < SOON
        site.wait_for(lambda: find_message(site, "unheard@example.com")[0] == "sending")
        assert see_receipt(site, "third@example.com") < SOON
    site.wait_for(lambda: find_message(site, "third@example.com")[0] == "due")

    # A message is tried again after a pause: here it is over at once.
    with MailServer(port) as server:
        site.list_rows("UPDATE forms_message SET due_at = created_at WHERE delivery = 'due'")
        site.manage("tend", "mail", "-v", "0")
        site.wait_for(lambda: len(server.mails) == 3)
        site.wait_for(lambda: find_message(site, "refused@example.com") == ("sent", 2, ""))

        server.when(4, "DATA", hang_up)  # it has the mail, and the worker is not told
        assert see_receipt(site, "dropped@example.com") < SOON
        site.wait_for(lambda: find_message(site, "dropped@example.com") == ("due", 1, "SMTPServerDisconnected"))
        site.list_rows("UPDATE forms_message SET due_at = created_at WHERE delivery = 'due'")
        site.manage("tend", "mail", "-v", "0")
        site.wait_for(lambda: find_message(site, "dropped@example.com") == ("sent", 2, ""))
        first, second = (mail["Message-ID"] for mail in server.mails if mail["To"] == "dropped@example.com")
        assert first == second
        server.shutdown()


def hang_up():
    raise ConnectionAbortedError


def see_receipt(site, address):
    """Seconds from sending the form to the page that says that it was received."""
    started = time.monotonic()
    sent = site.post(site.forms["ask"]["path"], fill_in(site, "ask", "Please answer", email=address))
    assert sent.status == 303
    assert site.get(sent.location).status == 200
    return time.monotonic() - started


def find_message(site, address):
    return site.list_rows(f"SELECT delivery, attempts, error FROM forms_message WHERE recipient = '{address}'")[0]
