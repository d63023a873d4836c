"""The facts about planned ends of treatment, and the outcome words that the last profile gives of them."""

from clients.choices import COMPLETED, EpisodeStatus
from clients.models.intervention import STRUCTURED
from recovery_capital.choices import AssessmentStatus, Stage, WeeklyItem

from ..case_facts import OWN_ITEMS
from .about import SUBSTANCE_GROUP, listed, only

BEFORE, AFTER = 28, 14  # a first profile may come so many days before treatment, a last one so many around its end
ILLICIT = [
    WeeklyItem.OPIATES, WeeklyItem.CRACK, WeeklyItem.COCAINE, WeeklyItem.AMPHETAMINES, WeeklyItem.CANNABIS, WeeklyItem.OTHER,
]  # fmt: skip
DAYS = " ".join(f"WHEN '{substance}' THEN t.{item}_days" for substance, item in OWN_ITEMS.items())
CITIZENS = "t.paid_work_days, t.volunteering_days, t.placement_days, t.education_days"
NOTHING_OF = " AND ".join(f"t.{item}_days = 0" for item in ILLICIT)
FILL = """
INSERT INTO reports_plannedending (client_id, team_id, is_restricted, substance_group, sex, born_on, episode_key, ended_on,
  aftercare_on, by_override, profile_on, not_using, no_dependence, no_illicit, on_substitute, wellbeing, citizenship, as_defined_here)
WITH ending AS (
  SELECT e.id, e.client_id, e.team_id, COALESCE(given.started_on, e.treatment_started_on) AS treated_from,
    COALESCE(a.started_on, e.ended_on) AS ended_on, a.started_on AS aftercare_on, COALESCE(h.override_reason, '') <> '' AS by_override
  FROM clients_episode e
  LEFT JOIN aftercare_aftercare a ON a.episode_id = e.id LEFT JOIN aftercare_handover h ON h.id = a.handover_id
  LEFT JOIN LATERAL (
    SELECT min(i.started_on) AS started_on FROM clients_episodeintervention i JOIN reference_code kind ON kind.id = i.kind_id
    WHERE i.episode_id = e.id AND kind.code IN ({structured})
  ) given ON true
  WHERE (a.id IS NOT NULL OR e.status = '{closed}' AND e.discharge_reason IN ({completed})) AND {of}
)
SELECT x.client_id, x.team_id, c.is_restricted, {group}, c.sex, c.date_of_birth, x.id, x.ended_on, x.aftercare_on,
  x.by_override, t.interviewed_on, used.main = 0 AND t.opiates_days = 0 AND t.crack_days = 0, used.none, {nothing_of},
  medicine.is_on, sign(t.quality_of_life - first.quality_of_life),
  CASE WHEN GREATEST({citizens}) > 0 THEN true WHEN num_nulls({citizens}) = 0 THEN false END, ''
FROM ending x JOIN clients_client c ON c.id = x.client_id
LEFT JOIN LATERAL (
  SELECT * FROM recovery_capital_topassessment t
  WHERE t.client_id = x.client_id AND t.stage <> '{start}'
    AND t.interviewed_on BETWEEN GREATEST(x.ended_on - {after}, x.treated_from) AND x.ended_on + {after}
  ORDER BY t.stage = '{exit}' DESC, t.interviewed_on DESC, t.created_at DESC LIMIT 1
) t ON true
LEFT JOIN LATERAL (
  SELECT t0.quality_of_life FROM recovery_capital_topassessment t0
  WHERE t0.client_id = x.client_id AND t0.interviewed_on BETWEEN x.treated_from - {before} AND t.interviewed_on AND t0.id <> t.id
  ORDER BY t0.interviewed_on, t0.created_at LIMIT 1
) first ON true
LEFT JOIN LATERAL (
  SELECT min(d.days) FILTER (WHERE d.rank = 1) AS main,
    CASE WHEN bool_or(d.days > 0) THEN false WHEN bool_and(d.days IS NOT NULL) THEN true END AS none
  FROM (
    SELECT s.rank, CASE s.substance {days} ELSE t.other_days END AS days
    FROM clients_episodesubstance s WHERE s.episode_id = x.id
  ) d
) used ON true
LEFT JOIN LATERAL (
  SELECT CASE q.substitute_medication WHEN 'yes' THEN true WHEN 'no' THEN false END AS is_on
  FROM recovery_capital_assessment q
  WHERE q.client_id = x.client_id AND q.status = '{recorded}' AND q.substitute_medication <> ''
    AND q.assessed_on BETWEEN x.treated_from - {before} AND x.ended_on + {after}
  ORDER BY q.assessed_on DESC, q.created_at DESC LIMIT 1
) medicine ON true
WHERE x.treated_from IS NOT NULL
"""
# By the definition that the partnership of the team had on the day; none leaves it empty.
AS_DEFINED = """
UPDATE reports_plannedending u SET as_defined_here = CASE
    WHEN held.some_not THEN 'not_met' WHEN held.some_unknown THEN 'missing' ELSE 'met' END
FROM (
  SELECT x.id, bool_or(NOT word.holds) AS some_not, bool_or(word.holds IS NULL) AS some_unknown
  FROM reports_plannedending x
  JOIN accounts_team team ON team.id = x.team_id JOIN accounts_area area ON area.id = team.area_id
  JOIN LATERAL (
    SELECT d.requires FROM reports_recoverydefinition d
    WHERE d.partnership_id = area.partnership_id AND x.ended_on BETWEEN d.starts_on AND COALESCE(d.ends_on, 'infinity')
    ORDER BY d.starts_on DESC LIMIT 1
  ) own ON true
  CROSS JOIN LATERAL (VALUES ('not_using', x.not_using), ('no_dependence', x.no_dependence), ('no_illicit', x.no_illicit),
    ('off_substitute', NOT x.on_substitute), ('wellbeing', x.wellbeing > 0), ('citizenship', x.citizenship)) word (name, holds)
  WHERE word.name = ANY(own.requires::text[]) AND {of}
  GROUP BY x.id
) held WHERE held.id = u.id
"""


def fill(cursor, clients):
    """Add the planned endings of all clients, or of those with the given keys, to a table that has none of theirs."""
    sql = FILL.format(
        structured=listed(STRUCTURED), closed=EpisodeStatus.CLOSED.value, completed=listed(COMPLETED),
        group=SUBSTANCE_GROUP.format(episode="x.id"), nothing_of=NOTHING_OF, citizens=CITIZENS, days=DAYS, before=BEFORE, after=AFTER,
        start=Stage.START.value, exit=Stage.EXIT.value, recorded=AssessmentStatus.RECORDED.value,
        of=only(clients, "e.client_id"),
    )  # fmt: skip
    cursor.execute(sql)
    cursor.execute(AS_DEFINED.format(of=only(clients, "x.client_id")))
