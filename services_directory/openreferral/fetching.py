"""One answer of an address of a feed, with care: where it may come from, how long it may take, how large it may be.

Only http and https, and never an address inside a network: what a name stands for is looked up here, each address that
it stands for is checked, and the connection goes to the address that was checked, after a redirect too.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from contextlib import contextmanager
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


@contextmanager
def fetched(address):
    """The body of the answer of an address, as a stream of bytes that ends in FetchFailed where a limit is passed."""
    deadline = time.monotonic() + settings.FEED_SECONDS
    for _redirect in range(MOST_REDIRECTS + 1):
        connection = connect(address, deadline)
        sock, answer = connection.sock, None  # the connection forgets its socket when the answer is to be the last one
        try:
            answer = ask(connection, address)
            if answer.status in (301, 302, 303, 307, 308) and answer.headers.get("Location"):
                address = urljoin(address, answer.headers["Location"])
                continue
            check(answer, address)
            yield Body(answer, sock, deadline)
            return
        finally:
            if answer:
                answer.close()
            connection.close()
    raise FetchFailed(f"It redirects more than {MOST_REDIRECTS} times.")


def connect(address, deadline):
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
    sock = first_that_answers(places, host, deadline)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port)
    connection.sock = secured(sock, host) if parts.scheme == "https" else sock
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


def first_that_answers(places, host, deadline):
    for ip, port in places:
        try:
            return socket.create_connection((ip, port), timeout=seconds_left(deadline))
        except OSError as error:
            last = error
    raise FetchFailed(f"{host} does not answer: {last.strerror or type(last).__name__}.")


def secured(sock, host):
    try:
        return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except OSError as error:
        sock.close()
        raise FetchFailed(
            f"The certificate of {host} is not sound: {getattr(error, 'reason', None) or error}."
        ) from error


def ask(connection, address):
    parts = urlsplit(address)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Throughcare"}
    try:
        connection.request("GET", target.encode("ascii", "ignore").decode(), headers=headers)
        return connection.getresponse()
    except TimeoutError as error:
        raise FetchFailed(f"It takes longer than {settings.FEED_SECONDS} seconds to answer.") from error
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise FetchFailed(f"It breaks off while it answers ({type(error).__name__}).") from error


def check(answer, address):
    """Refuse an answer that is none, or says by itself that it is too large."""
    if answer.status != http.client.OK:
        raise FetchFailed(f"It answers {answer.status} {answer.reason or ''}".strip() + ".", answer.status)
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchFailed("Its answer is compressed, although plain text was asked for.")
    if answer.length is not None and answer.length > largest():
        raise FetchFailed(too_large())


def largest():
    return settings.FEED_MOST_MB * 1024 * 1024


def too_large():
    return f"It is larger than {settings.FEED_MOST_MB} MB, the most that is read (FEED_MOST_MB)."


def seconds_left(deadline):
    """Raises FetchFailed when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchFailed(f"It takes longer than {settings.FEED_SECONDS} seconds to answer.")
    return left


class Body:
    """What is read of an answer, bit by bit."""

    def __init__(self, answer, sock, deadline):
        self.answer, self.sock, self.deadline, self.size = answer, sock, deadline, 0

    def read(self, size):
        try:
            self.sock.settimeout(seconds_left(self.deadline))
            data = self.answer.read1(size)
        except TimeoutError as error:
            raise FetchFailed(f"It takes longer than {settings.FEED_SECONDS} seconds to answer.") from error
        except (OSError, http.client.HTTPException) as error:
            raise FetchFailed("It breaks off in the middle of its answer.") from error
        if not data and self.answer.length:
            raise FetchFailed("It breaks off in the middle of its answer.")
        self.size += len(data)
        if self.size > largest():
            raise FetchFailed(too_large())
        return data
