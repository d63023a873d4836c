"""Each treatment measure once more, in plain SQL over the records of 20,000 people and not over our facts: the counts agree."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection, transaction

from core.calendar import bank_holidays
from reports import counting, facts
from reports.measures import REGISTRY
from reports.measures.equality import GROUPS
from reports.measures.mix import KINDS
from reports.models import EqualityGroups, Given, Journey, OutcomeReached, Placement, PlannedEnding, Progress, WelshCase

from .counts import never_said
from .many import crowd
from .paid_twice import ANSWERED, COST, DECISIONS, PAID

AS_AT = date(2026, 11, 22)
YEAR, QUARTER = (date(2025, 4, 1), date(2026, 3, 31)), (date(2026, 7, 1), date(2026, 9, 30))
STRUCTURED = "('94', '95', '96')"
DONE = "('completed_drug_free', 'completed_alcohol_free', 'completed_occasional')"
UNPLANNED = "('dropped_out', 'withdrawn', 'declined', 'retained_in_custody')"

# Every episode with its days and what was given in it; then gaps and islands of them, and what is known of each island.
EPISODES = f"""
CREATE TEMP TABLE ep AS
SELECT e.id, e.client_id, e.ended_on AS last_day, e.discharge_reason AS reason, e.referred_on, e.assessed_on, area.nation,
  area.partnership_id,  e.first_appointment_offered_on, e.treatment_started_on, e.triaged_on, first.started_on AS given_on,
  COALESCE(first.started_on, e.treatment_started_on, e.triaged_on) AS first_day,
  COALESCE(first.started_on, e.treatment_started_on) AS care_on,
  CASE WHEN first.id IS NULL THEN e.referred_on ELSE first.referred_on END AS asked_on,
  CASE WHEN first.id IS NULL THEN e.first_appointment_offered_on ELSE first.first_appointment_offered_on END AS offered_on,
  first.id IS NOT NULL AND NOT EXISTS (SELECT FROM clients_episodeintervention i JOIN reference_code c ON c.id = i.setting_id
    WHERE i.episode_id = e.id AND i.started_on IS NOT NULL AND c.code <> 'prison') AS in_prison,
  (SELECT started_on FROM aftercare_aftercare WHERE episode_id = e.id) AS aftercare_on,
  (SELECT substance FROM clients_episodesubstance WHERE episode_id = e.id AND rank = 1) AS main,
  ARRAY(SELECT substance::text FROM clients_episodesubstance WHERE episode_id = e.id) AS uses,
  COALESCE((SELECT CASE WHEN c.code IN ('11', '12', '13') THEN 'yes' WHEN c.code = '14' THEN 'no' END FROM clients_episodefacts f
    JOIN reference_code c ON c.id = f.parental_status_id WHERE f.episode_id = e.id AND f.kind = 'start' AND f.replaced_at IS NULL),
    (SELECT is_parent FROM clients_parentalanswers a WHERE a.client_id = e.client_id AND is_parent <> 'declined'
      ORDER BY asked_on DESC LIMIT 1), '') AS parent,
  EXISTS (SELECT FROM clients_episodeintervention i JOIN reference_code c ON c.id = i.kind_id WHERE i.episode_id = e.id
    AND c.code = '94' AND i.started_on IS NOT NULL AND (i.ended_on IS NULL OR i.ended_on >= e.ended_on)) AS prescribed
FROM clients_episode e JOIN accounts_team t ON t.id = e.team_id JOIN accounts_area area ON area.id = t.area_id
LEFT JOIN LATERAL (SELECT i.* FROM clients_episodeintervention i WHERE i.episode_id = e.id AND i.started_on IS NOT NULL
  ORDER BY i.started_on, i.referred_on, i.id LIMIT 1) first ON true;
CREATE TEMP TABLE isle AS
SELECT *, sum(apart) OVER (PARTITION BY client_id ORDER BY first_day, last_day, id) AS isle FROM (
  SELECT *, CASE WHEN first_day + 1 - max(GREATEST(first_day, COALESCE(last_day, CURRENT_DATE))) OVER (
    PARTITION BY client_id ORDER BY first_day, last_day, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) <= 21
    THEN 0 ELSE 1 END AS apart FROM ep WHERE first_day IS NOT NULL) far;
