"""A row for each open episode of some teams, by reference and never by name: what a manager goes through with the staff.

One statement, read as it comes: the PDF takes the first rows of it, the CSV all of them, however many there are.
"""

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careplans.choices import PlanStatus
from clients.choices import OPIATES, ContactOutcome, EpisodeStatus, FlagKind, SubstanceGroup
from programmes.choices import AppointmentStatus
from recovery_capital.choices import AssessmentStatus, EmploymentStatus, HousingProblem, HousingStatus, YesNo
from recovery_capital.models import LOW_RATING
from referrals.models.referral import OPEN, TAKEN_ON

AT_ONCE = 2000
ROWS = """
SELECT c.reference, team.name AS team, COALESCE(NULLIF(concat_ws(' ', u.first_name, u.last_name), ''), u.username, '') AS keyworker,
  e.status, %(day)s::date - e.referred_on AS days, used.grouped AS substance_group,
  GREATEST(seen.at, came.at) AS last_contact, next.at AS next_contact, plan.review_on,
  COALESCE(a.housing_status, '') AS housing_status, COALESCE(a.housing_problem, '') AS housing_problem,
  COALESCE(a.employment_status, '') AS employment_status, children.number AS children,
  COALESCE(a.substitute_medication, '') AS substitute_medication, stay.supply_ends_on,
  flags.kinds AS flags, needs.number AS needs,
  referred.number AS open_referrals, referred.taken AS taken_referrals, referred.waiting_since, referred.without_consent,
  consented.is_there AS has_consent, check_up.due_on AS check_up_on
FROM clients_episode e
JOIN clients_client c ON c.id = e.client_id AND NOT c.is_restricted
JOIN accounts_team team ON team.id = e.team_id
LEFT JOIN accounts_user u ON u.id = e.keyworker_id
LEFT JOIN LATERAL (SELECT CASE WHEN bool_or(x.substance = ANY(%(opiates)s)) THEN 'opiate'
    WHEN bool_and(x.substance = 'alcohol') THEN 'alcohol' WHEN bool_or(x.substance = 'alcohol') THEN 'non_opiate_and_alcohol'
    WHEN count(*) > 0 THEN 'non_opiate' ELSE 'not_recorded' END AS grouped
  FROM clients_episodesubstance x WHERE x.episode_id = e.id) used ON true
LEFT JOIN LATERAL (SELECT max(x.happened_at) AS at FROM clients_contact x
  WHERE x.client_id = c.id AND x.outcome = %(attended)s AND x.error_at IS NULL) seen ON true
LEFT JOIN LATERAL (SELECT x.seen_at AS at FROM programmes_attendance x
  WHERE x.client_id = c.id AND x.seen_at IS NOT NULL ORDER BY x.seen_at DESC LIMIT 1) came ON true
LEFT JOIN LATERAL (SELECT x.begins_at AS at FROM programmes_appointment x
  WHERE x.client_id = c.id AND x.status = %(booked)s AND x.begins_at >= %(now)s ORDER BY x.begins_at LIMIT 1) next ON true
LEFT JOIN LATERAL (SELECT min(x.review_on) AS review_on FROM careplans_careplan x
  WHERE x.client_id = c.id AND x.status = %(active)s) plan ON true
LEFT JOIN LATERAL (SELECT x.* FROM recovery_capital_assessment x
  WHERE x.client_id = c.id AND x.status = %(recorded)s ORDER BY x.assessed_on DESC, x.created_at DESC LIMIT 1) a ON true
LEFT JOIN LATERAL (SELECT count(*) AS number FROM recovery_capital_domainrating x
  WHERE x.assessment_id = a.id AND (x.rating <= %(low)s OR x.needs <> '')) needs ON true
LEFT JOIN LATERAL (SELECT x.children_in_house AS number FROM clients_parentalanswers x
  WHERE x.client_id = c.id ORDER BY x.asked_on DESC, x.created_at DESC LIMIT 1) children ON true
LEFT JOIN LATERAL (SELECT x.supply_ends_on FROM custody_custodystay x
  WHERE x.client_id = c.id AND x.supply_ends_on IS NOT NULL ORDER BY x.created_at DESC LIMIT 1) stay ON true
LEFT JOIN LATERAL (SELECT array_agg(x.kind ORDER BY x.kind) AS kinds FROM clients_clientflag x
  WHERE x.client_id = c.id AND x.ended_on IS NULL) flags ON true
LEFT JOIN LATERAL (SELECT count(*) AS number, count(*) FILTER (WHERE x.status = ANY(%(taken)s)) AS taken,
    min(x.sent_on) FILTER (WHERE x.status <> ALL(%(taken)s)) AS waiting_since,
    count(*) FILTER (WHERE y.withdrawn_on IS NOT NULL OR y.expires_on < %(day)s) AS without_consent
  FROM referrals_referral x LEFT JOIN clients_consent y ON y.id = x.consent_id
  WHERE x.client_id = c.id AND x.status = ANY(%(open)s)) referred ON true
LEFT JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM clients_consent x WHERE x.client_id = c.id AND x.withdrawn_on IS NULL
  AND x.given_on <= %(day)s AND (x.expires_on IS NULL OR x.expires_on >= %(day)s)) AS is_there) consented ON true
LEFT JOIN LATERAL (SELECT min(x.due_on) AS due_on FROM aftercare_checkup x
  WHERE x.client_id = c.id AND x.done_on IS NULL AND x.cancelled_because = '') check_up ON true
WHERE e.team_id = ANY(%(teams)s) AND e.status <> %(closed)s

"""
IN_ORDER = "ORDER BY team.name, u.last_name, u.id, c.reference, e.id LIMIT %(most)s"
HEAD = {
    "reference": gettext_lazy("Reference"), "team": gettext_lazy("Team"), "keyworker": gettext_lazy("Keyworker"), "phase": gettext_lazy("Phase"),
    "days": gettext_lazy("Days since referral"), "group": gettext_lazy("Substances"), "last_contact": gettext_lazy("Last seen"),
    "next_contact": gettext_lazy("Next appointment"), "review": gettext_lazy("Review due"),
    "overdue": gettext_lazy("Review overdue"), "housing": gettext_lazy("Housing"),
    "housing_problem": gettext_lazy("Housing problem"), "employment": gettext_lazy("Work or learning"), "children": gettext_lazy("Children in the home"),
    "medication": gettext_lazy("On substitute medication"), "supply_until": gettext_lazy("Supply until"), "flags": gettext_lazy("Flags"),
    "needs": gettext_lazy("Needs"), "open_referrals": gettext_lazy("Open referrals"), "taken_referrals": gettext_lazy("Of these taken on"),
    "waiting_days": gettext_lazy("Longest wait for an answer, days"), "consent": gettext_lazy("Consent"), "check_up": gettext_lazy("Check-up due"),
}  # fmt: skip


