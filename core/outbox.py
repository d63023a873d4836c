"""The outbox: messages decided in a transaction are delivered afterwards, and none of them twice."""

from django.utils import timezone

from .models import OutboxMessage


def send(reference, *, recipient=None, address="", subject, body):
    """Write a message into the outbox, in the caller's transaction; the same reference again changes nothing."""
    OutboxMessage.objects.bulk_create(
        [OutboxMessage(reference=reference, recipient=recipient, address=address, subject=subject, body=body)],
        ignore_conflicts=True,
    )


def cancel(reference):
    """Take back a message that has not been sent."""
    OutboxMessage.objects.filter(reference=reference, sent_at=None, parked_at=None, cancelled_at=None).update(
        cancelled_at=timezone.now()
    )
