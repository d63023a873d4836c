"""Every record that a fact of recovery follows from is watched: a change of one row moves the figures by the next refresh."""

from datetime import date

import pytest
from django.db import connection

from clients.models import ParentalAnswers
from reports.models import ChangedClient
from tests.factories.aftercare import (
    AftercareFactory,
    CheckUpFactory,
    HandoverFactory,
    OccasionalSupportFactory,
    SustainedOutcomeFactory,
)
from tests.factories.careplans import ActionFactory, CarePlanFactory, GoalFactory, WithoutGoalFactory
from tests.factories.clients import DeathFactory, EpisodeFactory, EpisodeFactsFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.recovery_capital import (
    AssessmentFactory,
    DomainRatingFactory,
    EteFactsFactory,
    HealthFactsFactory,
    IpsCaseFactory,
    JobFactory,
    MeasureResultFactory,
    TopAssessmentFactory,
)
from tests.factories.referrals import ReferralFactory, UnmetNeedFactory

pytestmark = pytest.mark.django_db
MADE = {
    "stay": lambda episode: CustodyStayFactory(client=episode.client),
    "death": lambda episode: DeathFactory(client=episode.client, died_on=date(2026, 11, 1)),
    "plan": lambda episode: CarePlanFactory(client=episode.client),
    "goal": lambda episode: GoalFactory(plan=CarePlanFactory(client=episode.client)),
    "action": lambda episode: ActionFactory(goal=GoalFactory(plan=CarePlanFactory(client=episode.client))),
    "without goal": lambda episode: WithoutGoalFactory(plan=CarePlanFactory(client=episode.client, follow_on=False)),
    "assessment": lambda episode: AssessmentFactory(client=episode.client),
    "rating": lambda episode: DomainRatingFactory(assessment=AssessmentFactory(client=episode.client)),
    "benefits": lambda episode: EteFactsFactory(assessment=AssessmentFactory(client=episode.client)),
    "health": lambda episode: HealthFactsFactory(assessment=AssessmentFactory(client=episode.client)),
    "profile": lambda episode: TopAssessmentFactory(client=episode.client),
    "result": lambda episode: MeasureResultFactory(client=episode.client),
    "job": lambda episode: JobFactory(case=IpsCaseFactory(client=episode.client)),
    "facts": lambda episode: EpisodeFactsFactory(episode=episode),
    "parent": lambda episode: ParentalAnswers.objects.create(
        client=episode.client, asked_on=date(2026, 10, 1), is_parent="no", children_in_house=0
    ),
    "referral": lambda episode: ReferralFactory(client=episode.client),
    "unmet need": lambda episode: UnmetNeedFactory(client=episode.client),
    "handover": lambda episode: HandoverFactory(episode=episode, all_needs=False),
    "aftercare": lambda episode: AftercareFactory(episode=episode),
    "check-up": lambda episode: CheckUpFactory(aftercare=AftercareFactory(episode=episode)),
    "lasting": lambda episode: SustainedOutcomeFactory(
        check_up=CheckUpFactory(aftercare=AftercareFactory(episode=episode))
    ),
    "visit": lambda episode: OccasionalSupportFactory(client=episode.client, team=episode.team),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_change_of_it_notes_the_client(kind, team):
    row = MADE[kind](EpisodeFactory(team=team, in_treatment=True))
    client = getattr(row, "client_id", None) or row_client(row)
    ChangedClient.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET version = version + 1 WHERE id = %s", [row.pk])
    assert set(ChangedClient.objects.values_list("client_key", flat=True)) == {client}


def row_client(row):
    """Whose a row is that names its client by another."""
    if hasattr(row, "assessment"):
        return row.assessment.client_id
    return row.plan.client_id
