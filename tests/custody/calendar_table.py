"""Reckons release_dates.csv by itself, from the published rules; it imports nothing of the product, on purpose.

    .venv/bin/python tests/custody/calendar_table.py > tests/custody/release_dates.csv

Holidays: the Banking and Financial Dealings Act 1971, schedule 1 (Easter Monday, last Mondays of May and August, 26 December, or
27 December when 25 or 26 is a Sunday), common-law Christmas Day and Good Friday, royal proclamations (New Year's Day, the first
Monday in May, substitutes, and the single days named below), as listed for England and Wales at gov.uk/bank-holidays up to 2028.
Beyond that list nothing is published, and only weekends are days off. Easter by the Anonymous Gregorian algorithm.
The worked examples, which were computed from the ministry's own code, are asserted below before a row is printed.
"""

import csv
import sys
from datetime import date, timedelta

PUBLISHED = range(2019, 2029)
ADDED = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}  # jubilee, state funeral, coronation
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}  # VE day, jubilee


def easter_sunday(year):
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def monday(year, month, days):
    return next(day for day in (date(year, month, number) for number in days) if day.isoweekday() == 1)


def new_year(year):
    """New Year's Day, or the Monday after it."""
    return date(year, 1, {6: 3, 7: 2}.get(date(year, 1, 1).isoweekday(), 1))


def christmas(year):
    """25 and 26 December, each day of a weekend with a substitute after both."""
    weekday = date(year, 12, 25).isoweekday()
    days = {5: (25, 28), 6: (27, 28), 7: (26, 27)}.get(weekday, (25, 26))
    return {date(year, 12, day) for day in days}


def holidays_of(year):
    easter = easter_sunday(year)
    ordinary = {
        new_year(year),
        easter - timedelta(2),
        easter + timedelta(1),
        monday(year, 5, range(1, 8)),
        monday(year, 5, range(25, 32)),
        monday(year, 8, range(25, 32)),
    }
    return {MOVED.get(day, day) for day in ordinary} | christmas(year) | {day for day in ADDED if day.year == year}


HOLIDAYS = set().union(*(holidays_of(year) for year in PUBLISHED))


def works(day):
    return day.isoweekday() < 6 and day not in HOLIDAYS


def eligible(day):
    """A working day that is not followed at once by a day off (section 23(3A) and what follows, as amended in 2023)."""
    return works(day) and works(day + timedelta(1))


def last(days_such_that, day):
    """The last such day among the 15 that end with `day`."""
    return max(one for one in (day - timedelta(n) for n in range(15)) if days_such_that(one))


def reckon(kind, served, day):
    """(earliest, expected) of a date on paper."""
    if kind == "HDCED":
        on = min(one for one in (day + timedelta(n) for n in range(15)) if works(one))
        return on, on
    if kind in {"HDCAD", "APD", "ROTL"}:
        return day, day
    adult = kind in {"CRD", "ARD", "PRRD"} and served >= 28
    if eligible(day) or not (adult or kind in {"ETD", "MTD", "LTD"}):
        return (last(works, day),) * 2
    expected = last(eligible, day)
    return (last(eligible, expected - timedelta(1)) if adult else expected), expected


def published(*days):
    return all(day.year in PUBLISHED for day in days)


def row(group, kind, served, day):
    earliest, expected = reckon(kind, served, day)
    on = last(works, day)
    known = published(earliest, day, on + timedelta(1), max(day, expected) + timedelta(1))
    eve = not works(on + timedelta(1))
    return [group, kind, served, day, earliest, expected, on, "yes" if eve else "no", "yes" if known else "no"]


