"""Referrals across clients: scope, who must act, how long they wait, filters, spreadsheet, and how many queries it takes."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.accounts import UserFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
URL = "referrals:outgoing_list"


@pytest.fixture
def referrals(team, keyworker):
    """One of each kind of waiting: mine, a colleague's, and one of another team."""
    today, mine = timezone.localdate(), EpisodeFactory(team=team, keyworker=keyworker).client
    theirs = EpisodeFactory(team=team, keyworker=UserFactory(team=team, first_name="Alex")).client
    sent = {"sent_on": today - timedelta(days=20)}
    made = {
        "draft": ReferralFactory(client=mine, domain="housing"),
        "fresh": ReferralFactory(client=mine, sent=True, sent_on=today, answer_by=today + timedelta(days=7)),
        "late": ReferralFactory(client=theirs, sent=True, answer_by=today - timedelta(days=1), **sent),
        "waiting": ReferralFactory(
            client=theirs, waiting=True, path="housing", service__name="Harbour House", domain="money", **sent
        ),
        "done": ReferralFactory(client=mine, completed=True),
    }
    ReferralFactory(sent=True, client=EpisodeFactory().client)
    return made


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({}, ["draft", "fresh", "late", "waiting"]),
        ({"status": "all"}, ["draft", "fresh", "late", "waiting", "done"]),
        ({"status": "ours"}, ["draft", "late"]),
        ({"status": "completed"}, ["done"]),
        ({"whose": "mine"}, ["draft", "fresh"]),
        ({"service": "hárbour hou"}, ["waiting"]),
        ({"keyworker": "alex"}, ["late", "waiting"]),
        ({"whose": "none"}, []),
        ({"domain": "money"}, ["waiting"]),
        ({"path": "particular"}, ["waiting"]),
        ({"path": "ordinary", "status": "ours"}, ["draft", "late"]),
        ({"longer": "14"}, ["late", "waiting"]),
        ({"status": "x", "whose": "x", "longer": "x", "domain": "x"}, ["draft", "fresh", "late", "waiting"]),
    ],
)
def test_narrowed_and_the_spreadsheet_is_the_list(sign_in, keyworker, referrals, narrowed, left):
    page = sign_in(keyworker).get(reverse(URL), narrowed)
    assert page.context["page"].rows == [referrals[name] for name in left]
    assert page.context["how_many"] == str(len(left))
    text = b"".join(sign_in(keyworker).get(page.context["export_url"]).streaming_content).decode()
    assert [row[3] for row in list(csv.reader(text.splitlines()))[1:]] == [referrals[n].service.name for n in left]
    assert referrals["draft"].reason not in text
    assert AccessLog.objects.filter(user=keyworker, action=AccessAction.EXPORT).count() == 1


def test_who_must_act_and_how_long(sign_in, keyworker, referrals):
    rows = {row.pk: row for row in sign_in(keyworker).get(reverse(URL), {"status": "all"}).context["page"].rows}
    said = {
        name: (rows[one.pk].next_step.split(":")[0], rows[one.pk].days_since_sent) for name, one in referrals.items()
    }
    assert said == {
        "draft": ("We", None), "fresh": ("They", 0), "late": ("We", 20), "waiting": ("They", 20), "done": ("", None),
    }  # fmt: skip
    assert rows[referrals["late"].pk].keyworker.startswith("Alex")


def test_a_manager_narrows_to_a_keyworker(sign_in, team, keyworker, referrals):
    manager = UserFactory(team=team, role=Role.TEAM_MANAGER)
    rows = sign_in(manager).get(reverse(URL), {"keyworker": str(keyworker)}).context["page"].rows
    assert rows == [referrals["draft"], referrals["fresh"]]


def test_200_rows_take_at_most_8_queries(sign_in, keyworker, team):
    client = EpisodeFactory(team=team, keyworker=keyworker).client
    for _n in range(3):
        ReferralFactory(client=client, sent=True)
    browser = sign_in(keyworker)
    browser.get(reverse(URL))
    with CaptureQueriesContext(connection) as captured:
        browser.get(reverse(URL), {"whose": "mine", "longer": "7"})
    assert len(captured) <= 8, "\n".join(query["sql"][:200] for query in captured.captured_queries)
