"""The facts about needs, one statement each: gaps, homes that are needed, and what became of referrals."""

from clients.choices import SubstanceGroup
from recovery_capital.choices import AssessmentStatus
from referrals.choices import ReferralStatus
from referrals.models import TAKEN_ON

from ..models import OF_DOMAIN
from .about import only

LONDON = "Europe/London"
ANSWERS = [*TAKEN_ON, ReferralStatus.COMPLETED, ReferralStatus.DECLINED]
# Of whom a row is: the team of its episode, else of the person's newest journey, else the one that registered them.
PERSON_COLUMNS = "client_id, team_id, is_restricted, substance_group, sex, born_on"
PERSON = """
  c.id, COALESCE(e.team_id, newest.team_id, c.registered_team_id), c.is_restricted,
  COALESCE(newest.substance_group, %(not_recorded)s), c.sex, c.date_of_birth"""
OF_PERSON = """
JOIN clients_client c ON c.id = row.client_id LEFT JOIN clients_episode e ON e.id = row.episode_id
LEFT JOIN LATERAL (
  SELECT j.team_id, j.substance_group FROM reports_journey j WHERE j.client_id = row.client_id
  ORDER BY j.started_on DESC LIMIT 1
) newest ON true"""
COMPLEXITY = """COALESCE((
    SELECT judged.level FROM clients_complexneeds judged
    WHERE judged.client_id = row.client_id AND judged.assessed_on <= {day}
    ORDER BY judged.assessed_on DESC, judged.created_at DESC LIMIT 1), '')"""
GAPS = f"""
INSERT INTO reports_gap ({PERSON_COLUMNS}, complexity, area_name, need, reason, found_on, met_on)
SELECT {PERSON}, {COMPLEXITY.format(day="row.found_on")}, left(area.name, 60),
  CASE WHEN row.need = '' THEN %(of_domain)s || row.domain ELSE row.need END, row.reason, row.found_on, row.met_on
FROM referrals_unmetneed row JOIN accounts_area area ON area.id = row.area_id {OF_PERSON}
WHERE row.error_at IS NULL AND {{of}}"""
HOMES = f"""
INSERT INTO reports_homeneeded ({PERSON_COLUMNS}, complexity, kind, asked_on, asked_again_on)
SELECT {PERSON}, {COMPLEXITY.format(day="row.assessed_on")}, kind, row.assessed_on, row.asked_again_on
FROM (
  SELECT row.client_id, row.episode_id, row.assessed_on, home.needed,
    lead(row.assessed_on) OVER (PARTITION BY row.client_id ORDER BY row.assessed_on, row.created_at) AS asked_again_on
  FROM recovery_capital_assessment row JOIN recovery_capital_housingfacts home ON home.assessment_id = row.id
  WHERE row.status = %(recorded)s AND {{of}}
) row CROSS JOIN LATERAL unnest(row.needed) AS kind {OF_PERSON}"""
REFERRALS = f"""
INSERT INTO reports_referralresult ({PERSON_COLUMNS}, domain, status, sent_on, answered_on, decline_reason, outcome)
SELECT {PERSON}, row.domain, row.status, row.sent_on, (
    SELECT (min(moved.changed_at) AT TIME ZONE %(london)s)::date FROM referrals_referralstatuschange moved
    WHERE moved.record_id = row.id AND moved.to_status = ANY(%(answers)s)
  ), row.decline_reason, row.outcome
FROM referrals_referral row {OF_PERSON}
WHERE row.sent_on IS NOT NULL AND {{of}}"""


def fill_gaps(cursor, clients):
    """Add the needs that could not be met, but those that were entered in error."""
    _fill(cursor, GAPS, clients, of_domain=OF_DOMAIN)


def fill_homes(cursor, clients):
    """Add the kinds of home that were needed at each recorded look at somebody's housing."""
    _fill(cursor, HOMES, clients, recorded=AssessmentStatus.RECORDED.value)


def fill_referrals(cursor, clients):
    """Add the referrals that were sent to other services."""
    _fill(cursor, REFERRALS, clients, london=LONDON, answers=[status.value for status in ANSWERS])


def _fill(cursor, statement, clients, **values):
    values |= {"not_recorded": SubstanceGroup.NOT_RECORDED.value}
    cursor.execute(statement.format(of=only(clients, "row.client_id")), values)
