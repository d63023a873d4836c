"""The demo's programmes: rooms, weeks, sessions behind and ahead with their registers, and who attends, waits and has left."""

from dataclasses import dataclass, field
from datetime import time, timedelta

from accounts.choices import Role
from careplans.choices import ActionOwner, PlanStatus
from careplans.models import Action
from clients.choices import MissedReason
from core.calendar import bank_holidays
from programmes.choices import (
    THERE,
    Component,
    EnrolmentOutcome,
    EnrolmentReason,
    EnrolmentStatus,
    Mark,
    ProgrammeKind,
    ProgrammeStatus,
    RoomUse,
    SessionCancelled,
    SessionStatus,
    Weekday,
)
from programmes.models import (
    Attendance,
    Enrolment,
    EnrolmentSlot,
    EnrolmentStatusChange,
    Programme,
    ProgrammeSession,
    ProgrammeStatusChange,
    Room,
    SessionStatusChange,
    TimetableSlot,
)
from programmes.timetable import moments

from .open_door import key_of
from .rows import SHORT, moment, pick

BEHIND, AHEAD = timedelta(weeks=10), timedelta(weeks=8)
NOTES = [
    "Talked about what sets off a craving, and who to ring. Quiet at first, then a lot of laughing.",
    "Cooked together: leek and potato soup for two pounds.",
    "Looked at the week ahead: where it gets hard, and what to do instead.",
]
HOPES = [
    "I want my days to have something in them.",
    "To be with people who know what it is like.",
    "To get through an evening without thinking about it.",
]
LEFT_BECAUSE = [EnrolmentReason.WORK, EnrolmentReason.CHOSE_TO, EnrolmentReason.LOST_CONTACT, EnrolmentReason.CARING]
MARKS = {Mark.ATTENDED: 66, Mark.LATE: 8, Mark.LEFT_EARLY: 4, Mark.MISSED: 14, Mark.EXCUSED: 8}
STATES = {
    EnrolmentStatus.ENROLLED: 58, EnrolmentStatus.COMPLETED: 12, EnrolmentStatus.LEFT: 10, EnrolmentStatus.PAUSED: 8,
    EnrolmentStatus.NOT_STARTED: 5, EnrolmentStatus.WAITING: 7,
}  # fmt: skip


@dataclass
class Offer:
    """A programme with its week and what has been held, and how many places are taken."""

    programme: Programme
    slots: list = field(default_factory=list)
    sessions: list = field(default_factory=list)
    taken: int = 0

    @property
    def is_full(self):
        return self.taken >= self.programme.places


def make_programmes(rows, staff):
    """What each team offers, by the key of the team: a day programme, a group, a one-to-one programme."""
    if rows.stories is SHORT:
        return {}
    return {key: make_of_team(rows, rows.random("programmes", key), team) for key, team in staff.items()}


def make_of_team(rows, rng, staff):
    began = rows.today - timedelta(days=300)
    group_room, small_room, hall = make_rooms(rows, rng, staff, began)
    manager, keyworkers = staff.of(Role.CASE_MANAGER)[0], staff.of(Role.KEYWORKER)
    shared = {"team": staff.team, "starts_on": began, "status": ProgrammeStatus.RUNNING}
    week = Offer(add(rows, rng, Programme, began, manager, name="The working week", name_cy="Yr wythnos waith",
        kind=ProgrammeKind.DAY_PROGRAMME, room=group_room, run_by=keyworkers[0], places=8, weeks=12, days_a_week=3,
        engaged_sessions=2, components=[Component.LIFE_SKILLS, Component.EMOTIONAL_SUPPORT, Component.SOCIAL],
        description="Three mornings a week: a check-in, a subject, lunch cooked together.",
        for_whom="Anybody with a plan who wants their days to have a shape.", **shared))  # fmt: skip
    group = Offer(add(rows, rng, Programme, began, manager, name="Tuesday group", name_cy="Grŵp dydd Mawrth",
        kind=ProgrammeKind.GROUP, room=hall, run_by=keyworkers[-1], places=10, engaged_sessions=1, leads_to=None,
        components=[Component.RELAPSE_PREVENTION, Component.STRESS],
        description="What sets it off, and what to do then. People come and go as they need it.", **shared))  # fmt: skip
    one = Offer(add(rows, rng, Programme, began, manager, name="Twelve weeks", name_cy="Deuddeg wythnos",
        kind=ProgrammeKind.ONE_TO_ONE, room=small_room, run_by=keyworkers[0], places=6, weeks=12, leads_to=group.programme,
        components=[Component.CBT], description="Twelve appointments, one a week, with the same person.",
        **shared))  # fmt: skip
    for offer in (week, group, one):
        move = (ProgrammeStatus.PLANNED, ProgrammeStatus.RUNNING, moment(began, rng), manager)
        rows.moves(ProgrammeStatusChange, offer.programme, move)
    for weekday, title in ((0, "Check-in and plans"), (2, "Cooking and budgets"), (4, "Walk and talk")):
        add_line(rows, rng, week, weekday, (time(10), time(12, 30)), title, Component.LIFE_SKILLS)
    add_line(rows, rng, group, Weekday.TUESDAY, (time(14), time(15, 30)), "", Component.RELAPSE_PREVENTION)
    return [week, group, one]


