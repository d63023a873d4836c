"""A team in Wales and one in England, for measures that only one nation has."""

import pytest

from accounts.choices import Nation
from tests.factories.accounts import AreaFactory, TeamFactory


@pytest.fixture
def welsh_team(db):
    return TeamFactory(name="Cwm Team", area=AreaFactory(nation=Nation.WALES))


@pytest.fixture
def english_team(db):
    return TeamFactory(name="Dale Team", area=AreaFactory(nation=Nation.ENGLAND))
