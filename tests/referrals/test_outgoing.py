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
from referrals import paths
from tests.factories.accounts import UserFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.referrals import ReferralFactory, ReferralStepFactory

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
        ({"path": "housing"}, ["waiting"]),
        ({"path": "rehab"}, []),
        ({"due": "answer"}, ["late"]),
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


@pytest.fixture
def on_paths(team, keyworker):
    """Referrals on paths: a step overdue, one due in five days, one that follows a finished stay, and one that has ended."""
    today, client = timezone.localdate(), EpisodeFactory(team=team, keyworker=keyworker).client
    ago = {days: (today - timedelta(days=days)).isoformat() for days in (2, 20, 28)}
    made = {
        "overdue": ReferralFactory(client=client, path="housing", waiting=True),
        "soon": ReferralFactory(client=client, path="rehab", started=True, attended_on=today),
        "after": ReferralFactory(client=client, path="rehab", completed=True),
        "ended": ReferralFactory(client=client, path="housing", declined=True),
        "ordinary": ReferralFactory(client=client, sent=True, sent_on=today),
    }
    for name in ("overdue", "ended"):
        ReferralStepFactory(referral=made[name], key="footing", done_on=today)
        ReferralStepFactory(referral=made[name], key="agreement", due_on=today - timedelta(days=3))
    for name, key, answers in (("soon", "arrival", {"arrived_on": ago[2]}), ("after", "leaving", {"left_on": ago[20]})):
        for step in paths.path_called("rehab").steps:
            done_on = today if step.key != key and not step.repeated else None
            if done_on:
                ReferralStepFactory(referral=made[name], key=step.key, done_on=done_on)
        ReferralStepFactory(referral=made[name], key=key, done_on=today, answers=answers)
    return made


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({"due": "overdue"}, ["overdue", "after"]),
        ({"due": "overdue", "status": "completed"}, ["after"]),
        ({"due": "overdue", "whose": "none"}, []),
        ({"due": "soon"}, ["soon"]),
    ],
)
def test_steps_that_are_due_are_listed_for_who_must_see_to_them(sign_in, keyworker, on_paths, narrowed, left):
    browser = sign_in(keyworker)
    browser.get(reverse(URL))
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(reverse(URL), narrowed)
    assert len(captured) <= 11, "\n".join(query["sql"][:200] for query in captured.captured_queries)
    assert page.context["page"].rows == [on_paths[name] for name in left]
    assert page.context["how_many"] == str(len(left))
    rows = list(
        csv.DictReader(
            b"".join(browser.get(page.context["export_url"]).streaming_content).decode("utf-8-sig").splitlines()
        )
    )
    assert [row["Our reference"] for row in rows] == [on_paths[name].client.reference for name in left]
    if "overdue" in left:
        assert [rows[0][name] for name in ("Path", "Whose turn")] == [
            str(paths.path_called("housing").label), "The person, with our help",
        ]  # fmt: skip
        assert rows[0]["Next step"] == str(paths.path_called("housing").step("agreement").label)
        assert rows[0]["Step due on"]
        assert "The person, with our help" in page.content.decode()


def test_200_rows_take_at_most_8_queries(sign_in, keyworker, team):
    client = EpisodeFactory(team=team, keyworker=keyworker).client
    for _n in range(3):
        ReferralFactory(client=client, sent=True)
    browser = sign_in(keyworker)
    browser.get(reverse(URL))
    with CaptureQueriesContext(connection) as captured:
        browser.get(reverse(URL), {"whose": "mine", "longer": "7"})
    assert len(captured) <= 8, "\n".join(query["sql"][:200] for query in captured.captured_queries)