def add(rows, rng, model, day, by, **fields):
    return rows.add(model, moment(day, rng), by, id=key_of(rng), **fields)


def make_rooms(rows, rng, staff, began):
    manager = staff.of(Role.CASE_MANAGER)[0]
    rooms = [
        {"name": "Large room", "uses": [RoomUse.GROUP, RoomUse.LIFE_SKILLS], "places": 14, "address": "12 Castle Road"},
        {"name": "Room 3", "uses": [RoomUse.ONE_TO_ONE], "places": 3, "address": "12 Castle Road"},
        {"name": "Chapel Street Hall", "uses": [RoomUse.GROUP], "places": 30, "is_ours": False,
         "address": "Chapel Street", "booking_note": "Ring the caretaker by Friday: 01632 960417. Key from the shop."},
    ]  # fmt: skip
    return [add(rows, rng, Room, began, manager, team=staff.team, **room) for room in rooms]


def add_line(rows, rng, offer, weekday, times, title, component):
    """A line of the week, with its sessions: held until yesterday, planned from today on."""
    programme, by = offer.programme, offer.programme.created_by
    slot = add(rows, rng, TimetableSlot, programme.starts_on, by, programme=programme, weekday=weekday,
               begins_at=times[0], ends_at=times[1], title=title, component=component, first_on=programme.starts_on)  # fmt: skip
    offer.slots.append(slot)
    day = rows.today - BEHIND
    while day <= rows.today + AHEAD:
        if day.weekday() == weekday:
            add_session(rows, rng, offer, slot, day)
        day += timedelta(days=1)


def add_session(rows, rng, offer, slot, day):
    begins_at, ends_at = moments(slot, day)
    programme, has_been = offer.programme, day < rows.today
    because = SessionCancelled.BANK_HOLIDAY if day in bank_holidays() else ""
    if has_been and not because and rng.random() < 0.05:
        because = SessionCancelled.STAFF
    status = SessionStatus.CANCELLED if because else SessionStatus.HELD if has_been else SessionStatus.PLANNED
    made_on = max(programme.starts_on, day - timedelta(days=364))
    session = add(rows, rng, ProgrammeSession, made_on, programme.created_by, programme=programme, slot=slot, slot_on=day,
                  begins_at=begins_at, ends_at=ends_at, title=slot.title, component=slot.component, room=programme.room,
                  lead=programme.run_by, status=status, cancelled_because=because,
                  group_note=rng.choice(NOTES) if status == SessionStatus.HELD else "")  # fmt: skip
    if status != SessionStatus.PLANNED:
        at = session.created_at if because == SessionCancelled.BANK_HOLIDAY else begins_at if because else ends_at
        label = SessionCancelled(because).label if because else ""
        move = (SessionStatus.PLANNED, status, at, programme.run_by, str(label))
        rows.moves(SessionStatusChange, session, move)
        if because == SessionCancelled.BANK_HOLIDAY:
            session.version = 1  # nobody has touched it
    offer.sessions.append(session)


def make_enrolment(case, plan, offers):
    """Some of those in treatment with an active plan attend one of them, wait for it, or have ended."""
    if not offers or case.phase != "in_treatment" or not case.keyworker or not plan or plan.status != PlanStatus.ACTIVE:
        return
    rng = case.rows.random("enrolment", case.number)
    chance = rng.random()
    if chance > 0.62:
        return
    offer = offers[0 if chance < 0.3 else 1 if chance < 0.52 else 2]
    asked_on = max(case.started_on, plan.agreed_on or case.started_on, case.ago(rng.randint(20, 75)))
    began_on = asked_on + timedelta(days=rng.randint(2, 9))
    if began_on > case.ago(3):
        return
    state = pick(rng, STATES)
    if state in (EnrolmentStatus.ENROLLED, EnrolmentStatus.PAUSED):
        state = EnrolmentStatus.WAITING if offer.is_full else state
        offer.taken += state != EnrolmentStatus.WAITING
    enrolment = add_enrolment(case, rng, offer, state, asked_on, began_on)
    link_action(case, plan, enrolment)
    mark_registers(case, rng, offer, enrolment)


