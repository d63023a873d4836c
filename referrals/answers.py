"""What became of the referrals to a service in the last year: for the page of the service, without small numbers."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from .choices import DeclineReason, ReferralStatus
from .models import TAKEN_ON, UNANSWERED, Referral

SMALLEST = 5
YEAR = timedelta(days=365)
PATIENCE = timedelta(days=14)  # after which a referral without an answer is called unanswered; our own
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
    rows = {row.pop("service"): row for row in _numbers(today, KINDS).filter(service__in=services)}
    return {service.pk: safe_numbers(rows.get(service.pk, {"sent": 0})) for service in services}


def counted(today):
    """The same of every service with a referral, and how many stayed unanswered, with nothing left out, in one query."""
    waiting = Q(status=ReferralStatus.EXPIRED) | Q(status__in=UNANSWERED, sent_on__lt=today - PATIENCE)
    return _numbers(today, KINDS | {"unanswered": waiting})


def _numbers(today, kinds):
    since = (today or timezone.localdate()) - YEAR
    counts = {name: Count("pk", filter=kind) for name, kind in kinds.items()}
    return Referral.objects.filter(sent_on__gte=since).order_by().values("service").annotate(sent=Count("pk"), **counts)


def safe_numbers(numbers):
    """Of {sent, accepted, full, declined} what may be said."""
    sent = numbers.pop("sent")
    shown = {name: number for name, number in numbers.items() if number >= SMALLEST}
    rest = sent - sum(shown.values())
    if shown and (rest == 0 or rest >= SMALLEST):
        shown["sent"] = sent
    return shown
