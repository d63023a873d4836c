"""Every page about plans, programmes and recovery capital on a desktop and on a phone: axe, the console, sideways scroll, one h1."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from programmes.timetable import generate
from tests.browser.test_person import picture
from tests.factories.careplans import (
    ActionFactory,
    CarePlanFactory,
    ContingencyFactory,
    GoalFactory,
    InterventionFactory,
    WithoutGoalFactory,
)
from tests.factories.clients import EpisodeFactory, EpisodeSubstanceFactory
from tests.factories.programmes import (
    AppointmentFactory,
    AttendanceFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    ProgrammeSessionFactory,
    ReminderFactory,
    RoomFactory,
    TimetableSlotFactory,
)
from tests.guards.makers import make_missed_path
from tests.guards.states import STATES
from tests.guards.who import WHO
from tests.guards.world import World, address_of

pytestmark = pytest.mark.browser

APPS = ["careplans:", "programmes:", "recovery_capital:"]
PREFIXES = {"programmes:": ("programmes:", "remind:")}  # the pages behind the link of a reminder are of that app
PAGES = sorted(
    name
    for name, (_who, methods, _kind, _look) in WHO.items()
    if name.startswith((*APPS, "remind:")) and "GET" in methods and not name.endswith(("_pdf", "_export", "_feed"))
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


def programme_in_full(episode):
    """A programme with a week, sessions, people who attend and people who wait."""
    programme = ProgrammeFactory(team=episode.team, places=2)
    TimetableSlotFactory(programme=programme)
    generate(programme)
    EnrolmentFactory(programme=programme, client=episode.client)
    EnrolmentFactory(programme=programme, client=EpisodeFactory(team=episode.team).client, waiting=True)
    EnrolmentFactory(programme=programme, waiting=True)
    return programme


def register_in_full(episode):
    """A session of today with a register: there, missed, excused, walked in, and not marked yet."""
    programme = programme_in_full(episode)
    at = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
    times = {"begins_at": at, "ends_at": at + timedelta(hours=2), "room": RoomFactory(team=episode.team, places=1)}
    session = ProgrammeSessionFactory(programme=programme, held=True, group_note="We cooked together.", **times)
    note = {"private_note": "Stayed behind to talk about the flat.", "enrolment": programme.enrolments.first()}
    AttendanceFactory(session=session, client=episode.client, **note)
    for more in ({"missed": True}, {"mark": "excused", "missed_reason": "unwell"}, {"mark": "late"}):
        AttendanceFactory(session=session, client=EpisodeFactory(team=episode.team).client, **more)
    return session


def weeks_in_full(episode, worker=None):
    """Appointments, sessions, misses and reminders of a team around today."""
    session = register_in_full(episode)
    whose = {"client": episode.client, "episode": episode, "team": episode.team, "worker": worker or episode.keyworker}
    for days, more in (
        (-2, {"attended": True}),
        (-1, {"missed": True}),
        (0, {}),
        (1, {}),
        (1, {}),
        (2, {"cancelled": True}),
    ):
        at = session.begins_at + timedelta(days=days)
        row = AppointmentFactory(begins_at=at, ends_at=at + timedelta(hours=1), **whose, **more)
    state = {"state": "not_sent", "why_not": "No number"}
    ReminderFactory(appointment=row, due_at=row.begins_at)
    ReminderFactory(
        appointment=AppointmentFactory(begins_at=at, ends_at=at + timedelta(hours=1), **whose), due_at=at, **state
    )
    make_missed_path(episode)
    return episode.client


HAS_ROWS = re.compile(r"Key work|Moving On|Room \d|Try to reach|TESTDAUGHTER")
LISTS = [
    "programmes:calendar_day",
    "programmes:calendar_week",
    "programmes:figures_overview",
    "programmes:missed_list",
    "programmes:programme_list",
    "programmes:reminder_list",
    "programmes:room_list",
    "programmes:session_list",
]
FULL = {
    "programmes:appointment_list": weeks_in_full,
    "programmes:missed_client": weeks_in_full,
    "programmes:register_take": register_in_full,
    "programmes:session_detail": register_in_full,
    "programmes:programme_detail": programme_in_full,
    "programmes:programme_end": programme_in_full,
    "programmes:client_programmes": lambda episode: programme_in_full(episode) and episode.client,
    "programmes:enrolment_detail": lambda episode: programme_in_full(episode).enrolments.get(client=episode.client),
    "programmes:enrolment_timetable": lambda episode: programme_in_full(episode).enrolments.get(client=episode.client),
    "careplans:care_plan_check": plan_in_full,
    "careplans:care_plan_detail": lambda episode: plan_in_full(episode, active=True),
    "careplans:care_plan_list": lambda episode: plan_in_full(episode, active=True).client,
    "careplans:care_plan_together": lambda episode: plan_in_full(episode, active=True),
}


def record_for(name, kind, world):
    """The record of a page, in a state in which there is most to see; of a list, its rows."""
    if name in LISTS:
        weeks_in_full(world.episodes["own"], world.users["t"])
    make = FULL.get(name) or STATES.get(name)
    return make(world.episodes["own"]) if make else kind and world.record(kind, "own")


def go_through(names, open_as, check):
    """Every fault of every page, so that one run names them all."""
    faults = []
    for name in names:
        who, _methods, kind, _look = WHO[name]
        world = World()  # each page has people and records of its own: some records may be there only once
        record = record_for(name, kind, world)
        user = None if who == "public" else world.users["t" if "t" in who else who[0]]
        page = open_as(user, address_of(name, *([record.pk] if kind else [])))
        picture(page, name.replace(":", "-"))
        try:
            assert page.locator("h1").inner_text() != "Page not found"
            assert name not in LISTS or page.locator("main").get_by_text(HAS_ROWS).count(), "no rows"
            check(page)
        except AssertionError as error:
            faults.append(f"{name}: {error}")
        page.context.close()
    assert not faults, "\n\n".join(faults)


def test_every_fourth_page(open_as, check):
    go_through(PAGES[::4], open_as, check)


@pytest.mark.slow
@pytest.mark.parametrize("app", APPS)
def test_every_page(open_as, check, app):
    go_through([name for name in PAGES if name.startswith(PREFIXES.get(app, app))], open_as, check)
