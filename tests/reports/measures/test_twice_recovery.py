"""Counted twice: each measure of recovery by the facts, and by plain SQL over the records, of twenty thousand people."""

from collections import Counter
from datetime import date

import psycopg
import pytest
from django.db import connection, transaction

from clients.models import Client
from config.embedded_postgres.base import server
from reports import facts
from reports.facts import aftercare, beside, changes, endings, open_episodes, releases
from reports.facts.about import choose
from tests import database
from tests.factories.accounts import TeamFactory
from tests.factories.reports import RecoveryDefinitionFactory
from tests.factories.services_directory import ServiceFactory

from .counts import kept, never_said
from .crowd import Crowd

AS_AT = date(2026, 11, 22)
# What the partnerships of two of the teams call recovery, from when until when; the third has no word for it.
DEFINED = [
    (["not_using", "citizenship"], "2025-06-01", "2025-12-31"),
    (["no_dependence", "no_illicit", "off_substitute"], "2024-01-01", None),
]
PERIODS = [(date(2025, 4, 1), date(2026, 3, 31)), (date(2026, 10, 1), date(2026, 12, 31))]
# One row for each time in treatment. In these records no two of one person lie close to each other.
SPELL = """
CREATE TEMP TABLE spell AS
SELECT e.id, e.client_id, e.treatment_started_on AS began, e.ended_on, e.discharge_reason AS reason,
  CASE WHEN k.code IS NULL OR k.code IN ('94', '95', '96') THEN e.treatment_started_on END AS treated,
  LEAST(CASE WHEN k.code IS NULL THEN a.started_on END, e.ended_on) AS until,
  e.treatment_started_on - 28 AS opens, COALESCE(e.ended_on + 14, '9999-01-01') AS closes,
  (SELECT array_agg(substance::text) FROM clients_episodesubstance s WHERE s.episode_id = e.id) AS used
FROM clients_episode e LEFT JOIN aftercare_aftercare a ON a.episode_id = e.id
LEFT JOIN clients_episodeintervention i ON i.episode_id = e.id LEFT JOIN reference_code k ON k.id = i.kind_id
WHERE e.treatment_started_on IS NOT NULL;
CREATE INDEX ON spell (client_id);
CREATE TEMP TABLE said AS  -- the newest rating or need of each part of life
SELECT DISTINCT ON (client_id, domain) client_id, domain, rating, needs
FROM recovery_capital_domainrating r JOIN recovery_capital_assessment a ON a.id = r.assessment_id
WHERE a.status = 'recorded' AND NOT (rating IS NULL AND needs = '') ORDER BY client_id, domain, assessed_on DESC;
CREATE INDEX ON said (client_id);
CREATE TEMP TABLE number AS
SELECT client_id, measure AS kind, answered_on AS day, total AS value, 2 AS rank FROM recovery_capital_measureresult WHERE stage <> 'post_exit' AND error_at IS NULL
UNION ALL SELECT client_id, 'quality_of_life', interviewed_on, quality_of_life, 2 FROM recovery_capital_topassessment WHERE stage <> 'post_exit'
UNION ALL SELECT client_id, 'psychological_health', interviewed_on, psychological_health, 2 FROM recovery_capital_topassessment WHERE stage <> 'post_exit'
UNION ALL SELECT client_id, 'physical_health', interviewed_on, physical_health, 2 FROM recovery_capital_topassessment WHERE stage <> 'post_exit'
UNION ALL SELECT client_id, 'paid_work', interviewed_on, paid_work_days, 2 FROM recovery_capital_topassessment WHERE stage <> 'post_exit'
UNION ALL SELECT client_id, 'acute_housing', interviewed_on, CASE acute_housing_problem WHEN true THEN 1 WHEN false THEN 0 END, 2
  FROM recovery_capital_topassessment WHERE stage <> 'post_exit'
UNION ALL SELECT client_id, 'housing', assessed_on, CASE housing_problem WHEN 'none' THEN 0 WHEN '' THEN NULL ELSE 1 END, 2
  FROM recovery_capital_assessment WHERE status = 'recorded'
UNION ALL SELECT client_id, 'housing', asked_on, CASE k.code WHEN '1' THEN 1 WHEN '2' THEN 1 WHEN '3' THEN 0 END, 1
  FROM clients_episodefacts f JOIN reference_code k ON k.id = f.accommodation_need_id WHERE replaced_at IS NULL
UNION ALL SELECT client_id, 'work', assessed_on, CASE WHEN employment_status IN ('', 'not_stated') THEN NULL WHEN employment_status = 'employed' THEN 2
    WHEN employment_status IN ('student', 'volunteering') THEN 1 WHEN employment_status IN ('seeking_work', 'not_receiving_benefits') THEN 0 ELSE 9 END, 2
  FROM recovery_capital_assessment WHERE status = 'recorded'
UNION ALL SELECT client_id, 'work', asked_on, CASE k.code WHEN '1' THEN 2 WHEN '2' THEN 1 WHEN '14' THEN 1 WHEN '12' THEN 0 WHEN '13' THEN 0
    WHEN '6' THEN NULL WHEN '99' THEN NULL ELSE 9 END, 1
  FROM clients_episodefacts f JOIN reference_code k ON k.id = f.employment_id WHERE replaced_at IS NULL;
CREATE INDEX ON number (client_id, kind, day);
ANALYZE spell; ANALYZE said; ANALYZE number
"""
# A release: started, seen, and what took the person out of the count.
RELEASES = """
SELECT s.client_id, s.released_on AS day, c.date_of_birth AS born, s.first_seen_on - s.released_on <= 21 AS seen,
  EXISTS (SELECT FROM clients_episodeintervention i JOIN reference_code k ON k.id = i.kind_id JOIN reference_code w ON w.id = i.setting_id
    WHERE i.client_id = s.client_id AND k.code IN ('94', '95', '96') AND w.code <> 'prison'
      AND i.started_on BETWEEN s.released_on AND s.released_on + 21) AS started,
  (SELECT min(o.custody_started_on) FROM custody_custodystay o
    WHERE o.client_id = s.client_id AND o.id <> s.id AND o.custody_started_on >= s.released_on) AS back,
  (SELECT died_on FROM clients_death d WHERE d.client_id = s.client_id) AS died,
  (SELECT min(e.ended_on) FROM clients_episode e WHERE e.client_id = s.client_id AND e.ended_on >= s.released_on
    AND e.discharge_reason IN ('transferred', 'transferred_in_custody')) AS moved
FROM custody_custodystay s JOIN clients_client c ON c.id = s.client_id
WHERE s.released_on BETWEEN %(starts)s AND %(ends)s
"""
STANDS = """CASE WHEN {met} THEN 'met' WHEN LEAST(back, died, moved) <= day + 21 THEN CASE LEAST(back, died, moved)
    WHEN back THEN 'excluded_back' WHEN died THEN 'excluded_died' ELSE 'excluded_moved' END
  WHEN %(as_at)s <= day + 21 THEN 'pending' ELSE 'not_met' END"""
