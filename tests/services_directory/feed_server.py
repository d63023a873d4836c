"""A server of feeds on this machine that can misbehave in every way a test asks for."""

import json
import time
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit


def an_id(number):
    return str(uuid.UUID(int=number))


def service(number, **values):
    return {"id": an_id(number), "name": f"Service {number}", "status": "active", "schedules": []} | values


def paged(records, size=2, **lies):
    """An answerer with the page envelope of 3.0."""

    def answer(path, query):
        number = int(query.get("page", 1))
        some = records[(number - 1) * size : number * size]
        pages = -(-len(records) // size)
        envelope = {
            "total_items": len(records), "total_pages": pages, "page_number": number, "size": len(some),
            "first_page": number == 1, "last_page": number == pages, "empty": not some,
        }  # fmt: skip
        return envelope | lies | {"contents": some}

    return answer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        self.server.asked.append((parts.path, query))
        answer = self.server.answer(parts.path, query)
        if callable(answer):
            answer(self)
            return
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    answer, asked = None, None

    @property
    def place(self):
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def address(self):
        return f"http://{self.place}/services"

    def handle_error(self, request, client_address):
        pass  # a reader that has had enough hangs up


@contextmanager
def serving(answer):
    """A server on a free port that answers each path and query with what `answer` gives: JSON, bytes, or a function of
    the handler."""
    server = Server(("127.0.0.1", 0), Handler)
    server.answer, server.asked = answer, []
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def endless(handler):
    """A list that never ends, said to be of no length."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b"[")
    record = json.dumps(service(1, description="Tea. " * 3_000)).encode() + b","
    while True:
        handler.wfile.write(record * 5)


def dripping(handler):
    """An answer that comes a byte at a time."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        time.sleep(0.05)


def broken_off(handler):
    """An answer that ends before it said it would."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(json.dumps([service(1), service(2)]).encode()[:-20])


def sent_on(target):
    def answer(handler):
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.end_headers()

    return answer
