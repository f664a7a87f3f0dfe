"""A mail server that remembers what it got, and at a chosen moment does something before it answers."""

import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from email.message import Message


class Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):  # the client may be dead
            self.say("220 ready")
            while line := self.rfile.readline():
                command = line[:4].strip().upper().decode()
                if command == "DATA":
                    self.say("354 go on")
                    self.server.mails.append(message_from_bytes(self.read_mail()))
                self.server.notice(command)
                self.say("221 bye" if command == "QUIT" else "250 well")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def read_mail(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") for line in lines)


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Talk)
        self.mails: list[Message] = []
        self.moment: tuple[int, str, Callable[[], object]] | None = None
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def when(self, count: int, command: str, action: Callable[[], object]) -> threading.Event:
        """Do it once, at that command, when so many mails have come; the event says that it is done.

        At MAIL nothing of the mail is here yet, at DATA all of it and the client does not know, at QUIT it knows.
        """
        done = threading.Event()

        def act() -> None:
            action()
            done.set()

        self.moment = count, command, act
        return done

    def notice(self, command: str) -> None:
        if self.moment and len(self.mails) >= self.moment[0] and command == self.moment[1]:
            act, self.moment = self.moment[2], None
            act()
