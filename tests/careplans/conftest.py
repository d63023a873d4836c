"""Plans for these tests."""

import pytest

from tests.factories.careplans import CarePlanFactory, GoalFactory


@pytest.fixture
def draft(today, record, episode):
    plan = CarePlanFactory(client=record, episode=episode)
    GoalFactory(plan=plan)
    return plan


@pytest.fixture
def active(today, record, episode):
    plan = CarePlanFactory(client=record, episode=episode, active=True, about="My garden", contingency="Ring Mam")
    GoalFactory(plan=plan)
    return plan
