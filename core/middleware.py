"""What every request and every answer goes through."""

import re
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import UnreadablePostError

from core import csp

BROKEN = re.compile("[\0\ud800-\udfff]")
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class ClientAddressMiddleware:
    """Takes the address of whoever asks from our own proxy, which writes it last in X-Forwarded-For."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.BEHIND_PROXY:
            last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(last))
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """Says where a page's parts may come from, and that no page about a person is kept by a browser or a proxy.

    A public page that may be kept sets its own Cache-Control.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.policy = csp.header(settings.SECURE_CSP)

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class RefuseBrokenTextMiddleware:
    """Answers 400 to text that no database column can hold: NUL, and bytes that are not UTF-8."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            broken = is_broken(request)
        except UnreadablePostError as error:  # whoever asked went away in the middle of it
            raise BadRequest("The request was not finished.") from error
        if broken:
            raise BadRequest("A part of the request is not text.")
        return self.get_response(request)


def is_broken(request):
    """Whether the path, query, cookies, headers or form of a request hold what is not text."""
    meta = request.META
    headers = [value for name, value in meta.items() if name.startswith("HTTP_") and isinstance(value, str)]
    texts = [request.path, *request.COOKIES.keys(), *request.COOKIES.values(), *headers]
    encoded = [raw(meta.get("PATH_INFO", "")), unquote_to_bytes(raw(meta.get("QUERY_STRING", "")))]
    if request.content_type == "application/x-www-form-urlencoded":
        encoded.append(unquote_to_bytes(request.body))
    elif request.content_type == "multipart/form-data":
        texts += form_texts(request)
    return any(map(is_broken_text, texts)) or any(map(is_broken_bytes, encoded))


def raw(text):
    """The bytes of a WSGI string."""
    return text.encode("latin-1", errors="replace")


def form_texts(request):
    """Names and values of a form with files; Django parses it once, and the files stay for the view."""
    for name, values in request.POST.lists():
        yield name
        yield from values
    for name, uploads in request.FILES.lists():
        yield name
        yield from (upload.name or "" for upload in uploads)


def is_broken_text(text):
    """Whether a text has NUL or half a character in it.

    >>> is_broken_text("dŵr"), is_broken_text("a\\x00b"), is_broken_text("a\\ud800b")
    (False, True, True)
    """
    return BROKEN.search(text) is not None


def is_broken_bytes(plain):
    """Whether bytes hold NUL, or are no text at all.

    >>> is_broken_bytes("dŵr".encode()), is_broken_bytes(b"\x00"), is_broken_bytes(b"\xed\xa0\x80")
    (False, True, True)
    """
    if b"\0" in plain:
        return True
    try:
        plain.decode()
    except UnicodeDecodeError:
        return True
    return False
