"""Counting: from facts and the definition of a measure to numbers by period, team, breakdown and answer, in SQL."""

from contextlib import contextmanager

from django.db import connection

from .choices import PeriodKind

# Ages as national reports group them.
AGE = """CASE WHEN born_on IS NULL THEN '' WHEN age < 18 THEN '0-17' WHEN age < 25 THEN '18-24' WHEN age < 35 THEN '25-34'
  WHEN age < 45 THEN '35-44' WHEN age < 55 THEN '45-54' WHEN age < 65 THEN '55-64' ELSE '65+' END"""
KEPT = "SELECT id, starts_on, ends_on, %(as_at)s::date AS as_at FROM reports_period WHERE {kinds} AND id = ANY(%(periods)s)"
YEARS = "SELECT id, starts_on, ends_on, %(as_at)s::date AS as_at FROM reports_period WHERE kind = %(year)s"
AS_AT = "p.as_at"
ONE = "SELECT NULL::bigint AS id, %(starts_on)s::date AS starts_on, %(ends_on)s::date AS ends_on, %(as_at)s::date AS as_at"
UNITS = """
SELECT {once} p.id AS period_id, u.client_id, {episode} AS episode_key, u.team_id, u.is_restricted, u.substance_group,
  u.sex, u.born_on, {columns}
  date_part('year', age(p.ends_on, u.born_on)) AS age, {answer} AS answer, {amount} AS amount
FROM p JOIN {facts} u ON {among} {join}
WHERE {of}
{order}
"""
DIMENSIONS = {"substance_group": "substance_group", "sex": "sex", "age": "band"}  # and the column of each
GROUPED = """
WITH p AS ({periods}), unit AS ({units})
SELECT %(measure)s::text AS measure, period_id, team_id, CASE {dimension} ELSE '' END AS dimension,
  COALESCE(CASE {value} END, '') AS value, is_restricted, answer, count(*) AS number, sum(amount) AS amount
FROM (SELECT *, {age} AS band FROM unit) unit
GROUP BY GROUPING SETS ((period_id, team_id, is_restricted, answer), {sets})
"""
KEY = "measure, period_id, team_id, dimension, value, is_restricted, answer"
ADD = f"""
INSERT INTO reports_moved ({KEY}, number, amount)
SELECT {KEY}, {{sign}} number, {{sign}} amount FROM ({{grouped}}) counted
"""
MOVED = "CREATE TEMP TABLE reports_moved (LIKE reports_figure) ON COMMIT DROP; ALTER TABLE reports_moved ALTER id DROP NOT NULL"
MOVE = f"""
INSERT INTO reports_figure ({KEY}, number, amount)
SELECT {KEY}, sum(number), sum(amount) FROM {{moved}}
GROUP BY {KEY} HAVING sum(number) <> 0 OR sum(amount) <> 0
ON CONFLICT (period_id, measure, dimension, team_id, value, is_restricted, answer)
DO UPDATE SET number = reports_figure.number + EXCLUDED.number, amount = reports_figure.amount + EXCLUDED.amount
"""
AGAINST_KEPT = f"""(
  SELECT {KEY}, number, amount FROM ({{grouped}}) counted
  UNION ALL SELECT {KEY}, -number, -amount FROM reports_figure WHERE measure = %(measure)s AND period_id = ANY(%(periods)s)
) differences"""
# Of whom a measure says something else on a later day: what it says of a fact, or that the fact belongs to the period.
PASSED = """
WITH p AS (SELECT *, %(before)s::date AS before FROM ({periods}) kept)
SELECT DISTINCT u.client_id FROM p CROSS JOIN {facts} u WHERE {before} IS DISTINCT FROM {now}
"""
MISSING = """
WITH p AS ({periods} ORDER BY starts_on DESC LIMIT 2)
INSERT INTO reports_missinganswer (client_id, team_id, measure, answer, episode_key)
SELECT DISTINCT client_id, team_id, %(measure)s, answer, episode_key FROM ({units}) unit
WHERE answer = ANY(%(not_counted)s)
"""


def count_all(measure, as_at, periods):
    """Let the kept figures of a measure in some periods (keys) be what the facts of all clients count for.

    Only those that differ are written, the first time all of them; what is nothing now stands as a figure of nothing.
    """
    moved = AGAINST_KEPT.format(grouped=_grouped(measure, _periods_of(measure), None))
    with connection.cursor() as cursor:
        cursor.execute(MOVE.format(moved=moved), _parameters(measure, as_at, periods))


