"""Hostile files are refused with words at the field and leave nothing; honest ones are made anew and kept."""

import io
import socket
import struct
import threading
import time
from contextlib import contextmanager, suppress
from datetime import date

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from documents import scanning
from documents.checking import check
from documents.models import ClientDocument, DocumentContent

from . import files


def send(browser, record, name, data, **changes):
    typed = {"title": "A letter", "kind": "letter", "received_on": "2/11/2026", "section": ""} | changes
    upload = SimpleUploadedFile("x", data)
    upload._name = name  # as it was sent: the test client writes it into the request
    return browser.post(reverse("documents:document_add", args=[record.pk]), typed | {"file": upload})


def test_there_are_forty_hostile_files():
    assert len(files.HOSTILE) >= 40
    assert len({data for _name, data in files.HOSTILE.values()}) > 40


@pytest.mark.parametrize("what", files.HOSTILE)
def test_hostile_file_is_refused_at_the_field(sign_in, keyworker, record, what):
    name, data = files.HOSTILE[what]
    started = time.monotonic()
    page = send(sign_in(keyworker), record, name, data)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["file"]
    assert not ClientDocument.objects.exists()
    assert not DocumentContent.objects.exists()
    assert b"<script>alert" not in page.content
    assert time.monotonic() - started < 30


WHY = {
    "active": "holds more than pages",
    "encrypted": "locked by a password",
    "pages": "empty or too long",
    "ending": "something else is hidden at its end",
    "pixels": "too large",
    "unknown": "whatever its name says",
    "name": "looks like another kind of file",
}
WHY_EACH = {
    **dict.fromkeys([what for what in files.HOSTILE if what.startswith("PDF that") or what.startswith("PDF with a")], "active"),
    "PDF of files": "active", "PDF with a password": "encrypted", "PDF with an owner's password": "encrypted",
    "PDF without pages": "pages", "PDF of 600 pages": "pages", "PDF and a zip": "ending", "PNG and a zip": "ending",
    "JPEG and a zip": "ending", "PNG flood of pixels": "pixels", "GIF that moves": "unknown", "two endings": "name",
    "web page before a PDF": "unknown", "NUL in the name": "name",
}  # fmt: skip
del WHY_EACH["PDF that swells"]  # too much for the process that reads it


@pytest.mark.parametrize("what", WHY_EACH)
def test_refusal_says_what_is_wrong(what):
    name, data = files.HOSTILE[what]
    upload = SimpleUploadedFile("x", data)
    upload._name = name.replace("\0", "")
    with pytest.raises(ValidationError, match=WHY[WHY_EACH[what]]):
        check(upload)


def honest_files():
    turned = Image.Exif()
    turned[0x0112], turned[0x010F] = 6, "Maker"
    turned.get_ifd(0x8825)[2] = (51.0, 28.0, 0.0)
    return {
        "PDF": ("discharge letter v. 2.PDF", files.HONEST_PDF, "application/pdf"),
        "PNG": ("Llythyr – Ángharad.png", files.HONEST_PNG, "image/png"),
        "JPEG": ("scan.jpeg", files.HONEST_JPEG, "image/jpeg"),
        "grey PNG": ("scan.png", files.picture(mode="L"), "image/png"),
        "two colours": ("scan.png", files.picture(mode="1"), "image/png"),
        "palette": ("scan.png", files.picture(mode="P"), "image/png"),
        "transparent": ("scan.png", files.picture(mode="RGBA"), "image/png"),
        "CMYK": ("print.jpg", files.picture("JPEG", mode="CMYK"), "image/jpeg"),
        "photograph": ("IMG_0001.jpg", files.picture("JPEG", exif=turned), "image/jpeg"),
        "large photograph": ("IMG_0002.jpg", files.picture("JPEG", size=(4000, 3000)), "image/jpeg"),
        "PDF with a link": (
            "letter.pdf",
            files.on_page(
                Subtype=pikepdf.Name.Link,
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://evil.example/")),
            ),
            "application/pdf",
        ),
    }


@pytest.mark.parametrize("what", honest_files())
def test_honest_file_is_made_anew_and_kept(sign_in, keyworker, record, what):
    name, data, kind = honest_files()[what]
    page = send(sign_in(keyworker), record, name, data)
    assert page.status_code == 302, page.context["form"].errors
    document = ClientDocument.objects.get()
    kept = bytes(document.content.data)
    assert (document.content_type, document.file_name, document.size) == (kind, name, len(kept))
    assert (document.created_by, document.client, document.received_on) == (keyworker, record, date(2026, 11, 2))
    assert b"evil.example" not in kept
    if kind == "application/pdf":
        assert len(pikepdf.open(io.BytesIO(kept)).pages) == 1
    else:
        Image.open(io.BytesIO(kept)).load()


def test_photograph_keeps_no_place_and_stands_upright(sign_in, keyworker, record):
    name, data, _kind = honest_files()["photograph"]
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825)
    send(sign_in(keyworker), record, name, data)
    kept = Image.open(io.BytesIO(bytes(DocumentContent.objects.get().data)))
    assert not dict(kept.getexif())
    assert (kept.size, Image.open(io.BytesIO(data)).size) == ((40, 60), (60, 40))


