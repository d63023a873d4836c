"""The watchdog: a banner on every page when alerts may not be going out."""

from datetime import timedelta
from functools import cache

from django.conf import settings
from django.db.models import Exists, F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.choices import Role
from core.models import Heartbeat, OutboxMessage
from core.written import run, written

from .models import Alert


@cache
def _sweep():
    """The query of how long ago the last sweep was, and whether it missed an alert."""
    sweeps = Heartbeat.objects.filter(name="sweep")
    return written(sweeps.values_list(Now() - F("at"), Exists(Alert.objects.overdue())))


def watchdog(request):
    """`watchdog_message`: what signed-in staff are told when the last sweep is older than two intervals, else empty.

    Told too when alerts were due ten minutes ago and no sweep has raised them. One query. Administrators are also told of messages that could not be delivered.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    looked = run(_sweep(), {})
    age, is_missing_some = looked[0] if looked else (None, True)
    if is_missing_some or age > timedelta(seconds=2 * settings.SWEEP_SECONDS):
        return {
            "watchdog_message": _(
                "Messages about alerts may be late: the background work is not running. "
                "What is due is still shown here. Tell your administrator."
            )
        }
    if user.role == Role.ADMINISTRATOR and (parked := OutboxMessage.objects.exclude(parked_at=None).count()):
        return {"watchdog_message": _("Messages that could not be delivered: %(count)s") % {"count": parked}}
    return {}