@contextmanager
def moving(touched, periods, before, as_at):
    """Move the figures of some periods from one day to another, by the clients of whom a measure may say something else.

    `touched` is [(measure, keys)]; what changes meanwhile in the facts of these clients counts as well.
    """
    with connection.cursor() as cursor:
        cursor.execute(MOVED)
        for measure, clients in touched:
            if clients:
                _add(measure, before, periods, clients, "-")
        yield
        for measure, clients in touched:
            if clients:
                _add(measure, as_at, periods, clients, "+")
        cursor.execute(MOVE.format(moved="reports_moved"))
        cursor.execute("DROP TABLE reports_moved")


def passed(measure, periods, before, as_at):
    """The clients (keys) of whom a measure says something else in one of the periods because days have passed."""
    asked = f"(CASE WHEN {measure.among} THEN {measure.answer} END)"
    if before == as_at or AS_AT not in asked:
        return set()
    sql = PASSED.format(
        periods=_periods_of(measure), facts=connection.ops.quote_name(measure.facts._meta.db_table),
        before=asked.replace(AS_AT, "p.before"), now=asked,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, _parameters(measure, as_at, periods) | {"before": before})
        return {key for (key,) in cursor.fetchall()}


def _add(measure, as_at, periods, clients, sign):
    grouped = _grouped(measure, _periods_of(measure), clients)
    with connection.cursor() as cursor:
        cursor.execute(
            ADD.format(sign=sign, grouped=grouped), _parameters(measure, as_at, periods) | {"clients": clients}
        )


def _periods_of(measure):
    """SQL: those of some periods in which a measure is counted."""
    return KEPT.format(kinds="kind = %(day)s" if measure.is_of_a_day else "kind <> %(day)s")


def _parameters(measure, as_at, periods):
    return {"measure": measure.key, "as_at": as_at, "periods": periods, "day": PeriodKind.DAY.value}


def counts(measure, starts_on, ends_on, *, as_at):
    """Count a measure now, over any period: rows of (team id, dimension, value, is restricted, answer, number, amount)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT team_id, dimension, value, is_restricted, answer, number, amount FROM ("
            + _grouped(measure, ONE, None) + ") counted",
            {"starts_on": starts_on, "ends_on": ends_on, "as_at": as_at, "measure": measure.key},
        )  # fmt: skip
        return cursor.fetchall()


def note_missing(measure, as_at, clients=None):
    """Note of whom (clients; None: of all) a measure cannot say anything, in this financial year and the one before."""
    if measure.not_counted:
        with connection.cursor() as cursor:
            cursor.execute(
                MISSING.format(periods=YEARS, units=_units(measure, clients)),
                {"as_at": as_at, "measure": measure.key, "clients": clients, "year": PeriodKind.YEAR.value,
                 "not_counted": measure.not_counted},
            )  # fmt: skip


def _grouped(measure, periods, clients):
    dimensions = DIMENSIONS | {name: name for name in measure.by.columns}
    return GROUPED.format(
        periods=periods, units=_units(measure, clients), age=AGE,
        dimension=" ".join(f"WHEN GROUPING({column}) = 0 THEN '{name}'" for name, column in dimensions.items()),
        value=" ".join(f"WHEN GROUPING({column}) = 0 THEN {column}" for column in dimensions.values()),
        sets=", ".join(f"(period_id, team_id, is_restricted, answer, {column})" for column in dimensions.values()),
    )  # fmt: skip


def _units(measure, clients):
    """SQL: each fact that a measure looks at in each period, what it answers, and what it is broken down by."""
    latest, facts = measure.latest, measure.facts._meta
    once = "p.id, u.client_id" + (f", u.{measure.once_for}" if measure.once_for else "")
    has_episode = any(field.name == "episode_key" for field in facts.concrete_fields)
    return UNITS.format(
        once=f"DISTINCT ON ({once})" if latest else "",
        order=f"ORDER BY {once}, u.{latest} DESC, u.id" if latest else "",
        facts=connection.ops.quote_name(facts.db_table), episode="u.episode_key" if has_episode else "NULL::uuid",
        of="true" if clients is None else "u.client_id = ANY(%(clients)s)",
        columns="".join(f"{column} AS {name}, " for name, column in measure.by.columns.items()),
        join=measure.by.join, among=measure.among, answer=measure.answer, amount=measure.amount,
    )  # fmt: skip
