"""Episodes: their moves, substances, facts, interventions, pauses and reopenings."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from clients import models
from clients.choices import (
    DischargeReason,
    EpisodeStatus,
    FactsKind,
    ReferralSource,
    Substance,
)

from ..accounts import TeamFactory
from ..reference import code
from .person import ClientFactory


class EpisodeFactory(DjangoModelFactory):
    class Meta:
        model = models.Episode

    client = factory.SubFactory(ClientFactory, registered_team=factory.SelfAttribute("..team"))
    team = factory.SubFactory(TeamFactory)
    referral_source = ReferralSource.SELF
    referred_on = date(2026, 9, 1)

    class Params:
        in_treatment = factory.Trait(status=EpisodeStatus.IN_TREATMENT, treatment_started_on=date(2026, 9, 15))
        in_aftercare = factory.Trait(status=EpisodeStatus.AFTERCARE, treatment_started_on=date(2026, 9, 15))
        paused = factory.Trait(status=EpisodeStatus.PAUSED, treatment_started_on=date(2026, 9, 15))
        closed = factory.Trait(
            status=EpisodeStatus.CLOSED, ended_on=date(2026, 11, 1), discharge_reason=DischargeReason.DROPPED_OUT
        )


class EpisodeStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.EpisodeStatusChange

    record = factory.SubFactory(EpisodeFactory)
    from_status = EpisodeStatus.WAITING
    to_status = EpisodeStatus.IN_TREATMENT


class EpisodeSubstanceFactory(DjangoModelFactory):
    class Meta:
        model = models.EpisodeSubstance

    episode = factory.SubFactory(EpisodeFactory)
    rank = 1
    substance = Substance.ALCOHOL


class EpisodeFactsFactory(DjangoModelFactory):
    class Meta:
        model = models.EpisodeFacts

    episode = factory.SubFactory(EpisodeFactory, in_treatment=True)
    client = factory.SelfAttribute("episode.client")
    kind = FactsKind.START
    asked_on = date(2026, 9, 15)
    accommodation_need = factory.LazyFunction(lambda: code("accommodation_need", "1"))
    drinking_days = 20


class EpisodeInterventionFactory(DjangoModelFactory):
    class Meta:
        model = models.EpisodeIntervention

    episode = factory.SubFactory(EpisodeFactory, in_treatment=True)
    client = factory.SelfAttribute("episode.client")
    kind = factory.LazyFunction(lambda: code("intervention_type", "95"))
    setting = factory.LazyFunction(lambda: code("setting", "community"))
    referred_on = date(2026, 9, 1)
    started_on = date(2026, 9, 15)


class EpisodePauseFactory(DjangoModelFactory):
    class Meta:
        model = models.EpisodePause

    episode = factory.SubFactory(EpisodeFactory, paused=True)
    client = factory.SelfAttribute("episode.client")
    reason = factory.LazyFunction(lambda: code("pause_reason", "hospital"))
    starts_on = date(2026, 10, 1)
    was = EpisodeStatus.IN_TREATMENT


class EpisodeReopeningFactory(DjangoModelFactory):
    class Meta:
        model = models.EpisodeReopening

    episode = factory.SubFactory(EpisodeFactory, in_treatment=True)
    client = factory.SelfAttribute("episode.client")
    ended_on = date(2026, 11, 1)
    discharge_reason = DischargeReason.DROPPED_OUT
    reason = factory.LazyFunction(lambda: code("reopening_reason", "lapse"))
    reopened_on = date(2026, 11, 10)
