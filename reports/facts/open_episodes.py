"""The facts about open episodes: the client's active plan, and for how much of the follow-on it answers.

Whether a part of life is answered is decided as `careplans.follow_on` decides it; a test holds the two together.
"""

from careplans.choices import FOLLOW_ON_DOMAINS, PlanKind, PlanStatus
from careplans.follow_on import ASKS_ABOUT_LOW, PART_OF
from clients.choices import EpisodeStatus
from recovery_capital.choices import AssessmentStatus
from recovery_capital.models import LOW_RATING

from .about import SUBSTANCE_GROUP, listed, only

PARTS = ", ".join(f"('{part}', '{domain}')" for part, domains in FOLLOW_ON_DOMAINS.items() for domain in domains)
OWN = ", ".join(f"('{part}', '{domain}')" for domain, part in PART_OF.items())
FIRST = listed([PlanKind.FULL, PlanKind.AFTERCARE, PlanKind.INITIAL])
FILL = """
INSERT INTO reports_openepisode (client_id, team_id, is_restricted, substance_group, sex, born_on, episode_key, began_on,
  plan_kind, agreement, review_on, parts_answered)
WITH part (about, domain) AS (VALUES {parts}), own (about, domain) AS (VALUES {own}),
plan AS (
  SELECT DISTINCT ON (p.client_id) p.id, p.client_id, p.kind, p.agreement, p.review_on FROM careplans_careplan p
  WHERE p.status = '{active}' AND p.kind IN ({kinds}) AND {of_plan}
  ORDER BY p.client_id, array_position(ARRAY[{first}], p.kind::text)
), newest AS (
  SELECT DISTINCT ON (a.client_id, r.domain) a.client_id, r.domain, own.about, r.rating, r.needs
  FROM plan
  JOIN recovery_capital_assessment a ON a.client_id = plan.client_id AND a.status = '{recorded}'
  JOIN recovery_capital_domainrating r ON r.assessment_id = a.id AND (r.rating IS NOT NULL OR r.needs <> '')
  JOIN own ON own.domain = r.domain
  ORDER BY a.client_id, r.domain, a.assessed_on DESC, a.created_at DESC
), low AS (
  SELECT * FROM newest WHERE rating <= {low_rating} OR needs <> ''
), answered AS (
  SELECT plan.id, part.about FROM plan
  JOIN careplans_goal g ON g.plan_id = plan.id JOIN part ON part.domain = g.domain
  LEFT JOIN low ON low.client_id = plan.client_id AND low.about = part.about
  WHERE low.about IS NULL OR low.domain = g.domain
  UNION
  SELECT plan.id, w.about FROM plan JOIN careplans_withoutgoal w ON w.plan_id = plan.id
  LEFT JOIN low ON low.client_id = plan.client_id AND low.about = w.about
  WHERE w.about IN (SELECT about FROM part) AND (low.about IS NULL OR w.reason <> '')
), counted AS (
  SELECT id, count(*) AS parts FROM answered GROUP BY id
)
SELECT e.client_id, e.team_id, c.is_restricted, {group}, c.sex, c.date_of_birth, e.id,
  COALESCE(e.treatment_started_on, e.referred_on), COALESCE(plan.kind, ''), COALESCE(plan.agreement, ''), plan.review_on,
  COALESCE(counted.parts, 0)
FROM clients_episode e JOIN clients_client c ON c.id = e.client_id
LEFT JOIN plan ON plan.client_id = e.client_id LEFT JOIN counted ON counted.id = plan.id
WHERE e.status <> '{closed}' AND {of_episode}
"""


def fill(cursor, clients):
    """Add the open episodes of all clients, or of those with the given keys, to a table that has none of theirs."""
    sql = FILL.format(
        parts=PARTS, own=OWN, first=FIRST, kinds=listed(ASKS_ABOUT_LOW), active=PlanStatus.ACTIVE.value,
        recorded=AssessmentStatus.RECORDED.value, low_rating=LOW_RATING, closed=EpisodeStatus.CLOSED.value,
        group=SUBSTANCE_GROUP.format(episode="e.id"), of_plan=only(clients, "p.client_id"),
        of_episode=only(clients, "e.client_id"),
    )  # fmt: skip
    cursor.execute(sql)
