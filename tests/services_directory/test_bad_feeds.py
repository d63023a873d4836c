"""A feed with everything wrong in it, as a file and from a server: what can be mended is, the rest is refused by itself."""

import json
import time
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from services_directory.models import Location, Service
from services_directory.openreferral import importing
from tests.factories.services_directory import ServiceFactory

from .feed_server import an_id, paged, service, serving

pytestmark = pytest.mark.django_db
SCRIPT = "<p>Tea &amp; talk</p><script>alert(1)</script><img src=x onerror=alert(2)>"
NOWHERE = {"id": an_id(70), "location_type": "physical", "name": "Hall", "latitude": 514.5, "longitude": "2,58 W"}
MENDED = [
    service(1, url="www.example.org"),
    service(2, url="see our poster", email="ask at the desk", phone="01632 960001"),
    service(3, description=SCRIPT, name="Drop-in <script>alert(3)</script>"),
    service(4, assured_date="25/12/2024"),
    service(5, assured_date="2999-01-01"),
    service(7, assured_date="2090-01-01"),
    service(6, service_at_locations=[{"id": an_id(60), "location": NOWHERE | {"longitude": 2.58}}]),
    service(8, service_at_locations=[{"id": an_id(61), "location": NOWHERE | {"id": an_id(71)}}]),
]
REFUSED = [
    (service(10, name=" "), "It has no name."),
    (service(11, name=None), "It has no name."),
    (service(12, assured_date="last Tuesday"), "assured_date “last Tuesday” is not a date."),
    (service(14, description="a\0b"), "description holds characters that are no text."),
    (service(1, name="Other"), "Its id stands in the file twice with different content: the first was kept."),
    ({"id": "17", "name": "No key"}, "id is not a UUID."),
]  # fmt: skip
RECORDS = [*MENDED, *(record for record, _why in REFUSED), service(1, url="www.example.org"), service(20)]


def as_file(tmp_path):
    file = tmp_path / "feed.json"
    file.write_text(json.dumps(RECORDS))
    return str(file)


@pytest.fixture(params=["file", "address"])
def feed(request, tmp_path, settings):
    """The same records behind a name that the command takes."""
    if request.param == "file":
        yield as_file(tmp_path)
        return
    with serving(paged(RECORDS, size=4)) as server:
        settings.FEED_PRIVATE_HOSTS = [server.place]
        yield server.address


def test_each_record_is_mended_or_refused_by_itself_and_the_command_says_which(feed, capsys):
    kept = ServiceFactory(name="Was there")
    call_command("import_openreferral", feed, "--each", "--json")
    printed = capsys.readouterr()
    *lines, counts = map(json.loads, printed.out.splitlines())
    assert counts["services"] == {"created": 9, "updated": 0, "unchanged": 1, "refused": 6}
    assert [(line["id"], line["reason"]) for line in lines if line["became"] == "refused"] == [
        (record["id"], why) for record, why in REFUSED
    ]
    assert {line["id"] for line in lines if line["became"] == "created"} == {
        one["id"] for one in [*MENDED, service(20)]
    }
    assert len(lines) == len(RECORDS)
    stored = {int(str(one.pk)[-2:]): one for one in Service.objects.exclude(pk=kept.pk)}
    assert stored[1].url == "https://www.example.org"
    assert (stored[2].url, stored[2].email) == ("", "")
    assert (stored[3].name, stored[3].description) == ("Drop-in", "Tea & talk")
    assert [stored[4].checked_on, stored[5].checked_on, stored[7].checked_on] == [date(2024, 12, 25), None, None]
    assert set(Location.objects.values_list("name", "latitude", "longitude")) == {("Hall", None, None)}
    left_out = [
        "a web address",
        "an e-mail address",
        "too far away",
        "is in the future",
        "is no place on Earth",
        "longitude is not a number",
    ]
    assert [words for words in left_out if words not in printed.err] == []
    assert "16 records read" in printed.err
    kept.refresh_from_db()
    assert (kept.name, kept.status) == ("Was there", "active")


def test_said_of_each_in_words_and_of_a_dry_run_too(tmp_path, capsys):
    call_command("import_openreferral", as_file(tmp_path), "--each", "--dry-run")
    said = capsys.readouterr().out
    assert f"Created {an_id(1)}\n" in said
    assert said.count("It has no name.") == 2
    assert said.endswith("9 created, 0 updated, 1 unchanged, 6 refused. Nothing was stored.\n")
    assert not Service.objects.exists()


FILES = {
    "html": (b"<!doctype html><title>Sorry</title>", "a web page"),
    "truncated": (json.dumps(RECORDS).encode()[:-30], "breaks off in the middle"),
    "too large": (b"[" + b" " * 1_100_000 + b"]", "larger than 1 MB"),
}


@pytest.mark.parametrize(("content", "message"), FILES.values(), ids=FILES)
def test_broken_file_is_refused_whole_and_what_was_there_stays(tmp_path, settings, content, message):
    settings.FEED_MOST_MB = 1
    ServiceFactory(name="Was there")
    file = tmp_path / "feed.json"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        call_command("import_openreferral", str(file))
    assert [one.name for one in Service.objects.all()] == ["Was there"]


def test_answer_that_says_by_itself_that_it_is_too_large_is_not_read(settings):
    def huge(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "99000000")
        handler.end_headers()

    settings.FEED_MOST_MB = 1
    with serving(lambda path, query: huge) as server:
        settings.FEED_PRIVATE_HOSTS = [server.place]
        with pytest.raises(CommandError, match="larger than 1 MB"):
            call_command("import_openreferral", server.address)


def test_pages_without_end_are_refused_where_they_are_together_too_large(settings):
    settings.FEED_MOST_MB = 1
    much = "Tea. " * 3_000

    def more(path, query):
        number = int(query["page"])
        return {
            "total_pages": number + 1,
            "contents": [service(number * 100 + each, description=much) for each in range(20)],
        }

    with serving(more) as server:
        settings.FEED_PRIVATE_HOSTS = [server.place]
        with pytest.raises(CommandError, match="larger than 1 MB"):
            call_command("import_openreferral", server.address)
    assert len(server.asked) == 4
    assert Service.objects.count() == 60  # what went in stays


def headers_in_drops(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        handler.wfile.write(b"z")
        time.sleep(0.05)


def pieces_in_drops(handler):
    """The length of a piece, which never comes to its end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        handler.wfile.write(b"0")
        time.sleep(0.05)


def nothing(handler):
    time.sleep(2)


@pytest.mark.parametrize("answer", [headers_in_drops, pieces_in_drops, nothing])
def test_whatever_comes_slowly_is_cut_off(settings, answer):
    settings.FEED_SECONDS = 0.3
    with serving(lambda path, query: answer) as server:
        settings.FEED_PRIVATE_HOSTS = [server.place]
        began = time.monotonic()
        with pytest.raises(CommandError, match="takes longer than"):
            call_command("import_openreferral", server.address)
    assert time.monotonic() - began < 2.5


def test_what_we_do_with_an_answer_is_not_counted_as_waiting(settings, monkeypatch):
    settings.FEED_SECONDS = 1
    take = importing.Import.take
    monkeypatch.setattr(importing.Import, "take", lambda self, records: (time.sleep(1.1), take(self, records)))
    with serving(paged([service(1), service(2), service(3)], size=5)) as server:
        settings.FEED_PRIVATE_HOSTS = [server.place]
        call_command("import_openreferral", server.address)
    assert Service.objects.count() == 3
