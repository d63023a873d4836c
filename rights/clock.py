"""By when a request for a copy of the record must be answered.

One calendar month from receipt: the same day of the next month, else its last day; on a day off, the next working
day. The clock stands still while the person is asked who they are or what they mean, and it may be set to three months
from the same start (UK GDPR art. 12(3); Data (Use and Access) Act 2025 for the clock that stands still).
"""

from calendar import monthrange
from datetime import date, timedelta

from core.calendar import is_off, step_forward


def months_after(day, months):
    """The same day so many months later, or the last day of that month.

    >>> months_after(date(2026, 1, 31), 1), months_after(date(2026, 11, 30), 3)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_on(received_on, *, stops=(), is_extended=False, today=None):
    """The last day for an answer; `stops` are (from, until) of the days on which the clock stood still.

    The day on which it stopped counts, the day on which it went on does not; one that goes on still counts to today.

    >>> due_on(date(2026, 9, 3)), due_on(date(2026, 8, 31))
    (datetime.date(2026, 10, 5), datetime.date(2026, 9, 30))
    >>> due_on(date(2026, 9, 3), stops=[(date(2026, 9, 10), date(2026, 9, 20))])
    datetime.date(2026, 10, 13)
    >>> due_on(date(2026, 9, 3), is_extended=True)
    datetime.date(2026, 12, 3)
    """
    stood = sum(((until or today or first) - first).days for first, until in stops)
    day = months_after(received_on, 3 if is_extended else 1) + timedelta(days=stood)
    return step_forward(day, is_off)
