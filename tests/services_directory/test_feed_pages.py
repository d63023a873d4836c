"""The pages on which an editor keeps feeds, and decides where a feed says something else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from services_directory.choices import DifferenceStatus, FeedRunStatus, ServiceStatus
from services_directory.models import Feed, Service
from services_directory.openreferral.storing import KEPT_HERE
from services_directory.workflow import NO_LONGER_THERE
from tests.factories.accounts import UserFactory
from tests.factories.services_directory import FeedDifferenceFactory, FeedFactory, FeedRunFactory, ServiceFactory

pytestmark = pytest.mark.django_db
LIST = reverse("services_directory:feed_list")


@pytest.fixture
def editor(db):
    return UserFactory(role=Role.DIRECTORY_EDITOR)


@pytest.fixture
def browser(sign_in, editor):
    return sign_in(editor)


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def page_of(feed):
    return reverse("services_directory:feed_detail", args=[feed.pk])


def run_of(feed, **values):
    return FeedRunFactory(feed=feed, status=FeedRunStatus.DONE, ended_at=timezone.now(), **values)


def test_feed_is_subscribed_to_and_shown_with_how_its_last_reading_went(browser):
    typed = {
        "name": "Bath",
        "address": "feeds.example.org/services",
        "licence": "OGL 3.0",
        "every_hours": 24,
        "is_on": "on",
    }
    assert browser.post(reverse("services_directory:feed_create"), typed | {"every_hours": 0}).status_code == 422
    assert browser.post(reverse("services_directory:feed_create"), typed).status_code == 302
    feed = Feed.objects.get()
    assert (feed.key, feed.address, feed.is_on) == ("bath", "https://feeds.example.org/services", True)
    FeedRunFactory(feed=feed, status=FeedRunStatus.FAILED, ended_at=timezone.now(), message="It answers 500.")
    html = text_of(browser.get(LIST))
    assert "Broken off" in html
    assert "It answers 500." in html


def test_page_of_a_feed_says_what_was_refused_also_after_a_reading_that_broke_off(browser):
    feed, kept = FeedFactory(), ServiceFactory()
    refusals = [{"id": str(kept.pk), "reason": KEPT_HERE}, {"id": "17", "reason": "id is not a UUID."}]
    run_of(feed, created=2, unchanged=3, refusals=refusals)
    FeedRunFactory(feed=feed, status=FeedRunStatus.FAILED, ended_at=timezone.now(), message="The file is not JSON")
    html = text_of(browser.get(page_of(feed)))
    assert f'href="{kept.get_absolute_url()}">{kept.pk}' in html
    assert "id is not a UUID." in html
    assert "The file is not JSON" in html


def test_editor_says_that_vanished_services_are_not_running(browser, editor):
    feed = FeedFactory()
    gone = ServiceFactory(source=feed.key, kept_here=False)
    run = run_of(feed, refusals=[{"id": str(gone.pk), "reason": NO_LONGER_THERE}])
    assert "none was ended" in text_of(browser.get(page_of(feed)))
    ended = browser.post(reverse("services_directory:feed_run_end", args=[run.pk]))
    assert ended["Location"] == page_of(feed)
    gone.refresh_from_db()
    assert (gone.status, gone.updated_by) == (ServiceStatus.INACTIVE, editor)
    assert "none was ended" not in text_of(browser.get(page_of(feed)))


def test_editor_takes_one_field_of_a_feed_and_keeps_another(browser, editor):
    service = ServiceFactory(name="Ours", email="ours@example.org", source="bath")
    difference = FeedDifferenceFactory(service=service, said={"name": "Theirs", "email": "theirs@example.org"})
    assert "1 record waits for a decision" in text_of(browser.get(LIST))
    assert "Ours" in text_of(browser.get(reverse("services_directory:difference_list")))
    url = reverse("services_directory:difference_decide", args=[difference.pk])
    html = text_of(browser.get(url))
    assert "Theirs: theirs@example.org" in html
    assert "Ours: ours@example.org" in html
    typed = {"of_name": "ours", "of_email": "theirs", "version": difference.version}
    assert browser.post(url, typed | {"of_name": "mine"}).status_code == 422
    assert browser.post(url, typed)["Location"] == service.get_absolute_url()
    service.refresh_from_db()
    difference.refresh_from_db()
    assert (service.name, service.email, service.updated_by) == ("Ours", "theirs@example.org", editor)
    assert difference.status == DifferenceStatus.TAKEN
    assert browser.post(url, typed | {"of_name": "theirs"}).status_code == 409
    assert Service.objects.get().name == "Ours"
