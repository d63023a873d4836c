"""When services are open: the rules of their schedules, asked of the database for a moment or a part of a day.

A schedule says something of a day when it has a rule that still holds; whether there is one on a bank holiday, nobody
says, so pages tell people to ask first.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils import timezone

from core.calendar import ONE_DAY, bank_holidays

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVENING = time(18)
MIDNIGHT, LAST_MINUTE = time(0), time(23, 59)

# Of one rule. One without a first time is taken as one that has begun; one that comes
# every second week or month, without it, holds never, for nobody knows in which. The cheap tests stand first, and one
# that most rules fail before their days are taken apart: a broad question asks this of every service.
HAS_HOURS = """
    (rule.byday <> '' OR rule.bymonthday <> '' OR rule.dtstart IS NOT NULL)
    AND (rule.valid_to IS NULL OR rule.valid_to >= %({name}_day)s)
"""
IS_OPEN = """
    (rule.opens_at IS NULL OR rule.opens_at <= %({name}_until)s)
        AND (rule.closes_at IS NULL OR rule.closes_at > %({name}_since)s OR said.past_midnight) AND {on_day}
    OR said.past_midnight AND rule.closes_at > %({name}_since)s AND NOT %({name}_whole)s AND {on_day_before}
"""
RULES = """services_directory_schedule AS rule
    CROSS JOIN LATERAL (
        SELECT string_to_array(rule.byday, ',') AS days, string_to_array(rule.bymonthday, ',') AS numbers,
            coalesce(rule.closes_at <= rule.opens_at, false) AS past_midnight
    ) AS said"""
ON_DAY = """(
    (rule.valid_from IS NULL OR rule.valid_from <= %({day})s) AND (rule.valid_to IS NULL OR rule.valid_to >= %({day})s)
    AND (rule.dtstart IS NULL OR rule.dtstart <= %({day})s) AND CASE rule.freq
        WHEN 'WEEKLY' THEN (
            strpos(rule.byday, %({day}_weekday)s) > 0 AND %({day}_weekday)s = ANY(said.days)
            OR rule.byday = '' AND extract(isodow FROM rule.dtstart) = extract(isodow FROM %({day})s::date)
        ) AND (
            coalesce(rule.interval, 1) = 1
            OR (%({day})s::date - date_trunc('week', rule.dtstart)::date) / 7 %% rule.interval = 0
        )
        WHEN 'MONTHLY' THEN CASE
            WHEN rule.byday = '' AND rule.bymonthday = '' THEN
                extract(day FROM rule.dtstart) = extract(day FROM %({day})s::date)
            ELSE (rule.byday = '' OR said.days && %({day}_names)s) AND (rule.bymonthday = '' OR said.numbers && %({day}_numbers)s)
        END AND (
            coalesce(rule.interval, 1) = 1
            OR (%({day}_month)s - extract(year FROM rule.dtstart)::int * 12 - extract(month FROM rule.dtstart)::int)
                %% rule.interval = 0
        )
        ELSE %({day}_weekday)s = ANY(said.days) OR rule.byday = '' AND rule.bymonthday = '' AND rule.dtstart = %({day})s
    END
)"""


@dataclass(frozen=True)
class Moment:
    """A day and a part of it, by the clock in London; `since` and `until` are the same for one moment."""

    day: date
    since: time = MIDNIGHT
    until: time = LAST_MINUTE

    @property
    def is_bank_holiday(self):
        return self.day in bank_holidays()

    def hours(self, name, of=""):
        """SQL: services with rules, whether it is known when they are open, and whether they are open then.

        `of` is the column of a key, for the row of that service alone. The values are those of `values(name)`.
        """
        days = {"on_day": ON_DAY.format(day=f"{name}_day"), "on_day_before": ON_DAY.format(day=f"{name}_before")}
        return (
            f"SELECT rule.service_id, bool_or({HAS_HOURS.format(name=name)}) AS has_hours,"
            f" bool_or({IS_OPEN.format(name=name, **days)}) AS is_open FROM {RULES}"
            f"{f' WHERE rule.service_id = {of}' if of else ''} GROUP BY rule.service_id"
        )

    def values(self, name):
        own = {"since": self.since, "until": self.until, "whole": self.since == MIDNIGHT and self.until == LAST_MINUTE}
        return {
            **{f"{name}_{key}": value for key, value in own.items()},
            **_names_of(self.day, f"{name}_day"),
            **_names_of(self.day - ONE_DAY, f"{name}_before"),
        }


def moment_of(when, at=None, now=None):
    """What “now”, “tonight”, “tomorrow” or a weekday (the next one, today too) means, at a time where one is said.

    >>> from datetime import datetime
    >>> monday = datetime(2026, 11, 23, 19, 30)
    >>> moment_of("TU", now=monday).day, moment_of("MO", now=monday).day.day, moment_of("tonight", now=monday).since
    (datetime.date(2026, 11, 24), 23, datetime.time(19, 30))
    """
    now = now or timezone.localtime()
    clock = now.time().replace(second=0, microsecond=0, tzinfo=None)
    if when == "now":
        return Moment(now.date(), clock, clock)
    if when == "tonight":
        return Moment(now.date(), max(clock, EVENING))
    ahead = 1 if when == "tomorrow" else (DAYS.index(when) - now.weekday()) % 7 if when in DAYS else 0
    return Moment(now.date() + timedelta(days=ahead), *([at, at] if at else []))


def _names_of(day, name):
    """A day as the rules of schedules may name it: “TU”, in a month also “2TU” or “-1TU”, and its number from both ends."""
    weekday, last = DAYS[day.weekday()], ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY).day
    nth, from_end = (day.day - 1) // 7 + 1, (last - day.day) // 7 + 1
    return {
        name: day,
        f"{name}_weekday": weekday,
        f"{name}_names": [weekday, f"{nth}{weekday}", f"+{nth}{weekday}", f"-{from_end}{weekday}"],
        f"{name}_numbers": [str(day.day), str(day.day - last - 1)],
        f"{name}_month": day.year * 12 + day.month,
    }
