"""The list of alerts: own ones only, narrowed in the address, grouped by client, counted, as a spreadsheet."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.alerts import AlertFactory
from tests.factories.clients import EpisodeFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/clients/alerts/"


@pytest.fixture
def alerts(team, keyworker):
    """Three for the keyworker about two clients, the older of each between those of the other."""
    now = timezone.now()
    one, other = (EpisodeFactory(team=team).client for _ in range(2))
    return [
        AlertFactory(
            client_id=client.pk, subject_id=client.pk, team=team, recipient=keyworker, rule=rule, severity=severity,
            due_at=now - timedelta(days=days), about_on=None,
        )
        for client, rule, severity, days in [(one, "PR02", "red", 9), (other, "CL01", "amber", 8), (one, "AC04", "amber", 7)]
    ]  # fmt: skip


def shown(page):
    return [row[1]["url"] for row in page.context["rows"]]


def test_oldest_first_and_nobody_elses(sign_in, keyworker, stranger, alerts):
    page = sign_in(keyworker).get(ADDRESS)
    assert shown(page) == [alert.url for alert in alerts]
    assert page.context["how_many"] == "3"
    assert shown(sign_in(stranger).get(ADDRESS)) == []


@pytest.mark.parametrize(
    ("narrowed", "left"), [({"rule": "CL01"}, [1]), ({"urgency": "red"}, [0]), ({"rule": "x", "sort": "x"}, [0, 1, 2])]
)
def test_narrowed_by_type_and_urgency(sign_in, keyworker, alerts, narrowed, left):
    assert shown(sign_in(keyworker).get(ADDRESS, narrowed)) == [alerts[place].url for place in left]


def test_narrowed_to_a_client_one_may_see(sign_in, keyworker, stranger, alerts):
    from clients.models import Client

    reference = Client.objects.get(pk=alerts[1].client_id).reference
    assert shown(sign_in(keyworker).get(ADDRESS, {"client": reference.lower()})) == [alerts[1].url]
    alerts[1].recipient = stranger
    alerts[1].save()
    assert shown(sign_in(stranger).get(ADDRESS, {"client": reference})) == []


@pytest.mark.parametrize(
    ("sort", "order", "said"),
    [("", [0, 1, 2], "ascending"), ("newest", [2, 1, 0], "descending"), ("urgency", [0, 1, 2], "ascending")],
)
def test_sorted_over_pages(sign_in, keyworker, alerts, monkeypatch, sort, order, said):
    monkeypatch.setattr("core.pagination.paginate.__kwdefaults__", {"cursor": "", "size": 1})
    browser, address, urls = sign_in(keyworker), f"?sort={sort}", []
    while address:
        page = browser.get(ADDRESS + address)
        assert f'aria-sort="{said}"' in page.content.decode()
        urls += shown(page)
        address = page.context["next_url"]
    assert urls == [alerts[place].url for place in order]


def test_alerts_of_one_moment_are_each_shown_once(sign_in, keyworker, team):
    now = timezone.now()
    for _number in range(60):
        AlertFactory(recipient=keyworker, team=team, due_at=now, severity="amber", client_id=None)
    browser = sign_in(keyworker)
    for sort in ("", "newest", "urgency", "client"):
        first = browser.get(ADDRESS, {"sort": sort})
        second = browser.get(ADDRESS + first.context["next_url"])
        seen = [row[4]["url"] for page in (first, second) for row in page.context["rows"]]
        assert len(seen) == len(set(seen)) == 60


def test_grouped_by_client(sign_in, keyworker, alerts):
    urls = shown(sign_in(keyworker).get(ADDRESS, {"sort": "client"}))
    one = [alerts[0].url, alerts[2].url]
    assert urls in ([*one, alerts[1].url], [alerts[1].url, *one])


def test_spreadsheet_is_written_down(sign_in, keyworker, alerts):
    answer = sign_in(keyworker).get(reverse("clients:alert_export"), {"urgency": "amber"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 3
    assert AccessLog.objects.filter(user=keyworker, action=AccessAction.EXPORT, detail="alerts").count() == 1


def test_an_alert_due_after_midnight_in_london_stands_on_that_day(sign_in, keyworker):
    AlertFactory(recipient=keyworker, due_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    answer = sign_in(keyworker).get(reverse("clients:alert_export"))
    assert "2026-07-02" in b"".join(answer.streaming_content).decode()
