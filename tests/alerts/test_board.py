"""The manager's board: what is due in the team by person, the most urgent first, the form one click away."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from alerts.forms import BoardQuery
from core.models import Heartbeat
from tests.factories.accounts import UserFactory
from tests.factories.alerts import AlertFactory

pytestmark = pytest.mark.django_db

BOARD = reverse("alerts:board")


@pytest.fixture
def manager(team):
    Heartbeat.objects.beat("sweep")
    return UserFactory(team=team, role=Role.TEAM_MANAGER)


def test_by_person_with_the_form_one_click_away(sign_in, manager, keyworker, team, record, wishes):
    now = timezone.now()
    about = {"recipient": keyworker, "team": team, "client_id": record.pk, "subject_id": record.pk, "raised_at": now}
    AlertFactory(**about, severity="amber", due_at=now - timedelta(days=9))
    AlertFactory(**about, rule="RF03", severity="red", due_at=now - timedelta(hours=1))
    AlertFactory(**about, rule="RF04", due_at=now + timedelta(days=1))
    AlertFactory(**about | {"client_id": None, "recipient": None}, rule="RF08", severity="amber", due_at=now)
    AlertFactory(**about | {"recipient": UserFactory()}, rule="RF05")  # of somebody of another team
    page = sign_in(manager).get(BOARD).text
    order = [page.index(words) for words in ("waits for triage", "A test is due", "A referral stands still")]
    assert order == sorted(order)
    assert page.count(record.reference) >= 1
    assert reverse("clients:client_detail", args=[record.pk]) in page
    for absent in ("about to run out", "whether a client went"):
        assert absent not in page
    narrowed = sign_in(manager).get(BOARD, {"urgency": "red", "whose": keyworker.username}).text
    assert "waits for triage" in narrowed
    assert "A test is due" not in narrowed


def test_not_about_whom_the_manager_may_not_see(sign_in, manager, keyworker, team, stranger):
    from tests.factories.clients import ClientFactory

    other = ClientFactory()
    AlertFactory(recipient=keyworker, team=team, client_id=other.pk, raised_at=timezone.now())
    page = sign_in(manager).get(BOARD).text
    assert other.reference not in page
    assert "Nothing is due" in page


def test_at_most_eight_queries(sign_in, manager, keyworker, team, record, django_assert_max_num_queries):
    AlertFactory.create_batch(30, recipient=keyworker, team=team, client_id=record.pk, raised_at=timezone.now())
    browser = sign_in(manager)
    browser.get(BOARD)
    with django_assert_max_num_queries(8):
        browser.get(BOARD)


def test_the_board_is_kept_narrowed_sorted_and_taken_along(sign_in, manager, keyworker, team, record, wishes):
    now = timezone.now()
    about = {"recipient": keyworker, "team": team, "client_id": record.pk, "subject_id": record.pk, "raised_at": now}
    AlertFactory(**about, rule="RF03", severity="red", due_at=now - timedelta(hours=1))
    AlertFactory(**about, severity="amber", due_at=now - timedelta(days=9))
    AlertFactory(**about | {"client_id": None}, rule="RF08", severity="amber", due_at=now - timedelta(days=2))
    browser = sign_in(manager)
    page = browser.get(BOARD, {"sort": "due"})
    assert [one.rule for person in page.context["people"] for one in person.alerts][-1] == "RF08"
    order = [page.text.index(words) for words in ("A test is due", "waits for triage")]
    assert order == sorted(order), "the longest due first"
    assert "add" in page.context["saved"]
    one = browser.get(BOARD, {"client": record.reference.lower()})
    assert {person.client for person in one.context["people"]} == {record}
    sheet = b"".join(browser.get(page.context["export_url"]).streaming_content).decode()
    lines = sheet.strip().splitlines()
    assert len(lines) == 4
    assert record.reference in sheet
    assert record.family_name not in sheet
    narrowed = b"".join(browser.get(reverse("alerts:board_export"), {"urgency": "red"}).streaming_content).decode()
    assert len(narrowed.strip().splitlines()) == 2


def test_the_client_is_not_kept_in_a_saved_list():
    assert "client" not in dict(BoardQuery({"client": "ABCD-EFGH", "urgency": "red"}).to_save())
