"""What a manager must know before it runs out: training, checks and supervision of staff."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from alerts.choices import Severity
from alerts.rules import Days, Planned, by_intervals, rule
from core.calendar import london
from reference import intervals
from reference.choices import IntervalKey

from .models import Qualification


@rule("SF01", days=(Days(_("On the last day of the training or the check, and before it:")), *by_intervals(IntervalKey.TRAINING_WARNING)),
      ended=_("A newer one is recorded"),
      subject="staffing.qualification", title=_("Training or a check of a member of staff runs out"),
      todo=_("Book the training, or ask for a new check"), url_name="staffing:qualification_edit",
      severity=Severity.AMBER)  # fmt: skip
def qualification_runs_out(qualification):
    is_newest = Qualification.objects.newest().filter(pk=qualification.pk).exists()
    if not (qualification.expires_on and qualification.user.is_active and is_newest):
        return
    warning = intervals.days(IntervalKey.TRAINING_WARNING)
    for lead, severity in ((-warning, None), (0, Severity.RED)):
        due_at = london(qualification.expires_on + timedelta(days=lead))
        yield from _to_manager(qualification, due_at, lead, qualification.expires_on, severity)


@rule("SF02", days=(Days(_("On the day that was set for the supervision")),),
      ended=_("It was held, or another day was set"),
      subject="staffing.supervision", title=_("A supervision is due"), todo=_("Hold it, or set another day"),
      url_name="staffing:supervision_edit", severity=Severity.AMBER)  # fmt: skip
def supervision_due(supervision):
    newest = supervision.user.supervisions.order_by("-held_on", "-created_at").first()
    if supervision.user.is_active and newest == supervision:
        yield from _to_manager(supervision, london(supervision.next_on), 0, supervision.next_on, None)


def _to_manager(row, due_at, lead, about_on, severity):
    manager = manager_of_staff(row.user)
    yield Planned(row.pk, due_at, manager, row.user.teams.order_by("name").first(), lead, about_on, severity)


def manager_of_staff(person):
    """A manager of one of the person's teams, other than the person; None where there is none."""
    managers = User.objects.filter(role=Role.TEAM_MANAGER, is_active=True, memberships__team__in=person.team_ids)
    return managers.exclude(pk=person.pk).order_by("username").first()
