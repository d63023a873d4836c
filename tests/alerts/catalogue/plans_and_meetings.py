"""Rows of care plans, appointments, key work, and what follows a miss."""

from datetime import timedelta

from alerts.workflow import plan
from careplans import reviewing, workflow
from clients import workflow as record
from programmes import appointments, declining, missed
from tests.factories import careplans, clients, programmes

from .person import meet
from .rows import moved, row


def plan_of(w, **fields):
    days = {"agreed_on": w.ago(30), "review_on": w.ahead(50)}
    made = careplans.CarePlanFactory(client=w.client, episode=w.episode, **days | fields)
    plan(made)
    return made


@row("CL01")
def review_overdue(w):
    made = plan_of(w, active=True, active_since=w.at(w.ago(30)), review_on=w.ago(4))
    yield w.keyworker
    workflow.complete_plan(made, by=w.keyworker)


@row("CL02")
def look_earlier(w):
    made = plan_of(w, active=True, active_since=w.at(w.ago(30)))
    record.add_flag(clients.ClientFlagFactory.build(client=w.client, review_on=w.ahead(50)), by=w.keyworker)
    yield w.keyworker
    said = {"attended": "The client and the keyworker", "what_changed": "Home from prison"}
    reviewing.review_plan(made, by=w.keyworker, reviewed_on=w.today, outcomes={}, next_on=w.ahead(50), **said)


@row("CL03")
def countersign(w):
    made = careplans.CarePlanFactory(
        client=w.client, episode=w.episode, awaiting_countersign=True, agreed_on=w.ago(1), review_on=w.ahead(50)
    )
    moves = {"from_status": "draft", "to_status": "awaiting_countersign"}
    careplans.CarePlanStatusChangeFactory(record=made, changed_by=w.keyworker, **moves)
    plan(made)
    yield w.manager
    workflow.countersign_plan(made, by=w.manager, decision="approved")


def appointment(w, begins_at, **fields):
    return programmes.AppointmentFactory(
        client=w.client, episode=w.episode, team=w.team, worker=w.keyworker, begins_at=begins_at,
        ends_at=begins_at + timedelta(hours=1), **fields,
    )  # fmt: skip


def came(w, booked):
    appointments.record_outcome(booked, clients.ContactFactory.build(client=None), by=w.keyworker)


@row("AP01")
def outcome_missing(w):
    booked = appointment(w, w.at(w.ago(6)))
    plan(booked)
    yield w.keyworker
    came(w, booked)


@row("KW01")
def key_work(w):
    plan(w.client)
    yield w.keyworker
    came(w, appointment(w, w.at(w.today, 0)))


@row("AC07")
def did_not_come(w):
    missed.begin(appointment=appointment(w, w.at(w.ago(2)), missed=True), by=w.keyworker)
    yield w.keyworker
    meet(w)


@row("RM01")
def cannot_come(w):
    booked = appointment(w, w.at(w.ahead(3)))
    reminder = programmes.ReminderFactory(appointment=booked, gone=True, due_at=w.at(w.ago(1)))
    declining.decline(reminder)
    yield w.keyworker
    moved(reminder, about_at=w.at(w.ago(1)))  # the time has passed
    plan(w.client)
