"""The demo's reports that come by themselves: to a commissioner every year, to a case manager every week."""

from datetime import timedelta

from accounts.choices import Role
from accounts.models import User
from core.calendar import london
from reports import schedules
from reports.choices import HowOften, SentPeriod
from reports.models import ReportSchedule


def make_schedules(rows, staff):
    asked_on = rows.today - timedelta(days=3)
    commissioner = next(user for user in rows.by_model[User] if user.role == Role.COMMISSIONER)
    manager = staff["city"].of(Role.CASE_MANAGER)[0]
    for user, report, every, period in (
        (commissioner, "outcomes", HowOften.YEAR, SentPeriod.LAST_YEAR),
        (manager, "waiting_and_access", HowOften.WEEK, SentPeriod.QUARTER_SO_FAR),
        (manager, "caseload", HowOften.WEEK, SentPeriod.DAY),
    ):
        schedule = rows.add(
            ReportSchedule, london(asked_on), user, user=user, report=report, every=every, period=period,
            starts_on=asked_on + timedelta(days=7),
        )  # fmt: skip
        schedule.next_on = schedules.next_from(schedule, asked_on)
