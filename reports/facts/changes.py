"""The facts about change: each result in a journey beside the first of its kind, so that both ends are known.

Of one day only the last result of a kind counts. Ratings of recovery capital are compared by the mean over those domains
that were rated both times. What is recorded after treatment is told apart (reports.facts.aftercare).
"""

from recovery_capital.choices import AssessmentStatus, EmploymentStatus, HousingProblem, Stage

from .about import listed, only
from .spans import SPAN, WITHIN

CAPITAL = "capital"
RATINGS = ["psychological_health", "physical_health", "quality_of_life"]  # of the profile (TOP)
RECORDED = f"a.status = '{AssessmentStatus.RECORDED}' AND {{a}}"
UNEMPLOYED = [EmploymentStatus.SEEKING_WORK, EmploymentStatus.NOT_RECEIVING_BENEFITS]
LEARNING = [EmploymentStatus.STUDENT, EmploymentStatus.VOLUNTEERING]
RESULTS = f"""
SELECT m.client_id, m.measure AS kind, m.answered_on AS day, m.created_at AS made, m.total AS value
  FROM recovery_capital_measureresult m
  WHERE m.total IS NOT NULL AND m.error_at IS NULL AND m.stage <> '{Stage.POST_EXIT}' AND {{m}}
UNION ALL SELECT t.client_id, v.kind, t.interviewed_on, t.created_at, v.value FROM recovery_capital_topassessment t
  CROSS JOIN LATERAL (VALUES {", ".join(f"('{name}', t.{name}::numeric)" for name in [*RATINGS])},
    ('paid_work', t.paid_work_days::numeric), ('acute_housing', t.acute_housing_problem::int::numeric)) v (kind, value)
  WHERE v.value IS NOT NULL AND t.stage <> '{Stage.POST_EXIT}' AND {{t}}
UNION ALL SELECT a.client_id, 'housing', a.assessed_on, a.created_at, (a.housing_problem <> '{HousingProblem.NONE}')::int
  FROM recovery_capital_assessment a WHERE a.housing_problem <> '' AND {RECORDED}
UNION ALL SELECT f.client_id, 'housing', f.asked_on, f.created_at, (k.code <> '3')::int
  FROM clients_episodefacts f JOIN reference_code k ON k.id = f.accommodation_need_id
  WHERE k.code IN ('1', '2', '3') AND f.replaced_at IS NULL AND {{f}}
UNION ALL SELECT a.client_id, 'work', a.assessed_on, a.created_at, CASE
    WHEN a.employment_status = '{EmploymentStatus.EMPLOYED}' THEN 2 WHEN a.employment_status IN ({listed(LEARNING)}) THEN 1
    WHEN a.employment_status IN ({listed(UNEMPLOYED)}) THEN 0 ELSE -1 END
  FROM recovery_capital_assessment a
  WHERE a.employment_status NOT IN ('', '{EmploymentStatus.NOT_STATED}') AND {RECORDED}
UNION ALL SELECT f.client_id, 'work', f.asked_on, f.created_at, CASE
    WHEN k.code = '1' THEN 2 WHEN k.code IN ('2', '14') THEN 1 WHEN k.code IN ('12', '13') THEN 0 ELSE -1 END
  FROM clients_episodefacts f JOIN reference_code k ON k.id = f.employment_id
  WHERE k.code NOT IN ('6', '99') AND f.replaced_at IS NULL AND {{f}}
"""
COLUMNS = "client_id, team_id, is_restricted, substance_group, sex, born_on, kind, first_on, asked_on, first, now"
OF_SPAN = "x.client_id, x.team_id, x.is_restricted, x.substance_group, x.sex, x.born_on"
FILL = f"""
INSERT INTO reports_change ({COLUMNS})
WITH {SPAN}, result AS (
  SELECT DISTINCT ON (client_id, kind, day) * FROM ({RESULTS}) each ORDER BY client_id, kind, day, made DESC
)
SELECT {OF_SPAN}, x.kind, x.first_on, x.day, x.first, CASE WHEN x.place > 1 THEN x.value END
FROM (
  SELECT span.*, r.kind, r.day, r.value, first_value(r.day) OVER w AS first_on, first_value(r.value) OVER w AS first,
    row_number() OVER w AS place
  FROM result r JOIN span ON span.client_id = r.client_id AND r.day {WITHIN}
  WINDOW w AS (PARTITION BY span.id, r.kind ORDER BY r.day)
) x
"""
FILL_CAPITAL = f"""
INSERT INTO reports_change ({COLUMNS})
WITH {SPAN}, rated AS (
  SELECT DISTINCT ON (a.client_id, a.assessed_on) a.id, a.client_id, a.assessed_on
  FROM recovery_capital_assessment a
  WHERE EXISTS (SELECT FROM recovery_capital_domainrating r WHERE r.assessment_id = a.id AND r.rating IS NOT NULL) AND {RECORDED}
  ORDER BY a.client_id, a.assessed_on, a.created_at DESC
), x AS (
  SELECT span.*, rated.id AS assessment, rated.assessed_on, first_value(rated.assessed_on) OVER w AS first_on,
    first_value(rated.id) OVER w AS first_assessment, row_number() OVER w AS place
  FROM rated JOIN span ON span.client_id = rated.client_id AND rated.assessed_on {WITHIN}
  WINDOW w AS (PARTITION BY span.id ORDER BY rated.assessed_on)
)
SELECT {OF_SPAN}, '{CAPITAL}', x.first_on, x.assessed_on, avg(before.rating), CASE WHEN x.place > 1 THEN avg(later.rating) END
FROM x JOIN recovery_capital_domainrating before ON before.assessment_id = x.first_assessment AND before.rating IS NOT NULL
JOIN recovery_capital_domainrating later
  ON later.assessment_id = x.assessment AND later.domain = before.domain AND later.rating IS NOT NULL
GROUP BY {OF_SPAN}, x.id, x.first_on, x.assessed_on, x.place
"""


def fill(cursor, clients):
    """Add the results of all clients, or of those with the given keys, to a table that has none of theirs."""
    of = {alias: only(clients, f"{alias}.client_id") for alias in "afmt"} | {"of_journey": only(clients, "j.client_id")}
    for sql in (FILL, FILL_CAPITAL):
        cursor.execute(sql.format(**of))
