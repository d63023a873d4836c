"""What people's rights can be late for."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import User
from alerts.choices import Severity
from alerts.rules import Planned, rule
from clients.responsible import manager_of, team_of
from core.calendar import london


@rule("RI01", subject="rights.accessrequest", title=_("A request for a copy of the record is due"),
      todo=_("Review the copy and send it"), url_name="rights:request_detail", severity=Severity.AMBER)  # fmt: skip
def copy_is_due(request):
    if not request.is_open:
        return
    day = request.due_on
    officers = User.objects.filter(role=Role.GOVERNANCE_OFFICER, is_active=True)
    recipients = [*officers, manager_of(request.client)]
    for lead, severity in ((-7, None), (0, Severity.RED)):
        for recipient in filter(None, recipients):
            due_at = london(day + timedelta(days=lead))
            yield Planned(request.pk, due_at, recipient, team_of(request.client), lead, day, severity)