CREATE INDEX ON isle (client_id, isle);
CREATE INDEX ON isle (id);
ANALYZE isle;
CREATE TEMP TABLE care AS
SELECT isle.client_id, isle.isle, i.started_on AS since, LEAST(i.ended_on, i.aftercare_since, isle.last_day) AS until
FROM isle JOIN clients_episodeintervention i ON i.episode_id = isle.id JOIN reference_code c ON c.id = i.kind_id
WHERE i.started_on IS NOT NULL AND c.code IN {STRUCTURED}
UNION ALL SELECT client_id, isle, treatment_started_on, LEAST(aftercare_on, last_day) FROM isle
WHERE given_on IS NULL AND treatment_started_on IS NOT NULL;
CREATE INDEX ON care (client_id, isle);
ANALYZE care;
CREATE TEMP TABLE trip AS
SELECT j.*, (j.client_id || ':' || j.isle) AS id, last.reason, last.nation, last.partnership_id, last.main, last.prescribed, person.date_of_birth,
  CASE WHEN last.uses && '{{heroin,methadone,other_opiates}}' THEN 'opiate' ELSE '' END AS grp,
  last.uses && '{{heroin,methadone,other_opiates,crack}}' AS ocu,
  first.asked_on, first.offered_on, first.care_on, c.since, CASE WHEN NOT c.runs THEN c.until END AS until, c.runs, died.died_on,
  lead(j.first_day) OVER (PARTITION BY j.client_id ORDER BY j.first_day) AS next_day,
  COALESCE((SELECT parent FROM isle e WHERE e.client_id = j.client_id AND e.isle = j.isle AND parent <> ''
    ORDER BY first_day, last_day LIMIT 1), '') AS parent
FROM (SELECT client_id, isle, min(first_day) AS first_day, CASE WHEN bool_and(last_day IS NOT NULL) THEN max(last_day) END AS last_day,
  bool_and(in_prison) AS in_prison FROM isle GROUP BY client_id, isle) j
JOIN clients_client person ON person.id = j.client_id
JOIN LATERAL (SELECT * FROM isle e WHERE e.client_id = j.client_id AND e.isle = j.isle
  ORDER BY last_day DESC NULLS FIRST, first_day LIMIT 1) last ON true
JOIN LATERAL (SELECT * FROM isle e WHERE e.client_id = j.client_id AND e.isle = j.isle
  ORDER BY COALESCE(care_on, first_day), asked_on LIMIT 1) first ON true
LEFT JOIN LATERAL (SELECT min(since) AS since, max(until) AS until, bool_or(until IS NULL) AS runs FROM care
  WHERE care.client_id = j.client_id AND care.isle = j.isle) c ON true
LEFT JOIN clients_death died ON died.client_id = j.client_id AND died.withdrawn_at IS NULL;
CREATE INDEX ON trip (client_id);
ANALYZE trip;
CREATE TEMP TABLE look AS
SELECT DISTINCT ON (trip.id, t.interviewed_on) trip.id AS trip, t.interviewed_on AS day, t.stage, t.acute_housing_problem AS home,
  t.injected_days AS injected, t.quality_of_life AS quality, t.opiates_days AS opiates, t.crack_days AS crack, CASE trip.main
    WHEN 'alcohol' THEN t.alcohol_days WHEN 'crack' THEN t.crack_days WHEN 'cocaine' THEN t.cocaine_days
    WHEN 'cannabis' THEN t.cannabis_days WHEN 'ketamine' THEN t.other_days
    WHEN 'heroin' THEN t.opiates_days WHEN 'methadone' THEN t.opiates_days END AS own
FROM trip JOIN recovery_capital_topassessment t ON t.client_id = trip.client_id AND t.stage <> 'post_exit' AND (
  t.interviewed_on >= first_day AND (last_day IS NULL OR t.interviewed_on <= last_day)
  OR t.stage = 'start' AND t.interviewed_on >= first_day - 14 AND t.interviewed_on < first_day
  OR t.stage = 'exit' AND t.interviewed_on > last_day AND t.interviewed_on <= last_day + 14)
