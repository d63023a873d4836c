"""The facts about interventions that were started: each with its place in the journey to which its episode belongs."""

from psycopg.types.json import Jsonb

from clients.models.intervention import STRUCTURED

from .about import only

# Of the lists that a site may load anew: whatever is not named here is "other".
KINDS = {"94": "pharmacological", "95": "psychosocial", "96": "recovery_support"}
SETTINGS = {
    "community": "community", "primary_care": "primary_care", "inpatient": "inpatient", "residential": "residential",
    "quasi_residential": "residential", "recovery_house": "recovery_house", "prison": "prison",
    "young_people": "young_people",
}  # fmt: skip
RESIDENTIAL = ["inpatient", "residential", "recovery_house"]
GIVEN = """
INSERT INTO reports_given (client_id, team_id, is_restricted, substance_group, sex, born_on, nation, kind, setting,
  is_structured, is_residential, number, referred_on, offered_on, started_on, ended_on)
SELECT j.client_id, e.team_id, j.is_restricted, j.substance_group, j.sex, j.born_on, area.nation,
  COALESCE(%(kinds)s::jsonb ->> kind.code, 'other'), COALESCE(%(settings)s::jsonb ->> place.code, 'other'),
  kind.code = ANY(%(structured)s), COALESCE(%(settings)s::jsonb ->> place.code, '') = ANY(%(residential)s),
  row_number() OVER (PARTITION BY j.id ORDER BY i.started_on, i.referred_on, i.id),
  i.referred_on, i.first_appointment_offered_on, i.started_on, LEAST(i.ended_on, i.aftercare_since, e.ended_on)
FROM clients_episodeintervention i
JOIN clients_episode e ON e.id = i.episode_id
JOIN accounts_team team ON team.id = e.team_id JOIN accounts_area area ON area.id = team.area_id
JOIN reference_code kind ON kind.id = i.kind_id JOIN reference_code place ON place.id = i.setting_id
JOIN reports_journey j ON j.client_id = i.client_id
  AND i.started_on >= j.started_on AND (j.ended_on IS NULL OR i.started_on <= GREATEST(j.ended_on, j.started_on))
WHERE i.started_on IS NOT NULL AND {of}
"""


def fill(cursor, clients):
    """Add the interventions of all clients, or of those with the given keys; the journeys must be there."""
    cursor.execute(
        GIVEN.format(of=only(clients, "i.client_id")),
        {
            "kinds": Jsonb(KINDS), "settings": Jsonb(SETTINGS), "structured": list(STRUCTURED),
            "residential": RESIDENTIAL,
        },
    )  # fmt: skip
