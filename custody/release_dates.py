"""The days on which somebody may leave prison: the Friday, weekend and bank-holiday rules of England and Wales.

The rules are dated: when the law changes, a further row of `RULES` says what holds from when on, and nothing else has
to be searched for. A date before the first row is computed by the first row: nobody plans for it.
"""

from dataclasses import dataclass
from datetime import date

from core.calendar import ONE_DAY, holidays_are_published, is_off, step_back, step_forward

from .choices import ReleaseType


@dataclass(frozen=True)
class Rules:
    """What moves which kinds of release dates, for releases due from a day on, and where that was read."""

    in_force_from: date
    source: str
    moved_forward: frozenset  # to the next working day
    never_moved: frozenset  # a decision maker has approved the day itself
    scheme: frozenset  # presumed one eligible working day earlier, and one more may be asked for
    scheme_days_served: int  # whole days since sentence from which the scheme applies
    youth: frozenset  # the step alone


RULES = (
    Rules(
        in_force_from=date(2023, 11, 30),
        source="Offenders (Day of Release from Detention) Act 2023 and the policy framework of 30 November 2023; for the "
        "types that it covers the Ministry of Justice's own release-date code",
        moved_forward=frozenset({ReleaseType.HDCED}),
        never_moved=frozenset({ReleaseType.HDCAD, ReleaseType.APD, ReleaseType.ROTL}),
        scheme=frozenset({ReleaseType.CRD, ReleaseType.ARD, ReleaseType.PRRD}),
        scheme_days_served=28,
        youth=frozenset({ReleaseType.ETD, ReleaseType.MTD, ReleaseType.LTD}),
    ),
)


def rules_on(day, rules=RULES):
    """The rules for a release that is due on a day; `rules` stand in the order in which they came into force."""
    return next((row for row in reversed(rules) if row.in_force_from <= day), rules[0])


@dataclass(frozen=True)
class PlanningDates:
    """Plan appointments against `expected`; be ready on `earliest`."""

    earliest: date
    expected: date
    last_working_day: date
    friday_or_pre_holiday: bool
    holidays_published: bool


def planning_dates(nominal, release_type, days_served):
    """Compute the days to plan for.

    `nominal` is the date on paper, `release_type` a ReleaseType, `days_served` the whole days served since sentence.

    >>> planning_dates(date(2026, 11, 27), "CRD", 100).expected
    datetime.date(2026, 11, 26)
    """
    last_working_day = step_back(nominal, is_off)
    earliest, expected = _earliest_and_expected(nominal, release_type, days_served, last_working_day)
    return PlanningDates(
        earliest=earliest,
        expected=expected,
        last_working_day=last_working_day,
        friday_or_pre_holiday=is_off(last_working_day + ONE_DAY),
        holidays_published=holidays_are_known(nominal, earliest, expected, last_working_day),
    )


def holidays_are_known(nominal, earliest, expected, last_working_day):
    """Are the holidays published of every day that was looked at: from the earliest to the day after the last?"""
    days = (earliest, nominal, last_working_day + ONE_DAY, max(nominal, expected) + ONE_DAY)
    return all(holidays_are_published(day.year) for day in days)


def _earliest_and_expected(nominal, release_type, days_served, last_working_day):
    rules = rules_on(nominal)
    if release_type in rules.moved_forward:
        return (step_forward(nominal, is_off),) * 2
    if release_type in rules.never_moved:
        return nominal, nominal
    if _is_or_precedes_day_off(nominal):
        if release_type in rules.scheme and days_served >= rules.scheme_days_served:
            expected = step_back(nominal, _is_or_precedes_day_off)
            return step_back(expected - ONE_DAY, _is_or_precedes_day_off), expected
        if release_type in rules.youth:
            return (step_back(nominal, _is_or_precedes_day_off),) * 2
    return last_working_day, last_working_day


def _is_or_precedes_day_off(day):
    return is_off(day) or is_off(day + ONE_DAY)
