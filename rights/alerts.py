"""What people's rights can be late for: the copy of a record, and records that are kept longer than their time.

Source: the catalogue IG01 (here RI01) and IG03 (docs/alerts.md).
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from alerts.choices import Severity
from alerts.rules import Days, Planned, by_intervals, occurrence_on, rule
from alerts.tuning import leads, sharpness
from clients.models import Client
from clients.responsible import manager_of, team_of
from core.calendar import london
from reference.choices import IntervalKey

from .retention import due_for_review, proposals


@rule("RI01", ended=_("The request was answered or withdrawn"), leads=(-7, -1, 0), red_from=-1,
      subject="rights.accessrequest", title=_("A request for a copy of the record is due"),
      todo=_("Review the copy and send it"), url_name="rights:request_detail", severity=Severity.AMBER)  # fmt: skip
def copy_is_due(request):
    if not request.is_open:
        return
    day = request.due_on
    officers = User.objects.filter(role=Role.GOVERNANCE_OFFICER, is_active=True)
    recipients = [*officers, manager_of(request.client)]
    for lead in leads("RI01"):
        for recipient in filter(None, recipients):
            due_at = london(day + timedelta(days=lead))
            yield Planned(request.pk, due_at, recipient, team_of(request.client), lead, day, sharpness("RI01", lead))


@rule("IG03", days=(Days(_("On the first of each month")), *by_intervals(IntervalKey.RETENTION_ADULT, IntervalKey.RETENTION_CHILD, IntervalKey.RETENTION_AFTER_DEATH)),
      ended=_("Something was proposed for each, or a new month has begun"),
      subject="accounts.user", title=_("Records have been kept for as long as they had to be"), severity=Severity.INFO,
      todo=_("Propose for each whether it is erased or kept"), url_name="rights:retention_list", takes_key=False,
      only=Q(role=Role.GOVERNANCE_OFFICER, is_active=True))  # fmt: skip
def records_to_review(officer):
    """On the first of each month on which there are any of which nobody has proposed anything; about no one record."""
    if officer.role != Role.GOVERNANCE_OFFICER or not officer.is_active:
        return
    month = timezone.localdate().replace(day=1)
    due = [client for client, _until in due_for_review(Client.objects.all(), month)]
    if len(proposals(due)) < len(due):
        yield Planned(occurrence_on(officer, month), london(month, 0), officer, None, 0, month)
