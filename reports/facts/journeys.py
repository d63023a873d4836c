"""The facts about journeys, by the one rule that also the record shows (clients.journeys)."""

from itertools import groupby, islice
from operator import attrgetter

from django.db import connection
from psycopg.rows import namedtuple_row

from clients.journeys import Span, build_journeys
from clients.models.intervention import STRUCTURED

from .about import only
from .substances import PARAMETERS, USED

AT_ONCE = 10_000  # rows in memory
COLUMNS = (
    "client_id, team_id, is_restricted, substance_group, sex, born_on, nation, primary_substance, episode_key, "
    "started_on, ended_on, reason, is_secure, treated_from, treated_until, first_referred_on, first_offered_on, "
    "first_started_on, following_on, died_on, parent, on_medication, is_ocu"
)
PRISON, PRESCRIBING = "prison", "94"  # codes of the national lists
PARENTS, NO_PARENTS = ["11", "12", "13"], "14"
EPISODES = f"""
WITH given AS (
  SELECT i.episode_id, min(i.started_on) AS started_on,
    min(i.started_on) FILTER (WHERE kind.code = ANY(%(structured)s)) AS treated_from,
    CASE WHEN NOT bool_or(kind.code = ANY(%(structured)s) AND i.ended_on IS NULL AND i.aftercare_since IS NULL) THEN
      max(LEAST(i.ended_on, i.aftercare_since)) FILTER (WHERE kind.code = ANY(%(structured)s)) END AS treated_until,
    max(COALESCE(i.ended_on, 'infinity')) FILTER (WHERE kind.code = %(prescribing)s) AS prescribed_until,
    (array_agg(i.referred_on ORDER BY i.started_on, i.referred_on, i.id))[1] AS referred_on,
    (array_agg(i.first_appointment_offered_on ORDER BY i.started_on, i.referred_on, i.id))[1] AS offered_on,
    bool_and(place.code = %(prison)s) AS is_secure
  FROM clients_episodeintervention i
  JOIN reference_code kind ON kind.id = i.kind_id JOIN reference_code place ON place.id = i.setting_id
  WHERE i.started_on IS NOT NULL AND {{of_intervention}}
  GROUP BY i.episode_id
), used AS ({USED}), asked AS (
  SELECT f.episode_id, CASE WHEN status.code = ANY(%(parents)s) THEN 'yes' WHEN status.code = %(no_parents)s THEN 'no' END AS parent
  FROM clients_episodefacts f JOIN reference_code status ON status.id = f.parental_status_id
  WHERE f.kind = 'start' AND f.replaced_at IS NULL AND {{of_asked}}
), answered AS (
  SELECT DISTINCT ON (a.client_id) a.client_id, a.is_parent AS parent
  FROM clients_parentalanswers a WHERE a.is_parent IN ('yes', 'no') AND {{of_answered}}
  ORDER BY a.client_id, a.asked_on DESC, a.created_at DESC
)
SELECT e.client_id, e.team_id, c.is_restricted, COALESCE(used.grouped, %(no_group)s) AS substance_group, c.sex,
  c.date_of_birth AS born_on, area.nation, COALESCE(used.first, '') AS primary_substance, e.id AS episode_key,
  COALESCE(given.started_on, e.treatment_started_on, e.triaged_on) AS started_on, e.ended_on, e.discharge_reason AS reason,
  COALESCE(given.is_secure, false) AS is_secure,
  CASE WHEN given.episode_id IS NULL THEN e.treatment_started_on ELSE given.treated_from END AS treated_from,
  LEAST(CASE WHEN given.episode_id IS NULL THEN aftercare.started_on ELSE given.treated_until END, e.ended_on) AS treated_until,
  COALESCE(given.referred_on, e.referred_on) AS referred_on,
  CASE WHEN given.episode_id IS NULL THEN e.first_appointment_offered_on ELSE given.offered_on END AS offered_on,
  COALESCE(given.started_on, e.treatment_started_on) AS first_started_on, died.died_on,
  COALESCE(asked.parent, answered.parent, '') AS parent, COALESCE(given.prescribed_until >= e.ended_on, false) AS on_medication,
  COALESCE(used.is_ocu, false) AS is_ocu, count(*) OVER (PARTITION BY e.client_id) AS episodes
FROM (SELECT * FROM clients_episode e WHERE {{of_episode}} OFFSET 0) e  -- first of all joins, else all are joined for some
JOIN clients_client c ON c.id = e.client_id
JOIN accounts_team team ON team.id = e.team_id JOIN accounts_area area ON area.id = team.area_id
LEFT JOIN given ON given.episode_id = e.id LEFT JOIN used ON used.episode_id = e.id
LEFT JOIN asked ON asked.episode_id = e.id LEFT JOIN answered ON answered.client_id = e.client_id
LEFT JOIN clients_death died ON died.client_id = e.client_id AND died.withdrawn_at IS NULL
LEFT JOIN aftercare_aftercare aftercare ON aftercare.episode_id = e.id
WHERE COALESCE(given.started_on, e.treatment_started_on, e.triaged_on) IS NOT NULL
"""
# Who has one episode has one journey: the rule about what lies between two is not asked.
SINGLE = f"""
INSERT INTO reports_journey ({COLUMNS})
SELECT client_id, team_id, is_restricted, substance_group, sex, born_on, nation, primary_substance, episode_key,
  started_on, ended_on, reason, is_secure, treated_from, CASE WHEN treated_from IS NOT NULL THEN treated_until END,
  referred_on, offered_on, first_started_on, NULL, died_on, parent, on_medication, is_ocu
FROM reports_episodes WHERE episodes = 1
"""