ORDER BY trip.id, t.interviewed_on, t.created_at DESC;
CREATE INDEX ON look (trip, day);
CREATE TEMP TABLE off (day date);
"""
IN = "since <= %(b)s AND (runs OR until >= %(a)s)"
IN_OR_LEFT = "since <= %(b)s AND (runs OR until >= %(a)s OR last_day >= %(a)s)"
LEFT = "last_day BETWEEN %(a)s AND %(b)s"
LAST = (
    "SELECT {answer} FROM (SELECT DISTINCT ON (client_id) * FROM trip WHERE {of} ORDER BY client_id, first_day DESC) x"
)
ALL = "SELECT {answer} FROM trip x WHERE {of}"
BACK = "(next_day IS NOT NULL AND next_day > last_day AND next_day <= (last_day + interval '6 months')::date)"
GIVEN = f"""SELECT {{answer}} FROM (SELECT i.*, e.first_day, CASE k.code WHEN '94' THEN 'pharmacological' WHEN '95' THEN 'psychosocial'
    WHEN '96' THEN 'recovery_support' ELSE 'other' END AS kind, k.code IN {STRUCTURED} AS structured, p.code AS place,
  LEAST(i.ended_on, i.aftercare_since, e.last_day) AS stops, e.nation, (SELECT count(*) FROM clients_episodeintervention o
    JOIN isle oe ON oe.id = o.episode_id WHERE oe.client_id = e.client_id AND oe.isle = e.isle AND o.started_on IS NOT NULL
    AND (o.started_on, o.referred_on, o.id) < (i.started_on, i.referred_on, i.id)) AS earlier
  FROM clients_episodeintervention i JOIN isle e ON e.id = i.episode_id JOIN reference_code k ON k.id = i.kind_id
  JOIN reference_code p ON p.id = i.setting_id WHERE i.started_on IS NOT NULL) g WHERE {{of}}"""
RUNS = "started_on <= %(b)s AND (stops IS NULL OR stops >= %(a)s)"
WALES = "SELECT {answer} FROM ep WHERE nation = 'wales' AND {of}"


def yes(condition):
    return f"CASE WHEN {condition} THEN 'met' ELSE 'not_met' END"


def waited(asked, offered):
    return f"""CASE WHEN {offered} IS NULL THEN 'missing' WHEN {offered} < {asked} THEN 'invalid'
      WHEN {offered} - {asked} BETWEEN 0 AND 21 THEN 'met' ELSE 'not_met' END"""


DAY = "LEAST(%(b)s, %(today)s)"
OF_PROGRESS = f"since IS NOT NULL AND first_day <= {DAY} AND (runs OR until >= %(a)s OR last_day >= %(a)s)"
# At each look one by one: the first of the twelve months until the day, and the newest.
BASE = f"(SELECT {{0}} FROM look l WHERE l.trip = x.id AND day <= {DAY} AND day > {DAY} - interval '1 year' ORDER BY day LIMIT 1)"
NEWEST = BASE.replace("ORDER BY day", "ORDER BY day DESC")
FALLS = " UNION ALL ".join(
    f"SELECT base.{name} AS before, newest.{name} AS now, {limit} AS enough"
    for name, limit in (
        ("own", "CASE WHEN x.main = 'alcohol' AND newest.day >= DATE '2024-11-01' THEN 9 END"),
        ("opiates", "NULL::int"),
        ("crack", "NULL::int"),
    )
)
PROGRESS = f"""
SELECT CASE WHEN last_day <= {DAY} THEN CASE
    WHEN reason IN {DONE} THEN COALESCE((SELECT CASE WHEN home THEN 'housing' ELSE 'completed' END FROM look l
      WHERE l.trip = x.id AND stage = 'exit' ORDER BY day DESC LIMIT 1), 'missing_exit')
    WHEN reason IN {UNPLANNED} THEN 'unplanned' WHEN reason = 'died' THEN 'died' ELSE 'transferred' END
  WHEN newest.day IS NULL OR newest.day = base.day OR newest.own IS NULL OR newest.opiates IS NULL OR newest.crack IS NULL
    OR EXISTS (SELECT FROM ({FALLS}) f WHERE now > 0 AND before IS NULL)
    THEN CASE WHEN {DAY} <= first_day + interval '3 months' THEN 'new' ELSE 'missing' END
  WHEN newest.own + newest.opiates + newest.crack = 0 THEN 'not_using'
  WHEN EXISTS (SELECT FROM ({FALLS}) f WHERE now > 0 AND before - now < COALESCE(enough, 1)) THEN 'not_reduced'
  WHEN EXISTS (SELECT FROM ({FALLS}) f WHERE now > 0 AND enough IS NULL) THEN 'not_classifiable' ELSE 'reduced' END