PRISON = {
    "prison_continuity": f"SELECT {STANDS.format(met='started')} FROM ({RELEASES}) r WHERE day >= born + interval '18 years'",
    "prison_seen": f"SELECT {STANDS.format(met='seen')} FROM ({RELEASES}) r",
    "prison_lost": f"""SELECT CASE answer WHEN 'met' THEN 'not_met' WHEN 'not_met' THEN 'met' ELSE answer END FROM (
      SELECT DISTINCT ON (client_id) {STANDS.format(met="(started OR seen IS TRUE)")} AS answer FROM ({RELEASES}) r ORDER BY client_id, day DESC) x""",
}
PLANNED = """
FROM clients_episode e LEFT JOIN LATERAL (
  SELECT * FROM careplans_careplan p WHERE p.client_id = e.client_id AND p.status = 'active' AND p.kind <> 'recovery' LIMIT 1) p ON true
WHERE e.status <> 'closed' AND %(as_at)s - COALESCE(e.treatment_started_on, e.referred_on) > 14"""
PARTS = """VALUES ('housing', '{housing}'::text[], 'housing'), ('ete', '{ete}', 'ete'), ('money', '{money}', 'money'),
  ('family', '{family,children}', 'family'), ('health', '{physical_health,mental_health}', NULL),
  ('social_care', '{life_skills}', 'life_skills'), ('social_network', '{community,peer_support}', NULL)"""
