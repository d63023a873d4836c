"""The days on which somebody may leave prison: the Friday, weekend and bank-holiday rules of England and Wales.

Sources: Offenders (Day of Release from Detention) Act 2023 and the policy framework of 30 November 2023 (an adult on a
determinate sentence who has served 28 days or more and would leave on a Friday or the day before a bank holiday is
presumed to leave one eligible working day earlier, and may be let out one more eligible working day earlier); the
Ministry of Justice's own release-date code for the types it covers. A past date is computed like any other.
"""

from dataclasses import dataclass
from datetime import date

from core.calendar import ONE_DAY, holidays_are_published, is_off, step_back, step_forward

from .choices import ReleaseType

MOVED_FORWARD = {ReleaseType.HDCED}
NEVER_MOVED = {ReleaseType.HDCAD, ReleaseType.APD, ReleaseType.ROTL}  # approved by a decision maker
FRIDAY_SCHEME = {ReleaseType.CRD, ReleaseType.ARD, ReleaseType.PRRD}
YOUTH = {ReleaseType.ETD, ReleaseType.MTD, ReleaseType.LTD}
SCHEME_DAYS_SERVED = 28


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
        holidays_published=holidays_are_published(nominal.year),
    )


def _earliest_and_expected(nominal, release_type, days_served, last_working_day):
    if release_type in MOVED_FORWARD:
        return (step_forward(nominal, is_off),) * 2
    if release_type in NEVER_MOVED:
        return nominal, nominal
    if _is_or_precedes_day_off(nominal):
        if release_type in FRIDAY_SCHEME and days_served >= SCHEME_DAYS_SERVED:
            expected = step_back(nominal, _is_or_precedes_day_off)
            return step_back(expected - ONE_DAY, _is_or_precedes_day_off), expected
        if release_type in YOUTH:
            return (step_back(nominal, _is_or_precedes_day_off),) * 2
    return last_working_day, last_working_day


def _is_or_precedes_day_off(day):
    return is_off(day) or is_off(day + ONE_DAY)
