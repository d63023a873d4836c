"""Feeds that are read from an address: page by page, again and again, and whatever they do."""

import tracemalloc
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.workflow import NotAllowed
from services_directory import tasks, workflow
from services_directory.choices import DifferenceStatus, FeedRunStatus, ServiceStatus
from services_directory.models import Feed, FeedDifference, FeedRun, Service
from tests.factories.services_directory import FeedDifferenceFactory, FeedFactory, FeedRunFactory, ServiceFactory

from .feed_server import an_id, broken_off, dripping, endless, paged, sent_on, service, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscribed(settings):
    """Subscribe to a feed of a server on this machine, whose place is named in the settings; gives the feed."""

    def subscribe(server, **values):
        settings.FEED_PRIVATE_HOSTS = [*settings.FEED_PRIVATE_HOSTS, server.place]
        return FeedFactory(address=server.address, **values)

    return subscribe


def numbers(run):
    return run.created, run.updated, run.unchanged, run.vanished, len(run.refusals)


def names():
    return list(Service.objects.filter(status=ServiceStatus.ACTIVE).order_by("id").values_list("name", flat=True))


def test_feed_is_read_page_by_page_and_again(subscribed):
    records = [service(number) for number in range(1, 6)]
    with serving(paged(records)) as server:
        feed = subscribed(server)
        run, _result = workflow.read_feed(feed)
        assert [query["page"] for _path, query in server.asked] == ["1", "2", "3"]
        assert {query["per_page"] for _path, query in server.asked} == {"100"}
        assert (run.status, run.pages, numbers(run)) == (FeedRunStatus.DONE, 3, (5, 0, 0, 0, 0))
        assert set(Service.objects.values_list("source", flat=True)) == {feed.key}
        records[1]["name"] = "Renamed"
        server.asked.clear()
        run, _result = workflow.read_feed(feed, whole=True)
        assert numbers(run) == (0, 1, 4, 0, 0)
        assert "Renamed" in names()
        workflow.read_feed(feed)
        assert "modified_after" in server.asked[-1][1]
    feed.refresh_from_db()
    assert feed.due_at > timezone.now() + timedelta(hours=23)


def test_feed_of_version_1_and_summaries_that_are_full_by_their_id(subscribed):
    summary = {"id": an_id(1), "name": "Summary", "status": "active"}
    full = summary | {"schedules": [{"byday": "MO", "opens_at": "09:00"}]}

    def answer(path, query):
        if path.endswith(an_id(1)):
            return full
        return {"totalElements": 1, "totalPages": 1, "number": 1, "last": True, "content": [summary]}

    with serving(answer) as server:
        run, _result = workflow.read_feed(subscribed(server))
    assert numbers(run) == (1, 0, 0, 0, 0)
    assert Service.objects.get().schedules.get().byday == "MO"


def test_entrance_of_an_api_leads_to_its_services(subscribed):
    def answer(path, query):
        return paged([service(1)])(path, query) if path == "/api/services" else {"version": "x", "openapi_url": "y"}

    with serving(answer) as server:
        feed = subscribed(server)
        feed.address = f"http://{server.place}/api/"
        workflow.read_feed(feed)
    assert names() == ["Service 1"]


def test_vanished_services_are_not_running_and_come_back(subscribed):
    records = [service(number) for number in range(1, 5)]
    with serving(lambda path, query: paged(records)(path, query)) as server:
        feed = subscribed(server)
        workflow.read_feed(feed)
        gone = records.pop()
        run, _result = workflow.read_feed(feed, whole=True)
        assert numbers(run) == (0, 0, 3, 1, 0)
        service_gone = Service.objects.get(pk=gone["id"])
        assert (service_gone.status, service_gone.vanished_on) == (ServiceStatus.INACTIVE, timezone.localdate())
        records.append(gone)
        run, _result = workflow.read_feed(feed, whole=True)
        assert numbers(run) == (0, 1, 3, 0, 0)
        service_gone.refresh_from_db()
        assert (service_gone.status, service_gone.vanished_on) == (ServiceStatus.ACTIVE, None)


