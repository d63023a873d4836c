"""When what nobody has acknowledged goes to the team's manager too."""

from datetime import datetime, timedelta

from core.calendar import LONDON, add_working_days, london

from .choices import Severity

WORKING_DAYS = 2
RED_HOUR = 16
LEAST_TIME = timedelta(hours=1)


def escalates_at(severity, raised_at):
    """Red: the same day at 16:00 in London, but never sooner than an hour; else two working days later, same time.

    It counts from when somebody was told: after an outage nobody is passed over.
    """
    local = raised_at.astimezone(LONDON)
    if severity == Severity.RED:
        return max(london(local.date(), RED_HOUR), raised_at + LEAST_TIME)
    return datetime.combine(add_working_days(local.date(), WORKING_DAYS), local.time(), tzinfo=LONDON)
