"""The client of ClamAV's daemon, against one of our own that speaks its protocol over real sockets."""

import io
import os
import socket
import struct
import tempfile
import threading
import time
from pathlib import Path

import pytest

from forms import clamd
from forms.clamd import Answer, Verdict, parse_address, scan

FILE = os.urandom(3 * clamd.PIECE + 17)
HUGE = bytes(24 * 1024 * 1024)  # more than sockets hold for a daemon that does not read
SLACK = 0.7  # what a busy machine may take on top of the deadline


class Daemon:
    """Takes one stream, checks how it is framed, and answers as told."""

    def __init__(self, listener: socket.socket, address: str) -> None:
        self.address = address
        self.answer: bytes | None = b"stream: OK\0"
        self.pause = 0.0  # before each byte of the answer
        self.limit = len(HUGE) + 1  # the most bytes it takes before it answers and hangs up
        self.reads = True
        self.command, self.pieces, self.is_ended = b"", list[bytes](), False
        self.listener = listener
        self.listener.settimeout(5)
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        try:
            connection, _ = self.listener.accept()
            with connection:
                connection.settimeout(5)
                if self.reads:
                    self.take(connection)
                self.reply(connection)
        except OSError:
            pass  # the client is gone, as some tests want it

    def take(self, connection: socket.socket) -> None:
        while not self.command.endswith(b"\0"):
            self.command += get(connection, 1)
        while sum(map(len, self.pieces)) < self.limit:
            (length,) = struct.unpack(">I", get(connection, 4))
            if length == 0:
                self.is_ended = True
                return
            self.pieces.append(get(connection, length))

    def reply(self, connection: socket.socket) -> None:
        if self.answer is None:
            self.stopped.wait(5)
        elif not self.pause:
            connection.sendall(self.answer)
        else:
            for byte in self.answer:
                if self.stopped.wait(self.pause):
                    return
                connection.sendall(bytes([byte]))

    def stop(self) -> None:
        self.stopped.set()
        self.thread.join()
        self.listener.close()


def get(connection: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        piece = connection.recv(length - len(data))
        if not piece:
            raise ConnectionError
        data += piece
    return data


@pytest.fixture(params=["tcp", "unix"])
def daemon(request):
    with tempfile.TemporaryDirectory() as folder:  # tmp_path may be too long for the name of a socket
        if request.param == "tcp":
            listener = socket.create_server(("127.0.0.1", 0))
            address = f"127.0.0.1:{listener.getsockname()[1]}"
        else:
            path = Path(folder, "clamd.ctl")
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(str(path))
            listener.listen()
            address = f"unix:{path}"
        daemon = Daemon(listener, address)
        yield daemon
        daemon.stop()


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def scan_for(seconds, file, address):
    """Also checks that it took about as long as it may: neither longer, nor given up early."""
    start = time.monotonic()
    answer = scan(io.BytesIO(file), address, seconds=seconds)
    assert seconds <= time.monotonic() - start < seconds + SLACK
    return answer


@pytest.mark.parametrize(
    ("content", "lengths"),
    [
        (FILE, [clamd.PIECE, clamd.PIECE, clamd.PIECE, 17]),
        (FILE[: clamd.PIECE], [clamd.PIECE]),
        (b"x", [1]),
        (b"", []),
    ],
)
def test_a_clean_file_arrives_whole_and_in_pieces(content, lengths, daemon):
    assert scan(io.BytesIO(content), daemon.address) == Answer(Verdict.CLEAN)
    daemon.stop()
    assert daemon.command == b"zINSTREAM\0"
    assert [len(piece) for piece in daemon.pieces] == lengths
    assert b"".join(daemon.pieces) == content
    assert daemon.is_ended


def test_a_file_that_was_read_before_is_sent_from_its_start_and_stays_open(daemon):
    file = io.BytesIO(FILE)
    file.read()
    assert scan(file, daemon.address).verdict == "clean"
    daemon.stop()
    assert b"".join(daemon.pieces) == FILE
    assert not file.closed


def test_a_file_is_never_whole_in_memory(daemon):
    class Watched(io.BytesIO):
        sizes = []

        def read(self, size=-1):
            self.sizes.append(size)
            return super().read(size)

    assert scan(Watched(FILE), daemon.address).verdict == "clean"
    assert set(Watched.sizes) == {clamd.PIECE}


@pytest.mark.parametrize(
    ("found", "signature"),
    [
        (b"Eicar-Test-Signature", "Eicar-Test-Signature"),
        (b"Win.Test (44d8:68) FOUND <b>&'\"", "Win.Test (44d8:68) FOUND <b>&'\""),
        (b"OK", "OK"),
        ("Vírus-病毒".encode(), "Vírus-病毒"),
        (b"\x1b[31mred\r\nnext\tline", "?[31mred??next?line"),
        ("\u202egnp.exe".encode(), "?gnp.exe"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"x" * 300, "x" * 100),
    ],
)
def test_what_was_found_is_named(found, signature, daemon):
    daemon.answer = b"stream: " + found + b" FOUND\0"
    assert scan(io.BytesIO(FILE), daemon.address) == Answer(Verdict.INFECTED, signature)


@pytest.mark.parametrize(
    "answer",
    [
        b"stream: Can't allocate memory ERROR\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"stream: OK",  # cut off: perhaps the start of a name
        b"stream: OK\n",
        b"stream: OK\0stream: Eicar FOUND\0",
        b"stream: OK ERROR\0",
        b"stream: FOUND\0",
        b"FOUND\0",
        b"\0",
        b"",
        b"stream: " + b"x" * 100_000,
        bytes(range(1, 256)),
    ],
)
def test_anything_else_is_no_verdict(answer, daemon):
    daemon.answer = answer
    assert scan(io.BytesIO(FILE), daemon.address) == Answer(Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b"INSTREAM size limit exceeded. ERROR\0", Answer(Verdict.UNKNOWN)),
        (b"stream: OK\0", Answer(Verdict.UNKNOWN)),  # most of it was not looked at
        (b"stream: Eicar FOUND\0", Answer(Verdict.INFECTED, "Eicar")),
        (b"", Answer(Verdict.UNKNOWN)),
    ],
)
def test_a_daemon_that_hangs_up_early_is_still_heard(answer, expected, daemon):
    daemon.limit, daemon.answer = 100_000, answer
    assert scan(io.BytesIO(HUGE), daemon.address) == expected
    daemon.stop()
    assert not daemon.is_ended


