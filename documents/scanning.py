"""Asks clamd whether a file holds a virus. Where a scanner is set, a file that it did not pass is not taken."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SECONDS = 20
CHUNK = 64 * 1024
LONGEST_ANSWER = 4096


def scan(data):
    """Pass over a file that the scanner finds clean, or where none is set. Raises ValidationError."""
    if not settings.CLAMD_SOCKET:
        return
    try:
        answer = _ask(data)
    except OSError as error:
        raise ValidationError(_("The file cannot be checked for viruses now. Try again later")) from error
    if answer.endswith(b" FOUND"):
        raise ValidationError(_("The virus scanner found something in this file. It is not taken"))
    if answer != b"stream: OK":
        raise ValidationError(_("The file cannot be checked for viruses now. Try again later"))


def _ask(data):
    """The scanner's answer to INSTREAM: the file in chunks, each with its length before it, and an empty one."""
    with _connect(urlsplit(settings.CLAMD_SOCKET)) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            part = data[start : start + CHUNK]
            connection.sendall(struct.pack("!L", len(part)) + part)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (more := connection.recv(LONGEST_ANSWER)):
            answer += more
    return answer.rstrip(b"\0")


def _connect(address):
    if address.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((address.hostname, address.port or 3310), timeout=SECONDS)