PLANS = {
    "plan_compliance": f"""SELECT CASE WHEN p.id IS NULL THEN 'no_plan' WHEN p.agreement <> 'agrees' THEN 'not_agreed'
      WHEN p.review_on >= %(as_at)s THEN 'met' ELSE 'overdue' END {PLANNED}""",
    "follow_on_coverage": f"""SELECT CASE WHEN p.id IS NULL THEN 'no_plan' WHEN p.kind = 'initial' THEN 'initial' WHEN EXISTS (
      SELECT FROM ({PARTS}) part (about, domains, own)
      LEFT JOIN said ON said.client_id = e.client_id AND said.domain = part.own AND (said.rating <= 4 OR said.needs <> '')
      WHERE NOT EXISTS (SELECT FROM careplans_goal g WHERE g.plan_id = p.id
          AND CASE WHEN said.domain IS NULL THEN g.domain = ANY(part.domains) ELSE g.domain = said.domain END)
        AND NOT EXISTS (SELECT FROM careplans_withoutgoal w WHERE w.plan_id = p.id AND w.about = part.about
          AND (said.domain IS NULL OR w.reason <> ''))
    ) THEN 'in_part' ELSE 'met' END {PLANNED}""",
}
ENDINGS = """
FROM (SELECT e.*, COALESCE(a.started_on, e.ended_on) AS day, a.id AS aftercare, h.override_reason
  FROM clients_episode e LEFT JOIN aftercare_aftercare a ON a.episode_id = e.id LEFT JOIN aftercare_handover h ON h.id = a.handover_id
  WHERE (a.id IS NOT NULL OR e.discharge_reason LIKE 'completed%%') AND e.treatment_started_on IS NOT NULL) x
WHERE day BETWEEN %(starts)s AND %(ends)s"""
LAST_TOP = """(SELECT t.id FROM recovery_capital_topassessment t WHERE t.client_id = x.client_id AND t.stage <> 'start'
  AND abs(t.interviewed_on - x.day) <= 14 AND t.interviewed_on >= x.treatment_started_on
  ORDER BY CASE t.stage WHEN 'exit' THEN 1 ELSE 2 END, t.interviewed_on DESC LIMIT 1)"""
OWN_DAYS = """SELECT s.rank, CASE WHEN s.substance IN ('heroin', 'methadone', 'other_opiates') THEN t.opiates_days WHEN s.substance = 'crack'
  THEN t.crack_days WHEN s.substance = 'cocaine' THEN t.cocaine_days WHEN s.substance = 'amphetamines' THEN t.amphetamines_days
  WHEN s.substance = 'cannabis' THEN t.cannabis_days WHEN s.substance = 'alcohol' THEN t.alcohol_days ELSE t.other_days END AS days
  FROM clients_episodesubstance s WHERE s.episode_id = x.id"""
ALL_NOTHING = "CASE WHEN bool_or(days > 0) THEN 'not_met' WHEN count(*) = count(days) AND count(*) > 0 THEN 'met' ELSE 'missing' END"
FIVE = "(t.opiates_days), (t.crack_days), (t.cocaine_days), (t.amphetamines_days), (t.cannabis_days), (t.other_days)"


def of_ending(answer):
    joined = ENDINGS.replace("WHERE day", f"LEFT JOIN recovery_capital_topassessment t ON t.id = {LAST_TOP} WHERE day")
    return f"SELECT {answer} {joined}"


