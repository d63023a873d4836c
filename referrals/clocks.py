"""The clocks that run from a referral: by when the first appointment (England) or the start of treatment (Wales) is due.

England: the first appointment that is offered falls within three weeks of the referral to the intervention (the national
waiting-time measure). Wales: treatment starts within 20 working days of the referral, the day after it being the first
(Welsh key performance indicator 2).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Nation
from core.calendar import add_working_days, working_days_between

from .models import OPEN_INCOMING

ENGLAND_DAYS, WALES_WORKING_DAYS = 21, 20
SOON_WORKING_DAYS = 5
LONGEST = 60  # more days than any clock has


@dataclass(frozen=True)
class Clock:
    """One clock: what stops it, by when it must, when it did."""

    nation: str
    due_on: date
    stopped_on: date | None
    is_running: bool

    @property
    def name(self):
        return _("Start of treatment") if self.nation == Nation.WALES else _("First appointment")

    @property
    def is_late(self):
        return (self.stopped_on or timezone.localdate()) > self.due_on

    @property
    def is_soon(self):
        return (
            self.is_running
            and not self.is_late
            and add_working_days(timezone.localdate(), SOON_WORKING_DAYS) >= self.due_on
        )

    @property
    def days_left(self):
        """Days, or in Wales working days, that are left; negative when it has run out."""
        today = timezone.localdate()
        if self.nation != Nation.WALES:
            return (self.due_on - today).days
        left = working_days_between(min(today, self.due_on), max(today, self.due_on))
        return left if today <= self.due_on else -left


def due_on(nation, referred_on):
    """The last day in time for a referral of that day."""
    if nation == Nation.WALES:
        return add_working_days(referred_on, WALES_WORKING_DAYS)
    return referred_on + timedelta(days=ENGLAND_DAYS)


def clock_of(referral):
    """The clock of a referral; its team with the area, and its episode, are selected with it."""
    nation, episode = referral.team.area.nation, referral.episode
    stopped_on = None
    if episode:
        in_wales = nation == Nation.WALES
        stopped_on = episode.treatment_started_on if in_wales else episode.first_appointment_offered_on
    return clock(nation, referral.referred_on, stopped_on, referral.is_open)


def clock(nation, referred_on, stopped_on, is_open):
    """The clock of a referral of that day, which runs while it is open and nothing has stopped it."""
    return Clock(nation, due_on(nation, referred_on), stopped_on, stopped_on is None and is_open)


def _earliest_in_time(nation, day):
    """The earliest day of a referral whose clock has not run out before a day."""
    days = (day - timedelta(days=number) for number in range(LONGEST, -1, -1))
    return next(each for each in days if due_on(nation, each) >= day)


def running():
    """The condition for referrals whose clock runs."""
    stopped = {
        Nation.WALES: "episode__treatment_started_on",
        Nation.ENGLAND: "episode__first_appointment_offered_on",
    }
    conditions = [Q(team__area__nation=nation, **{f"{field}__isnull": True}) for nation, field in stopped.items()]
    return Q(status__in=OPEN_INCOMING) & (conditions[0] | conditions[1])


def late(today=None):
    """The condition for referrals whose clock runs and has run out."""
    today = today or timezone.localdate()
    return running() & _before({nation: _earliest_in_time(nation, today) for nation in Nation})


def soon(today=None):
    """The condition for referrals whose clock runs out within five working days."""
    today = today or timezone.localdate()
    end = add_working_days(today, SOON_WORKING_DAYS) + timedelta(days=1)
    return running() & _before({nation: _earliest_in_time(nation, end) for nation in Nation}) & ~late(today)


def _before(first_days):
    conditions = [Q(team__area__nation=nation, referred_on__lt=day) for nation, day in first_days.items()]
    return conditions[0] | conditions[1]
