"""The demo's appointments: those behind with their contacts, some that nobody has said anything about, and those ahead."""

from datetime import timedelta

from clients.choices import ContactKind, ContactOutcome, EpisodeStatus
from clients.models import Contact
from core.calendar import is_off, london
from programmes.choices import AppointmentKind, AppointmentStatus, CancelledBy, SessionStatus
from programmes.models import Appointment, AppointmentStatusChange, Enrolment

from .open_door import key_of
from .rows import SHORT, moment

TIMES = [(9, 30), (10, 30), (11, 30), (14, 0), (15, 0)]  # of a working day, one after the other
HOUR = timedelta(hours=1)
BEHIND = 3
GOES_ON = [EpisodeStatus.WAITING, EpisodeStatus.IN_TREATMENT]
PURPOSES = ["How the week went, and sleep", "The letter from the council", "What to do at Christmas", "", ""]
KINDS = {ContactKind.PHONE: AppointmentKind.PHONE, ContactKind.HOME_VISIT: AppointmentKind.HOME_VISIT}


def make_appointments(case, offers, turn):
    """Of those who wait or are in treatment; `turn` counts what each worker has ahead, so that no two are at one time."""
    if case.episode.status not in GOES_ON or not case.keyworker or case.rows.stories is SHORT:
        return
    rng = case.rows.random("appointments", case.number)
    for contact in contacts_of(case, offers)[:BEHIND]:
        add_kept(case, rng, contact)
    if rng.random() < 0.1:
        add_cancelled(case, rng)
    if rng.random() < 0.05:
        day = back(case.ago(rng.randint(1, 4)))
        free = [at for at in (london(day, hour) for hour in range(9, 17)) if not is_taken(case, offers, at)]
        add(case, rng, day, free[turn[case.keyworker, "behind"] % len(free)])
        turn[case.keyworker, "behind"] += 1
    if rng.random() < 0.85:
        add_ahead(case, rng, offers, turn)


def is_taken(case, offers, at):
    """Whether the keyworker leads a session in the hour that begins then, or the client attends one."""
    attended = {row.programme_id for row in case.rows.by_model[Enrolment][-1:] if row.client_id == case.client.pk}
    return any(
        session.begins_at < at + HOUR and at < session.ends_at
        for offer in offers
        if offer.programme.run_by == case.keyworker or offer.programme.pk in attended
        for session in offer.sessions
        if session.status != SessionStatus.CANCELLED
    )


def contacts_of(case, offers):
    """The latest contacts that can have been appointments."""
    mine = [row for row in case.rows.by_model[Contact][-60:] if row.client_id == case.client.pk]
    met = [row for row in mine if row.outcome != ContactOutcome.CANCELLED and row.kind != ContactKind.LETTER_OR_MESSAGE]
    met = [row for row in met if not is_taken(case, offers, row.happened_at)]
    return sorted(met, key=lambda row: row.happened_at, reverse=True)


def back(day):
    """The day itself, or the last working day before it."""
    while is_off(day):
        day -= timedelta(days=1)
    return day


def add(case, rng, day, begins_at, **more):
    """An appointment that was booked some days before."""
    booked_on = back(max(case.episode.referred_on, min(day, case.today) - timedelta(days=rng.randint(2, 14))))
    fields = {"client": case.client, "episode": case.episode, "team": case.staff.team, "worker": case.keyworker}
    kind = AppointmentKind.ASSESSMENT if case.phase == "waiting" else AppointmentKind.KEY_WORK
    fields |= {"kind": kind, "begins_at": begins_at, "ends_at": begins_at + HOUR} | more
    at = max(min(moment(booked_on, rng), begins_at), case.episode.created_at)
    return case.rows.add(Appointment, at, case.keyworker, id=key_of(rng), **fields)


def add_kept(case, rng, contact):
    """One whose contact is on the record."""
    at, attended = contact.happened_at, contact.outcome == ContactOutcome.ATTENDED
    status = AppointmentStatus.ATTENDED if attended else AppointmentStatus.MISSED
    row = add(
        case, rng, at.date(), at, kind=KINDS.get(contact.kind, AppointmentKind.KEY_WORK), contact=contact, status=status,
        missed_reason=contact.missed_reason,
    )  # fmt: skip
    case.rows.moves(AppointmentStatusChange, row, (AppointmentStatus.BOOKED, status, at + HOUR, case.keyworker))


def add_cancelled(case, rng):
    day = back(case.ago(rng.randint(3, 20)))
    by = rng.choice([CancelledBy.CLIENT, CancelledBy.CLIENT, CancelledBy.SERVICE])
    row = add(case, rng, day, london(day, 16), status=AppointmentStatus.CANCELLED, cancelled_by=by)
    at = max(row.created_at, row.begins_at - timedelta(days=1))
    case.rows.moves(
        AppointmentStatusChange, row, (AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED, at, case.keyworker)
    )


def add_ahead(case, rng, offers, turn):
    """The next free time of the keyworker."""
    begins_at = next_time(case, turn)
    while is_taken(case, offers, begins_at):
        begins_at = next_time(case, turn)
    small_room = offers[2].programme.room if offers and offers[2].programme.run_by == case.keyworker else None
    add(case, rng, begins_at.date(), begins_at, room=small_room, purpose=rng.choice(PURPOSES))


def next_time(case, turn):
    """The time after the last one that somebody has with the keyworker."""
    days, place = divmod(turn[case.keyworker], len(TIMES))
    turn[case.keyworker] += 1
    day = case.today
    for _step in range(days + 1):
        day += timedelta(days=1)
        while is_off(day):
            day += timedelta(days=1)
    hour, minute = TIMES[place]
    return london(day, hour).replace(minute=minute)
