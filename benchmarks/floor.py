"""The floor: the same rows by psycopg alone, put into one f-string. No framework, no forms, nobody signed in."""

from html import escape

import psycopg
from django.db import connection

# The fifty people first, and what belongs to them afterwards: reading it for everybody would be no floor.
PAGE = """
WITH page AS MATERIALIZED ({people} ORDER BY family_key, first_key, id, row_key LIMIT 51)
SELECT c.id, c.reference, c.family_name, c.first_name, c.preferred_name, c.date_of_birth, e.status, u.first_name,
  u.last_name, GREATEST(seen.happened_at, there.seen_at), LEAST(check_up.due_on, (stay.appointment_at AT TIME ZONE 'Europe/London')::date),
  plan.review_on, release.expected_on, flags.kinds
FROM page
JOIN clients_client c ON c.id = page.id
LEFT JOIN clients_episode e ON e.id = page.episode_id
LEFT JOIN accounts_user u ON u.id = e.keyworker_id
LEFT JOIN LATERAL (SELECT happened_at FROM clients_contact WHERE client_id = c.id AND outcome = 'attended'
  ORDER BY happened_at DESC LIMIT 1) seen ON true
LEFT JOIN LATERAL (SELECT seen_at FROM programmes_attendance WHERE client_id = c.id AND seen_at IS NOT NULL
  ORDER BY seen_at DESC LIMIT 1) there ON true
LEFT JOIN LATERAL (SELECT due_on FROM aftercare_checkup WHERE client_id = c.id AND done_on IS NULL
  ORDER BY due_on LIMIT 1) check_up ON true
LEFT JOIN LATERAL (SELECT review_on FROM careplans_careplan WHERE client_id = c.id AND status = 'active'
  ORDER BY review_on LIMIT 1) plan ON true
LEFT JOIN custody_custodystay stay ON stay.client_id = c.id AND stay.status = 'in_custody'
LEFT JOIN custody_releasedate release ON release.stay_id = stay.id AND release.superseded_at IS NULL
LEFT JOIN LATERAL (SELECT array_agg(kind ORDER BY kind) AS kinds FROM clients_clientflag
  WHERE client_id = c.id AND ended_on IS NULL) flags ON true
ORDER BY page.family_key, page.first_key, page.id, page.row_key
"""
KNOWN = """
SELECT client_id AS id, family_key, first_key, episode_id, COALESCE(episode_id, client_id) AS row_key
FROM clients_clientofteam"""
CASELOAD = PAGE.format(people=f"{KNOWN} WHERE team_id = %s AND episode_id IS NOT NULL")
BEGINS = [f"({KNOWN} WHERE team_id = %s AND {name}_key LIKE %s ORDER BY 2, 3, 1 LIMIT 51)"
          for name in ("family", "first", "preferred")]  # fmt: skip
SEARCH = PAGE.format(people=f"SELECT * FROM ({' UNION '.join(BEGINS)}) found")


def connect():
    """A connection like the application's, to the same database."""
    parameters = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    return psycopg.connect(**{name: parameters[name] for name in names if parameters.get(name)}, autocommit=True)


def people(raw, statement, values):
    """The first page of a list; gives the HTML and the references in it."""
    rows = raw.execute(statement, values, prepare=True).fetchall()[:50]
    cells = "".join(
        f"<tr><th><a href='/clients/{key}/'>{escape(family.upper())}, {escape(first)} {escape(called)}</a><br>{reference}"
        f"</th><td>{born:%d %b %Y}</td><td>{phase}</td><td>{escape(str(given))} {escape(str(last))}</td>"
        f"<td>{seen}</td><td>{following}</td><td>{review}</td><td>{release} {kinds}</td></tr>"
        for key, reference, family, first, called, born, phase, given, last, seen, following, review, release, kinds in rows
    )
    return f"<!DOCTYPE html><title>Clients</title><table>{cells}</table>", [row[1] for row in rows]


class Recorder:
    """Keeps the statements that a page sends, so that they can be sent again without Django."""

    def __init__(self):
        self.statements = []

    def __call__(self, execute, sql, params, many, context):
        if not any(name in sql for name in ("FROM accounts_session", 'WHERE "accounts_user"."id" =')):
            cursor = psycopg.ClientCursor(connection.connection)
            self.statements.append(cursor.mogrify(sql, params) if params else sql)
        return execute(sql, params, many, context)


def replay(raw, statements):
    """The statements of the client record, the entry in the access log included, and all their values as text."""
    parts = []
    for statement in statements:
        cursor = raw.execute(statement, prepare=True)
        if cursor.description:
            parts.append("".join(f"<p>{escape(' '.join(map(str, row)))}</p>" for row in cursor.fetchall()))
    return f"<!DOCTYPE html><title>Client</title>{''.join(parts)}"
