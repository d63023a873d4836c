"""`python -m benchmarks.triage`: the triage board of 200 referrals, beside the same rows by raw SQL, in milliseconds.

Ours does all that it does in production: session, user, scope, counts, saved lists, filters, clocks, menu and template. The
floor is psycopg alone, prepared: the same 200 rows in the same order with everything that stands in them, in an f-string.
"""

import os
import statistics
import sys
from html import escape

import django

ROUNDS, REFERRALS, MOST_QUERIES = 60, 200, 8
FLOOR = """
SELECT r.id, r.reference, r.first_name, r.family_name, r.date_of_birth, r.dangers, r.referred_on, r.source, r.status,
  r.urgency, t.name, a.nation, e.treatment_started_on, u.first_name, u.last_name, k.first_name, k.last_name, c.reference
FROM referrals_incomingreferral r
JOIN accounts_team t ON t.id = r.team_id JOIN accounts_area a ON a.id = t.area_id
LEFT JOIN clients_client c ON c.id = r.client_id LEFT JOIN clients_episode e ON e.id = r.episode_id
LEFT JOIN accounts_user u ON u.id = r.allocated_to_id LEFT JOIN accounts_user k ON k.id = e.keyworker_id
WHERE r.team_id = %s AND r.status IN ('received', 'waiting')
ORDER BY CASE WHEN r.urgency = 'same_day' THEN 0 WHEN r.urgency = '' AND r.dangers <> '{}' THEN 0
  WHEN r.urgency = '' THEN 1 WHEN r.urgency = 'soon' AND r.dangers <> '{}' THEN 2 WHEN r.urgency = 'soon' THEN 3
  WHEN r.dangers <> '{}' THEN 4 ELSE 5 END, r.referred_on, r.created_at, r.id
LIMIT 201"""


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"  # noqa: TID251 - before there are settings
    django.setup()
    from benchmarks.__main__ import timed
    from tests import database

    database.server.options = []  # as durable as in production
    with database.clone():
        ours, least = arms()
        times = {arm: [] for arm in (ours, least)}
        for _round in range(ROUNDS + 10):
            for arm in (ours, least):
                times[arm].append(timed(arm))
        page, floor = (statistics.median(times[arm][10:]) for arm in (ours, least))
    sys.stdout.write(
        f"triage board of {REFERRALS}: {ours.queries} queries, ours {page:.1f} ms, raw {floor:.1f} ms,"
        f" {page / floor:.1f} times\n"
    )


def arms():
    """Our page, with the number of its queries, and its floor, after making sure that they hold the same rows."""
    from django.db import connection
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from benchmarks import floor

    user, references = fill()
    browser, address, raw = Browser(SERVER_NAME="localhost"), reverse("referrals:incoming_list"), floor.connect()
    browser.force_login(user, backend="accounts.roles.RoleBackend")

    def ours():
        return browser.get(address).content

    def least():
        rows = raw.execute(FLOOR, [user.team_ids[0]], prepare=True).fetchall()[:REFERRALS]
        cells = "".join(
            f"<tr><th><a href='/referrals/in/{key}/'>{escape(first)} {escape(family)}</a><br>{reference} {born:%d %b %Y}</th>"
            f"<td>{escape(', '.join(dangers))}</td><td>{day:%d %b %Y}<br>{source}</td><td>{nation} {started}</td>"
            f"<td>{status} {urgency}</td><td>{escape(' '.join(map(str, people)))} {escape(team)}</td></tr>"
            for key, reference, first, family, born, dangers, day, source, status, urgency, team, nation, started, *people in rows
        )
        return f"<!DOCTYPE html><title>Referrals in</title><table>{cells}</table>"

    ours()
    with CaptureQueriesContext(connection) as captured:
        page = ours().decode()
    ours.queries = len(captured)
    places = [[text.find(reference) for reference in references] for text in (page, least())]
    in_order = [sorted(references, key=lambda one, where=where: where[references.index(one)]) for where in places]
    if -1 in sum(places, []) or in_order[0] != in_order[1] or ours.queries > MOST_QUERIES:
        sys.exit("The board and its floor do not show the same rows in the same order, or it takes too many queries.")
    return ours, least


def fill():
    """A board as it may look: some in danger, some looked at, some taken on; gives who reads it, and its references."""
    from accounts.choices import Role
    from referrals.choices import Danger, Urgency
    from tests.factories.accounts import TeamFactory, UserFactory
    from tests.factories.referrals import IncomingReferralFactory

    team = TeamFactory()
    user = UserFactory(team=team, role=Role.TEAM_MANAGER)
    made = []
    for number in range(REFERRALS):
        dangers = [Danger.values[number % len(Danger)]] if number % 4 == 0 else []
        urgency = ["", "", *Urgency.values][number % 5]
        made.append(
            IncomingReferralFactory(
                team=team,
                dangers=dangers,
                urgency=urgency,
                taken=number % 3 == 0,
                allocated_to=user if number % 2 else None,
            )
        )
    return user, [referral.reference for referral in made]


if __name__ == "__main__":
    main()
