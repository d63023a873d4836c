"""The caseload: everybody once over its pages, and own teams only however it is narrowed."""

import re

import pytest
from django.urls import reverse

from core.choices import AccessAction
from core.models import AccessLog
from tests.factories.clients import (
    ClientFactory,
    EpisodeFactory,
)

pytestmark = pytest.mark.django_db


def test_caseload_gives_everybody_once_over_its_pages(sign_in, keyworker, team):
    known = {ClientFactory(registered_team=team, family_name="Same", first_name="Name").pk for _ in range(60)}
    browser = sign_in(keyworker)
    page = browser.get(reverse("clients:client_list"), {"phase": "all"})
    second = browser.get(reverse("clients:client_list") + page.context["next_url"])
    seen = re.findall(r"/clients/[0-9a-f-]{36}/", page.context["rows"] + second.context["rows"])
    assert len(seen) == 60
    assert set(seen) == {reverse("clients:client_detail", args=[pk]) for pk in known}


@pytest.mark.parametrize("params", [{}, {"phase": "all"}, {"keyworker": "mine"}, {"words": "test"}, {"phase": "none"}])
def test_caseload_shows_own_teams_only_however_narrowed(sign_in, keyworker, team, other_team, stranger, params):
    ours = EpisodeFactory(team=team, keyworker=keyworker).client
    ClientFactory(registered_team=team, family_name="Testwithoutepisode")
    theirs = EpisodeFactory(team=other_team, keyworker=stranger).client
    for user, seen, unseen in [(keyworker, ours, theirs), (stranger, theirs, ours), (keyworker, ours, theirs)]:
        page = sign_in(user).get(reverse("clients:client_list"), params).content.decode()
        assert unseen.reference not in page
        assert (seen.reference in page) is (params.get("phase") != "none")


def test_a_filter_that_is_not_understood_is_shown_to_nobody_else(sign_in, keyworker):
    browser = sign_in(keyworker)
    browser.get(reverse("clients:client_list"), {"phase": "zzz-hostile"})
    assert "zzz-hostile" not in browser.get(reverse("clients:client_list")).content.decode()


def test_the_list_is_counted_and_may_be_taken_as_a_spreadsheet(sign_in, keyworker, team, other_team):
    for number in range(55):
        ClientFactory(registered_team=team, family_name=f"=Sum{number:02}", first_name="Ann")
    ClientFactory(registered_team=other_team, family_name="Elsewhere")
    browser = sign_in(keyworker)
    page = browser.get(reverse("clients:client_list"), {"phase": "all"})
    assert "55 people" in page.content.decode()
    answer = browser.get(page.context["export_url"])
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(lines) == 56
    assert all(",'=Sum" in line for line in lines[1:])
    assert not any("Elsewhere" in line for line in lines)
    assert AccessLog.objects.filter(user=keyworker, action=AccessAction.EXPORT, detail="caseload").count() == 1


def test_a_long_list_is_not_counted_to_its_end(sign_in, keyworker, team, monkeypatch):
    monkeypatch.setattr("clients.views.caseload.MOST_COUNTED", 52)
    monkeypatch.setattr("clients.caseload.MOST_COUNTED", 52)
    for _ in range(55):
        EpisodeFactory(team=team)
    page = sign_in(keyworker).get(reverse("clients:client_list"))
    assert "52 or more people" in page.content.decode()
