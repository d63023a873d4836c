"""One answer of an address of a feed, with care: where it may come from, how long it may take, how large it may be.

Only http and https, and never an address inside a network: what a name stands for is looked up here, each address that
it stands for is checked, and the connection goes to the address that was checked, after a redirect too.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from contextlib import contextmanager, suppress
from threading import Timer
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from .files import NotAFeed

MOST_REDIRECTS = 5
NOT_REALLY_GLOBAL = [ipaddress.ip_network(each) for each in ("64:ff9b::/96", "2002::/16", "::/96")]  # IPv4 within IPv6


class FetchFailed(NotAFeed):
    """An address from which nothing can be read; the message says why."""

    def __init__(self, message, answered=None):
        super().__init__(message)
        self.answered = answered  # with which status of HTTP, where it answered


class Patience:
    """How long one answer is waited for in all, whatever it is that comes slowly; what we do between does not count."""

    def __init__(self):
        self.left = settings.FEED_SECONDS

    @contextmanager
    def waiting(self, sock):
        """Cut a connection off when it takes too long: its own limit would begin anew with each byte."""
        self.check()
        began, timer = time.monotonic(), Timer(self.left, cut, [sock])
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, http.client.HTTPException):
            self.left -= time.monotonic() - began
            self.check()
            raise
        finally:
            timer.cancel()
        self.left -= time.monotonic() - began
        self.check()

    def check(self):
        """Raises FetchFailed when there is none left."""
        if self.left <= 0:
            raise FetchFailed(f"It takes longer than {settings.FEED_SECONDS} seconds to answer.")


def cut(sock):
    with suppress(OSError):
        socket.socket.shutdown(
            sock, socket.SHUT_RDWR
        )  # of TLS too: that of the class would first speak to the other end


@contextmanager
def fetched(address, spent=0):
    """The body of the answer of an address, as a stream of bytes that ends in FetchFailed where a limit is passed.

    `spent` is how many bytes of the same feed have been read before.
    """
    patience = Patience()
    for _redirect in range(MOST_REDIRECTS + 1):
        connection = connect(address, patience)
        sock, answer = connection.sock, None  # the connection forgets its socket when the answer is to be the last one
        try:
            answer = ask(connection, address, patience)
            if answer.status in (301, 302, 303, 307, 308) and answer.headers.get("Location"):
                address = urljoin(address, answer.headers["Location"])
                continue
            check(answer, spent)
            yield Body(answer, sock, patience, spent)
            return
        finally:
            if answer:
                answer.close()
            connection.close()
    raise FetchFailed(f"It redirects more than {MOST_REDIRECTS} times.")


def connect(address, patience):
    """A connection to the host of an address, at a place in the network that was checked. Raises FetchFailed."""
    parts = parts_of(address)
    host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchFailed(f"There is no address for {host}.") from error
    places = list(dict.fromkeys(place[:2] for *_kind, place in found))
    for ip, _port in places:
        if not may_be_asked(ip, port):
            raise FetchFailed(f"{host} is an address inside a network ({ip}): it is not read.")
    sock = first_that_answers(places, host, patience)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port)
    connection.sock = secured(sock, host, patience) if parts.scheme == "https" else sock
    return connection


def parts_of(address):
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        usable = False
    if not usable or not address.isprintable() or " " in address:
        raise FetchFailed("The address is none that can be read: it has to begin with http:// or https://.")
    return parts


def may_be_asked(ip, port):
    """Whether a place in the network is one of the open internet, or named in FEED_PRIVATE_HOSTS ("127.0.0.1:8080").

    >>> may_be_asked("93.184.215.14", 80), may_be_asked("10.0.0.1", 80), may_be_asked("::ffff:127.0.0.1", 80)
    (True, False, False)
    """
    if f"{ip}:{port}" in settings.FEED_PRIVATE_HOSTS:
        return True
    place = ipaddress.ip_address(ip.partition("%")[0])
    place = getattr(place, "ipv4_mapped", None) or place
    within = any(place in network for network in NOT_REALLY_GLOBAL if network.version == place.version)
    return place.is_global and not place.is_multicast and not within


def first_that_answers(places, host, patience):
    for ip, port in places:
        began = time.monotonic()
        try:
            return socket.create_connection((ip, port), timeout=patience.left)
        except OSError as error:
            last = error
        patience.left -= time.monotonic() - began
        patience.check()
    raise FetchFailed(f"{host} does not answer: {last.strerror or type(last).__name__}.")


def secured(sock, host, patience):
    context = ssl.create_default_context()
    try:
        sock = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
        with patience.waiting(sock):
            sock.do_handshake()
        return sock
    except (OSError, FetchFailed) as error:
        sock.close()
        if isinstance(error, FetchFailed):
            raise
        reason = getattr(error, "reason", None) or error
        raise FetchFailed(f"The certificate of {host} is not sound: {reason}.") from error


def ask(connection, address, patience):
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Throughcare"}
    try:
        with patience.waiting(connection.sock):
            connection.request("GET", target.encode("ascii", "ignore").decode(), headers=headers)
            return connection.getresponse()
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise FetchFailed(f"It breaks off while it answers ({type(error).__name__}).") from error


def check(answer, spent):
    """Refuse an answer that is none, or says by itself that it is too large."""
    if answer.status != http.client.OK:
        raise FetchFailed(f"It answers {answer.status} {answer.reason or ''}".strip() + ".", answer.status)
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchFailed("Its answer is compressed, although plain text was asked for.")
    if answer.length is not None and answer.length + spent > largest():
        raise FetchFailed(too_large())


def largest():
    return settings.FEED_MOST_MB * 1024 * 1024


def too_large():
    return f"It is larger than {settings.FEED_MOST_MB} MB, the most that is read (FEED_MOST_MB)."


class Body:
    """What is read of an answer, bit by bit; `size` is all that was read of its feed."""

    def __init__(self, answer, sock, patience, spent):
        self.answer, self.sock, self.patience, self.size = answer, sock, patience, spent

    def read(self, size):
        try:
            with self.patience.waiting(self.sock):
                data = self.answer.read1(size)
        except (OSError, http.client.HTTPException) as error:
            raise FetchFailed("It breaks off in the middle of its answer.") from error
        if not data and self.answer.length:
            raise FetchFailed("It breaks off in the middle of its answer.")
        self.size += len(data)
        if self.size > largest():
            raise FetchFailed(too_large())
        return data
