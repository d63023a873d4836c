"""The caseload: everybody once over its pages, and own teams only however it is narrowed."""

import re

import pytest
from django.urls import reverse

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
