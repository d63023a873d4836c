"""The watchdog: a banner on every page when alerts may not be going out."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Heartbeat


def watchdog(request):
    """`watchdog_message`: what to tell signed-in staff when the last sweep is older than two intervals, else empty."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    last = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    if last and timezone.now() - last < timedelta(seconds=2 * settings.SWEEP_SECONDS):
        return {}
    return {
        "watchdog_message": _(
            "Messages about alerts may be late: the background work is not running. "
            "What is due is still shown here. Tell your administrator."
        )
    }
