"""Working days and bank holidays of England and Wales, and London time."""

from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)


@cache
def bank_holidays():
    """The bank holidays of England and Wales, from the data of the library itself, never from the network."""
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(holiday["date"] for holiday in published)


def holidays_are_published(year):
    """Are the bank holidays of that year known? Beyond the published years only weekends count as days off."""
    years = {day.year for day in bank_holidays()}
    return min(years) <= year <= max(years)


def is_off(day):
    """Saturday, Sunday or a bank holiday of England and Wales.

    >>> is_off(date(2026, 12, 25)), is_off(date(2026, 12, 28)), is_off(date(2026, 12, 29))
    (True, True, False)
    """
    return day.weekday() >= 5 or day in bank_holidays()


def step_back(day, condition):
    """The nearest day, `day` itself or earlier, for which the condition does not hold."""
    while condition(day):
        day -= ONE_DAY
    return day


def step_forward(day, condition):
    """The nearest day, `day` itself or later, for which the condition does not hold."""
    while condition(day):
        day += ONE_DAY
    return day


def add_working_days(day, count):
    """The working day `count` working days after `day` (before it, when `count` is negative).

    >>> add_working_days(date(2026, 11, 27), 1), add_working_days(date(2026, 11, 30), -1)
    (datetime.date(2026, 11, 30), datetime.date(2026, 11, 27))
    """
    step = ONE_DAY if count >= 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while is_off(day):
            day += step
    return day


def working_days_between(start, end):
    """How many working days lie after `start` up to and including `end`; the day after `start` is the first.

    >>> working_days_between(date(2026, 11, 27), date(2026, 12, 1))
    2
    """
    return sum(not is_off(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def is_quiet(moment):
    """Whether nobody is to be disturbed then: the hours between QUIET_FROM and QUIET_UNTIL, on a clock in London."""
    return not settings.QUIET_UNTIL <= moment.astimezone(LONDON).hour < settings.QUIET_FROM


def london(day, hour=9):
    """The moment at which a clock in London shows that hour on that day.

    >>> london(date(2026, 7, 1)).utcoffset(), london(date(2026, 12, 1)).utcoffset()
    (datetime.timedelta(seconds=3600), datetime.timedelta(0))
    """
    return datetime.combine(day, time(hour), tzinfo=LONDON)
