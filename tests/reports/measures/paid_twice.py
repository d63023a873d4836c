"""Counted twice, in plain SQL: outcomes that are paid for, what was approved for residential places, and equality groups.

Over the records and the times in treatment (`trip`, `isle`) that test_twice makes of them.
"""

DONE = "('completed_drug_free', 'completed_alcohol_free', 'completed_occasional')"
SIX_MONTHS = "(last_day + interval '6 months')::date"
# Whatever comes later is of the last time in treatment that had begun by the day `since`.
LATER = "SELECT (SELECT id FROM trip WHERE client_id = r.client_id AND first_day <= r.since ORDER BY first_day DESC LIMIT 1) AS trip, day"
MAIN = """CASE substance WHEN 'alcohol' THEN t.alcohol_days WHEN 'crack' THEN t.crack_days WHEN 'cocaine' THEN t.cocaine_days
  WHEN 'cannabis' THEN t.cannabis_days WHEN 'amphetamines' THEN t.amphetamines_days
  WHEN 'heroin' THEN t.opiates_days WHEN 'methadone' THEN t.opiates_days WHEN 'other_opiates' THEN t.opiates_days ELSE t.other_days END"""
# When each outcome was reached, maybe more than once in one time.
REACHED = {
    "completed": f"SELECT id AS trip, last_day AS day FROM trip WHERE reason IN {DONE}",
    "not_back": f"""SELECT id AS trip, {SIX_MONTHS} + 1 AS day FROM trip WHERE reason IN {DONE}
      AND (next_day IS NULL OR next_day > {SIX_MONTHS}) AND (died_on IS NULL OR died_on > {SIX_MONTHS})""",
    "not_using": f"""{LATER} FROM (
      SELECT e.client_id, e.planned AS since, t.interviewed_on AS day
      FROM (SELECT e.id, e.client_id, COALESCE(a.started_on, e.ended_on) AS planned, COALESCE((
            SELECT min(i.started_on) FROM clients_episodeintervention i JOIN reference_code k ON k.id = i.kind_id
            WHERE i.episode_id = e.id AND k.code IN ('94', '95', '96')), e.treatment_started_on) AS treated
          FROM clients_episode e LEFT JOIN aftercare_aftercare a ON a.episode_id = e.id
          WHERE a.id IS NOT NULL OR e.discharge_reason IN {DONE}) e
      JOIN clients_episodesubstance s ON s.episode_id = e.id AND s.rank = 1
      JOIN LATERAL (SELECT * FROM recovery_capital_topassessment t WHERE t.client_id = e.client_id AND t.stage <> 'start'
        AND abs(t.interviewed_on - e.planned) <= 14 AND t.interviewed_on >= e.treated
        ORDER BY CASE t.stage WHEN 'exit' THEN 0 ELSE 1 END, t.interviewed_on DESC, t.created_at DESC LIMIT 1) t ON true
      WHERE t.opiates_days = 0 AND t.crack_days = 0 AND {MAIN} = 0) r""",
    "job": f"""{LATER} FROM (
      SELECT client_id, started_on AS since, started_on + 26 * 7 AS day FROM recovery_capital_job j
      WHERE CASE WHEN ended_on IS NOT NULL THEN ended_on - started_on >= 26 * 7 ELSE 'yes' IN (
        SELECT answer FROM recovery_capital_jobcheck c WHERE c.job_id = j.id AND c.asked_on - j.started_on >= 26 * 7) END) r""",
    "home": f"""{LATER} FROM (
      SELECT client_id, asked_on AS since, asked_on AS day FROM aftercare_sustainedoutcome WHERE settled_home = 'yes') r""",
}  # fmt: skip


def paid(outcome):
    """SQL: the first time in each journey that it was reached on a day on which the partnership paid; claimed or not."""
    return f"""SELECT CASE WHEN EXISTS (SELECT FROM reports_outcomeclaim c WHERE c.client_id = f.client_id AND c.outcome = '{outcome}'
        AND c.withdrawn_on IS NULL AND daterange(c.journey_from, c.reached_on, '[]') && daterange(f.first_day, f.day, '[]'))
      THEN 'met' ELSE 'not_met' END
    FROM (SELECT t.client_id, t.first_day, min(r.day) AS day FROM ({REACHED[outcome]}) r JOIN trip t ON t.id = r.trip
      JOIN reports_outcomepayment p ON p.partnership_id = t.partnership_id AND '{outcome}' = ANY(p.outcomes)
        AND r.day >= p.starts_on AND (p.ends_on IS NULL OR r.day <= p.ends_on)
      WHERE r.day >= t.first_day GROUP BY t.client_id, t.first_day) f
    WHERE f.day BETWEEN %(a)s AND LEAST(%(b)s, %(today)s)"""


