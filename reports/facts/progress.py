"""The facts about progress: what the outcomes profiles (TOP) of a journey say on each stretch of its days.

The rules are those of treatment.md 6.9. The baseline is the first profile of the twelve months that end with the day, and
the newest one is compared with it. Looked at are the days of the main substance, of opiates and of crack. Somebody who
still uses one of them has reduced it substantially when the fall reaches the threshold of reliable change; a fall in a
substance without a threshold cannot be judged, and where there is no fall no threshold is needed.
"""

from clients.choices import COMPLETED, DischargeReason, Substance
from recovery_capital.choices import WeeklyItem
from recovery_capital.measures.texts import SHIPPED_FOLDER, site_thresholds, thresholds

from ..case_facts import OWN_ITEMS
from ..choices import UNPLANNED
from .about import only

# The start profile may be this many days before the start, the exit profile as many after the end (treatment.md 2.3).
AROUND = 14
# A reading: 1 the day; days of 2 the main substance, 3 opiates, 4 crack; 5-7 their thresholds; 8 injecting, 9 quality of life.
PROGRESS = """
WITH tops AS (
  SELECT DISTINCT ON (j.id, t.interviewed_on) j.id AS journey_id, t.interviewed_on AS day, t.stage, t.acute_housing_problem,
    ARRAY[t.interviewed_on - DATE '1970-01-01', {own}, t.opiates_days, t.crack_days, {own_threshold}, {opiates_threshold},
      {crack_threshold}, t.injected_days, t.quality_of_life]::integer[] AS reading
  FROM reports_journey j JOIN recovery_capital_topassessment t ON t.client_id = j.client_id AND (
    t.interviewed_on BETWEEN j.started_on AND COALESCE(j.ended_on, 'infinity')
    OR t.stage = 'start' AND t.interviewed_on BETWEEN j.started_on - {around} AND j.started_on
    OR t.stage = 'exit' AND t.interviewed_on BETWEEN j.ended_on AND j.ended_on + {around})
  WHERE j.treated_from IS NOT NULL AND t.stage <> 'post_exit' AND {of}
  ORDER BY j.id, t.interviewed_on, t.created_at DESC
), steps AS (
  SELECT journey_id, day, stage, reading FROM tops
  UNION ALL SELECT journey_id, (day + interval '1 year')::date, '', NULL FROM tops
  UNION ALL SELECT j.id, j.started_on, '', NULL FROM reports_journey j WHERE j.treated_from IS NOT NULL AND {of}
), seen AS (
  SELECT DISTINCT ON (journey_id, day) journey_id, day, min(reading) OVER year AS base, max(reading) OVER year AS newest,
    min(reading) FILTER (WHERE stage = 'start') OVER until_then AS start, max(reading) OVER until_then AS last
  FROM steps
  WINDOW until_then AS (PARTITION BY journey_id ORDER BY day),
    year AS (PARTITION BY journey_id ORDER BY day RANGE BETWEEN '1 year -1 day' PRECEDING AND CURRENT ROW)
  ORDER BY journey_id, day
), stretches AS (
  SELECT *, lead(day) OVER (PARTITION BY journey_id ORDER BY day) AS next_day FROM seen
), ended AS (
  SELECT journey_id, bool_or(stage = 'exit') AS has_exit, min(reading) FILTER (WHERE stage = 'start') AS start,
    max(reading) AS last, (array_agg(acute_housing_problem ORDER BY day DESC) FILTER (WHERE stage = 'exit'))[1] AS housing
  FROM tops GROUP BY journey_id
), states AS (
  SELECT j.id AS journey_id, s.day AS from_on, LEAST(s.next_day, j.ended_on) AS until_on, s.start, s.last, CASE
    WHEN newest IS NULL OR newest[1] = base[1] OR array_position(newest[2:4], NULL) IS NOT NULL THEN 'unknown'
    WHEN newest[2:4] = '{{0,0,0}}' THEN 'not_using'
    WHEN {some_unknown} THEN 'unknown'
    WHEN {some_too_small} THEN 'not_reduced'
    WHEN {some_not_classifiable} THEN 'not_classifiable'
    ELSE 'reduced' END AS state
  FROM stretches s JOIN reports_journey j ON j.id = s.journey_id
  WHERE j.ended_on IS NULL OR s.day < j.ended_on
  UNION ALL
  SELECT j.id, j.ended_on, NULL, ended.start, ended.last, CASE
    WHEN j.reason = ANY(%(completed)s) THEN CASE
      WHEN ended.has_exit IS NOT TRUE THEN 'missing_exit' WHEN ended.housing THEN 'housing' ELSE 'completed' END
    WHEN j.reason = ANY(%(unplanned)s) THEN 'unplanned'
    WHEN j.reason = %(died)s THEN 'died' ELSE 'transferred' END
  FROM reports_journey j LEFT JOIN ended ON ended.journey_id = j.id
  WHERE j.treated_from IS NOT NULL AND j.ended_on IS NOT NULL AND {of}
)
INSERT INTO reports_progress (client_id, team_id, is_restricted, substance_group, sex, born_on, nation, is_secure, started_on,
  ended_on, treated_until, from_on, until_on, state, use_first, use_last, injected_first, injected_last, quality_first,
  quality_last)
SELECT j.client_id, j.team_id, j.is_restricted, j.substance_group, j.sex, j.born_on, j.nation, j.is_secure, j.started_on,
  j.ended_on, j.treated_until, s.from_on, s.until_on, s.state, {pairs}
FROM states s JOIN reports_journey j ON j.id = s.journey_id
"""
# Of the reading at the start and of the newest one after it.
PAIR = "CASE WHEN s.last[1] > s.start[1] THEN s.start[{place}] END, CASE WHEN s.last[1] > s.start[1] THEN s.last[{place}] END"