def test_when_most_are_gone_a_person_decides(subscribed, keyworker):
    records = [service(number) for number in range(1, 5)]
    with serving(lambda path, query: paged(records)(path, query)) as server:
        feed = subscribed(server)
        workflow.read_feed(feed)
        del records[1:]
        run, _result = workflow.read_feed(feed, whole=True)
    assert "3 of 4 services are no longer in the feed" in run.message
    assert len(names()) == 4
    workflow.end_vanished(run, by=keyworker)
    assert names() == ["Service 1"]
    with pytest.raises(NotAllowed, match="Nothing is left"):
        workflow.end_vanished(run, by=keyworker)


FAULTS = {
    "html": (lambda path, query: b"<!doctype html><title>Sorry</title>", "a web page"),
    "truncated": (lambda path, query: b'[{"id": "x", "name": "n"', "breaks off in the middle"),
    "broken off": (lambda path, query: broken_off, "breaks off in the middle"),
    "an error": (lambda path, query: (500, b"sorry"), "It answers 500"),
    "taxonomies": (lambda path, query: [{"id": "x", "taxonomy_terms": []}], "holds no services"),
    "circle": (
        lambda path, query: paged([service(1)], total_pages=9, last_page=False)(path, {}),
        "go round in a circle",
    ),
    "redirects": (lambda path, query: sent_on("/again"), "redirects more than"),
    "to a file": (lambda path, query: sent_on("file:///etc/passwd"), "begin with http"),
    "inside": (lambda path, query: sent_on("http://127.0.0.1:1/"), "inside a network"),
    "metadata": (lambda path, query: sent_on("http://169.254.169.254/latest/"), "inside a network"),
}


@pytest.mark.parametrize(("answer", "message"), FAULTS.values(), ids=FAULTS)
def test_broken_feed_says_why_and_what_was_there_stays(subscribed, answer, message):
    with serving(answer) as server:
        feed = subscribed(server)
        ServiceFactory(name="Stays", source=feed.key, kept_here=False)
        run, result = workflow.read_feed(feed)
    assert run.status == FeedRunStatus.FAILED
    assert message in run.message
    assert result is None
    assert "Stays" in names()
    feed.refresh_from_db()
    assert timezone.now() < feed.due_at < timezone.now() + timedelta(hours=3)


def test_pages_that_went_in_stay_when_a_later_one_breaks(subscribed):
    good = paged([service(number) for number in range(1, 7)])
    with serving(lambda path, query: good(path, query) if query["page"] < "3" else b"<html>") as server:
        run, _result = workflow.read_feed(subscribed(server))
    assert (run.status, run.created) == (FeedRunStatus.FAILED, 4)
    assert len(names()) == 4


@pytest.mark.parametrize("lies", [{"total_items": 99}, {"total_pages": 7, "last_page": False}])
def test_feed_that_lies_about_its_size_ends_nothing(subscribed, lies):
    records = [service(1), service(2), service(3)]
    with serving(lambda path, query: paged(records, **lies)(path, query)) as server:
        feed = subscribed(server)
        workflow.read_feed(feed)
        records.pop()
        run, _result = workflow.read_feed(feed, whole=True)
    assert run.vanished == 0
    assert "It says that it has" in run.message
    assert len(names()) == 3


def test_repeated_ids_and_bad_records_are_refused_by_themselves(subscribed):
    records = [service(1), service(1), service(1, name="Other"), service(2, name=""), service(3, minimum_age="x")]
    records.append(service(4, url="nowhere", email="?", description="<script>alert(1)</script><b>Tea</b>"))
    with serving(paged(records, size=4)) as server:
        run, result = workflow.read_feed(subscribed(server))
    assert numbers(run) == (2, 0, 1, 0, 3)
    assert [refusal["id"] for refusal in run.refusals] == [an_id(1), an_id(2), an_id(3)]
    assert Service.objects.get(pk=an_id(4)).description == "Tea"
    assert len(result.notes) == 2


def test_endless_answer_is_refused_in_constant_memory(settings):
    settings.FEED_MOST_MB = 5
    with serving(lambda path, query: endless) as server:
        settings.FEED_PRIVATE_HOSTS = [server.place]
        tracemalloc.start()
        with pytest.raises(CommandError, match="larger than 5 MB"):
            call_command("import_openreferral", server.address)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 30_000_000