def rows(teams, day, *, most=None):
    """The rows of teams (keys) as on a day, each a dictionary with the keys of HEAD; the first `most` in their order.

    Without `most` they come in no order, as fast as the database finds them, and are never all in memory.
    """
    statement = ROWS + (IN_ORDER if most else "")
    parameters = {
        "day": day, "now": timezone.now(), "teams": list(teams), "most": most, "low": LOW_RATING,
        "attended": ContactOutcome.ATTENDED.value,
        "booked": AppointmentStatus.BOOKED.value, "active": PlanStatus.ACTIVE.value, "closed": EpisodeStatus.CLOSED.value,
        "recorded": AssessmentStatus.RECORDED.value, "open": [status.value for status in OPEN],
        "taken": [status.value for status in TAKEN_ON], "opiates": [substance.value for substance in OPIATES],
    }  # fmt: skip
    words = in_words()
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description]
        for row in cursor:
            yield line_of(dict(zip(names, row, strict=True)), day, words)


def in_words():
    """The words for stored values, in the language of the reader."""
    lists = {
        "status": EpisodeStatus, "substance_group": SubstanceGroup, "housing_status": HousingStatus,
        "housing_problem": HousingProblem, "employment_status": EmploymentStatus, "substitute_medication": YesNo,
        "flags": FlagKind,
    }  # fmt: skip
    return {name: {str(value): str(label) for value, label in one.choices} | {"": ""} for name, one in lists.items()}


def line_of(row, day, words):
    """One row as it reads."""

    def said(name):
        return words[name].get(row[name], row[name])

    review, waiting = row["review_on"], row["waiting_since"]
    return {
        "reference": row["reference"],
        "team": row["team"],
        "keyworker": row["keyworker"] or str(_("Nobody yet")),
        "phase": said("status"),
        "days": row["days"],
        "group": said("substance_group"),
        "last_contact": local_day(row["last_contact"]),
        "next_contact": local_day(row["next_contact"]),
        "review": review,
        "overdue": _("overdue") if review and review < day else "",
        "housing": said("housing_status"),
        "housing_problem": said("housing_problem"),
        "employment": said("employment_status"),
        "children": row["children"],
        "medication": said("substitute_medication"),
        "supply_until": row["supply_ends_on"],
        "flags": ", ".join(words["flags"].get(kind, kind) for kind in row["flags"] or ()),
        "needs": row["needs"],
        "open_referrals": row["open_referrals"],
        "taken_referrals": row["taken_referrals"],
        "waiting_days": (day - waiting).days if waiting else None,
        "consent": consent_of(row),
        "check_up": row["check_up_on"],
    }


def consent_of(row):
    """What is missing: any consent that holds, or that of an open referral."""
    if row["without_consent"]:
        return _("Run out or withdrawn, of %(number)d open referrals") % {"number": row["without_consent"]}
    return "" if row["has_consent"] else str(_("None that holds"))


def local_day(moment):
    return timezone.localtime(moment).date() if moment else None
