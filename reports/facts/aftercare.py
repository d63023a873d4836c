"""The facts about what follows treatment: check-ups, how things stand months later, and occasional support."""

from aftercare.choices import OUTCOME_MONTHS, CheckUpOutcome

from .about import SUBSTANCE_GROUP, only

COLUMNS = "client_id, team_id, is_restricted, substance_group, sex, born_on"
OF_EPISODE = (
    f"e.client_id, e.team_id, c.is_restricted, {SUBSTANCE_GROUP.format(episode='e.id')}, c.sex, c.date_of_birth"
)
CHECK_UPS = """
INSERT INTO reports_checkupheld ({columns}, due_on, done_on, is_reached, is_cancelled)
SELECT {of_episode}, k.due_on, k.done_on, k.done_on IS NOT NULL AND k.outcome <> '{not_reached}', k.cancelled_because <> ''
FROM aftercare_checkup k JOIN aftercare_aftercare a ON a.id = k.aftercare_id
JOIN clients_episode e ON e.id = a.episode_id JOIN clients_client c ON c.id = e.client_id
WHERE {of}
"""
SUSTAINED = """
INSERT INTO reports_sustained ({columns}, month, due_on, died_on, asked_on, use_now, settled_home, work)
SELECT {of_episode}, asked.month, (a.started_on + make_interval(months => asked.month))::date, d.died_on, o.asked_on,
  COALESCE(o.use_now, ''), COALESCE(o.settled_home, ''), COALESCE(o.work, '')
FROM aftercare_aftercare a CROSS JOIN (VALUES {months}) asked (month)
JOIN clients_episode e ON e.id = a.episode_id JOIN clients_client c ON c.id = e.client_id
LEFT JOIN aftercare_sustainedoutcome o ON o.aftercare_id = a.id AND o.month = asked.month
LEFT JOIN clients_death d ON d.client_id = a.client_id AND d.withdrawn_at IS NULL
WHERE {of}
"""
VISITS = """
INSERT INTO reports_supportvisit ({columns}, came_on)
SELECT c.id, v.team_id, c.is_restricted, {group}, c.sex, c.date_of_birth, v.came_on
FROM aftercare_occasionalsupport v JOIN clients_client c ON c.id = v.client_id
LEFT JOIN LATERAL (
  SELECT id FROM clients_episode WHERE client_id = c.id ORDER BY referred_on DESC, created_at DESC, id LIMIT 1
) e ON true
WHERE {of}
"""


def fill_check_ups(cursor, clients):
    """Add the check-ups of all clients, or of those with the given keys, to a table that has none of theirs."""
    sql = CHECK_UPS.format(
        columns=COLUMNS, of_episode=OF_EPISODE, not_reached=CheckUpOutcome.NOT_REACHED.value,
        of=only(clients, "k.client_id"),
    )  # fmt: skip
    cursor.execute(sql)


def fill_sustained(cursor, clients):
    """Add a row for each month that is asked about after treatment, likewise."""
    months = ", ".join(f"({month})" for month in OUTCOME_MONTHS)
    sql = SUSTAINED.format(columns=COLUMNS, of_episode=OF_EPISODE, months=months, of=only(clients, "a.client_id"))
    cursor.execute(sql)


def fill_visits(cursor, clients):
    """Add the visits of who has completed treatment, likewise."""
    sql = VISITS.format(columns=COLUMNS, group=SUBSTANCE_GROUP.format(episode="e.id"), of=only(clients, "v.client_id"))
    cursor.execute(sql)
