"""The list of open concerns: narrowed in the address, counted, and as a spreadsheet without what was said."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse

from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.clients import EpisodeFactory
from tests.factories.safeguarding import ConcernFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [({}, [0, 1]), ({"overdue": "on"}, [0]), ({"kind": "adult"}, [1]), ({"kind": "child", "status": "decided"}, [])],
)
def test_the_spreadsheet_is_the_list(sign_in, keyworker, team, other_team, today, narrowed, left):
    ours = EpisodeFactory(team=team).client
    concerns = [
        ConcernFactory(client=ours, kind=kind, review_on=today + timedelta(days=days))
        for kind, days in (("child", -3), ("adult", 3))
    ]
    ConcernFactory(client=EpisodeFactory(team=other_team).client)
    browser = sign_in(keyworker)
    page = browser.get(reverse("safeguarding:concern_list"), narrowed)
    assert page.context["page"].rows == [concerns[place] for place in left]
    assert page.context["how_many"] == str(len(left))
    answer = browser.get(page.context["export_url"])
    text = b"".join(answer.streaming_content).decode().removeprefix("\N{BYTE ORDER MARK}")
    rows = list(csv.reader(text.splitlines()))[1:]
    assert [row[4] for row in rows] == [str(concerns[place].review_on) for place in left]
    assert all(row[0] == ours.reference for row in rows)
    assert AccessLog.objects.filter(user=keyworker, action=AccessAction.EXPORT, detail="concerns").count() == 1