SAID = {  # of a planned end `x` and the profile `t` at it
    "not_using": f"""(SELECT {ALL_NOTHING} FROM (
      VALUES ((SELECT days FROM ({OWN_DAYS}) d WHERE rank = 1)), (t.opiates_days), (t.crack_days)) v (days))""",
    "no_dependence": f"(SELECT {ALL_NOTHING} FROM ({OWN_DAYS}) d)",
    "no_illicit": f"(SELECT {ALL_NOTHING} FROM (VALUES {FIVE}) v (days))",
    "citizenship": """(SELECT CASE WHEN bool_or(days > 0) THEN 'met' WHEN count(days) = 4 THEN 'not_met' ELSE 'missing' END
      FROM (VALUES (t.paid_work_days), (t.volunteering_days), (t.placement_days), (t.education_days)) v (days))""",
    "wellbeing": """COALESCE((SELECT CASE WHEN t.quality_of_life > f.quality_of_life THEN 'met'
      WHEN t.quality_of_life <= f.quality_of_life THEN 'not_met' END FROM recovery_capital_topassessment f
      WHERE f.client_id = x.client_id AND f.interviewed_on >= x.treatment_started_on - 28 AND f.interviewed_on < t.interviewed_on
      ORDER BY f.interviewed_on LIMIT 1), 'missing')""",
    "on_substitute": """COALESCE((SELECT CASE substitute_medication WHEN 'yes' THEN 'met' WHEN 'no' THEN 'not_met' END
      FROM recovery_capital_assessment a WHERE a.client_id = x.client_id AND status = 'recorded' AND substitute_medication <> ''
        AND assessed_on >= x.treatment_started_on - 28 AND assessed_on <= x.day + 14 ORDER BY assessed_on DESC LIMIT 1), 'missing')""",
}
WORDS = {f"outcome_{word}": of_ending(answer) for word, answer in SAID.items()} | {
    "aftercare_begun": f"SELECT CASE WHEN aftercare IS NULL THEN 'not_met' ELSE 'met' END {ENDINGS}",
    "aftercare_overrides": f"SELECT CASE override_reason WHEN '' THEN 'not_met' ELSE 'met' END {ENDINGS} AND aftercare IS NOT NULL",
}
# The definition of the partnership that held on the day, the newest of several; each of its words must hold.
HELD = """(SELECT d.requires FROM reports_recoverydefinition d JOIN accounts_area area USING (partnership_id) JOIN accounts_team team ON team.area_id = area.id
  WHERE team.id = x.team_id AND d.starts_on <= x.day AND (d.ends_on IS NULL OR d.ends_on >= x.day) ORDER BY d.starts_on DESC LIMIT 1)"""
OFF = f"CASE {SAID['on_substitute']} WHEN 'met' THEN 'not_met' WHEN 'not_met' THEN 'met' ELSE 'missing' END"
ASKED = ", ".join(f"('{word}', {answer})" for word, answer in (SAID | {"off_substitute": OFF}).items())
OWN = {
    "recovery_as_defined_here": f"""SELECT CASE WHEN 'not_met' = ANY(said) THEN 'not_met' WHEN 'missing' = ANY(said) THEN 'missing' ELSE 'met' END
      FROM ({of_ending(f"ARRAY(SELECT answer FROM (VALUES {ASKED}) v (word, answer) WHERE word = ANY(h.requires)) AS said, h.requires")
      .replace("WHERE day", f"CROSS JOIN LATERAL {HELD} h WHERE day")}) y"""
}  # fmt: skip
AFTER = {
    "check_ups_on_time": """SELECT CASE WHEN cancelled_because <> '' THEN 'excluded' WHEN outcome = 'not_reached' THEN 'not_reached'
      WHEN done_on - due_on < 8 THEN 'met' WHEN done_on IS NOT NULL THEN 'late' WHEN %(as_at)s - due_on <= 7 THEN 'pending' ELSE 'not_held' END
      FROM aftercare_checkup WHERE due_on BETWEEN %(starts)s AND %(ends)s""",
    "occasional_support": "SELECT DISTINCT ON (client_id) 'met' FROM aftercare_occasionalsupport WHERE came_on BETWEEN %(starts)s AND %(ends)s",
    "occasional_visits": "SELECT 'met' FROM aftercare_occasionalsupport WHERE came_on BETWEEN %(starts)s AND %(ends)s",
}
for _name, _said in {
    "use": "CASE use_now WHEN 'none' THEN 'met' WHEN 'not_known' THEN 'missing' ELSE use_now END",
    "home": "CASE settled_home WHEN 'yes' THEN 'met' WHEN 'no' THEN 'not_met' ELSE 'missing' END",
    "work": "CASE work WHEN '' THEN 'missing' WHEN 'nothing' THEN 'not_met' ELSE work END",
}.items():
    for _month in (3, 6, 12):
        AFTER[
            f"sustained_{_name}_{_month}"
        ] = f"""SELECT CASE WHEN o.id IS NOT NULL THEN {_said} WHEN d.died_on <= a.day THEN 'died'
          WHEN %(as_at)s - a.day < 15 THEN 'pending' ELSE 'missing' END
          FROM (SELECT *, (started_on + interval '{_month} months')::date AS day FROM aftercare_aftercare) a
          LEFT JOIN aftercare_sustainedoutcome o ON o.aftercare_id = a.id AND o.month = {_month}
          LEFT JOIN clients_death d ON d.client_id = a.client_id WHERE a.day BETWEEN %(starts)s AND %(ends)s"""


