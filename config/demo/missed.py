"""The demo's misses and reminders: a few who did not come and are looked for, and what some want of reminders."""

from datetime import timedelta

from clients.choices import ContactKind, ContactOutcome, EpisodeStatus, MissedBy, MissedReason, WayKind
from clients.choices import SubstanceGroup as Group
from clients.models import Contact, ContactWay
from core.calendar import add_working_days, london
from programmes.choices import AppointmentKind, AppointmentStatus, ReminderState, StepKind, StepOutcome
from programmes.models import Appointment, MissedPath, MissedStep, Reminder, ReminderChoice
from programmes.reminders import due_at

from .rows import SHORT

HOUR = timedelta(hours=1)


def make_missed(case):
    """For some of those in treatment, with random numbers of their own."""
    if case.phase != "in_treatment" or not case.started_on or case.rows.stories is SHORT:
        return
    rng = case.rows.random("missed", case.number)
    if case.episode.status == EpisodeStatus.IN_TREATMENT and rng.random() < 0.07:
        make_path(case, rng)
    if rng.random() < 0.2:
        make_reminders(case, rng)


def make_path(case, rng):
    """Missed some days ago and not seen since: the first attempt is made, the others are to be."""
    missed_on = case.ago(rng.choice([2, 6, 9]))
    mine = [row for row in case.rows.by_model[Contact] if row.client is case.client]
    if missed_on <= case.started_on or any(row.happened_at >= london(missed_on, 0) for row in mine):
        return
    appointment = make_appointment(case, london(missed_on, 11), AppointmentStatus.MISSED)
    appointment.missed_reason = MissedReason.NO_REASON_KNOWN
    path = case.add(MissedPath, london(missed_on, 12), client=case.client, episode=case.episode, appointment=appointment,
                    missed_on=missed_on)  # fmt: skip
    by_phone = {"kind": ContactKind.PHONE, "outcome": ContactOutcome.MISSED, "missed_by": MissedBy.PERSON}
    attempt = case.add(
        Contact, london(missed_on, 15), client=case.client, episode=case.episode, happened_at=london(missed_on, 15),
        missed_reason=MissedReason.NO_REASON_KNOWN, note="Rang in the afternoon, no answer.", **by_phone,
    )  # fmt: skip
    done = {"done_on": missed_on, "outcome": StepOutcome.NOT_REACHED, "contact": attempt}
    step(case, path, StepKind.FIRST_ATTEMPT, missed_on, **done)
    if case.group == Group.OPIATE:
        step(case, path, StepKind.PRESCRIBER, add_working_days(missed_on, 1))
        step(case, path, StepKind.PHARMACY, add_working_days(missed_on, 1))
    step(case, path, StepKind.SECOND_ATTEMPT, add_working_days(missed_on, 5))
    step(case, path, StepKind.TEAM_DECISION, missed_on + timedelta(days=28), owner=case.case_manager)


def step(case, path, kind, due_on, **more):
    case.add(MissedStep, path.created_at, path=path, kind=kind, due_on=due_on, **{"owner": case.worker} | more)


def make_reminders(case, rng):
    """What the person wants, an appointment to come with its reminder, and now and then one that could not be sent."""
    ways = [row for row in case.rows.by_model[ContactWay] if row.client is case.client]
    way = next((row for row in ways if row.kind == WayKind.TEXT and row.may_leave_message == "yes"), None)
    if way is None:
        way = case.add(ContactWay, case.started_on, client=case.client, kind=WayKind.TEXT, may_leave_message="yes",
                       value=f"07700 900{rng.randrange(1000):03}")  # fmt: skip
    case.add(
        ReminderChoice, case.started_on, client=case.client, way=way, days_before=rng.choice([1, 1, 2]),
        for_groups=rng.random() < 0.5, asked_on=case.started_on,
    )  # fmt: skip
    begins_at = london(case.today + timedelta(days=rng.randint(3, 9)), rng.randint(10, 15))
    coming = make_appointment(case, begins_at, AppointmentStatus.BOOKED)
    remind(case, coming, ReminderState.PLANNED)
    if rng.random() < 0.4:
        held = make_appointment(case, london(case.ago(rng.randint(2, 6)), 14), AppointmentStatus.BOOKED)
        remind(case, held, ReminderState.NOT_SENT, why_not="This site cannot send texts.")


def make_appointment(case, begins_at, status):
    return case.add(
        Appointment, min(begins_at - timedelta(days=7), case.at(case.ago(1))), client=case.client, episode=case.episode,
        team=case.staff.team, worker=case.worker, kind=AppointmentKind.KEY_WORK, status=status, begins_at=begins_at,
        ends_at=begins_at + HOUR,
    )  # fmt: skip


def remind(case, appointment, state, **more):
    case.add(
        Reminder, appointment.created_at, client=case.client, appointment=appointment, about_at=appointment.begins_at,
        due_at=due_at(appointment.begins_at, 1), state=state, **more,
    )  # fmt: skip
