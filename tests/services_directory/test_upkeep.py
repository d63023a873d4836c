"""What keeps the directory current: what people say is wrong, and the editor's queue."""

import datetime as dt
import time

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from core import traps
from core.models import OutboxMessage
from services_directory.choices import FeedRunStatus, ProblemStatus
from services_directory.models import ServiceProblem
from tests.factories.accounts import UserFactory
from tests.factories.services_directory import (
    FeedDifferenceFactory,
    FeedRunFactory,
    ServiceFactory,
    ServiceProblemFactory,
)

pytestmark = pytest.mark.django_db
QUEUE = reverse("services_directory:queue_list")


@pytest.fixture
def editor(db):
    return UserFactory(role=Role.DIRECTORY_EDITOR, first_name="Eira", last_name="Editor", email="eira@example.org")


def begun(seconds=60):
    """The hidden time of a page that was opened so long ago."""
    now = time.time()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: now - seconds)
        return traps.SIGNER.sign("begun")


def report(browser, service, **changes):
    typed = {"kind": "closed", "what": "The <b>door</b> is shut", "website": "", "begun": begun()} | changes
    return browser.post(reverse("services_directory:problem_report", args=[service.pk]), typed)


def test_anybody_says_what_is_wrong_and_editors_get_one_email_a_day(client, editor, sign_in):
    service = ServiceFactory(name="Pantry")
    response = report(client, service, email="passer.by@example.org")
    assert response["Location"] == service.get_absolute_url()
    report(client, service)  # the same words again
    report(client, ServiceFactory(), kind="hours")
    first, _second = ServiceProblem.objects.all()
    assert (first.service, first.created_by, first.email) == (service, None, "passer.by@example.org")
    message = OutboxMessage.objects.get()
    assert message.recipient == editor
    assert reverse("services_directory:queue_list") in message.body
    assert "door" not in message.body
    html = client.get(service.get_absolute_url()).content.decode()
    assert "The &lt;b&gt;door" not in html, "Only editors see it"
    html = sign_in(editor).get(service.get_absolute_url()).content.decode()
    assert "The &lt;b&gt;door&lt;/b&gt; is shut" in html
    assert reverse("services_directory:problem_settle", args=[first.pk]) in html


def test_robots_are_thanked_and_nothing_is_kept(client):
    assert report(client, ServiceFactory(), website="https://buy.example.org").status_code == 302
    assert not ServiceProblem.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"begun": ""}, "open for long"),
        ({"begun": "forged:1:x"}, "open for long"),
        ({"begun": lambda: begun(90_000)}, "open for long"),
        ({"begun": lambda: begun(0)}, "very quick"),
        ({"kind": ""}, "Choose what is wrong"),
        ({"kind": "other", "what": ""}, "Say what is wrong"),
        ({"what": "x" * 100_000}, "Shorten this to 1000"),
        ({"email": "nobody"}, "Enter an email address"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept_on_the_page(client, changes, words):
    changes = {name: value() if callable(value) else value for name, value in changes.items()}
    response = report(client, ServiceFactory(), **changes)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ServiceProblem.objects.exists()


def test_an_address_cannot_flood_a_service(client):
    service = ServiceFactory()
    answers = [report(client, service, what=f"Words {number}").status_code for number in range(6)]
    assert answers == [302] * 5 + [429]
    assert service.problems.count() == 5


def test_a_colleague_is_named_and_meets_no_trap(sign_in, editor):
    keyworker = UserFactory(role=Role.KEYWORKER)
    browser = sign_in(keyworker)
    address = reverse("services_directory:problem_report", args=[ServiceFactory().pk])
    assert 'name="begun"' not in browser.get(address).content.decode()
    assert browser.post(address, {"kind": "hours"}).status_code == 302
    assert ServiceProblem.objects.get().created_by == keyworker


def test_an_editor_settles_a_problem_once(sign_in, editor):
    problem = ServiceProblemFactory()
    address = reverse("services_directory:problem_settle", args=[problem.pk])
    browser = sign_in(editor)
    typed = {"status": "mended", "answer": "Rang them: new number", "version": problem.version}
    assert browser.post(address, typed | {"answer": ""}).status_code == 422
    assert browser.post(address, typed | {"status": "open"}).status_code == 422
    assert browser.post(address, typed).status_code == 302
    problem.refresh_from_db()
    assert (problem.status, problem.answer, problem.updated_by) == (ProblemStatus.MENDED, typed["answer"], editor)
    assert problem.status_changes.get().changed_by == editor
    assert browser.post(address, typed | {"status": "not_wrong"}).status_code == 409
    assert "Rang them" in browser.get(address).content.decode()


@pytest.fixture
def full_queue(db):
    """A service for each reason, and one that is fresh."""
    today = timezone.localdate()
    ServiceFactory(name="Fresh", checked_on=today - dt.timedelta(days=180))
    ServiceFactory(name="Due", checked_on=today - dt.timedelta(days=181))
    ServiceFactory(name="Stale", checked_on=today - dt.timedelta(days=366))
    ServiceFactory(name="Never")
    ServiceFactory(name="Ended", defunct=True)
    FeedDifferenceFactory(service__name="Different")
    ServiceProblemFactory(service__name="Wrong")
    ServiceProblemFactory(service__name="Settled", service__checked_on=today, status=ProblemStatus.NOT_WRONG)


def names(response):
    return [service.name for service in response.context["page"].rows]


def test_queue_has_each_service_once_the_most_pressing_first(
    sign_in, editor, full_queue, django_assert_max_num_queries
):
    browser = sign_in(editor)
    with django_assert_max_num_queries(10):
        response = browser.get(QUEUE)
    assert names(response) == ["Wrong", "Different", "Never", "Stale", "Due"]
    assert [(str(one["label"]), one["number"]) for one in response.context["tally"]][0] == ("Everything", 5)
    assert names(browser.get(QUEUE, {"why": "stale"})) == ["Stale"]
    assert names(browser.get(QUEUE, {"words": "dIff"})) == ["Different"]
    assert len(names(browser.get(QUEUE, {"why": "nonsense", "after": "x"}))) == 5
    sheet = b"".join(browser.get(reverse("services_directory:queue_export"), {"why": "problem"})).decode()
    assert sheet.count("\n") == 2
    assert "It has closed or moved" in sheet


def test_one_click_takes_a_service_off_the_queue(sign_in, editor):
    service = ServiceFactory()
    browser, address = sign_in(editor), reverse("services_directory:service_check", args=[service.pk])
    assert browser.post(address, {"next": f"{QUEUE}?why=never"})["Location"] == f"{QUEUE}?why=never"
    assert browser.post(address, {"next": "https://evil.example.org/"})["Location"] == service.get_absolute_url()
    assert names(browser.get(QUEUE)) == []
    service.refresh_from_db()
    assert service.checked_by == "Eira Editor"


def test_queue_names_the_feeds_that_could_not_be_read(sign_in, editor):
    now = timezone.now()
    broken = FeedRunFactory(status=FeedRunStatus.FAILED, ended_at=now, message="No answer", feed__name="Bristol").feed
    mended = FeedRunFactory(status=FeedRunStatus.FAILED, ended_at=now, created_at=now - dt.timedelta(days=1)).feed
    FeedRunFactory(feed=mended, status=FeedRunStatus.DONE, ended_at=now)
    response = sign_in(editor).get(QUEUE)
    assert list(response.context["broken_feeds"]) == [broken]
    assert "No answer" in response.content.decode()