def of_change(kind, answer):
    """The last result of each person in the period, and the first one in the same time in treatment."""
    newest = "SELECT DISTINCT ON (client_id, kind, day) * FROM number WHERE value IS NOT NULL ORDER BY client_id, kind, day, rank DESC"
    return f"""WITH r AS ({newest}) SELECT {answer} FROM (
      SELECT DISTINCT ON (r.client_id) r.client_id, r.day, r.value AS now, (SELECT array_agg(value ORDER BY day) FROM ({newest.replace("WHERE", "WHERE client_id = r.client_id AND kind = r.kind AND")}) f
        WHERE f.day BETWEEN s.opens AND s.closes AND f.day <= r.day) AS until_then
      FROM r JOIN spell s ON s.client_id = r.client_id AND r.day BETWEEN s.opens AND s.closes
      WHERE r.kind = '{kind}' AND r.day BETWEEN %(starts)s AND %(ends)s ORDER BY r.client_id, r.day DESC) x"""


ONCE = "cardinality(until_then) = 1"
FIRST = "until_then[1]"
SOLVED = f"CASE WHEN {FIRST} = 0 THEN 'excluded' WHEN {ONCE} THEN 'missing' WHEN now = 0 THEN 'met' ELSE 'not_met' END"
RAW = (
    f"CASE WHEN {ONCE} THEN 'missing' WHEN now > {FIRST} THEN 'better' WHEN now < {FIRST} THEN 'worse' ELSE 'same' END"
)
RAW_LOWER = (
    f"CASE WHEN {ONCE} THEN 'missing' WHEN now < {FIRST} THEN 'better' WHEN now > {FIRST} THEN 'worse' ELSE 'same' END"
)
RATINGS = ("psychological_health", "physical_health", "quality_of_life")


def reliable(points):
    """SQL: better and worse by so many points at least, of questionnaires in which less is better."""
    return f"""CASE WHEN {ONCE} THEN 'missing' WHEN now - {FIRST} <= -{points} THEN 'better'
      WHEN now - {FIRST} >= {points} THEN 'worse' ELSE 'same' END"""


RATED = """(SELECT a.id, a.client_id, a.assessed_on FROM recovery_capital_assessment a WHERE a.status = 'recorded'
  AND EXISTS (SELECT FROM recovery_capital_domainrating r WHERE r.assessment_id = a.id AND r.rating >= 0))"""