def test_path_in_a_name_is_left_out(sign_in, keyworker, record):
    assert send(sign_in(keyworker), record, "../../etc/letter.pdf", files.HONEST_PDF).status_code == 302
    assert ClientDocument.objects.get().file_name == "letter.pdf"


def test_same_file_is_kept_once(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    assert send(browser, record, "letter.pdf", files.HONEST_PDF).status_code == 302
    assert send(browser, record, "copy.pdf", files.HONEST_PDF).status_code == 422
    assert ClientDocument.objects.count() == 1


def test_no_file_and_what_is_no_file(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    address = reverse("documents:document_add", args=[record.pk])
    typed = {"title": "x", "kind": "letter", "received_on": "2/11/2026"}
    assert "Choose a file" in browser.post(address, typed).content.decode()
    assert browser.post(address, typed | {"file": "just text"}).status_code == 422
    four = {f"file{n}": SimpleUploadedFile("x.pdf", files.HONEST_PDF) for n in range(4)}
    assert browser.post(address, typed | four).status_code == 400
    cut = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.pdf"\r\n\r\nabc'
    assert browser.post(address, cut, content_type="multipart/form-data; boundary=b").status_code in (400, 422)
    assert browser.post(address, cut, content_type="multipart/form-data").status_code == 400
    assert not ClientDocument.objects.exists()


def test_upload_of_30_mb_is_refused_and_not_held(sign_in, keyworker, record):
    page = send(sign_in(keyworker), record, "letter.pdf", b"%PDF-1.4\n" + b"\0" * (30 * 1024 * 1024))
    assert page.status_code == 422
    assert "larger than 10 MB" in page.content.decode()


# The scanner


@contextmanager
def clamd(folder, answer=None, wait=0):
    """A scanner on a real socket, which knows EICAR; `answer` stands for any other answer."""
    address, seen = str(folder / "clamd.ctl"), []
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen()

    def serve():
        try:
            connection, _address = server.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            data = b""
            while length := struct.unpack("!L", stream.read(4))[0]:
                data += stream.read(length)
            seen.append(data)
            time.sleep(wait)
            found = b"stream: Eicar-Signature FOUND" if files.EICAR in data else b"stream: OK"
            with suppress(OSError):  # whoever asked has waited long enough
                connection.sendall((found if answer is None else answer) + b"\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"unix:{address}", seen
    server.close()
    thread.join(1)


def test_scanner_passes_what_is_clean(sign_in, keyworker, record, settings, tmp_path):
    with clamd(tmp_path) as (settings.CLAMD_SOCKET, seen):
        assert send(sign_in(keyworker), record, "letter.pdf", files.HONEST_PDF).status_code == 302
    assert seen == [files.HONEST_PDF]


def test_scanner_finds_eicar_in_what_else_would_pass(sign_in, keyworker, record, settings, tmp_path):
    infected = files.HONEST_PDF.replace(b"%%EOF", b"%" + files.EICAR + b"\n%%EOF")
    with clamd(tmp_path) as (settings.CLAMD_SOCKET, _seen):
        page = send(sign_in(keyworker), record, "letter.pdf", infected)
    assert page.status_code == 422
    assert "The virus scanner found something" in page.content.decode()
    assert not ClientDocument.objects.exists()


@pytest.mark.parametrize(
    "broken", ["nobody", "refused", "error", "nothing", "nonsense", "too slow", "name without a scheme"]
)
def test_file_that_the_scanner_cannot_check_is_not_taken(
    sign_in, keyworker, record, settings, tmp_path, monkeypatch, broken
):
    monkeypatch.setattr(scanning, "SECONDS", 0.3)
    answers = {
        "error": b"INSTREAM size limit exceeded. ERROR",
        "nothing": b"",
        "nonsense": b"\xff\xfe",
        "too slow": b"stream: OK",
    }
    browser = sign_in(keyworker)
    if broken in answers:
        with clamd(tmp_path, answers[broken], wait=1 if broken == "too slow" else 0) as (settings.CLAMD_SOCKET, _seen):
            page = send(browser, record, "letter.pdf", files.HONEST_PDF)
    else:
        where = {
            "nobody": f"unix:{tmp_path}/none",
            "refused": "tcp://127.0.0.1:1",
            "name without a scheme": "clamd.ctl",
        }
        settings.CLAMD_SOCKET = where[broken]
        page = send(browser, record, "letter.pdf", files.HONEST_PDF)
    assert page.status_code == 422
    assert "cannot be checked for viruses now" in page.content.decode()
    assert not ClientDocument.objects.exists()


def test_scanner_is_asked_over_tcp_too(settings):
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD_SOCKET = f"tcp://127.0.0.1:{server.getsockname()[1]}"

    def serve():
        connection, _address = server.accept()
        with connection:
            while not connection.recv(65536).endswith(b"\0\0\0\0"):
                pass
            connection.sendall(b"stream: Eicar FOUND\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with server, pytest.raises(ValidationError, match="found something"):
        scanning.scan(files.EICAR)
    thread.join(1)
