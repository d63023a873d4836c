"""Figures by the answers to the equality questions: not to say is a group, not asked is none."""

from datetime import date

import pytest

from clients.models import EqualityAnswers
from reports import figures, refresh
from reports.choices import PeriodKind
from reports.measures import REGISTRY
from reports.measures.equality import EQUALITY, GROUPS
from reports.models import EqualityGroups, Period
from tests.factories.clients import ClientDisabilityFactory, ClientFactory, EqualityAnswersFactory
from tests.factories.reference import code

from .test_counting import treated

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def people(team):
    """Five people in treatment in the year: two White, one mixed, one who does not say, one who was not asked."""
    for ethnicity, disabilities in (
        ("A", ["hearing", "sight"]), ("C", ["none"]), ("F", ["declined"]), ("Z", ["none", "declined"]), (None, []),
    ):  # fmt: skip
        client = ClientFactory()
        treated(client, team, date(2025, 5, 1))
        if ethnicity:
            EqualityAnswersFactory(client=client, ethnicity=code("ethnicity", ethnicity), veteran=code("veteran", "no"))
        for name in disabilities:
            ClientDisabilityFactory(client=client, code=code("disability", name))
    refresh.everything(TODAY)


def groups(team, dimension, measure="in_treatment"):
    period = Period.objects.get(kind=PeriodKind.YEAR, starts_on=date(2025, 4, 1))
    found = figures.kept([measure], period, [team.pk], dimension=dimension, everybody=True)[measure]
    return {group: result.met for group, result in found.items() if result.met}


def test_groups_are_those_of_the_answers(people, team):
    assert groups(team, "ethnicity") == {"White": 2, "Mixed": 1, "Prefer not to say": 1, "": 1}
    assert groups(team, "disability") == {"A disability": 1, "No disability": 1, "Prefer not to say": 2, "": 1}
    assert groups(team, "veteran") == {"No": 4, "": 1}
    assert groups(team, "religion") == {"": 5}
    assert groups(team, "ethnicity", "new_presentations") == groups(team, "ethnicity")


def test_an_answer_that_is_changed_moves_one_person(people, team):
    EqualityAnswers.objects.filter(ethnicity__code="Z").update(ethnicity=code("ethnicity", "F"))
    refresh.changes()
    changed = groups(team, "ethnicity")
    assert changed == {"White": 2, "Mixed": 2, "": 1}
    refresh.everything(TODAY)
    assert groups(team, "ethnicity") == changed
    assert EqualityGroups.objects.count() == 4, "who was asked nothing has no row"


def test_measures_of_the_equality_report_have_every_group():
    broken_down = {key for key, measure in REGISTRY.items() if measure.by is EQUALITY}
    assert {"in_treatment", "new_presentations", "completion_exits", "waiting_england"} <= broken_down
    assert set(EQUALITY.columns) == set(GROUPS)
