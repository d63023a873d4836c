"""What the directory can be late for: entries that nobody has checked for half a year.

Source: the catalogue DI01 (docs/alerts.md). One alert a month for each directory editor about all of them, and none about
each: the queue says which. It is about nobody who is helped, and so has no client.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from alerts.choices import Severity
from alerts.rules import Days, Planned, occurrence_on, rule
from core.calendar import london

from .freshness import FRESH_DAYS
from .models import Service
from .reminders import RUNNING


def grown_old(day):
    """The services that run, and that no person has checked in the half year before a day."""
    never = Q(checked_on=None, created_at__lt=london(day, 0))
    return Service.objects.filter(never | Q(checked_on__lt=day - timedelta(days=FRESH_DAYS)), status__in=RUNNING)


@rule("DI01", days=(Days(_("On the first of each month. This is part of the program and is not changed here.")),),
      ended=_("Every entry of the list was checked, or a new month has begun"),
      subject="accounts.user", title=_("Entries of the directory are to be checked"), severity=Severity.AMBER,
      todo=_("Check the oldest and the most used first"), url_name="services_directory:queue_list", takes_key=False,
      only=Q(role=Role.DIRECTORY_EDITOR, is_active=True))  # fmt: skip
def entries_to_check(editor):
    """On the first of each month on which there are any; the nightly look at all alerts begins the next month."""
    if editor.role != Role.DIRECTORY_EDITOR or not editor.is_active:
        return
    month = timezone.localdate().replace(day=1)
    if grown_old(month).exists():
        yield Planned(occurrence_on(editor, month), london(month, 0), editor, None, 0, month)
