"""Every page about plans and recovery capital on a desktop and on a phone: axe, the console, sideways scroll, one h1."""

from datetime import date

import pytest

from tests.browser.test_person import picture
from tests.factories.careplans import (
    ActionFactory,
    CarePlanFactory,
    ContingencyFactory,
    GoalFactory,
    InterventionFactory,
    WithoutGoalFactory,
)
from tests.factories.clients import EpisodeSubstanceFactory
from tests.guards.states import STATES
from tests.guards.who import WHO
from tests.guards.world import World, address_of

pytestmark = pytest.mark.browser

PAGES = sorted(
    name
    for name, (_who, methods, _kind, _look) in WHO.items()
    if name.startswith(("careplans:", "recovery_capital:")) and "GET" in methods and not name.endswith("_pdf")
)


def plan_in_full(episode, **more):
    """A plan with something in every part of it."""
    EpisodeSubstanceFactory(episode=episode)
    words = {"about": "My garden and my grandchildren", "contingency": "Ring the duty line"}
    plan = CarePlanFactory(client=episode.client, episode=episode, follow_on=False, **words | more)
    ActionFactory(goal=GoalFactory(plan=plan), by_when=date(2026, 12, 1))
    InterventionFactory(plan=plan)
    ContingencyFactory(plan=plan, may_be_told="My sister")
    WithoutGoalFactory(plan=plan)
    return plan


FULL = {
    "careplans:care_plan_check": plan_in_full,
    "careplans:care_plan_detail": lambda episode: plan_in_full(episode, active=True),
    "careplans:care_plan_list": lambda episode: plan_in_full(episode, active=True).client,
    "careplans:care_plan_together": lambda episode: plan_in_full(episode, active=True),
}


def record_for(name, kind, world):
    """The record of a page, in a state in which there is most to see."""
    make = FULL.get(name) or STATES.get(name)
    return make(world.episodes["own"]) if make else world.record(kind, "own")


def go_through(names, open_as, check):
    """Every fault of every page, so that one run names them all."""
    faults = []
    for name in names:
        who, _methods, kind, _look = WHO[name]
        world = World()  # each page has people and records of its own: some records may be there only once
        address = address_of(name, *([record_for(name, kind, world).pk] if kind else []))
        page = open_as(world.users["t" if "t" in who else who[0]], address)
        picture(page, name.replace(":", "-"))
        try:
            assert page.locator("h1").inner_text() != "Page not found"
            check(page)
        except AssertionError as error:
            faults.append(f"{name}: {error}")
        page.context.close()
    assert not faults, "\n\n".join(faults)


def test_every_fourth_page(open_as, check):
    go_through(PAGES[::4], open_as, check)


@pytest.mark.slow
def test_every_page(open_as, check):
    go_through(PAGES, open_as, check)
