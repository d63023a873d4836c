"""The facts about episodes in Wales; working days are those of core.calendar."""

from datetime import timedelta

from core.calendar import is_off

from .about import only
from .substances import PARAMETERS, USED

CASES = f"""
WITH used AS ({USED}), given AS (
  SELECT i.episode_id, min(i.started_on) AS started_on
  FROM clients_episodeintervention i WHERE i.started_on IS NOT NULL AND {{of_intervention}}
  GROUP BY i.episode_id
)
SELECT e.client_id, e.team_id, c.is_restricted, COALESCE(used.grouped, %(no_group)s) AS substance_group, c.sex,
  c.date_of_birth AS born_on, e.referred_on, e.assessed_on, COALESCE(given.started_on, e.treatment_started_on) AS treated_on,
  e.ended_on, e.discharge_reason AS reason
FROM clients_episode e
JOIN clients_client c ON c.id = e.client_id
JOIN accounts_team team ON team.id = e.team_id
JOIN accounts_area area ON area.id = team.area_id AND area.nation = 'wales'
LEFT JOIN given ON given.episode_id = e.id LEFT JOIN used ON used.episode_id = e.id
WHERE {{of_episode}}
"""
ENDS = "SELECT LEAST(min(referred_on), min(treated_on)), GREATEST(max(referred_on), max(treated_on)) FROM reports_cases"
ADD = """
WITH days AS (SELECT * FROM unnest(%s::date[], %s::integer[]) AS day (day, number))
INSERT INTO reports_welshcase (client_id, team_id, is_restricted, substance_group, sex, born_on, referred_on, assessed_on,
  treated_on, ended_on, reason, working_days)
SELECT c.*, treated.number - referred.number FROM reports_cases c
LEFT JOIN days referred ON referred.day = c.referred_on LEFT JOIN days treated ON treated.day = c.treated_on
"""


def fill(cursor, clients):
    """Add the Welsh episodes of all clients, or of those with the given keys."""
    of = {"of_intervention": only(clients, "i.client_id"), "of_episode": only(clients, "e.client_id")}
    cursor.execute("CREATE TEMP TABLE reports_cases ON COMMIT DROP AS " + CASES.format(**of), PARAMETERS)
    cursor.execute(ENDS)
    cursor.execute(ADD, working_days(*cursor.fetchone()))
    cursor.execute("DROP TABLE reports_cases")


def working_days(first, last):
    """Each day from the first to the last, and how many working days there were since the first.

    >>> from datetime import date
    >>> working_days(date(2026, 12, 24), date(2026, 12, 29))[1]
    [0, 0, 0, 0, 0, 1]
    """
    days, numbers, number = [], [], 0
    for place in range((last - first).days + 1 if first else 0):
        day = first + timedelta(days=place)
        number += place > 0 and not is_off(day)
        days.append(day)
        numbers.append(number)
    return days, numbers
