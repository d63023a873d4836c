"""Jobs about signing in."""

from celery import shared_task

from . import tries
from .sessions import SessionStore


@shared_task
def forget_sessions():
    """Delete the sessions that have ended by themselves, and the tries that no longer count."""
    SessionStore.clear_expired()
    tries.forget_old()
