"""What lies between the site and PostgreSQL, and can be cut: for the site the server is then not there."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

from psycopg.conninfo import conninfo_to_dict


class Wire:
    def __init__(self) -> None:
        self.ends: list[socket.socket] = []
        self.is_cut = False

    def lead_to(self, url: str) -> str:
        """The address at which the database of `url` is found through this wire."""
        self.target = conninfo_to_dict(url)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.mend(self.listener)
        parts = urlsplit(url)
        account = parts.netloc.rpartition("@")[0] or str(self.target.get("user", "postgres"))
        return urlunsplit((parts.scheme, f"{account}@127.0.0.1:{self.port}", parts.path, "", ""))

    def mend(self, listener: socket.socket | None = None) -> None:
        self.is_cut = False
        self.listener = listener or socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        """Nothing listens any more, and who is connected is not."""
        self.is_cut = True
        for end in [self.listener, *self.ends]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends.clear()

    def accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, far = listener.accept()[0], self.reach()
                self.ends += [near, far]
                for source, drain in ((near, far), (far, near)):
                    threading.Thread(target=self.carry, args=(source, drain), daemon=True).start()

    def reach(self) -> socket.socket:
        host, port = str(self.target.get("host", "127.0.0.1")), self.target.get("port") or 5432
        if not host.startswith("/"):
            return socket.create_connection((host, int(port)))
        end = socket.socket(socket.AF_UNIX)
        end.connect(f"{host}/.s.PGSQL.{port}")
        return end

    def carry(self, source: socket.socket, drain: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                drain.sendall(data)
        for end in (source, drain):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