FROM (SELECT DISTINCT ON (client_id) * FROM trip WHERE {OF_PROGRESS} AND NOT in_prison
  AND date_of_birth + interval '18 years' <= %(b)s ORDER BY client_id, first_day DESC) x
LEFT JOIN LATERAL {BASE.format("*")} base ON true LEFT JOIN LATERAL {NEWEST.format("*")} newest ON true"""


def pair(column, better):
    """Of the Welsh indicators of change: the start, and the newest after it."""
    seen = f"l.trip = x.id AND (x.last_day <= {DAY} OR l.day <= {DAY})"
    return f"""SELECT CASE WHEN s.{column} IS NULL OR n.{column} IS NULL OR n.day <= s.day THEN 'missing'
      {f"WHEN s.{column} = 0 AND n.{column} = 0 THEN 'excluded'" if better == "<" else ""}
      WHEN n.{column} {better} s.{column} THEN 'met' ELSE 'not_met' END
    FROM (SELECT DISTINCT ON (client_id) * FROM trip WHERE {OF_PROGRESS} AND nation = 'wales' ORDER BY client_id, first_day DESC) x
    LEFT JOIN LATERAL (SELECT * FROM look l WHERE {seen} AND stage = 'start' ORDER BY day LIMIT 1) s ON true
    LEFT JOIN LATERAL (SELECT * FROM look l WHERE {seen} ORDER BY day DESC LIMIT 1) n ON true"""


DEAD = (
    f"""(reason = 'died' AND {LEFT} OR died_on BETWEEN %(a)s AND %(b)s AND (last_day IS NULL OR died_on <= last_day))"""
)
PLACE = "CASE place WHEN 'quasi_residential' THEN 'residential' ELSE place END"
BAND = """CASE WHEN care_on < referred_on THEN 'invalid' WHEN worked <= 20 THEN 'met' WHEN care_on - referred_on <= 84 THEN 'weeks_4_12'
  """ + " ".join(
    f"WHEN care_on <= referred_on + interval '{to} months' THEN 'months_{start}_{to}'" for start, to in ((3, 6), (6, 9), (9, 12), (12, 18), (18, 24))
) + " ELSE 'months_over_24' END"  # fmt: skip
AGAIN = {
    "in_treatment": f"SELECT 'met' FROM (SELECT DISTINCT client_id FROM trip WHERE {IN}) x",
    "in_treatment_ocu": f"SELECT 'met' FROM (SELECT DISTINCT client_id FROM trip WHERE ocu AND {IN}) x",
    "new_presentations": ALL.format(answer="'met'", of="first_day BETWEEN %(a)s AND %(b)s"),
    "completion_exits": LAST.format(answer=yes(f"reason IN {DONE}"), of=LEFT),
    "completion_all": LAST.format(answer=yes(f"reason IN {DONE} AND {LEFT}"), of=IN_OR_LEFT),
    "represented": ALL.format(
        answer=f"CASE WHEN %(today)s < (last_day + interval '6 months')::date THEN 'pending' ELSE {yes(BACK)} END",
        of=f"reason IN {DONE} AND {LEFT}",
    ),
    "completion_public_health": LAST.format(
        answer=f"""CASE WHEN %(today)s < (%(b)s + interval '6 months')::date THEN 'pending'
          ELSE {yes(f"reason IN {DONE} AND {LEFT} AND NOT {BACK}")} END""", of=IN_OR_LEFT,
    ),
    "retention_12_weeks": LAST.format(
        answer=f"""CASE WHEN COALESCE(last_day, %(today)s) - first_day >= 84 OR reason IN {DONE} THEN 'met'
          WHEN last_day IS NULL THEN 'pending' ELSE 'not_met' END""", of=IN_OR_LEFT,
    ),
    "unplanned_exits": LAST.format(answer=yes(f"reason IN {UNPLANNED}"), of=LEFT),
    "unplanned_exits_early": LAST.format(answer=yes(f"reason IN {UNPLANNED} AND first_day + 84 > last_day"), of=LEFT),
    "deaths_in_treatment": LAST.format(answer=yes(DEAD), of=IN_OR_LEFT),
    "deaths_after_treatment": LAST.format(
        answer="CASE WHEN died_on < (last_day + interval '1 year')::date THEN 'within_a_year' ELSE 'later' END",
        of="died_on BETWEEN %(a)s AND %(b)s AND since IS NOT NULL AND last_day < died_on AND reason <> 'died'",
    ),
    "waiting_england": ALL.format(
        answer=waited("asked_on", "offered_on"), of="nation = 'england' AND care_on BETWEEN %(a)s AND %(b)s"
    ),
    "waiting_england_subsequent": GIVEN.format(
        answer=waited("referred_on", "first_appointment_offered_on"),
        of="nation = 'england' AND structured AND earlier > 0 AND started_on BETWEEN %(a)s AND %(b)s",
    ),
    "wales_within_20_days": WALES.format(answer=BAND, of="care_on BETWEEN %(a)s AND %(b)s").replace("FROM ep", """FROM (
        SELECT ep.*, (SELECT count(*) FROM generate_series(referred_on + 1, care_on, '1 day') d
          WHERE extract(isodow FROM d) < 6 AND d::date NOT IN (SELECT day FROM off)) AS worked FROM ep) ep"""),
    "wales_dna_after_assessment": WALES.format(answer=yes("reason = 'dropped_out' AND assessed_on <= last_day"), of=LEFT),
    "wales_completed": WALES.format(
        answer=f"""CASE WHEN reason IN ('died', 'transferred_in_custody', 'retained_in_custody') THEN 'excluded'
          ELSE {yes(f"reason IN {DONE}")} END""", of=f"{LEFT} AND care_on IS NOT NULL",
    ),
    "treatment_progress": PROGRESS,
    "wales_less_use": pair("own", "<"),
    "wales_less_injecting": pair("injected", "<"),
    "wales_better_life": pair("quality", ">"),
    "opiate_parents_completed": LAST.format(
        answer=f"""CASE parent WHEN '' THEN 'missing' WHEN 'no' THEN 'excluded' ELSE {yes(
            f"reason IN {DONE} AND last_day <= %(b)s AND NOT prescribed AND (next_day IS NULL OR next_day > %(b)s)")} END""",
        of="grp = 'opiate' AND since IS NOT NULL AND first_day BETWEEN %(a)s AND %(b)s",
    ),
    "mix_people_by_kind": GIVEN.format(answer="DISTINCT client_id, kind", of=RUNS).replace("SELECT DISTINCT", "SELECT kind FROM (SELECT DISTINCT") + ") y",
    "mix_people_by_setting": GIVEN.format(answer=f"DISTINCT client_id, {PLACE} AS place", of=f"structured AND {RUNS}").replace("SELECT DISTINCT", "SELECT place FROM (SELECT DISTINCT") + ") y",
    "mix_starts": GIVEN.format(answer=f"kind || '.' || {PLACE}", of="started_on BETWEEN %(a)s AND %(b)s"),
    "mix_residential": f"""SELECT {yes("residential")} FROM ({GIVEN.format(
        answer="client_id, bool_or(place IN ('inpatient', 'residential', 'quasi_residential', 'recovery_house')) AS residential",
        of=f"structured AND {RUNS}")} GROUP BY client_id) y""",
}  # fmt: skip
AGAIN |= PAID | {"mix_approved_cost": f"SELECT answer FROM ({COST}) x"}
BY_EQUALITY = (
    "in_treatment",
    "new_presentations",
    "waiting_england",
    "wales_within_20_days",
    "completion_exits",
    "unplanned_exits",
)
OTHER = {"other"}  # no code of the shipped list stands for it
REFUSED = {"invalid"}  # nothing can be offered before it was asked for: the database refuses it
UNSAID = {
    "waiting_england": REFUSED,
    "waiting_england_subsequent": REFUSED,
    "wales_better_life": {"excluded"},  # everybody has a life
    "mix_people_by_setting": OTHER,
    "mix_starts": {f"{kind}.other" for kind in KINDS},
}
ALSO_BY = {(key, group) for key in BY_EQUALITY for group in GROUPS} | {("mix_approved_cost", "given")}


@pytest.fixture(scope="module")
def records(django_db_setup, django_db_blocker):
    """The records of the crowd, made once, with the facts that follow from them and the times in treatment anew."""
    filled = (Journey, Given, Placement, WelshCase, Progress, EqualityGroups, PlannedEnding, OutcomeReached)
    with django_db_blocker.unblock(), crowd(20_000), transaction.atomic(), connection.cursor() as cursor:
        for model in filled:
            facts.FILLED_BY[model](cursor, None)
            cursor.execute(f"ANALYZE {model._meta.db_table}")  # as autovacuum would: the next reads it
        cursor.execute(EPISODES)
        cursor.execute(DECISIONS)
        cursor.execute(ANSWERED)
        cursor.execute("INSERT INTO off SELECT unnest(%s::date[])", [sorted(bank_holidays())])
        cursor.execute("ANALYZE")
        yield cursor


def ours(key, starts_on, ends_on, by=""):
    """What the facts count for: {answer: number}, or by a dimension {(its value, answer): number}."""
    found = Counter()
    for _team, dimension, value, _restricted, answer, number, _amount in counting.counts(
        REGISTRY[key], starts_on, ends_on, as_at=AS_AT
    ):
        if dimension == by:
            found[(value, answer) if by else answer] += number
    return +found


def asked(records, sql, starts_on, ends_on):
    records.execute(sql, {"a": starts_on, "b": ends_on, "today": AS_AT})
    return records.fetchall()


def test_a_second_computation_agrees_on_20_000_people(records):
    wrong, met, unsaid = {}, Counter(), {}
    for key, again in AGAIN.items():
        said = set()
        for starts_on, ends_on in (YEAR, QUARTER):
            facts_say = ours(key, starts_on, ends_on)
            theirs = Counter(answer for (answer,) in asked(records, again, starts_on, ends_on))
            met[key] += sum(theirs.values())
            said |= theirs.keys()
            if facts_say != theirs:
                wrong[key, starts_on] = {name: (facts_say[name], theirs[name]) for name in facts_say | theirs}
        if never_said(key, said):
            unsaid[key] = never_said(key, said)
    assert not wrong
    assert unsaid == UNSAID
    assert all(met[key] > 20 for key in AGAIN), met


@pytest.mark.parametrize("group", GROUPS)
def test_it_agrees_by_what_people_answered_to_the_equality_questions(records, group):
    for key in BY_EQUALITY:
        again = f"SELECT {group}, answer FROM ({AGAIN[key].replace('SELECT', 'SELECT client_id,', 1)}) x (client_id, answer) JOIN said USING (client_id)"
        for starts_on, ends_on in (YEAR, QUARTER):
            theirs = Counter(asked(records, again, starts_on, ends_on))
            assert ours(key, starts_on, ends_on, by=group) == theirs, key
            assert len({value for value, _answer in theirs}) >= 4, theirs


def test_it_agrees_about_approved_money_and_what_it_was_for(records):
    for starts_on, ends_on in (YEAR, QUARTER):
        rows = counting.counts(REGISTRY["mix_approved_cost"], starts_on, ends_on, as_at=AS_AT)
        theirs, pounds = Counter(), Counter()
        for answer, given, cost in asked(records, COST, starts_on, ends_on):
            theirs[given, answer] += 1
            pounds[given] += cost
        assert ours("mix_approved_cost", starts_on, ends_on, by="given") == theirs
        assert len(pounds) > 4, pounds
        for given in pounds:
            assert pounds[given] == sum(row[6] for row in rows if row[1] == "given" and row[2] == given)
        assert pounds.total() == sum(row[6] for row in rows if not row[1]) > 10_000
