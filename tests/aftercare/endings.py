"""What the tests of endings share: an episode that may be closed, what is due and what waits."""

from datetime import date

from django.utils import timezone

from aftercare import episodes
from alerts.models import Alert
from clients.choices import DischargeReason
from clients.models import Episode
from core.models import OutboxMessage
from tests.factories.clients import (
    EpisodeFactsFactory,
    EpisodeInterventionFactory,
    EpisodeSubstanceFactory,
)
from tests.factories.reference import code


def make_sound(episode):
    """Nothing blocks the end of this episode, and nothing warns."""
    Episode.objects.filter(pk=episode.pk).update(triaged_on=date(2026, 9, 5), previously_treated="no")
    EpisodeSubstanceFactory(episode=episode, substance="alcohol", route="oral")
    EpisodeFactsFactory(episode=episode)
    EpisodeInterventionFactory(episode=episode, ended_on=date(2026, 10, 1), exit_status=code("intervention_exit", "A"))
    episode.refresh_from_db()
    return episode


def open_alerts(client):
    """All but what an unplanned end itself asks for: to write it up."""
    return Alert.objects.open().filter(client_id=client.pk).exclude(rule="AC10")


def waiting():
    return OutboxMessage.objects.unfinished()


def close(episode, by, **options):
    today = timezone.localdate()
    return episodes.close_episode(episode, on=today, reason=DischargeReason.DROPPED_OUT, by=by, **options)
