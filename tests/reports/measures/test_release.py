"""The three weeks after a release: each boundary day by hand, who does not count, and the team it belongs to."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clients.choices import DischargeReason, EpisodeStatus
from custody.choices import ReleaseManner, StayStatus
from custody.continuity import measures
from custody.models import CustodyStay
from reports import facts
from reports.models import Release
from tests.factories.clients import ClientFactory, DeathFactory, EpisodeFactory, EpisodeInterventionFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.reference import code

from .counts import counted

pytestmark = pytest.mark.django_db
RELEASED = date(2026, 3, 1)
YEAR = date(2025, 4, 1), date(2026, 3, 31)
LATER = date(2026, 6, 1)


def day(number):
    """So many days after the release."""
    return RELEASED + timedelta(days=number)


def released(team, *, treated=None, setting="community", kind="95", seen=None, born=date(1980, 1, 1)):
    """Somebody who left prison, was seen and began treatment so many days later, or not at all."""
    client = ClientFactory(registered_team=team, date_of_birth=born)
    stay = CustodyStayFactory(
        client=client, custody_started_on=day(-90), sentenced_on=None, status=StayStatus.RELEASED, released_on=RELEASED,
        release_manner=ReleaseManner.AS_PLANNED, first_seen_on=None if seen is None else day(seen),
    )  # fmt: skip
    if treated is not None:
        episode = EpisodeFactory(
            client=client, team=team, referred_on=day(-100), treatment_started_on=day(-50),
            status=EpisodeStatus.IN_TREATMENT,
        )  # fmt: skip
        EpisodeInterventionFactory(
            episode=episode, kind=code("intervention_type", kind), setting=code("setting", setting),
            referred_on=day(-100), started_on=day(treated),
        )  # fmt: skip
    return stay


def test_treatment_starts_within_21_days_the_last_one_included(team):
    for number in (0, 21):
        released(team, treated=number)
    for number in (-1, 22):
        released(team, treated=number)
    released(team, treated=3, setting="prison")
    released(team, treated=3, kind="76")
    released(team)
    released(team, treated=3, born=date(2008, 3, 2))  # 17 on the day
    released(team, treated=3, born=date(2008, 3, 1))  # 18 on the day
    assert counted("prison_continuity", *YEAR, LATER) == {"met": 3, "not_met": 5}
    assert counted("prison_continuity", *YEAR, day(21)) == {"met": 3, "pending": 5}
    assert counted("prison_continuity", *YEAR, day(22)) == {"met": 3, "not_met": 5}
    assert counted("prison_continuity", date(2026, 3, 2), date(2026, 3, 31), LATER) == {}


def test_who_is_seen_apart_and_who_is_lost(team):
    released(team, seen=21)
    released(team, seen=22)
    released(team, seen=22, treated=21)
    released(team)
    assert counted("prison_seen", *YEAR, LATER) == {"met": 1, "not_met": 3}
    assert counted("prison_lost", *YEAR, LATER) == {"met": 2, "not_met": 2}
    assert counted("prison_lost", *YEAR, day(21)) == {"pending": 2, "not_met": 2}


def test_who_does_not_count_and_why(team):
    back, late, died, moved = (released(team) for _number in range(4))
    CustodyStayFactory(client=back.client, custody_started_on=day(21), sentenced_on=None)
    CustodyStayFactory(client=late.client, custody_started_on=day(22), sentenced_on=None)
    DeathFactory(client=died.client, died_on=day(5))
    EpisodeFactory(
        client=moved.client, team=team, referred_on=day(-30), status=EpisodeStatus.CLOSED, ended_on=day(2),
        discharge_reason=DischargeReason.TRANSFERRED,
    )  # fmt: skip
    met_before = released(team, seen=4)
    DeathFactory(client=met_before.client, died_on=day(5))
    none = {"excluded_back": 1, "excluded_died": 1, "excluded_moved": 1}
    assert counted("prison_seen", *YEAR, LATER) == none | {"met": 1, "not_met": 1}
    assert counted("prison_continuity", *YEAR, LATER) == none | {"excluded_died": 2, "not_met": 1}
    assert counted("prison_lost", *YEAR, LATER) == none | {"met": 1, "not_met": 1}


def test_a_figure_is_what_the_page_of_the_stay_says(team):
    for number in (0, 21, 22, None):
        stay = released(team, treated=number, seen=number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown = [str(measure.standing) for measure in measures(CustodyStay.objects.get(pk=stay.pk), LATER)]
        assert len(queries) == 2
        facts.fill([stay.client_id])
        fact = Release.objects.get(client=stay.client)
        assert shown == [fact.seen, fact.started]


def test_a_release_belongs_to_the_team_that_prepared_it(team, other_team):
    stay = released(team, treated=3)
    own = EpisodeFactory(client=stay.client, team=other_team, referred_on=day(-200))
    stay.episode = own
    stay.save()
    unknown = released(other_team)
    facts.fill()
    assert Release.objects.get(client=stay.client).team == other_team
    assert Release.objects.get(client=unknown.client).team == other_team