CHANGES = {
    "change_capital": f"""SELECT DISTINCT ON (a.client_id) CASE WHEN a.id = f.id THEN 'missing' WHEN d.more > 0 THEN 'better'
        WHEN d.more < 0 THEN 'worse' ELSE 'same' END
      FROM {RATED} a JOIN spell s ON s.client_id = a.client_id AND a.assessed_on BETWEEN s.opens AND s.closes
      CROSS JOIN LATERAL (SELECT id FROM {RATED} x WHERE x.client_id = a.client_id AND x.assessed_on BETWEEN s.opens AND s.closes
        ORDER BY x.assessed_on LIMIT 1) f
      CROSS JOIN LATERAL (SELECT sum(later.rating - first.rating) AS more FROM recovery_capital_domainrating later
        JOIN recovery_capital_domainrating first USING (domain) WHERE later.assessment_id = a.id AND first.assessment_id = f.id) d
      WHERE a.assessed_on BETWEEN %(starts)s AND %(ends)s AND d.more IS NOT NULL ORDER BY a.client_id, a.assessed_on DESC""",
    **{f"change_{kind}": of_change(kind, reliable(points)) for kind, points in (("phq9", 6), ("gad7", 4), ("core10", 6))},
    **{f"change_{kind}": of_change(kind, RAW) for kind in ("barc10", "wemwbs", "swemwbs", "arc", "arc6", *RATINGS)},
    **{f"change_{kind}": of_change(kind, RAW_LOWER) for kind in ("audit", "auditc", "sadq", "sds", "dudit")},
    "housing_outcome": of_change("housing", SOLVED),
    "housing_outcome_acute": of_change("acute_housing", SOLVED),
    "employment_outcome": of_change("work", f"""CASE WHEN {FIRST} <> 0 THEN 'excluded' WHEN {ONCE} THEN 'missing'
      WHEN now = 2 THEN 'work' WHEN now = 1 THEN 'learning' ELSE 'not_met' END"""),
    "paid_work_outcome": of_change("paid_work", f"""CASE WHEN {ONCE} THEN 'missing' WHEN now < 10 THEN 'not_met'
      WHEN {FIRST} < 10 THEN 'met' ELSE 'kept' END"""),
}  # fmt: skip


def of_people(answer, among="true"):
    """People in treatment, each by the time that began last; `ever(...)` in the SQL asks for a day within it."""
    return f"""SELECT {answer} FROM (SELECT DISTINCT ON (s.client_id) s.* FROM spell s
      WHERE s.treated <= %(ends)s AND COALESCE(s.until, '9999-01-01') >= %(starts)s AND {among} ORDER BY s.client_id, s.began DESC) s"""


def ever(day, source, where="true", by="%(ends)s"):
    """SQL that something was recorded within the time `s`, by a day."""
    return f"EXISTS (SELECT FROM {source} x WHERE x.client_id = s.client_id AND {where} AND {day} BETWEEN s.opens AND LEAST(s.closes, {by}))"


ETE = """(SELECT a.client_id, a.assessed_on, f.benefits FROM recovery_capital_assessment a
  JOIN recovery_capital_etefacts f ON f.assessment_id = a.id WHERE a.status = 'recorded')"""
HEALTH = """(SELECT a.client_id, a.assessed_on, h.* FROM recovery_capital_assessment a
  JOIN recovery_capital_healthfacts h ON h.assessment_id = a.id WHERE a.status = 'recorded')"""
STANDING = """(SELECT f.*, w.code AS work, p.code AS parent, k.code AS help FROM clients_episodefacts f
  JOIN reference_code w ON w.id = f.employment_id JOIN reference_code p ON p.id = f.parental_status_id
  JOIN reference_code k ON k.id = f.children_help_id WHERE f.replaced_at IS NULL)"""
CLAIMS = ever("assessed_on", ETE, "benefits && '{pip,universal_credit}'::varchar[]")
FIRST_CLAIM = f"""(SELECT min(assessed_on) FROM {ETE} x WHERE x.client_id = s.client_id
  AND benefits && '{{pip,universal_credit}}'::varchar[] AND assessed_on BETWEEN s.opens AND s.closes)"""


def works(by):
    return f"""({ever("assessed_on", "recovery_capital_assessment", "status = 'recorded' AND employment_status = 'employed'", by)}
      OR {ever("asked_on", STANDING, "work = '1'", by)} OR {ever("started_on", "recovery_capital_job", by=by)})"""


def either(*conditions):
    return f"({' OR '.join(conditions)})"


def yes(condition):
    return f"CASE WHEN {condition} THEN 'met' ELSE 'not_met' END"


