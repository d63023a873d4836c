"""`python -m benchmarks.calendar`: a team's week of 1,500 appointments, beside the same rows by raw SQL, in milliseconds of work.

Ours does all that it does in production: session, user, scope, whose names may be seen, filters, menu and template. The floor is
psycopg alone, prepared: the same 1,500 rows in the same order with everything that stands in them, in an f-string. The work of
this process is counted, and not the time on the wall, because other processes may be busy; what the database does besides is
given apart.
"""

import os
import statistics
import sys
import time
from datetime import datetime, timedelta
from html import escape

import django

ROUNDS, APPOINTMENTS, WORKERS, SLOTS, MOST_QUERIES, MOST_TIMES = 40, 1_500, 30, 10, 8, 6
FLOOR = """
SELECT a.id, a.kind, a.status, a.begins_at AT TIME ZONE 'Europe/London', a.ends_at AT TIME ZONE 'Europe/London', a.where, r.name,
  u.first_name, u.last_name, c.first_name, c.family_name, c.preferred_name, p.name
FROM programmes_appointment a
JOIN accounts_user u ON u.id = a.worker_id JOIN clients_client c ON c.id = a.client_id
LEFT JOIN programmes_room r ON r.id = a.room_id LEFT JOIN programmes_enrolment e ON e.id = a.enrolment_id
LEFT JOIN programmes_programme p ON p.id = e.programme_id
WHERE a.team_id = %s AND a.begins_at >= %s AND a.begins_at < %s AND a.status <> 'cancelled'
  AND EXISTS (SELECT 1 FROM clients_clientofteam k WHERE k.client_id = c.id AND k.team_id = a.team_id)
ORDER BY (a.begins_at AT TIME ZONE 'Europe/London')::date, u.first_name, u.last_name, u.username, a.begins_at, a.ends_at, a.id"""


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from tests import database

    database.server.options = []  # as durable as in production
    with database.clone():
        ours, least = arms()
        times = {arm: [] for arm in (ours, least)}
        for _round in range(ROUNDS + 5):
            for arm in (ours, least):
                times[arm].append(worked(arm))
        (page, page_wall), (floor, floor_wall) = (
            [statistics.median(column) for column in zip(*times[arm][5:], strict=True)] for arm in (ours, least)
        )
    sys.stdout.write(
        f"team week of {APPOINTMENTS}: {ours.queries} queries; work: ours {page:.1f} ms, raw {floor:.1f} ms,"
        f" {page / floor:.1f} times; on the wall: ours {page_wall:.1f} ms, raw {floor_wall:.1f} ms,"
        f" {page_wall / floor_wall:.1f} times\n"
    )


def worked(arm):
    """The milliseconds of work of this process, and those on the wall."""
    wall, work = time.perf_counter(), time.process_time()
    arm()
    return 1000 * (time.process_time() - work), 1000 * (time.perf_counter() - wall)


def arms():
    """Our page, with the number of its queries, and its floor, after making sure that they hold the same rows."""
    from django.db import connection
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from benchmarks import floor
    from core.calendar import LONDON
    from programmes.choices import AppointmentKind

    user, team, monday = fill()
    browser, raw = Browser(SERVER_NAME="localhost"), floor.connect()
    browser.force_login(user, backend="accounts.roles.RoleBackend")
    address = f"{reverse('programmes:calendar_week')}?team={team.pk}&on={monday.isoformat()}"
    first = datetime.combine(monday, datetime.min.time(), tzinfo=LONDON)
    kinds = {value: str(label) for value, label in AppointmentKind.choices}

    def ours():
        return browser.get(address).content

    def least():
        rows = raw.execute(FLOOR, [team.pk, first, first + timedelta(days=7)], prepare=True).fetchall()
        lines = "".join(
            f"<li><a href='/programmes/appointments/{key}/'>{begins:%H:%M}–{ends:%H:%M} {escape(programme or kinds[kind])}, "
            f"{escape(preferred or given)} {escape(family)}, {escape(room or where)}</a> {status} {escape(first_name)} {escape(last)}</li>"
            for key, kind, status, begins, ends, where, room, first_name, last, given, family, preferred, programme in rows
        )
        return f"<!DOCTYPE html><title>Calendar</title><ul>{lines}</ul>".encode()

    ours()
    with CaptureQueriesContext(connection) as captured:
        page = ours().decode()
    ours.queries = len(captured)
    keys = [
        [part[:36] for part in text.split("/programmes/appointments/")[1:] if part[8] == "-"]
        for text in (page, least().decode())
    ]
    if keys[0] != keys[1] or len(keys[0]) != APPOINTMENTS or ours.queries > MOST_QUERIES:
        sys.exit(
            "The calendar and its floor do not show the same rows in the same order, or it takes too many queries."
        )
    return ours, least


def fill():
    """A week of thirty workers with ten appointments a day, half of them in a room; gives who reads it, the team, and Monday."""
    from datetime import date

    from accounts.choices import Role
    from clients.models import Client
    from core.calendar import london
    from programmes.choices import AppointmentKind
    from programmes.models import Appointment
    from tests.factories.accounts import TeamFactory, UserFactory
    from tests.factories.clients import ClientFactory
    from tests.factories.programmes import RoomFactory

    team, monday = TeamFactory(), date(2026, 11, 23)
    user = UserFactory(team=team, role=Role.TEAM_MANAGER, first_name="Zz")
    workers = [UserFactory(team=team, first_name=f"A{number:02}") for number in range(WORKERS)]
    rooms, people = RoomFactory.create_batch(8, team=team), ClientFactory.create_batch(300, registered_team=team)
    assert Client.objects.visible_to(user).count() == len(people)
    rows = []
    for number in range(APPOINTMENTS):
        day, place = divmod(number, WORKERS * SLOTS)
        worker, slot = divmod(place, SLOTS)
        begins_at = london(monday + timedelta(days=day), 8) + timedelta(minutes=50 * slot)
        rows.append(
            Appointment(
                client=people[number % len(people)], team=team, worker=workers[worker], begins_at=begins_at,
                ends_at=begins_at + timedelta(minutes=45), kind=AppointmentKind.values[number % 9],
                room=rooms[number % 8] if number % 2 else None, where="" if number % 2 else "At home",
            )
        )  # fmt: skip
    Appointment.objects.bulk_create(rows)
    return user, team, monday


if __name__ == "__main__":
    main()