GROUPS = {  # the rule of each group and its source: printed at the head of the file
    "types": "a Thursday, Friday, Saturday and Sunday for every type of date: CRD, ARD and PRRD under the scheme of one eligible"
    " working day earlier and one more on request; ETD, MTD and LTD the step alone; HDCED forward; HDCAD, APD and ROTL never;"
    " the rest the working day before. Source: Offenders (Day of Release from Detention) Act 2023 and the policy framework of"
    " 30 November 2023; Criminal Justice Act 1961 s.23; the ministry's NonFridayReleaseService and WorkingDayService",
    "served": "27 days served stay outside the scheme, 28 are inside, counted from sentence. Source: the same framework",
    "holidays": "the day before, the day of and the day after every bank holiday of 2026 to 2028, with its substitutes. Source:"
    " gov.uk/bank-holidays (England and Wales); the Act of 2023 as above",
    "single": "the days proclaimed once: jubilee, state funeral, coronation, VE day. Source: the proclamations of 2019, 2021, 2022",
    "clocks": "the days around both clock changes: a release is a day, whatever its hours. Source: Summer Time Act 1972",
    "leap": "around 29 February 2024 and 2028, and around 28 February and 1 March of a common year. Source: the calendar",
    "beyond": "years whose holidays are not published: weekends alone, and it is said. Source: gov.uk/bank-holidays ends in 2028",
    "worked": "the worked examples of the domain notes. Source: computed there from the ministry's code",
}  # fmt: skip
TYPES = (
    "CRD ARD PRRD HDCED HDCAD PED APD ETD MTD LTD NPD SED LED SLED TUSED DPRRD ESED ERSED TERSED Tariff ROTL REMAND"
).split()
WORKED = {
    date(2026, 11, 27): (date(2026, 11, 27), date(2026, 11, 26)),
    date(2026, 11, 29): (date(2026, 11, 27), date(2026, 11, 26)),
    date(2026, 11, 30): (date(2026, 11, 30), date(2026, 11, 30)),
    date(2026, 12, 24): (date(2026, 12, 24), date(2026, 12, 23)),
    date(2026, 12, 28): (date(2026, 12, 24), date(2026, 12, 23)),
    date(2027, 1, 1): (date(2026, 12, 31), date(2026, 12, 30)),
    date(2027, 3, 29): (date(2027, 3, 25), date(2027, 3, 24)),
    date(2027, 5, 3): (date(2027, 4, 30), date(2027, 4, 29)),
}


def around(*days, reach=1):
    return [day + timedelta(n) for day in days for n in range(-reach, reach + 1)]


def rows():
    for kind in TYPES:  # Thursday to Sunday
        yield from each("types", kind, 100, [date(2026, 11, number) for number in range(26, 30)])
    for kind in ("CRD", "ARD", "PRRD"):
        yield from (row("served", kind, served, date(2027, 1, 1)) for served in (0, 27, 28))
    yield from each("holidays", "CRD", 100, around(*sorted(day for day in HOLIDAYS if 2026 <= day.year <= 2028)))
    yield from each("single", "ARD", 400, around(*sorted(ADDED), *sorted(MOVED.values())))
    changes = around(date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31), reach=2)
    yield from each("clocks", "CRD", 60, changes)
    yield from each("leap", "ETD", 0, around(date(2024, 2, 29), date(2028, 2, 29), date(2027, 3, 1)))
    for day in around(date(2028, 12, 31), date(2029, 12, 25), date(2032, 2, 29), date(2060, 6, 4)):
        yield row("beyond", "CRD", 100, day)
        yield row("beyond", "HDCED", 100, day)
    yield from each("worked", "CRD", 100, WORKED)


def each(group, kind, served, days):
    return (row(group, kind, served, day) for day in days)


def lines():
    for day, (on, expected) in WORKED.items():
        assert (last(works, day), reckon("CRD", 100, day)[1]) == (on, expected), day
    yield from (f"# {group}: {rule}.".splitlines() for group, rule in GROUPS.items())
    yield "group release_type days_served nominal earliest expected last_working_day friday_or_pre_holiday published".split()
    yield from rows()


def write(to):
    """The notes as they are, the rows as CSV."""
    writer = csv.writer(to, lineterminator="\n")
    for line in lines():
        if len(line) == 1:
            to.write(f"{line[0]}\n")
        else:
            writer.writerow(line)


if __name__ == "__main__":
    write(sys.stdout)
