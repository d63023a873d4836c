"""The facts about residential places: what a funding panel approved, what was granted longer, and what began without an approval."""

from referrals.choices import ReferralStatus

from .about import only

# A day and numbers are answers to questions of a path, typed in a form; anything else is none.
DAYS = ("panel_on", "granted_on", "reviewed_on")  # of the panel; of an extension, granted at the review half-way
DAY = ", ".join(
    f"CASE WHEN s.answers ->> '{key}' ~ '^\\d{{{{4}}}}-\\d\\d-\\d\\d$' THEN (s.answers ->> '{key}')::date END"
    for key in DAYS
)
NUMBER = "CASE WHEN jsonb_typeof(s.answers -> '{key}') = 'number' THEN (s.answers ->> '{key}')::numeric END"
FILL = f"""
INSERT INTO reports_placement (client_id, team_id, is_restricted, substance_group, sex, born_on, kind, setting, decided_on,
  was_approved, is_extension, cost)
WITH approved AS (
  SELECT s.id, s.referral_id, s.key = 'midpoint' AS is_extension, r.client_id,
    COALESCE(e.team_id, newest.team_id, c.registered_team_id) AS team_id, c.is_restricted,
    COALESCE(newest.substance_group, 'not_recorded') AS substance_group, c.sex, c.date_of_birth AS born_on,
    COALESCE({DAY}, s.done_on) AS decided_on, {NUMBER.format(key="amount")}
      * CASE WHEN s.answers ->> 'per' = 'whole' THEN 1 ELSE {NUMBER.format(key="weeks")} END AS cost
  FROM referrals_referralstep s JOIN referrals_referral r ON r.id = s.referral_id
  JOIN clients_client c ON c.id = r.client_id LEFT JOIN clients_episode e ON e.id = r.episode_id
  LEFT JOIN LATERAL (
    SELECT j.team_id, j.substance_group FROM reports_journey j WHERE j.client_id = r.client_id
    ORDER BY j.started_on DESC LIMIT 1
  ) newest ON true
  WHERE r.path = 'rehab' AND r.status <> %(withdrawn)s AND {{of}} AND (
    s.key = 'panel' AND s.answers ->> 'decision' = 'approved' OR s.key = 'midpoint' AND s.answers ->> 'extension' = 'granted')
), placed AS (
  SELECT DISTINCT ON (g.id) g.*, x.id AS decision
  FROM reports_given g
  LEFT JOIN approved x ON x.client_id = g.client_id AND x.decided_on <= g.started_on AND NOT x.is_extension
  WHERE g.setting IN ('residential', 'recovery_house') AND {{of_given}}
  ORDER BY g.id, x.decided_on DESC, x.id
), first AS (
  SELECT DISTINCT ON (p.decision) p.decision, p.kind, p.setting FROM placed p WHERE p.decision IS NOT NULL
  ORDER BY p.decision, p.started_on, p.number
), extended AS (
  SELECT DISTINCT ON (x.referral_id) x.referral_id, first.kind, first.setting
  FROM first JOIN approved x ON x.id = first.decision ORDER BY x.referral_id, x.decided_on, x.id
)
SELECT x.client_id, x.team_id, x.is_restricted, x.substance_group, x.sex, x.born_on, COALESCE(first.kind, extended.kind, ''),
  COALESCE(first.setting, extended.setting, ''), x.decided_on, true, x.is_extension, x.cost
FROM approved x LEFT JOIN first ON first.decision = x.id
LEFT JOIN extended ON x.is_extension AND extended.referral_id = x.referral_id
WHERE x.decided_on IS NOT NULL AND x.team_id IS NOT NULL
UNION ALL
SELECT p.client_id, p.team_id, p.is_restricted, p.substance_group, p.sex, p.born_on, p.kind, p.setting, p.started_on, false, false, NULL
FROM placed p WHERE p.decision IS NULL
"""


def fill(cursor, clients):
    """Add the places of all clients, or of those with the given keys; the journeys and interventions must be there."""
    sql = FILL.format(of=only(clients, "r.client_id"), of_given=only(clients, "g.client_id"))
    cursor.execute(sql, {"clients": clients, "withdrawn": ReferralStatus.WITHDRAWN.value})
