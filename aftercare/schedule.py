"""When check-ups fall due after treatment, and how often we try. Our defaults; change them here (docs/decisions.md)."""

from calendar import monthrange
from datetime import timedelta

from clients.choices import ContactKind
from core.calendar import add_working_days

from .choices import CheckUpSchedule, NextTry

# Days, then months, from the start of aftercare.
CHECK_UPS = {
    CheckUpSchedule.STANDARD: ([2, 14], [1, 3, 6, 9, 12]),
    CheckUpSchedule.AFTER_PRISON_OR_DETOX: ([1, 3, 7, 14, 28], [3, 6, 9, 12]),
}
OFFERED_MONTHS = 6  # at least (NICE QS23, statement 9)
TRIES, WAYS = 3, 2
WORKING_DAYS_BETWEEN = 4  # so that three tries, and a letter, lie within ten working days
PRISON_LEAVER = timedelta(days=28)  # released so short a time ago, the early schedule is offered first


def due_days(schedule, start):
    """The days on which check-ups fall due.

    >>> [day.isoformat() for day in due_days("standard", date(2026, 11, 30))][:4]
    ['2026-12-02', '2026-12-14', '2026-12-30', '2027-02-28']
    """
    days, months = CHECK_UPS[CheckUpSchedule(schedule)]
    return [start + timedelta(days=count) for count in days] + [months_later(start, count) for count in months]


def months_later(day, months):
    """The same day of a later month, or that month's last day.

    >>> months_later(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def next_try(kinds, may_write):
    """What comes next after tries of these kinds, the first first: three of two kinds, then a letter where agreed.

    >>> next_try(["phone", "phone"], True).value, next_try(["phone", "phone", "home_visit"], True).value
    ('other_way', 'write')
    """
    if len(kinds) >= TRIES and len(set(kinds)) >= WAYS:
        has_written = ContactKind.LETTER_OR_MESSAGE in kinds[TRIES:]
        return NextTry.WRITE if may_write and not has_written else NextTry.ENOUGH
    is_the_last = len(kinds) >= TRIES - 1
    return NextTry.OTHER_WAY if is_the_last and len(set(kinds)) == 1 else NextTry.TRY


def next_try_on(last, what):
    """By which day the next try is made, or the letter written, after the last try.

    >>> next_try_on(date(2026, 11, 27), NextTry.WRITE)
    datetime.date(2026, 11, 30)
    """
    return add_working_days(last, 1 if what == NextTry.WRITE else WORKING_DAYS_BETWEEN)
