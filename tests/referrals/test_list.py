"""A client's referrals: narrowed in the address, counted, and as a spreadsheet without what was said."""

import csv

import pytest
from django.urls import reverse

from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.clients import EpisodeFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def referrals(team):
    client = EpisodeFactory(team=team).client
    made = [
        ReferralFactory(client=client, domain="housing", service__name="=1+1"),
        ReferralFactory(client=client, domain="money", sent=True),
        ReferralFactory(client=client, domain="housing", status="withdrawn"),
    ]
    ReferralFactory(client=EpisodeFactory(team=team).client, domain="housing")
    return made


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({}, [2, 1, 0]),
        ({"status": "open"}, [1, 0]),
        ({"status": "draft", "domain": "housing"}, [0]),
        ({"status": "started"}, []),
        ({"status": "x", "domain": "x"}, [2, 1, 0]),
    ],
)
def test_the_spreadsheet_is_the_list(sign_in, keyworker, stranger, referrals, narrowed, left):
    browser, client = sign_in(keyworker), referrals[0].client
    page = browser.get(reverse("referrals:referral_list", args=[client.pk]), narrowed)
    assert page.context["page"].rows == [referrals[place] for place in left]
    assert page.context["how_many"] == str(len(left))
    export = page.context["export_url"]
    text = b"".join(browser.get(export).streaming_content).decode().removeprefix("\N{BYTE ORDER MARK}")
    rows = list(csv.reader(text.splitlines()))[1:]
    assert [row[1].removeprefix("'") for row in rows] == [referrals[place].service.name for place in left]
    assert all(not row[1].startswith("=") for row in rows)
    assert referrals[0].reason not in text
    assert AccessLog.objects.get(user=keyworker, action=AccessAction.EXPORT).subject_id == client.pk
    assert sign_in(stranger).get(export).status_code == 404


def test_each_status_is_counted_whatever_is_shown(sign_in, keyworker, referrals):
    url = reverse("referrals:referral_list", args=[referrals[0].client_id])
    page = sign_in(keyworker).get(url, {"status": "draft", "domain": "housing"})
    shown = {str(one["label"]): (one["number"], one["is_current"]) for one in page.context["tally"]}
    assert shown == {"All": (2, False), "Still going on": (1, False), "Draft": (1, True), "Withdrawn": (1, False)}
    assert [one["url"] for one in page.context["tally"]][1] == "?status=open&domain=housing"