PARENT = either(
    ever("assessed_on", "recovery_capital_assessment", "status = 'recorded' AND parental_status LIKE '%%live_with'"),
    ever("asked_on", STANDING, "parent IN ('11', '12', '13')"),
    ever("asked_on", "clients_parentalanswers", "is_parent = 'yes'"),
)
NO_PARENT = either(
    ever("assessed_on", "recovery_capital_assessment", "status = 'recorded' AND parental_status = 'not_a_parent'"),
    ever("asked_on", STANDING, "parent = '14'"), ever("asked_on", "clients_parentalanswers", "is_parent = 'no'"),
)  # fmt: skip
HELPED = f"""(SELECT client_id, asked_on, help FROM {STANDING} f UNION ALL SELECT client_id, asked_on, k.code
  FROM clients_parentalanswers q JOIN reference_code k ON k.id = q.help_received_id)"""
MUTUAL_AID = either(
    ever("agreed_on", """(SELECT p.* FROM careplans_careplan p JOIN careplans_goal g ON g.plan_id = p.id
      JOIN careplans_action a ON a.goal_id = g.id WHERE a.recovery_support = 'mutual_aid')"""),
    ever("sent_on", """(SELECT r.* FROM referrals_referral r JOIN services_directory_service d ON d.id = r.service_id
      WHERE r.path = 'mutual_aid' OR 'mutual_aid' = ANY(d.needs))"""),
    ever("found_on", "referrals_unmetneed", "need = 'mutual_aid' AND reason = 'client_declined' AND error_at IS NULL"),
)  # fmt: skip
KIT = ever("naloxone_supplied_on", "custody_custodystay", "naloxone_supplied_on IS NOT NULL")
ISSUED = ever("asked_on", STANDING, "naloxone_issued = 'yes'")
NALOXONE = either(KIT, ISSUED, ever("naloxone_offered_on", HEALTH))
HEP_B = either(
    ever("asked_on", STANDING, "hep_b_vaccination IN ('accepted', 'refused')"),
    ever("assessed_on", HEALTH, "hep_b_doses <> ''"),
)
HEP_C = either(ever("asked_on", STANDING, "hep_c_test IN ('accepted', 'refused')"), ever("hep_c_tested_on", HEALTH))
OPIATES, DRUGS = "s.used && '{heroin,methadone,other_opiates}'", "NOT s.used <@ '{alcohol}'"
IMMUNE = ever("asked_on", STANDING, "hep_b_vaccination = 'immune'")
NOT_IMMUNE = f"NOT {IMMUNE}"
BESIDE = {
    "claimants_in_treatment": of_people(f"""CASE WHEN {CLAIMS} THEN 'met'
      WHEN {ever("assessed_on", ETE, "benefits = '{none}'")} THEN 'not_met' ELSE 'missing' END"""),
    "claimants_retained": of_people("""CASE WHEN s.reason LIKE 'completed%%' OR COALESCE(s.ended_on, %(as_at)s) >= s.began + 84 THEN 'met'
      WHEN s.ended_on IS NULL THEN 'pending' ELSE 'not_met' END""", CLAIMS),
    "claimants_into_work": of_people(f"CASE WHEN {works(FIRST_CLAIM)} THEN 'excluded' WHEN {works('%(ends)s')} THEN 'met' ELSE 'not_met' END", CLAIMS),
    "parents_in_treatment": of_people(f"CASE WHEN {PARENT} THEN 'met' WHEN {NO_PARENT} THEN 'not_met' ELSE 'missing' END"),
    "childrens_help": of_people(f"""COALESCE((SELECT CASE WHEN help IN ('not_known', 'declined') THEN 'missing' ELSE help END FROM {HELPED} x
      WHERE x.client_id = s.client_id AND x.asked_on BETWEEN s.opens AND LEAST(s.closes, %(ends)s) ORDER BY asked_on DESC, help LIMIT 1), 'missing')""", PARENT),
    "mutual_aid_offered": of_people(yes(MUTUAL_AID)),
    "naloxone_offered": of_people(yes(NALOXONE), OPIATES),
    "naloxone_accepted": of_people(
        yes(either(KIT, ISSUED, ever("naloxone_offered_on", HEALTH, "naloxone_answer IN ('accepted', 'has_one')"))), f"{OPIATES} AND {NALOXONE}"),
    "hep_b_offered": of_people(yes(HEP_B), f"{DRUGS} AND {NOT_IMMUNE}"),
    "hep_b_accepted": of_people(
        yes(either(ever("asked_on", STANDING, "hep_b_vaccination = 'accepted'"), ever("assessed_on", HEALTH, "hep_b_doses <> ''"))),
        f"{DRUGS} AND {NOT_IMMUNE} AND {HEP_B}"),
    "hep_c_offered": of_people(yes(HEP_C), DRUGS),
    "hep_c_accepted": of_people(
        yes(either(ever("asked_on", STANDING, "hep_c_test = 'accepted'"), ever("hep_c_tested_on", HEALTH))), f"{DRUGS} AND {HEP_C}"),
    "hiv_tested": of_people(yes(ever("hiv_tested_on", HEALTH)), DRUGS),
}  # fmt: skip
TWICE = PRISON | PLANS | WORDS | OWN | AFTER | CHANGES | BESIDE


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker):
    """A database of its own with the records of the crowd, and the facts that follow from them."""
    with django_db_blocker.unblock(), database.clone() as name:
        teams = [TeamFactory() for _number in range(3)]
        for team, (requires, starts_on, ends_on) in zip(teams, DEFINED, strict=False):
            RecoveryDefinitionFactory(
                partnership=team.area.partnership, requires=requires, starts_on=starts_on, ends_on=ends_on
            )
        RecoveryDefinitionFactory(partnership=teams[0].area.partnership, requires=["wellbeing"], starts_on="2025-10-01")
        services = [ServiceFactory(needs=needs).pk for needs in (["mutual_aid", "peer_support"], ["hostel"])]
        Crowd(20_000, [team.pk for team in teams], services).write(name)
        with transaction.atomic():
            facts.fill()
        yield name


