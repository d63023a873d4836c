"""What the directory holds, counted with the figures: how many services for each need in each area, and how current.

A service is in an area when one of our teams there runs it, or when its area or the town or county of one of its places
names the area. One that names none of ours stands apart.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Q

from core.folding import ACCENTED, PLAIN
from services_directory.choices import Need, ProblemStatus, ServiceStatus
from services_directory.freshness import FRESH_DAYS, STALE_DAYS
from services_directory.models.service import CAPACITY_HOLDS_DAYS

from .choices import DirectoryState
from .models import DirectoryCount

# The kinds of service that the Welsh framework for open access, support and aftercare (about 2009) names, in its order.
OF_FRAMEWORK = [
    Need.SUBSTANCE_TREATMENT, Need.DAY_PROGRAMME, Need.RELAPSE_PREVENTION, Need.MUTUAL_AID, Need.PEER_SUPPORT,
    Need.NEEDLE_EXCHANGE, Need.NALOXONE, Need.HOUSING_ADVICE, Need.SUPPORTED_HOUSING, Need.BENEFITS, Need.TRAINING,
    Need.ETE, Need.CAREERS_ADVICE, Need.VOLUNTEERING, Need.WORK_EXPERIENCE, Need.LIFE_SKILLS, Need.MENTAL_HEALTH,
    Need.PHYSICAL_HEALTH, Need.RELATIONSHIPS, Need.FAMILY, Need.PARENTING, Need.WOMEN, Need.SOCIAL_GROUPS, Need.LEISURE,
    Need.PRISON_RESETTLEMENT,
]  # fmt: skip
FOLDED = "' ' || regexp_replace(translate(lower({text}), %(accented)s, %(plain)s), '[^a-z0-9]+', ' ', 'g') || ' '"
COUNT = f"""
WITH listed AS (
  SELECT s.id, s.needs, s.needs_guessed, team.area_id AS own_area, s.area, CASE
      WHEN s.checked_on IS NULL THEN 'never' WHEN %(today)s - s.checked_on <= {FRESH_DAYS} THEN 'fresh'
      WHEN %(today)s - s.checked_on <= {STALE_DAYS} THEN 'due' ELSE 'stale' END AS age,
    s.capacity <> '' AND %(today)s - s.capacity_on <= {CAPACITY_HOLDS_DAYS} AS says_capacity,
    s.capacity <> '' AND %(today)s - s.capacity_on > {CAPACITY_HOLDS_DAYS} AS said_capacity,
    s.waiting_days IS NOT NULL AND %(today)s - s.capacity_on <= {CAPACITY_HOLDS_DAYS} AS says_waiting,
    s.phone = '' AND s.email = '' AND s.url = '' AS no_way_in,
    EXISTS (SELECT FROM services_directory_serviceproblem p WHERE p.service_id = s.id AND p.status = %(open)s) AS problem
  FROM services_directory_service s LEFT JOIN accounts_team team ON team.id = s.run_by_team_id
  WHERE s.status = %(active)s
), said AS (
  SELECT id, {FOLDED.format(text="area")} AS words FROM listed WHERE area <> ''
  UNION SELECT listed.id, {FOLDED.format(text="concat_ws(' ', place.city, place.county)")}
  FROM listed JOIN services_directory_serviceatlocation here ON here.service_id = listed.id
  JOIN services_directory_location place ON place.id = here.location_id
), named AS (
  SELECT words.words, area.id AS area_id FROM (SELECT DISTINCT words FROM said) words
  JOIN accounts_area area ON position({FOLDED.format(text="area.name")} IN words.words) > 0
), placed AS (
  SELECT id, own_area AS area_id FROM listed WHERE own_area IS NOT NULL
  UNION SELECT said.id, named.area_id FROM said JOIN named ON named.words = said.words
), states AS (
  SELECT id, age AS state FROM listed
  UNION ALL SELECT id, 'guessed' FROM listed WHERE needs_guessed
  UNION ALL SELECT id, 'capacity' FROM listed WHERE says_capacity
  UNION ALL SELECT id, 'capacity_old' FROM listed WHERE said_capacity
  UNION ALL SELECT id, 'waiting' FROM listed WHERE says_waiting
  UNION ALL SELECT id, 'no_way_in' FROM listed WHERE no_way_in
  UNION ALL SELECT id, 'problem' FROM listed WHERE problem
), kinds AS (
  SELECT listed.id, need FROM listed CROSS JOIN LATERAL unnest(listed.needs) AS need
)
INSERT INTO reports_directorycount (area_id, need, state, number)
SELECT NULL, '', state, count(*) FROM states GROUP BY state
UNION ALL
SELECT placed.area_id, kinds.need, states.state, count(DISTINCT kinds.id)
FROM kinds LEFT JOIN placed ON placed.id = kinds.id JOIN states ON states.id = kinds.id
GROUP BY placed.area_id, kinds.need, states.state
UNION ALL
SELECT NULL, '', CASE WHEN days <= 7 THEN 'problem_week' WHEN days <= 30 THEN 'problem_month' ELSE 'problem_older' END, count(*)
FROM (
  SELECT %(today)s - (p.created_at AT TIME ZONE %(london)s)::date AS days
  FROM services_directory_serviceproblem p JOIN listed ON listed.id = p.service_id WHERE p.status = %(open)s
) reported GROUP BY 3"""
PROBLEM_AGES = [DirectoryState.PROBLEM_WEEK, DirectoryState.PROBLEM_MONTH, DirectoryState.PROBLEM_OLDER]
AGES = [DirectoryState.FRESH, DirectoryState.DUE, DirectoryState.STALE, DirectoryState.NEVER]


def count(today):
    """Count the directory anew, as on a day."""
    DirectoryCount.objects.all()._raw_delete(DirectoryCount.objects.db)
    values = {
        "today": today, "active": ServiceStatus.ACTIVE.value, "open": ProblemStatus.OPEN.value,
        "london": settings.TIME_ZONE,
        "accented": ACCENTED, "plain": PLAIN,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)


@dataclass(frozen=True)
class Holding:
    """What the directory holds for one need in one place; `checked` by a person within a year."""

    number: int = 0
    checked: int = 0
    is_guess: bool = False  # all of them are there by a guess from words alone


def holdings(areas):
    """{need: {area key: Holding}} of some areas, and under None of services whose place names none of ours. One query."""
    rows = DirectoryCount.objects.exclude(need="").filter(Q(area__in=areas) | Q(area=None))
    counts = {}
    for need, area, state, number in rows.values_list("need", "area", "state", "number"):
        counts.setdefault((need, area), {})[state] = number
    found = {}
    for (need, area), states in counts.items():
        number = sum(states.get(age, 0) for age in AGES)
        checked = sum(states.get(age, 0) for age in AGES[:2])
        found.setdefault(need, {})[area] = Holding(number, checked, states.get(DirectoryState.GUESSED, 0) == number)
    return found
