"""Why what was due about somebody in treatment ended, where the treatment itself explains it."""

from django.utils.translation import gettext_lazy as _

from alerts.rules import Ended

from .choices import EpisodeStatus
from .models import Client, Episode
from .responsible import current_episode


def over(record, _alert=None):
    """That the episode which a record is about was closed or paused, or ""; of a client, the newest one that is open."""
    client = record if isinstance(record, Client) else record.client
    own = record if isinstance(record, Episode) else getattr(record, "episode", None)
    episode = current_episode(client, own)
    if episode is None or not episode.is_open:
        return _("The episode was closed")
    return _("The episode was paused") if episode.status == EpisodeStatus.PAUSED else ""


def whenever(words):
    """The same of an alert in whose place a newer one comes, because what was to be done was done."""
    return Ended("", lambda record, _alert: over(record) or words)


def while_open(words):
    """These words, unless the episode was closed or paused."""
    return Ended(words, over)
