"""What must be there only once, when two people write it at the same moment."""

from datetime import date

import pytest

from aftercare.workflow import prepare_handover
from clients.choices import FlagKind
from clients.models import ClientFlag, CoachAssignment
from clients.workflow import add_flag, assign_coach
from custody.models import CustodyStay
from custody.workflow import open_stay
from tests.at_once import both, refused
from tests.factories.accounts import UserFactory
from tests.factories.clients import EpisodeFactory


def a_flag(episode, by):
    flag = {"kind": FlagKind.OVERDOSE_RISK, "reason": "Came home", "review_on": date(2030, 1, 1)}
    return lambda: add_flag(ClientFlag(client=episode.client, **flag), by=by)


def a_coach(episode, by):
    coach = UserFactory(team=episode.team, coach=True)
    return lambda: assign_coach(CoachAssignment(client=episode.client, coach=coach, starts_on=date(2026, 11, 1)), by=by)


def a_stay(episode, by):
    stay = {"prison": "HMP Exampleton", "legal_status": "remand", "custody_started_on": date(2026, 11, 1)}
    return lambda: open_stay(CustodyStay(client=episode.client, **stay), by=by)


def a_handover(episode, by):
    return lambda: prepare_handover(episode, by=by)


@pytest.mark.parametrize("arrange", [a_flag, a_coach, a_stay, a_handover])
def test_second_of_two_is_told(committed_db, arrange):
    episode = EpisodeFactory(in_treatment=True)
    assert refused(both(arrange(episode, UserFactory(team=episode.team)))) == 1
