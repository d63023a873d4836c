"""Unusual access: each rule finds what it is for, leaves the ordinary alone, and says nothing of the person."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from core.calendar import LONDON
from core.choices import AccessAction
from core.models import AccessLog
from governance import unusual
from governance.unusual import findings
from tests.factories.accounts import UserFactory
from tests.factories.clients import BreakGlassFactory, ClientFactory, EpisodeFactory, RelationshipFactory

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 18, 11, tzinfo=LONDON)


def look(user, client, at=DAY, action=AccessAction.LOOK):
    kind, key = ("clients.client", client.pk) if client else ("", None)
    return AccessLog.objects.create(user=user, action=action, subject_kind=kind, subject_id=key, at=at)


def found():
    return {(finding.user, finding.title): finding.rows for finding in findings(DAY - timedelta(5), DAY + timedelta(5))}


def titles(user):
    return [title for who, title in found() if who == user]


def test_own_surname_is_found_with_accents_and_capitals(team):
    user = UserFactory(last_name="Ó Sé")
    look(user, ClientFactory(family_name="ó se"))
    look(user, ClientFactory(family_name="Other"))
    rows = found()[user, "A record with the user’s own surname"]
    assert len(rows) == 1


def test_relative_with_the_same_surname_is_found():
    user = UserFactory(last_name="Pritchard")
    client = ClientFactory()
    RelationshipFactory(client=client, name="Owen Pritchard")
    look(user, client)
    look(user, RelationshipFactory(name="Owen Rees").client)
    assert len(found()[user, "A record with a relative or household member of the user’s own surname"]) == 1


def test_many_records_in_one_day(settings):
    settings.UNUSUAL_RECORDS_A_DAY = 3
    busy, usual = UserFactory(), UserFactory()
    for number in range(4):
        look(busy, ClientFactory())
        look(usual, ClientFactory(), at=DAY - timedelta(days=number))
    same = ClientFactory()
    for _again in range(6):
        look(usual, same, at=DAY + timedelta(days=2))
    assert "More records in a day than usual" in titles(busy)
    assert titles(usual) == []


def test_a_list_that_is_cut_says_so(sign_in, settings, monkeypatch):
    settings.UNUSUAL_RECORDS_A_DAY = 1
    monkeypatch.setattr(unusual, "MOST_ROWS", 2)
    busy = UserFactory()
    for _number in range(3):
        look(busy, ClientFactory())
    days = {"first_day": "18/11/2026", "last_day": "18/11/2026"}
    page = (
        sign_in(UserFactory(role=Role.GOVERNANCE_OFFICER))
        .get(reverse("governance:unusual_access"), days)
        .content.decode()
    )
    assert "choose fewer days" in page


def test_night_outside_the_caseload_only(team):
    user = UserFactory(team=team)
    own = EpisodeFactory(team=team, keyworker=user).client
    night = DAY.replace(hour=23)
    look(user, own, at=night)
    assert titles(user) == []
    look(user, ClientFactory(registered_team=team), at=night)
    look(user, ClientFactory(registered_team=team), at=DAY)
    assert len(found()[user, "Records outside the caseload, at night"]) == 1


def test_searches_without_opening(settings):
    settings.UNUSUAL_SEARCHES_A_DAY = 3
    curious, usual = UserFactory(), UserFactory()
    client = ClientFactory()
    for number in range(3):
        at = DAY + timedelta(minutes=30 * number)
        look(curious, None, at=at, action=AccessAction.SEARCH)
        look(usual, None, at=at, action=AccessAction.SEARCH)
        look(usual, client, at=at + timedelta(minutes=1))
    assert titles(curious) == ["Searches without opening a record"]
    assert titles(usual) == []


def test_break_glass_several_times(settings):
    settings.UNUSUAL_BREAK_GLASS = 2
    user = UserFactory()
    for _again in range(2):
        BreakGlassFactory(user=user, started_at=DAY)
    BreakGlassFactory(started_at=DAY)
    assert [title for _who, title in found()] == ["Break-glass, several times"]


def test_page_shows_the_reference_and_no_more(sign_in):
    user = UserFactory(last_name="Pritchard")
    client = ClientFactory(family_name="Pritchard", first_name="Gwenllian")
    look(user, client, at=timezone.now() - timedelta(hours=1))
    text = sign_in(UserFactory(role=Role.GOVERNANCE_OFFICER)).get(reverse("governance:unusual_access")).content.decode()
    assert client.reference in text
    for secret in ("Gwenllian", str(client.pk), "14 March 1985"):
        assert secret not in text