def test_the_reason_for_no_verdict_is_logged(daemon, caplog):
    daemon.answer = b"INSTREAM size limit exceeded. ERROR\0"
    scan(io.BytesIO(FILE), daemon.address)
    assert daemon.address in caplog.text
    assert "size limit exceeded" in caplog.text


def test_silence_ends_with_the_time(daemon):
    daemon.answer = None
    assert scan_for(0.5, FILE, daemon.address) == Answer(Verdict.UNKNOWN)


def test_one_byte_a_second_does_not_stretch_the_time(daemon):
    daemon.pause = 1
    assert scan_for(2.5, FILE, daemon.address) == Answer(Verdict.UNKNOWN)


def test_an_answer_in_single_bytes_is_understood(daemon):
    daemon.pause = 0.01
    assert scan(io.BytesIO(FILE), daemon.address) == Answer(Verdict.CLEAN)


def test_a_daemon_that_does_not_read_ends_with_the_time(daemon):
    daemon.reads, daemon.answer = False, None
    assert scan_for(0.5, HUGE, daemon.address) == Answer(Verdict.UNKNOWN)


def test_a_slow_file_does_not_stretch_the_time(daemon):
    class Slow(io.BytesIO):
        def read(self, size=-1):
            time.sleep(0.1)
            return super().read(size)

    start = time.monotonic()
    assert scan(Slow(HUGE), daemon.address, seconds=0.5) == Answer(Verdict.UNKNOWN)
    assert time.monotonic() - start < 0.5 + SLACK


@pytest.mark.parametrize("seconds", [0, -1])
def test_no_time_at_all(seconds):
    assert scan(io.BytesIO(FILE), "127.0.0.1:3310", seconds=seconds) == Answer(Verdict.UNKNOWN)


def test_nothing_listens(free_port, tmp_path, caplog):
    long = "/x" * 100  # more than the name of a socket may have
    for address in (f"127.0.0.1:{free_port}", f"unix:{tmp_path}/clamd.ctl", f"unix:{tmp_path}", f"unix:{long}"):
        assert scan(io.BytesIO(FILE), address) == Answer(Verdict.UNKNOWN)
        assert address in caplog.text


def test_a_host_that_nobody_knows(monkeypatch):
    def fail(*args, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert scan(io.BytesIO(FILE), "clamd.invalid:3310") == Answer(Verdict.UNKNOWN)


@pytest.mark.parametrize("daemon", ["tcp"], indirect=True)
def test_a_host_whose_first_address_is_dead(daemon, free_port, monkeypatch):
    dead, alive = ("127.0.0.1", free_port), daemon.listener.getsockname()
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in (dead, alive)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args: found)
    assert scan(io.BytesIO(FILE), "clamd:3310") == Answer(Verdict.CLEAN)


@pytest.mark.parametrize(
    ("address", "family", "place"),
    [
        ("127.0.0.1:3310", socket.AF_UNSPEC, ("127.0.0.1", 3310)),
        ("clamd:1", socket.AF_UNSPEC, ("clamd", 1)),
        ("clam_d.City-Hall.example.:65535", socket.AF_UNSPEC, ("clam_d.City-Hall.example.", 65535)),
        ("unix.example:3310", socket.AF_UNSPEC, ("unix.example", 3310)),
        ("[::1]:3310", socket.AF_INET6, ("::1", 3310)),
        ("[::FFFF:127.0.0.1]:3310", socket.AF_INET6, ("::ffff:7f00:1", 3310)),
        ("unix:/run/clamav/clamd.ctl", socket.AF_UNIX, "/run/clamav/clamd.ctl"),
        ("unix:/with space:and colon", socket.AF_UNIX, "/with space:and colon"),
    ],
)
def test_addresses(address, family, place):
    assert parse_address(address) == (family, place)


@pytest.mark.parametrize(
    "address",
    [
        *("", ":", "clamd", "clamd:", ":3310", "3310", "clamd:x", "clamd:+1", "clamd:-1", "clamd:0", "clamd:65536"),
        *("clamd:123456", "clamd:３３１０", "clamd:3310\n", " clamd:3310", "tcp://clamd:3310", "clamd:3310/x"),
        *("::1:3310", "::1", "[::1]", "[::1]:", "[::1:3310", "[1::2::3]:3310", "[127.0.0.1]:3310", "[clamd]:3310"),
        *("a..b:3310", ".a:3310", f"{'a' * 64}:3310", "clämd:3310", "a@b:3310"),
        *("unix:", "unix:clamd.ctl", "unix:3310", "unix", "/run/clamav/clamd.ctl"),
    ],
)
def test_what_is_no_address(address):
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        parse_address(address)
    with pytest.raises(ValueError, match=r"\w+ \w+ \w+"):
        scan(io.BytesIO(FILE), address)
