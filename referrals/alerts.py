"""What is due about referrals to us. Source: RF03 and RF04, our own numbers; the times are those of referrals/clocks.py."""

from uuid import uuid5

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Duty, Role
from alerts.choices import Severity
from alerts.rules import Planned, rule
from core.calendar import add_working_days, london

from .choices import IncomingStatus
from .clocks import SOON_WORKING_DAYS, clock_of

SUBJECT, PAGE = "referrals.incomingreferral", "referrals:incoming_detail"


def _whose(referral):
    """Who goes on with it, else a manager of the team, else the team."""
    person = referral.whose
    if person and person.is_active:
        return person
    managers = referral.team.members.filter(role=Role.TEAM_MANAGER, is_active=True).order_by("username")
    return managers.first()


def _received_on(referral):
    return timezone.localdate(referral.created_at)


def _occurrence(referral):
    """Each time that it is received is looked at anew: also after it was reopened or passed on."""
    times = referral.status_changes.filter(to_status=IncomingStatus.RECEIVED).count()
    return uuid5(referral.pk, f"received {times}")


@rule("RF03", subject=SUBJECT, title=_("A referral waits for triage"), severity=Severity.AMBER,
      todo=_("Say how soon the person has to be seen"), url_name=PAGE)  # fmt: skip
def not_triaged(referral):
    """On the next working day; where a danger is named, or the person is under 18, at once."""
    if referral.status != IncomingStatus.RECEIVED or referral.triaged_on:
        return
    day, occurrence, team = _received_on(referral), _occurrence(referral), referral.team
    if referral.dangers or referral.is_under_18:
        duty = Duty.DUTY_WORKER if referral.dangers else Duty.SAFEGUARDING_LEAD
        recipient = team.holder_of(duty) or _whose(referral)
        yield Planned(occurrence, referral.created_at, recipient, team, 0, day, severity=Severity.RED)
    else:
        yield Planned(occurrence, london(add_working_days(day, 1)), _whose(referral), team, 1, day)


@rule("RF04", subject=SUBJECT, title=_("The clock of a referral is about to run out"), severity=Severity.AMBER,
      todo=_("Offer the first appointment, or start treatment, in time"), url_name=PAGE)  # fmt: skip
def clock_runs_out(referral):
    """Five working days before; and on the last day."""
    clock = clock_of(referral)
    if not clock.is_running:
        return
    occurrence = uuid5(referral.pk, f"clock {clock.due_on}")
    early = add_working_days(clock.due_on, -SOON_WORKING_DAYS)
    yield Planned(occurrence, london(early), _whose(referral), referral.team, -SOON_WORKING_DAYS, clock.due_on)
    yield Planned(
        occurrence, london(clock.due_on), _whose(referral), referral.team, 0, clock.due_on, severity=Severity.RED
    )
