"""What became of the referrals to a service in the last year: for the page of the service, without small numbers."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from .choices import DeclineReason, ReferralStatus
from .models import TAKEN_ON, Referral

SMALLEST = 5
TAKEN = [*TAKEN_ON, ReferralStatus.COMPLETED]
KINDS = {
    "accepted": Q(status__in=TAKEN),
    "full": Q(status=ReferralStatus.DECLINED, decline_reason=DeclineReason.FULL),
    "declined": Q(status=ReferralStatus.DECLINED) & ~Q(decline_reason=DeclineReason.FULL),
}


def answers_of(service, today=None):
    """How many referrals were sent, taken and declined; {} where any number that is said would tell of one person.

    A number below five is left out; and so is the sum, where it would give away what was left out.
    """
    return answers_to([service], today)[service.pk]


def answers_to(services, today=None):
    """What answers_of says of each service, by its key, in one query."""
    since = (today or timezone.localdate()) - timedelta(days=365)
    counts = {name: Count("pk", filter=kind) for name, kind in KINDS.items()}
    sent = Referral.objects.filter(service__in=services, sent_on__gte=since).order_by()
    rows = {row.pop("service"): row for row in sent.values("service").annotate(sent=Count("pk"), **counts)}
    return {service.pk: _safe(rows.get(service.pk, {"sent": 0})) for service in services}


def _safe(numbers):
    sent = numbers.pop("sent")
    shown = {name: number for name, number in numbers.items() if number >= SMALLEST}
    rest = sent - sum(shown.values())
    if shown and (rest == 0 or rest >= SMALLEST):
        shown["sent"] = sent
    return shown
