"""The facts about outcomes that a partnership pays for: of each journey the first time, with the record that shows it.

Nothing is worked out where nobody pays by outcomes. What is reached by nothing but time (not back in six months) stands here
before its day, so that a fact does not depend on the day on which it is worked out; `by_now()` has what is reached.
"""

from clients.choices import COMPLETED, Answer
from recovery_capital.choices import StillInJob

from ..choices import PaidOutcome
from ..models import OutcomePayment
from .about import listed, only

JOB_WEEKS = 26
# Each gives the journey, the day and the record. The journey of what comes later is the last that had begun.
FOUND = """
  SELECT j.id AS journey, '{completed}' AS outcome, j.ended_on AS reached_on, j.episode_key AS proof
  FROM reports_journey j WHERE j.reason IN ({planned}) AND {of_journey}
  UNION ALL
  SELECT j.id, '{not_back}', (j.ended_on + interval '6 months')::date + 1, j.episode_key FROM reports_journey j
  WHERE j.reason IN ({planned}) AND {of_journey}
    AND (j.following_on IS NULL OR j.following_on > j.ended_on + interval '6 months')
    AND (j.died_on IS NULL OR j.died_on > j.ended_on + interval '6 months')
  UNION ALL
  SELECT j.id, '{not_using}', x.profile_on, t.id
  FROM reports_plannedending x
  CROSS JOIN LATERAL ({begun_by_end}) j
  CROSS JOIN LATERAL (
    SELECT t0.id FROM recovery_capital_topassessment t0
    WHERE t0.client_id = x.client_id AND t0.interviewed_on = x.profile_on ORDER BY t0.created_at DESC LIMIT 1
  ) t
  WHERE x.not_using AND {of_ending}
  UNION ALL
  SELECT j.id, '{job}', x.started_on + {job_days}, x.id
  FROM recovery_capital_job x CROSS JOIN LATERAL ({begun_by_start}) j
  WHERE {of_job} AND (x.ended_on >= x.started_on + {job_days} OR x.ended_on IS NULL AND EXISTS (
    SELECT FROM recovery_capital_jobcheck y
    WHERE y.job_id = x.id AND y.answer = '{still}' AND y.asked_on >= x.started_on + {job_days}))
  UNION ALL
  SELECT j.id, '{home}', x.asked_on, x.id
  FROM aftercare_sustainedoutcome x CROSS JOIN LATERAL ({begun_by_asked}) j
  WHERE x.settled_home = '{yes}' AND {of_home}
"""
BEGUN = """SELECT j0.id FROM reports_journey j0 WHERE j0.client_id = x.client_id AND j0.started_on <= x.{day}
    ORDER BY j0.started_on DESC LIMIT 1"""
FILL = """
INSERT INTO reports_outcomereached (id, client_id, team_id, is_restricted, substance_group, sex, born_on, outcome,
  journey_from, episode_key, reached_on, proof, claimed_on)
WITH found AS MATERIALIZED ({found}), reached AS MATERIALIZED (
  SELECT j.*, x.outcome, x.reached_on, x.proof FROM found x JOIN reports_journey j ON j.id = x.journey
  WHERE x.reached_on >= j.started_on
)  -- step by step: how many days lie in a time of payment cannot be guessed, and a guess of few compares each with each
SELECT DISTINCT ON (x.client_id, x.started_on, x.outcome) md5(concat_ws(' ', x.client_id, x.started_on, x.outcome))::uuid,
  x.client_id, x.team_id, x.is_restricted, x.substance_group, x.sex, x.born_on, x.outcome, x.started_on, x.episode_key,
  x.reached_on, x.proof, (
    SELECT min(claim.claimed_on) FROM reports_outcomeclaim claim
    WHERE claim.client_id = x.client_id AND claim.outcome = x.outcome AND claim.withdrawn_on IS NULL
      AND claim.journey_from <= x.reached_on AND claim.reached_on >= x.started_on)
FROM reached x JOIN accounts_team team ON team.id = x.team_id JOIN accounts_area area ON area.id = team.area_id
JOIN reports_outcomepayment paid ON paid.partnership_id = area.partnership_id AND x.outcome = ANY(paid.outcomes::text[])
  AND x.reached_on BETWEEN paid.starts_on AND COALESCE(paid.ends_on, 'infinity')
ORDER BY x.client_id, x.started_on, x.outcome, x.reached_on, x.proof
"""


def fill(cursor, clients):
    """Add the outcomes of all clients, or of those with the given keys; the journeys and planned ends must be there."""
    if not OutcomePayment.objects.exists():
        return
    found = FOUND.format(
        planned=listed(COMPLETED), job_days=7 * JOB_WEEKS, still=StillInJob.YES.value, yes=Answer.YES.value,
        begun_by_end=BEGUN.format(day="ended_on"), begun_by_start=BEGUN.format(day="started_on"),
        begun_by_asked=BEGUN.format(day="asked_on"), of_journey=only(clients, "j.client_id"),
        of_ending=only(clients, "x.client_id"), of_job=only(clients, "x.client_id"), of_home=only(clients, "x.client_id"),
        **{outcome.value: outcome.value for outcome in PaidOutcome},
    )  # fmt: skip
    cursor.execute(FILL.format(found=found), {"clients": clients})
