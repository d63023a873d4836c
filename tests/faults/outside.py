"""The world outside, faked: a sender that takes references and a mail server, which count what they take.

`taken` has every reference in order, however often it came, and `taken_at` when. Both call `before(number)` before they
take a message, and do not take it when that says True, and `after(number)` before they say that they have. What else
can go wrong at the gateway is what `fault(reference, caller)` answers. `environment` makes a process send there.
"""

import logging
import os
import socket
import time
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from aiosmtpd.controller import Controller

from core.senders import MessageRefused, Sender, SenderBusy


class GatewaySender(Sender):
    """What the processes under test use (OUTBOX_SENDER) to talk to the Gateway, as core.notify talks to Notify."""

    def send(self, message, address):
        self.ask("PUT", message.reference)

    def knows(self, reference):
        try:
            self.ask("GET", reference)
        except HTTPError as error:
            if error.code == 404:
                return False
            raise
        return True

    def ask(self, method, reference):
        address = f"{os.environ['GATEWAY_URL']}/{reference}"
        request = Request(address, method=method, headers={"X-Process": str(os.getpid())})
        try:
            urlopen(request, timeout=float(os.environ.get("GATEWAY_SECONDS", "10"))).close()
        except HTTPError as error:
            if error.code == 400:
                raise MessageRefused("400") from error
            if error.code == 429:
                raise SenderBusy("429") from error
            raise
        except URLError as error:
            if isinstance(error.reason, ConnectionRefusedError):
                raise SenderBusy("refused") from error
            raise


class Fault(NamedTuple):
    """What goes wrong with a call: whether the message is taken all the same, and what is answered (0: nothing)."""

    taken: bool = False
    status: int = 0
    seconds: float = 0


class Counting:
    """What came, in order, and when."""

    def count(self):
        self.taken, self.taken_at, self.calls = [], [], []
        self.forget_faults()

    def forget_faults(self):
        self.before = self.after = lambda number: None
        self.fault = lambda reference, caller: None

    def take(self, reference):
        self.taken_at.append(time.time())
        self.taken.append(reference)


class Gateway(Counting, ThreadingHTTPServer):
    """Takes a reference, and says whether it has taken one. It does not refuse doubles: it counts them."""

    name, takes_references = "gateway", True
    daemon_threads = True
    request_queue_size = 100

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.count()

    def start(self):
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()

    def start_again(self):
        """At the same address, after a stop."""
        self.socket = socket.socket(self.address_family, self.socket_type)
        self.server_bind()
        self.server_activate()
        self.start()

    @property
    def environment(self):
        return {
            "OUTBOX_SENDER": "tests.faults.outside.GatewaySender",
            "GATEWAY_URL": f"http://127.0.0.1:{self.server_port}",
        }

    def handle_error(self, request, client_address):
        """A client that was killed is what we are here for."""


class Handler(BaseHTTPRequestHandler):
    def do_PUT(self):
        server, reference = self.server, self.path.strip("/")
        server.calls.append((reference, time.monotonic()))
        fault = server.fault(reference, int(self.headers.get("X-Process", 0)))
        if fault and not fault.taken:
            return self.go_wrong(fault)
        number = len(server.taken) + 1
        if server.before(number):
            return None
        server.take(reference)
        server.after(number)
        return self.go_wrong(fault) if fault else self.answer(201)

    def do_GET(self):
        self.answer(200 if self.path.strip("/") in self.server.taken else 404)

    def go_wrong(self, fault):
        time.sleep(fault.seconds)
        if fault.status:
            self.answer(fault.status)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


class MailServer(Counting, Controller):
    """Takes email; the reference is what stands before the @ of the Message-ID."""

    name, takes_references = "plain email", False

    def __init__(self):
        super().__init__(self, hostname="127.0.0.1", port=0)
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self.count()

    @property
    def environment(self):
        return {"EMAIL_URL": f"smtp://127.0.0.1:{self.port}", "FROM_EMAIL": "throughcare@example.org"}

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    async def handle_DATA(self, server, session, envelope):
        number = len(self.taken) + 1
        if self.before(number):
            return "451 Not taken"
        self.take(message_from_bytes(envelope.content)["Message-ID"].strip("<").partition("@")[0])
        self.after(number)
        return "250 Taken"