def test_slow_answer_is_not_waited_for(settings):
    settings.FEED_SECONDS = 0.3
    with serving(lambda path, query: dripping) as server:
        settings.FEED_PRIVATE_HOSTS = [server.place]
        with pytest.raises(CommandError, match="takes longer than"):
            call_command("import_openreferral", server.address)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost:8000/", "http://10.1.2.3/", "http://192.168.0.1/", "http://[::1]/",
     "http://169.254.169.254/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http:///x",
     "http://[fe80::1]/", "http://100.64.0.1/"],
)  # fmt: skip
def test_address_inside_a_network_is_not_read(address):
    with pytest.raises(CommandError, match=r"inside a network|begin with http|no address|does not answer"):
        call_command("import_openreferral", address)


def test_command_reads_an_address_and_keeps_account_for_a_feed(subscribed, capsys):
    with serving(paged([service(1), service(2, name="")])) as server:
        feed = subscribed(server)
        call_command("import_openreferral", server.address, "--dry-run")
        assert not Service.objects.exists()
        call_command("import_openreferral", server.address, "--json")
    assert '"created": 1, "updated": 0, "unchanged": 0, "refused": 1' in capsys.readouterr().out.splitlines()[-1]
    assert feed.runs.get().created == 1


def test_one_reading_at_a_time_and_a_dead_one_does_not_count():
    feed = FeedFactory()
    running = FeedRunFactory(feed=feed)
    with pytest.raises(NotAllowed, match="being read already"):
        workflow.read_feed(feed)
    assert not Feed.objects.due().exists()
    FeedRun.objects.filter(pk=running.pk).update(updated_at=timezone.now() - timedelta(hours=1))
    workflow.bury_dead_runs()
    running.refresh_from_db()
    assert (running.status, running.message) == (FeedRunStatus.FAILED, "Its worker ended before the feed did.")


def test_job_reads_what_is_due(subscribed, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(tasks.read_feed, "delay", tasks.read_feed)
    with serving(paged([service(1)])) as server:
        feed = subscribed(server)
        FeedFactory(is_on=False)
        FeedFactory(due_at=timezone.now() + timedelta(hours=1))
        tasks.start_feeds()
        tasks.start_feeds()
    assert [run.feed for run in FeedRun.objects.all()] == [feed]
    assert names() == ["Service 1"]


def test_local_edit_is_not_overwritten_without_a_decision(subscribed, keyworker):
    record = service(1, email="old@example.org", schedules=[{"byday": "MO", "opens_at": "09:00"}])
    with serving(lambda path, query: paged([record])(path, query)) as server:
        feed = subscribed(server)
        workflow.read_feed(feed)
        edited = Service.objects.get()
        edited.name, edited.kept_here = "Our name", True
        edited.save_by(keyworker)
        assert workflow.read_feed(feed, whole=True)[0].unchanged == 1
        record |= {"email": "new@example.org", "schedules": [{"byday": "TU", "opens_at": "10:00"}]}
        run, _result = workflow.read_feed(feed, whole=True)
        assert "edited here" in run.refusals[0]["reason"]
        difference = FeedDifference.objects.get()
        assert set(difference.said) == {"name", "email", "schedules"}
        workflow.decide_difference(difference, take=["email", "schedules"], by=keyworker)
        edited.refresh_from_db()
        assert (edited.name, edited.email) == ("Our name", "new@example.org")
        assert (edited.schedules.get().byday, edited.updated_by) == ("TU", keyworker)
        assert difference.status_changes.get().to_status == DifferenceStatus.TAKEN
        assert workflow.read_feed(feed, whole=True)[0].unchanged == 1
        record |= {"email": "third@example.org"}
        workflow.read_feed(feed, whole=True)
    second = FeedDifference.objects.get(status=DifferenceStatus.OPEN)
    workflow.decide_difference(second, by=keyworker)
    assert second.status == DifferenceStatus.KEPT
    edited.refresh_from_db()
    assert edited.email == "new@example.org"


def test_decided_difference_is_not_decided_again(keyworker):
    difference = FeedDifferenceFactory(status=DifferenceStatus.KEPT)
    with pytest.raises(NotAllowed):
        workflow.decide_difference(difference, take=["name"], by=keyworker)
    difference.service.refresh_from_db()
    assert difference.service.name != "What the feed calls it"
