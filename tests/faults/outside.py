"""The world outside, faked: a sender that takes references and a mail server, which count what they take.

`taken` has every reference in order, however often it came. Both call `before(number)` before they take a message, and
do not take it when that says True, and `after(number)` before they say that they have. `environment` makes a process
send there.
"""

import logging
import os
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from aiosmtpd.controller import Controller

from core.senders import Sender


class GatewaySender(Sender):
    """What the processes under test use (OUTBOX_SENDER) to talk to the Gateway."""

    def send(self, message, address):
        urlopen(Request(self.address(message.reference), method="PUT"), timeout=10).close()

    def knows(self, reference):
        try:
            urlopen(self.address(reference), timeout=10).close()
        except HTTPError as error:
            if error.code == 404:
                return False
            raise
        return True

    def address(self, reference):
        return f"{os.environ['GATEWAY_URL']}/{reference}"


class Gateway(ThreadingHTTPServer):
    """Takes a reference, and says whether it has taken one. It does not refuse doubles: it counts them."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken = []
        self.before = self.after = lambda number: None

    def start(self):
        Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()

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
        number = len(self.server.taken) + 1
        if self.server.before(number):
            return
        self.server.taken.append(self.path.strip("/"))
        self.server.after(number)
        self.answer(201)

    def do_GET(self):
        self.answer(200 if self.path.strip("/") in self.server.taken else 404)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


class MailServer(Controller):
    """Takes email; the reference is what stands before the @ of the Message-ID."""

    def __init__(self):
        super().__init__(self, hostname="127.0.0.1", port=0)
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self.taken = []
        self.before = self.after = lambda number: None

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
        self.taken.append(message_from_bytes(envelope.content)["Message-ID"].strip("<").partition("@")[0])
        self.after(number)
        return "250 Taken"