@pytest.mark.slow
def test_each_measure_counts_what_plain_sql_counts(crowd):
    wrong, unsaid = {}, {}
    with psycopg.connect(host=server.use(), user="postgres", dbname=crowd) as records:
        records.execute(SPELL)
        for key, sql in TWICE.items():
            said = set()
            for starts_on, ends_on in PERIODS:
                asked = {"starts": starts_on, "ends": ends_on, "as_at": AS_AT}
                found = dict(Counter(answer for (answer,) in records.execute(sql, asked).fetchall()))
                counted = kept(key, starts_on, ends_on, AS_AT)
                said |= found.keys()
                if found != counted or not found:
                    wrong[key, str(ends_on)] = found, counted
            if never_said(key, said):
                unsaid[key] = never_said(key, said)
    assert wrong == {}
    assert unsaid == {}


@pytest.mark.slow
def test_the_facts_of_a_few_people_are_found_by_indexes(crowd):
    """What changed in ten minutes is counted without reading a whole table of records."""
    some, asked = list(Client.objects.values_list("pk", flat=True)[:20]), []

    def note(execute, sql, parameters, many, context):
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    fills = [beside.fill, changes.fill, endings.fill, open_episodes.fill, releases.fill, aftercare.fill_check_ups,
             aftercare.fill_sustained, aftercare.fill_visits]  # fmt: skip
    with transaction.atomic():
        with connection.execute_wrapper(note), connection.cursor() as cursor:
            choose(cursor, some)
            asked.clear()
            for fill in fills:
                fill(cursor, some)
        found = [line.strip() for sql, parameters in asked for line in plan_of(sql, parameters)
                 if "Seq Scan" in line and "reports_some" not in line]  # fmt: skip
        transaction.set_rollback(True)
    assert found == []


def plan_of(sql, parameters):
    """The lines of the plan of a statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # what is read whole all the same has no index that would do
        cursor.execute(f"EXPLAIN {sql}", parameters)
        return [line for (line,) in cursor.fetchall()]