def add_enrolment(case, rng, offer, state, asked_on, began_on):
    fields, programme = fields_of(case, rng, offer.programme, state, began_on), offer.programme
    by, rows = case.keyworker, case.rows
    enrolment = add(rows, rng, Enrolment, asked_on, by, client=case.client, episode=case.episode, programme=programme,
                    asked_on=asked_on, hopes=rng.choice(HOPES), **fields)  # fmt: skip
    write_moves(case, rng, enrolment, began_on)
    if len(offer.slots) > 1 and state == EnrolmentStatus.ENROLLED and rng.random() < 0.25:
        for slot in offer.slots[:2]:
            add(rows, rng, EnrolmentSlot, began_on, by, enrolment=enrolment, slot=slot)
    return enrolment


def fields_of(case, rng, programme, state, began_on):
    """What stands in an enrolment of this state."""
    length = max((case.ago(1) - began_on).days, 0)
    ended_on = began_on + timedelta(days=rng.randint(length // 2, length))
    last = began_on + timedelta(weeks=programme.weeks) if programme.weeks else None
    begun = {"started_on": began_on, "planned_end_on": last}
    return {"status": state} | {
        EnrolmentStatus.WAITING: {},
        EnrolmentStatus.ENROLLED: begun,
        EnrolmentStatus.PAUSED: begun | {"reason": EnrolmentReason.ILLNESS},
        EnrolmentStatus.LEFT: begun | {"ended_on": ended_on, "reason": rng.choice(LEFT_BECAUSE)},
        EnrolmentStatus.NOT_STARTED: {"ended_on": ended_on, "reason": rng.choice(LEFT_BECAUSE)},
        EnrolmentStatus.COMPLETED: begun
        | {
            "ended_on": ended_on,
            "outcome": rng.choice(list(EnrolmentOutcome)[:2]),
            "outcome_note": "I can say no now, and I have somebody to ring.",
        },
    }[state]


def write_moves(case, rng, enrolment, began_on):
    """From the list to a place, and from there to where it stands now."""
    state, at = enrolment.status, moment(began_on, rng)
    later = max(moment(enrolment.ended_on or case.ago(2), rng), at)
    path = {
        EnrolmentStatus.WAITING: [],
        EnrolmentStatus.ENROLLED: [EnrolmentStatus.ENROLLED],
        EnrolmentStatus.NOT_STARTED: [state],
    }.get(state, [EnrolmentStatus.ENROLLED, state])
    before = EnrolmentStatus.WAITING
    for number, to in enumerate(path):
        when = later if number or to == EnrolmentStatus.NOT_STARTED else at
        case.rows.moves(EnrolmentStatusChange, enrolment, (before, to, when, case.keyworker))
        before = to


def link_action(case, plan, enrolment):
    """The first thing that the plan asks of the client goes with the enrolment."""
    mine = (row for row in case.rows.by_model[Action] if row.goal.plan is plan and row.owner == ActionOwner.CLIENT)
    action = next(mine, None)
    if action:
        action.enrolment = enrolment


def mark_registers(case, rng, offer, enrolment):
    """The person's line in the register of every session that was held while they attended."""
    if not enrolment.started_on:
        return
    last = enrolment.ended_on or (case.ago(3) if enrolment.status == EnrolmentStatus.PAUSED else case.ago(1))
    own = {row.slot_id for row in case.rows.by_model[EnrolmentSlot] if row.enrolment is enrolment}
    for session in offer.sessions:
        if session.status != SessionStatus.HELD or not enrolment.started_on <= session.slot_on <= last:
            continue
        if not own or session.slot_id in own:
            add_mark(case, rng, offer, enrolment, session)


def add_mark(case, rng, offer, enrolment, session):
    mark = pick(rng, MARKS)
    is_missed = mark in (Mark.MISSED, Mark.EXCUSED)
    reasons = [MissedReason.NO_REASON_KNOWN, MissedReason.UNWELL, MissedReason.CARING, MissedReason.TRAVEL]
    case.rows.add(
        Attendance, session.ends_at, offer.programme.run_by, id=key_of(rng), session=session, client=case.client,
        enrolment=enrolment, mark=mark, seen_at=session.begins_at if mark in THERE else None,
        missed_reason=rng.choice(reasons) if is_missed else "",
        private_note="Stayed behind to talk about the flat." if rng.random() < 0.05 else "",
    )  # fmt: skip