def fill(cursor, clients):
    """Add the journeys of all clients, or of those with the given keys, to a table that has none of theirs."""
    rows = {"of_intervention": "i", "of_episode": "e", "of_asked": "f", "of_answered": "a"}
    of = {name: only(clients, f"{row}.client_id") for name, row in rows.items()}
    parameters = PARAMETERS | {
        "structured": list(STRUCTURED), "prescribing": PRESCRIBING, "prison": PRISON,
        "parents": PARENTS, "no_parents": NO_PARENTS,
    }  # fmt: skip
    cursor.execute("CREATE TEMP TABLE reports_episodes ON COMMIT DROP AS " + EPISODES.format(**of), parameters)
    cursor.execute(SINGLE)
    with connection.connection.cursor(name="episodes_of_journeys", row_factory=namedtuple_row) as episodes:
        episodes.itersize = AT_ONCE
        episodes.execute("SELECT * FROM reports_episodes WHERE episodes > 1 ORDER BY client_id")
        rows = journeys_in(episodes)
        while share := list(islice(rows, AT_ONCE)):  # reading and copying take turns on the one connection
            with cursor.copy(f"COPY reports_journey ({COLUMNS}) FROM STDIN") as copy:
                for row in share:
                    copy.write_row(row)
    cursor.execute("DROP TABLE reports_episodes")


def journeys_in(episodes):
    """The rows of the journeys that episodes make, which come client by client."""
    for _client, group in groupby(episodes, key=attrgetter("client_id")):
        journeys = build_journeys([Span(row.started_on, row.ended_on, row.reason, row) for row in group])
        following = [journey.start for journey in journeys[1:]] + [None]
        for journey, following_on in zip(journeys, following, strict=True):
            yield row_of(journey, following_on)


def row_of(journey, following_on):
    """The columns of one journey, in the order of COLUMNS."""
    rows = [span.episode for span in journey.spans]
    last = journey.last.episode
    first = min(rows, key=lambda row: (row.first_started_on or row.started_on, row.referred_on))
    treated = [row for row in rows if row.treated_from]
    ends = [row.treated_until or row.ended_on for row in treated]
    return (
        last.client_id, last.team_id, last.is_restricted, last.substance_group, last.sex, last.born_on, last.nation,
        last.primary_substance, last.episode_key, journey.start, journey.end, journey.reason,
        all(row.is_secure for row in rows), min((row.treated_from for row in treated), default=None),
        None if None in ends else max(ends, default=None), first.referred_on, first.offered_on,
        first.first_started_on, following_on, last.died_on, next((row.parent for row in rows if row.parent), ""),
        last.on_medication, last.is_ocu,
    )  # fmt: skip
