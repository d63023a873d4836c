"""Background jobs of referrals."""

from celery import shared_task

from . import incoming, saved


@shared_task
def follow_episodes():
    """A referral whose treatment has begun on the record has started."""
    incoming.follow_episodes()


@shared_task
def forget_saved_forms():
    """Remove public forms that were put aside and had their time."""
    saved.forget_expired()