def fill(cursor, clients):
    """Add the progress of all clients, or of those with the given keys; the journeys must be there."""
    each = range(2, 5)
    uses, fell, threshold = "newest[{0}] > 0", "base[{0}] - newest[{0}]", "newest[{1}]"
    own = OWN_ITEMS | {value: WeeklyItem.OTHER for value in Substance if value not in OWN_ITEMS}
    sql = PROGRESS.format(
        own=_case("j.primary_substance", {value.value: f"t.{item.value}_days" for value, item in own.items()}),
        own_threshold=_case(
            "j.primary_substance", {value.value: found for value, item in own.items() if (found := _threshold(item))}
        ),
        opiates_threshold=_threshold(WeeklyItem.OPIATES) or "NULL",
        crack_threshold=_threshold(WeeklyItem.CRACK) or "NULL",
        around=AROUND,
        of=only(clients, "j.client_id"),
        some_unknown=_any(each, f"{uses} AND base[{{0}}] IS NULL"),
        some_too_small=_any(each, f"{uses} AND ({fell} <= 0 OR {fell} < {threshold})"),
        some_not_classifiable=_any(each, f"{uses} AND {threshold} IS NULL"),
        pairs=", ".join(PAIR.format(place=place) for place in (2, 8, 9)),
    )
    cursor.execute(
        sql,
        {
            "completed": [reason.value for reason in COMPLETED],
            "unplanned": [reason.value for reason in UNPLANNED],
            "died": DischargeReason.DIED.value,
        },
    )


def _any(places, condition):
    """That a condition holds for one of the substances, whose threshold stands three places on."""
    return " OR ".join(f"({condition.format(place, place + 3)})" for place in places)


def _case(column, values):
    whens = " ".join(f"WHEN '{value}' THEN {sql}" for value, sql in values.items())
    return f"CASE {column} {whens} END" if whens else "NULL"


def _threshold(item):
    """SQL for the threshold of an item on the day of a profile: the newest that was in force then; None without any."""
    known = [*thresholds(str(SHIPPED_FOLDER)), *site_thresholds()]
    mine = sorted((row for row in known if (row.measure, row.item) == ("top", item)), key=lambda row: row.valid_from)
    whens = " ".join(f"WHEN t.interviewed_on >= DATE '{row.valid_from}' THEN {row.points}" for row in reversed(mine))
    return f"CASE {whens} END" if whens else None
