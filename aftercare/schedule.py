"""When check-ups fall due after treatment. The days are our defaults; change them here (docs/decisions.md)."""

from calendar import monthrange
from datetime import timedelta

from .choices import CheckUpSchedule

# Days, then months, from the start of aftercare.
CHECK_UPS = {
    CheckUpSchedule.STANDARD: ([2, 14], [1, 3, 6, 9, 12]),
    CheckUpSchedule.AFTER_PRISON_OR_DETOX: ([1, 3, 7, 14, 28], []),
}
NEXT_TRY = timedelta(days=4)  # after a check-up in which nobody was reached
TRIES = 3
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
