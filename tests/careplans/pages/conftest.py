"""A draft that is still empty, and a plan in use, as the pages of plans meet them."""

import pytest

from tests.factories.careplans import CarePlanFactory, GoalFactory


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


@pytest.fixture
def draft(record, episode):
    return CarePlanFactory(client=record, episode=episode)


@pytest.fixture
def goal(draft):
    return GoalFactory(plan=draft)


@pytest.fixture
def active(record, episode):
    return CarePlanFactory(client=record, episode=episode, active=True)
