"""Web processes that die while residents send: what was acknowledged is there, once, and sending again is harmless."""

import os
import signal
import threading
import time
from functools import partial

import pytest

from tests.outages.residents import do_all, fill_in, find_receipt, get_text

CLIENTS = 16
KILLED_AFTER = 0.6  # seconds at least, three times
PATIENCE = 20


class Crowd:
    """Residents who send one form after the other until they are told to stop, and do not care for errors."""

    def __init__(self, site):
        self.site, self.path = site, site.forms["ask"]["path"]
        self.sent = []  # (fields, address of the receipt, or nothing where there was none)
        self.is_over = threading.Event()
        self.threads = [threading.Thread(target=self.send, args=(number,)) for number in range(CLIENTS)]

    def send(self, client):
        number = 0
        while not self.is_over.is_set():
            number += 1
            fields = fill_in(self.site, "ask", f"Client {client:02}, form {number:04}")
            try:
                self.sent.append((fields, self.site.post(self.path, fields).location))
            except OSError:
                self.sent.append((fields, ""))
                time.sleep(0.05)

    def wait(self):
        """For some time, and until everybody could have sent another form, however slow the machine is."""
        time.sleep(KILLED_AFTER)
        enough, deadline = self.count_receipts() + CLIENTS, time.monotonic() + PATIENCE
        while self.count_receipts() < enough and time.monotonic() < deadline:
            time.sleep(0.05)

    def count_receipts(self):
        return sum(bool(receipt) for _fields, receipt in self.sent)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.is_over.set()
        for thread in self.threads:
            thread.join()


@pytest.fixture(scope="module")
def crowd(site):
    """What was sent while one web worker was killed, then the other, then all of the server; which runs again."""
    with Crowd(site) as crowd:
        for _worker in range(2):
            crowd.wait()
            os.kill(site.list_web_workers()[0].pid, signal.SIGKILL)
        crowd.wait()
        site.kill_everything()
    site.start()
    return crowd


def list_acknowledged(crowd):
    return [(fields, receipt) for fields, receipt in crowd.sent if receipt]


def get_sent_text(site, fields):
    return fields[site.forms["ask"]["fields"]["Tell us more"]]


def test_what_was_acknowledged_is_stored(site, crowd):
    stored = {each["receipt"]: get_text(site, "ask", each) for each in site.list_submissions("ask")}
    acknowledged = list_acknowledged(crowd)
    assert len(acknowledged) > 2 * CLIENTS
    assert len(acknowledged) < len(crowd.sent), "nobody was disturbed: the test has tested nothing"
    for fields, location in acknowledged:
        assert stored[location.rstrip("/").rpartition("/")[2]] == get_sent_text(site, fields)


def test_its_receipts_can_be_read(site, crowd):
    some = list_acknowledged(crowd)[-2 * CLIENTS :]
    pages = do_all(lambda sent: site.get(sent[1]), some, threads=CLIENTS)
    for (fields, _receipt), page in zip(some, pages, strict=True):
        assert page.status == 200
        assert get_sent_text(site, fields) in page.text


def test_sending_the_same_form_again_gives_the_same_receipt_and_stores_what_was_not_stored(site, crowd):
    again = [sent for sent in crowd.sent if not sent[1]] + list_acknowledged(crowd)[-2 * CLIENTS :]
    answers = do_all(partial(send_again, site), again, threads=CLIENTS)
    for (_fields, receipt), answer in zip(again, answers, strict=True):
        assert answer.status == 303
        assert receipt in ("", answer.location)
    texts = [get_text(site, "ask", each) for each in site.list_submissions("ask")]
    assert sorted(texts) == sorted(get_sent_text(site, fields) for fields, _receipt in crowd.sent)
    assert len({find_receipt(answer) for answer in answers}) == len(again)


def send_again(site, sent):
    return site.post(site.forms["ask"]["path"], sent[0])
