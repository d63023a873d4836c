"""A network between a process and PostgreSQL that swallows the answer to a commit, and then is cut."""

import shutil
import socket
import tempfile
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Thread

SOCKET = ".s.PGSQL.5432"


class CuttingProxy:
    """Stands in a folder of its own where a client looks for PostgreSQL; every so many commits it cuts."""

    def __init__(self, server_folder, *, every):
        self.server = str(Path(server_folder, SOCKET))
        self.folder = tempfile.mkdtemp(prefix="faults-cut-")
        self.every, self.commits, self.cuts = every, count(1), 0
        self.door = socket.socket(socket.AF_UNIX)

    def __enter__(self):
        self.door.bind(str(Path(self.folder, SOCKET)))
        self.door.listen(100)
        Thread(target=self.welcome, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.door.close()
        shutil.rmtree(self.folder)

    def welcome(self):
        with suppress(OSError):
            while True:
                client, _ = self.door.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.server)
                Line(self, client, server)


class Line:
    """One connection; `is_cut` once a commit has been passed on whose answer nobody is to hear."""

    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server, self.is_cut = proxy, client, server, False
        Thread(target=self.pump, args=[client, server, self.ask], daemon=True).start()
        Thread(target=self.pump, args=[server, client, self.answer], daemon=True).start()

    def pump(self, source, target, look):
        with suppress(OSError):
            while (data := source.recv(65536)) and look(data):
                target.sendall(data)
        for end in (self.client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def ask(self, data):
        self.is_cut = b"COMMIT\0" in data and next(self.proxy.commits) % self.proxy.every == 0
        return True

    def answer(self, data):
        self.proxy.cuts += self.is_cut
        return not self.is_cut
