"""The watchdog: a banner on every page when alerts may not be going out."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.choices import Role
from core.models import Heartbeat, OutboxMessage


def watchdog(request):
    """`watchdog_message`: what signed-in staff are told when the last sweep is older than two intervals, else empty.

    One look by primary key. Administrators are also told of messages that could not be delivered.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    age = Heartbeat.objects.filter(name="sweep").ages().get("sweep")
    if age is None or age > timedelta(seconds=2 * settings.SWEEP_SECONDS):
        return {
            "watchdog_message": _(
                "Messages about alerts may be late: the background work is not running. "
                "What is due is still shown here. Tell your administrator."
            )
        }
    if user.role == Role.ADMINISTRATOR and (parked := OutboxMessage.objects.exclude(parked_at=None).count()):
        return {"watchdog_message": _("Messages that could not be delivered: %(count)s") % {"count": parked}}
    return {}