PAID = {f"paid_{outcome}": paid(outcome) for outcome in REACHED}

APPROVED = """SELECT s.id, r.client_id, r.id AS referral_id, COALESCE((s.answers ->> 'panel_on')::date, s.done_on) AS day,
    (s.answers ->> 'amount')::numeric * CASE s.answers ->> 'per' WHEN 'whole' THEN 1 ELSE (s.answers ->> 'weeks')::numeric END AS pounds
  FROM referrals_referralstep s JOIN referrals_referral r ON r.id = s.referral_id
  WHERE r.path = 'rehab' AND r.status <> 'withdrawn' AND s.key = 'panel' AND s.answers ->> 'decision' = 'approved'"""
LONGER = """SELECT s.referral_id, COALESCE((s.answers ->> 'granted_on')::date, (s.answers ->> 'reviewed_on')::date, s.done_on) AS day,
    (s.answers ->> 'amount')::numeric * CASE s.answers ->> 'per' WHEN 'whole' THEN 1 ELSE (s.answers ->> 'weeks')::numeric END AS pounds
  FROM referrals_referralstep s JOIN referrals_referral r ON r.id = s.referral_id
  WHERE r.path = 'rehab' AND r.status <> 'withdrawn' AND s.key = 'midpoint' AND s.answers ->> 'extension' = 'granted'"""
PLACES = """SELECT i.client_id, i.started_on, i.referred_on, i.id, CASE k.code WHEN '94' THEN 'pharmacological' WHEN '95' THEN 'psychosocial'
    WHEN '96' THEN 'recovery_support' ELSE 'other' END || '.' || CASE p.code WHEN 'recovery_house' THEN p.code ELSE 'residential' END AS given
  FROM clients_episodeintervention i JOIN isle e ON e.id = i.episode_id JOIN reference_code k ON k.id = i.kind_id
  JOIN reference_code p ON p.id = i.setting_id
  WHERE i.started_on IS NOT NULL AND p.code IN ('residential', 'quasi_residential', 'recovery_house')"""
DECISIONS = f"""
CREATE TEMP TABLE approved AS {APPROVED};
CREATE TEMP TABLE longer AS {LONGER};
CREATE INDEX ON approved (client_id);
CREATE TEMP TABLE place AS
SELECT g.*, (SELECT a.id FROM approved a WHERE a.client_id = g.client_id AND a.day <= g.started_on ORDER BY a.day DESC, a.id LIMIT 1) AS by
FROM ({PLACES}) g;
CREATE INDEX ON place (by)"""
# Each decision, each extension and each place that began without one: the answer, which intervention in which setting, and the pounds.
COST = """
SELECT CASE WHEN pounds IS NULL THEN 'no_amount' ELSE 'met' END AS answer, COALESCE((
    SELECT given FROM place WHERE by = a.id ORDER BY started_on, referred_on, place.id LIMIT 1), '') AS given, COALESCE(pounds, 0) AS pounds
FROM approved a WHERE day BETWEEN %(a)s AND %(b)s
UNION ALL SELECT CASE WHEN pounds IS NULL THEN 'longer_no_amount' ELSE 'longer' END, COALESCE((
    SELECT given FROM place JOIN approved a ON a.id = place.by WHERE a.referral_id = l.referral_id
    ORDER BY a.day, a.id, started_on, referred_on, place.id LIMIT 1), ''), COALESCE(pounds, 0)
FROM longer l WHERE day BETWEEN %(a)s AND %(b)s
UNION ALL SELECT 'no_approval', given, 0 FROM place WHERE by IS NULL AND started_on BETWEEN %(a)s AND %(b)s"""

# What each person answered: not to say is an answer, not asked is empty; of disabilities, one that is named outdoes the rest.
ANSWERED = """
CREATE TEMP TABLE said AS
SELECT c.id AS client_id, {columns}, COALESCE((
    SELECT (ARRAY['No disability', 'Prefer not to say', 'A disability'])[max(CASE k.code WHEN 'none' THEN 1 WHEN 'declined' THEN 2 ELSE 3 END)]
    FROM clients_clientdisability d JOIN reference_code k ON k.id = d.code_id WHERE d.client_id = c.id), '') AS disability
FROM clients_client c LEFT JOIN clients_equalityanswers a ON a.client_id = c.id
""".format(
    columns=", ".join(
        f"""COALESCE((SELECT CASE WHEN code IN ('Z', 'declined') THEN 'Prefer not to say' WHEN "group" <> '' THEN "group" ELSE label END
          FROM reference_code WHERE id = a.{name}_id), '') AS {name}"""
        for name in ("ethnicity", "religion", "sexual_orientation", "veteran")
    )
)
