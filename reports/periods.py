"""The periods that figures are kept for: whole financial years and quarters, and the day of the newest look."""

from datetime import date, timedelta

from .choices import PeriodKind
from .models import Period

YEARS, QUARTERS = 3, 8  # of each kind the ones that are kept, the one that runs included
FIRST_MONTH = 4  # the financial year begins in April


def year_of(day):
    """The financial year in which a day lies: (first day, last day).

    >>> year_of(date(2026, 3, 31))
    (datetime.date(2025, 4, 1), datetime.date(2026, 3, 31))
    """
    start = date(day.year - (day.month < FIRST_MONTH), FIRST_MONTH, 1)
    return start, start.replace(year=start.year + 1) - timedelta(days=1)


def quarter_of(day):
    """The quarter in which a day lies: (first day, last day).

    >>> quarter_of(date(2026, 11, 22))
    (datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))
    """
    start = date(day.year, day.month - (day.month - 1) % 3, 1)
    after = date(start.year + start.month // 10, (start.month + 3) % 12, 1)
    return start, after - timedelta(days=1)


def wanted(today):
    """The (kind, first day, last day) of every period that figures are kept for on a day."""
    yield PeriodKind.DAY, today, today
    for kind, most, around in ((PeriodKind.YEAR, YEARS, year_of), (PeriodKind.QUARTER, QUARTERS, quarter_of)):
        start, end = around(today)
        for _number in range(most):
            yield kind, start, end
            start, end = around(start - timedelta(days=1))


def lay_out(today):
    """Make the periods of a day be those that are there, and no others; gives the keys of those that stay, and of the new."""
    wanted_now = list(wanted(today))
    before = set(Period.objects.values_list("pk", flat=True))
    Period.objects.bulk_create(
        [Period(kind=kind, starts_on=start, ends_on=end) for kind, start, end in wanted_now], ignore_conflicts=True
    )
    stays = {(kind.value, start, end) for kind, start, end in wanted_now}
    gone = [
        period.pk for period in Period.objects.all() if (period.kind, period.starts_on, period.ends_on) not in stays
    ]
    Period.objects.filter(pk__in=gone).delete()
    now = set(Period.objects.values_list("pk", flat=True))
    return sorted(now & before), sorted(now - before)
