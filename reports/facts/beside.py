"""The facts about what stands beside treatment: benefits and work, naloxone and viruses, mutual aid, being a parent.

Each event is a day on which something was recorded about a person; of each kind the first within the days of a journey
counts. Whoever adds a place where such a thing is recorded adds a line here, and watches its table.
"""

from careplans.choices import PlanStatus, RecoverySupport
from recovery_capital.choices import AssessmentStatus, Benefit, EmploymentStatus, NaloxoneAnswer, ParentalStatus
from referrals.choices import ReferralStatus, UnmetReason
from services_directory.choices import Need

from .about import listed, only
from .spans import SPAN, WITHIN

BENEFITS = listed([benefit for benefit in Benefit if benefit != Benefit.NONE])
PARENT = listed([ParentalStatus.ALL_LIVE_WITH, ParentalStatus.SOME_LIVE_WITH, ParentalStatus.NONE_LIVE_WITH])
ANSWERED = listed([PlanStatus.ACTIVE, PlanStatus.SUPERSEDED, PlanStatus.COMPLETED])
FACTS = "FROM clients_episodefacts f"
STANDING = "f.replaced_at IS NULL AND {f}"
ASSESSED = (
    f"recovery_capital_assessment a ON a.id = x.assessment_id AND a.status = '{AssessmentStatus.RECORDED}' AND {{a}}"
)
HEALTH = f"FROM recovery_capital_healthfacts x JOIN {ASSESSED}"
# What happened, on which day, to whom; `value` is a code where that matters.
EVENTS = f"""
SELECT a.client_id, CASE WHEN x.benefits && ARRAY[{BENEFITS}]::varchar[] THEN 'claim' ELSE 'no_claim' END AS what,
  a.assessed_on AS day, NULL AS value
  FROM recovery_capital_etefacts x JOIN {ASSESSED} WHERE cardinality(x.benefits) > 0
UNION ALL SELECT a.client_id, 'work', a.assessed_on, NULL FROM recovery_capital_assessment a
  WHERE a.status = '{AssessmentStatus.RECORDED}' AND a.employment_status = '{EmploymentStatus.EMPLOYED}' AND {{a}}
UNION ALL SELECT f.client_id, 'work', f.asked_on, NULL {FACTS} JOIN reference_code k ON k.id = f.employment_id
  WHERE k.code = '1' AND {STANDING}
UNION ALL SELECT b.client_id, 'work', b.started_on, NULL FROM recovery_capital_job b WHERE {{b}}
UNION ALL SELECT a.client_id, v.what, x.naloxone_offered_on, NULL {HEALTH}
  CROSS JOIN (VALUES ('naloxone_offer'), ('naloxone')) v (what)
  WHERE x.naloxone_offered_on IS NOT NULL
    AND (v.what = 'naloxone_offer' OR x.naloxone_answer IN ('{NaloxoneAnswer.ACCEPTED}', '{NaloxoneAnswer.HAS_ONE}'))
UNION ALL SELECT f.client_id, v.what, f.asked_on, NULL {FACTS} CROSS JOIN (VALUES ('naloxone_offer'), ('naloxone')) v (what)
  WHERE f.naloxone_issued = 'yes' AND {STANDING}
UNION ALL SELECT s.client_id, v.what, s.naloxone_supplied_on, NULL FROM custody_custodystay s
  CROSS JOIN (VALUES ('naloxone_offer'), ('naloxone')) v (what) WHERE s.naloxone_supplied_on IS NOT NULL AND {{s}}
UNION ALL SELECT f.client_id, v.what, f.asked_on, NULL {FACTS} CROSS JOIN LATERAL (VALUES
    ('hep_b_offer', f.hep_b_vaccination IN ('accepted', 'refused')), ('hep_b', f.hep_b_vaccination = 'accepted'),
    ('hep_b_immune', f.hep_b_vaccination = 'immune'), ('hep_c_offer', f.hep_c_test IN ('accepted', 'refused')),
    ('hep_c', f.hep_c_test = 'accepted')) v (what, is_so)
  WHERE v.is_so AND {STANDING}
UNION ALL SELECT a.client_id, v.what, v.day, NULL {HEALTH} CROSS JOIN LATERAL (VALUES
    ('hep_b_offer', CASE WHEN x.hep_b_doses <> '' THEN a.assessed_on END),
    ('hep_b', CASE WHEN x.hep_b_doses <> '' THEN a.assessed_on END), ('hep_c_offer', x.hep_c_tested_on),
    ('hep_c', x.hep_c_tested_on), ('hiv', x.hiv_tested_on)) v (what, day)
  WHERE v.day IS NOT NULL
UNION ALL SELECT p.client_id, 'mutual_aid', p.agreed_on, NULL FROM careplans_careplan p
  JOIN careplans_goal g ON g.plan_id = p.id JOIN careplans_action t ON t.goal_id = g.id
  WHERE p.status IN ({ANSWERED}) AND t.recovery_support = '{RecoverySupport.MUTUAL_AID}' AND {{p}}
UNION ALL SELECT r.client_id, 'mutual_aid', r.sent_on, NULL FROM referrals_referral r
  JOIN services_directory_service d ON d.id = r.service_id
  WHERE r.sent_on IS NOT NULL AND r.status <> '{ReferralStatus.DRAFT}'
    AND (r.path = 'mutual_aid' OR d.needs @> ARRAY['{Need.MUTUAL_AID}']::varchar[]) AND {{r}}
UNION ALL SELECT u.client_id, 'mutual_aid', u.found_on, NULL FROM referrals_unmetneed u
  WHERE u.need = '{Need.MUTUAL_AID}' AND u.reason = '{UnmetReason.CLIENT_DECLINED}' AND u.error_at IS NULL AND {{u}}
UNION ALL SELECT q.client_id, CASE q.is_parent WHEN 'yes' THEN 'parent' ELSE 'no_parent' END, q.asked_on, NULL
  FROM clients_parentalanswers q WHERE q.is_parent IN ('yes', 'no') AND {{q}}
UNION ALL SELECT a.client_id, CASE WHEN a.parental_status IN ({PARENT}) THEN 'parent' ELSE 'no_parent' END, a.assessed_on, NULL
  FROM recovery_capital_assessment a WHERE a.status = '{AssessmentStatus.RECORDED}'
    AND a.parental_status IN ({PARENT}, '{ParentalStatus.NOT_A_PARENT}') AND {{a}}
UNION ALL SELECT f.client_id, CASE k.code WHEN '14' THEN 'no_parent' ELSE 'parent' END, f.asked_on, NULL
  {FACTS} JOIN reference_code k ON k.id = f.parental_status_id WHERE k.code IN ('11', '12', '13', '14') AND {STANDING}
UNION ALL SELECT q.client_id, 'help', q.asked_on, k.code
  FROM clients_parentalanswers q JOIN reference_code k ON k.id = q.help_received_id WHERE {{q}}
UNION ALL SELECT f.client_id, 'help', f.asked_on, k.code
  {FACTS} JOIN reference_code k ON k.id = f.children_help_id WHERE {STANDING}
"""
DAYS = [
    "claim", "no_claim", "work", "naloxone_offer", "naloxone", "hep_b_offer", "hep_b", "hep_b_immune", "hep_c_offer", "hep_c",
    "hiv", "mutual_aid", "parent", "no_parent",
]  # fmt: skip
FILL = f"""
INSERT INTO reports_beside (client_id, team_id, is_restricted, substance_group, sex, born_on, started_on, ended_on, reason,
  treated_from, treated_until, {", ".join(f"{name}_on" for name in DAYS)}, help_days, help_codes)
WITH {SPAN}, event AS ({EVENTS}), found AS (
  SELECT span.id, {", ".join(f"min(event.day) FILTER (WHERE event.what = '{name}') AS {name}_on" for name in DAYS)},
    array_agg(event.day ORDER BY event.day DESC, event.value) FILTER (WHERE event.what = 'help') AS help_days,
    array_agg(event.value ORDER BY event.day DESC, event.value) FILTER (WHERE event.what = 'help') AS help_codes
  FROM span JOIN event ON event.client_id = span.client_id AND event.day {WITHIN}
  GROUP BY span.id
)
SELECT span.client_id, span.team_id, span.is_restricted, span.substance_group, span.sex, span.born_on, span.started_on,
  span.ended_on, span.reason, span.treated_from, span.treated_until, {", ".join(f"found.{name}_on" for name in DAYS)},
  COALESCE(found.help_days, '{{{{}}}}'), COALESCE(found.help_codes, '{{{{}}}}')
FROM span LEFT JOIN found ON found.id = span.id
"""


def fill(cursor, clients):
    """Add a row for each journey of all clients, or of those with the given keys, to a table that has none of theirs."""
    of = {alias: only(clients, f"{alias}.client_id") for alias in "abfpqrsu"}
    cursor.execute(FILL.format(of_journey=only(clients, "j.client_id"), **of))
