"""Asks ClamAV's daemon about a file, by its INSTREAM command. Whatever is not a definite answer is UNKNOWN."""

import logging
import re
import socket
import struct
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address
from time import monotonic
from typing import BinaryIO

log = logging.getLogger(__name__)

PIECE = 64 * 1024
COMMAND = b"zINSTREAM\0"  # with the z, both the command and its answer end with a zero byte
END = struct.pack(">I", 0)  # a piece of no length
LONGEST_ANSWER = 4096
LONGEST_SIGNATURE = 100

ANSWER = re.compile(rb"stream: (?:OK|(?P<signature>[^\0]+) FOUND)\0")
LABEL = r"[a-z0-9_-]{1,63}"
ADDRESS = re.compile(
    rf"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<host>{LABEL}(?:\.{LABEL})*\.?)):(?P<port>[0-9]{{1,5}})",
    re.IGNORECASE | re.ASCII,
)


class Verdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    signature: str = ""  # the name of what was found: printable, at most LONGEST_SIGNATURE characters


def scan(file: BinaryIO, address: str, *, seconds: float = 20) -> Answer:
    """Reads the file from its start, wherever it stands, and leaves it open. ValueError only for a bad `address`.

    `seconds` bound all that is done with the daemon together. A read of the file or the lookup of a host's name cannot
    be interrupted: one that takes too long is noticed when it is over.
    """
    family, place = parse_address(address)
    deadline = monotonic() + seconds
    try:
        with connect(family, place, deadline) as connection:
            is_whole = stream(file, connection, deadline)
            received = receive(connection, deadline)
    except OSError as error:
        log.warning("clamd at %s gave no verdict: %s", address, error)
        return Answer(Verdict.UNKNOWN)
    answer = interpret(received, is_whole)
    if answer.verdict == Verdict.UNKNOWN:
        log.warning("clamd at %s gave no verdict, but %r", address, received[:200])
    return answer


def parse_address(address: str) -> tuple[socket.AddressFamily, tuple[str, int] | str]:
    """Host and port, or the path of a unix socket. A host's name may stand for addresses of either IP version."""
    kind, _, path = address.partition(":")
    if kind == "unix":
        if not path.startswith("/"):
            raise ValueError(f"The address of clamd needs a full path after “unix:”: {address!r}")
        return socket.AF_UNIX, path
    parts = ADDRESS.fullmatch(address)
    if parts is None:
        raise ValueError(f"The address of clamd is not host:port, [IPv6]:port or unix:/path: {address!r}")
    port = int(parts["port"])
    if not 0 < port < 2**16:
        raise ValueError(f"The port of clamd is not between 1 and 65535: {address!r}")
    if parts["ipv6"] is None:
        return socket.AF_UNSPEC, (parts["host"], port)
    return socket.AF_INET6, (str(IPv6Address(parts["ipv6"])), port)  # which says what is wrong with it


def connect(family: socket.AddressFamily, place: tuple[str, int] | str, deadline: float) -> socket.socket:
    if isinstance(place, str):
        return open_socket(family, place, find_rest(deadline))
    found = socket.getaddrinfo(*place, family, socket.SOCK_STREAM)
    failure = OSError("the host has no address")
    for number, (version, *_, numeric) in enumerate(found):
        try:
            # A share of the time for each: one that swallows packets leaves some for the next.
            return open_socket(version, numeric, find_rest(deadline) / (len(found) - number))
        except OSError as error:
            failure = error
    raise failure


def open_socket(family: socket.AddressFamily, place: tuple[object, ...] | str, seconds: float) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.settimeout(seconds)
        opened.connect(place)
    except OSError:
        opened.close()
        raise
    return opened


def stream(file: BinaryIO, connection: socket.socket, deadline: float) -> bool:
    """Whether all of the file was taken. clamd hangs up past its StreamMaxLength, with an answer still to be read."""
    file.seek(0)
    try:
        send(COMMAND, connection, deadline)
        while piece := file.read(PIECE):
            send(struct.pack(">I", len(piece)) + piece, connection, deadline)
        send(END, connection, deadline)
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def send(data: bytes, connection: socket.socket, deadline: float) -> None:
    connection.settimeout(find_rest(deadline))  # for all of sendall, not for each of its steps
    connection.sendall(data)


def receive(connection: socket.socket, deadline: float) -> bytes:
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
        connection.settimeout(find_rest(deadline))
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer


def interpret(answer: bytes, is_whole: bool) -> Answer:
    """An answer that was cut off counts for nothing: “OK” may be how a signature's name begins."""
    match = ANSWER.fullmatch(answer)
    if match is None:
        return Answer(Verdict.UNKNOWN)
    if match["signature"] is not None:
        return Answer(Verdict.INFECTED, make_printable(match["signature"]))
    return Answer(Verdict.CLEAN if is_whole else Verdict.UNKNOWN)  # the rest was not looked at


def make_printable(signature: bytes) -> str:
    text = signature.decode(errors="replace")[:LONGEST_SIGNATURE]
    return "".join(character if character.isprintable() else "?" for character in text)


def find_rest(deadline: float) -> float:
    rest = deadline - monotonic()
    if rest <= 0:
        raise TimeoutError("timed out")
    return rest
