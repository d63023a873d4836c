"""Handovers at each place on their way, and episodes with all that ends with them, for these tests."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alerts import sweep
from alerts.workflow import plan
from clients.models import Episode
from clients.workflow import plan_alerts
from core import outbox
from tests.factories.aftercare import AftercareFactory, CheckUpFactory, HandoverFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

from .endings import make_sound
from .parts import consent_to


@pytest.fixture
def service(other_team):
    return ServiceFactory(name="Bryn Aftercare", run_by_team=other_team)


@pytest.fixture
def browser(today, sign_in, case_manager):
    return sign_in(case_manager)


@pytest.fixture
def ready(episode, service, case_manager):
    """A handover to which only the sending is missing."""
    handover = HandoverFactory(ready=True, episode=episode, receiving_service=service, created_by=case_manager)
    consent_to(handover)
    return handover


@pytest.fixture
def handover(ready):
    """The same, by the name that pages give it."""
    return ready


@pytest.fixture
def sent(episode, service, case_manager):
    """Sent to the other team, all of it consented."""
    return HandoverFactory(sent=True, episode=episode, receiving_service=service, created_by=case_manager)


@pytest.fixture
def accepted(episode, service, case_manager):
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    return HandoverFactory(accepted=True, episode=episode, receiving_service=service, created_by=case_manager)


@pytest.fixture
def treated(episode):
    """An episode in treatment with all that hangs on it: a plan that is late, a handover that was sent, a planned end."""
    make_sound(episode)
    CarePlanFactory(client=episode.client, episode=episode, active=True, review_on=date(2026, 11, 1))
    Episode.objects.filter(pk=episode.pk).update(planned_exit_on=timezone.localdate() + timedelta(days=7))
    handover = HandoverFactory(client=episode.client, episode=episode, sent=True)
    outbox.send(f"handover-{handover.pk}-1", address="somebody@example.org", subject="x", body="x")
    ReferralFactory(client=episode.client, episode=episode)
    plan_alerts(episode.client)
    sweep.sweep()
    episode.refresh_from_db()
    return episode


@pytest.fixture
def after(team, keyworker):
    """An episode in aftercare with a check-up that is due and one to come."""
    episode = make_sound(EpisodeFactory(team=team, keyworker=keyworker, in_aftercare=True))
    handover = HandoverFactory(client=episode.client, episode=episode, accepted=True)
    aftercare = AftercareFactory(client=episode.client, episode=episode, handover=handover)
    today = timezone.localdate()
    for days in (-3, 30):
        plan(CheckUpFactory(client=episode.client, aftercare=aftercare, due_on=today + timedelta(days=days)))
    return episode
