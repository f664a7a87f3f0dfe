"""The worker is killed five times while it sends: every mail arrives, and at most one for each time arrives twice."""

import os
import signal
from collections import Counter
from functools import partial
from random import Random

import pytest

from tests.outages.mail_server import MailServer
from tests.outages.residents import do_all, fill_in
from tests.outages.serving import find_port

MAILS = 60
CHANCE = Random(20261123)
# After so many mails, at that word of the mail server's client.
MOMENTS = [
    (count, CHANCE.choice(["MAIL", "DATA", "QUIT"])) for count in sorted(CHANCE.sample(range(4, MAILS - 8, 2), k=5))
]
PEOPLE = [f"resident{number:02}@example.com" for number in range(MAILS)]


@pytest.fixture
def mail_server():
    with MailServer(find_port()) as server:
        yield server
        server.shutdown()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def site(make_site, mail_server, request):
    return make_site(request.param, EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(mail_server.server_address[1]))


def send(site, address):
    return site.post(site.forms["ask"]["path"], fill_in(site, "ask", "Please answer", email=address))


def kill(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def count_messages(site, delivery):
    return site.list_rows(f"SELECT count(*) FROM forms_message WHERE delivery = '{delivery}'")[0][0]


def test_every_mail_arrives_and_at_most_one_for_each_kill_arrives_twice(site, mail_server):
    assert {answer.status for answer in do_all(partial(send, site), PEOPLE, threads=8)} == {303}
    for count, command in MOMENTS:
        worker = site.start_worker()
        assert mail_server.when(count, command, partial(kill, worker)).wait(8), (site.folder / "log.txt").read_text()
    site.start_worker()
    site.wait_for(lambda: count_messages(site, "due") == 0)
    site.wait_for(lambda: count_messages(site, "sending") == len(MOMENTS))
    assert count_messages(site, "sent") == MAILS - len(MOMENTS)

    # What a killed worker had in its hands is free again after five minutes: here they are over at once.
    site.list_rows("UPDATE forms_message SET leased_until = created_at WHERE delivery = 'sending'")
    site.manage("tend", "mail", "-v", "0")
    site.wait_for(lambda: count_messages(site, "sent") == MAILS)

    times = Counter(mail["To"] for mail in mail_server.mails)
    assert sorted(times) == PEOPLE
    twice = sum(command != "MAIL" for _count, command in MOMENTS)  # at MAIL nothing of it had arrived
    assert sorted(times.values(), reverse=True) == [2] * twice + [1] * (MAILS - twice)
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == MAILS
