"""Factories of what reports keep. Nobody writes these rows by hand: they are worked out, and so they are here."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from accounts.choices import Role
from clients.choices import SubstanceGroup
from reports import models
from reports.choices import PeriodKind
from tests.factories.accounts import AreaFactory, PartnershipFactory, TeamFactory, UserFactory
from tests.factories.clients import ClientFactory, ConsentFactory, EpisodeFactory


class PeriodFactory(DjangoModelFactory):
    class Meta:
        model = models.Period
        django_get_or_create = ["kind", "starts_on", "ends_on"]

    kind = PeriodKind.YEAR
    starts_on = date(2025, 4, 1)
    ends_on = date(2026, 3, 31)


class FigureFactory(DjangoModelFactory):
    class Meta:
        model = models.Figure

    measure = "in_treatment"
    period = factory.SubFactory(PeriodFactory)
    team = factory.SubFactory(TeamFactory)
    answer = "met"
    number = 12


class KeptCaseloadFactory(DjangoModelFactory):
    class Meta:
        model = models.KeptCaseload

    partnership = factory.SubFactory(PartnershipFactory)
    counted_on = date(2026, 11, 2)
    report = factory.Dict(
        {
            "scope": "Example Council", "day": "2026-11-02", "starts_on": "2025-11-01", "ends_on": "2026-10-31",
            "made_at": "2026-11-02T09:00:00Z", "teams": [], "tables": [], "is_suppressed": True,
        }
    )  # fmt: skip


class RefreshFactory(DjangoModelFactory):
    class Meta:
        model = models.Refresh

    as_at = date(2026, 11, 1)


class ChangedClientFactory(DjangoModelFactory):
    class Meta:
        model = models.ChangedClient

    client_key = factory.Faker("uuid4")


class FactFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    client = factory.SubFactory(ClientFactory)
    team = factory.SubFactory(TeamFactory)
    is_restricted = False
    substance_group = SubstanceGroup.ALCOHOL


class JourneyFactory(FactFactory):
    class Meta:
        model = models.Journey

    nation = "england"
    episode_key = factory.Faker("uuid4")
    started_on = date(2026, 5, 1)
    is_secure = False
    first_referred_on = date(2026, 4, 20)


class EqualityGroupsFactory(DjangoModelFactory):
    class Meta:
        model = models.EqualityGroups

    client = factory.SubFactory(ClientFactory)
    ethnicity = "White"


class GapFactory(FactFactory):
    class Meta:
        model = models.Gap

    area_name = "Northmere"
    need = "hostel"
    reason = "full"
    found_on = date(2026, 5, 1)


class HomeNeededFactory(FactFactory):
    class Meta:
        model = models.HomeNeeded

    kind = "supported"
    asked_on = date(2026, 5, 1)


class ReferralResultFactory(FactFactory):
    class Meta:
        model = models.ReferralResult

    domain = "housing"
    status = "sent"
    sent_on = date(2026, 5, 1)


class DirectoryCountFactory(DjangoModelFactory):
    class Meta:
        model = models.DirectoryCount

    area = factory.SubFactory(AreaFactory)
    need = "hostel"
    state = "fresh"
    number = 2


class ReleaseFactory(FactFactory):
    class Meta:
        model = models.Release

    released_on = date(2026, 5, 1)
    seen = "met"
    started = "not_met"


class OpenEpisodeFactory(FactFactory):
    class Meta:
        model = models.OpenEpisode

    episode_key = factory.Faker("uuid4")
    began_on = date(2026, 5, 1)


class GivenFactory(FactFactory):
    class Meta:
        model = models.Given

    nation = "england"
    kind = "psychosocial"
    setting = "community"
    is_structured = True
    is_residential = False
    number = 1
    referred_on = date(2026, 4, 20)
    started_on = date(2026, 5, 1)


class PlacementFactory(FactFactory):
    class Meta:
        model = models.Placement

    kind = "psychosocial"
    setting = "residential"
    decided_on = date(2026, 5, 1)
    was_approved = True
    cost = 10200


class WelshCaseFactory(FactFactory):
    class Meta:
        model = models.WelshCase

    referred_on = date(2026, 4, 20)


class ProgressFactory(FactFactory):
    class Meta:
        model = models.Progress

    nation = "england"
    is_secure = False
    started_on = from_on = date(2026, 5, 1)
    state = "unknown"


class MissingAnswerFactory(DjangoModelFactory):
    class Meta:
        model = models.MissingAnswer

    client = factory.SubFactory(ClientFactory)
    team = factory.SubFactory(TeamFactory)
    measure = "waiting_england"
    answer = "missing"


class PlannedEndingFactory(FactFactory):
    class Meta:
        model = models.PlannedEnding

    episode_key = factory.Faker("uuid4")
    ended_on = date(2026, 5, 1)
    by_override = False


class CheckUpHeldFactory(FactFactory):
    class Meta:
        model = models.CheckUpHeld

    due_on = date(2026, 5, 1)
    is_reached = False
    is_cancelled = False


class SustainedFactory(FactFactory):
    class Meta:
        model = models.Sustained

    month = 3
    due_on = date(2026, 5, 1)


class SupportVisitFactory(FactFactory):
    class Meta:
        model = models.SupportVisit

    came_on = date(2026, 5, 1)


class BesideFactory(FactFactory):
    class Meta:
        model = models.Beside

    started_on = date(2026, 5, 1)


class ChangeFactory(FactFactory):
    class Meta:
        model = models.Change

    kind = "phq9"
    first_on = date(2026, 5, 1)
    asked_on = date(2026, 8, 1)
    first = 14
    now = 8


class RecoveryDefinitionFactory(DjangoModelFactory):
    class Meta:
        model = models.RecoveryDefinition

    partnership = factory.SubFactory(PartnershipFactory)
    words = "Free of the drug of dependence, and a part of the community"
    requires = ["no_dependence", "citizenship"]
    starts_on = date(2025, 4, 1)


class ReportScheduleFactory(DjangoModelFactory):
    class Meta:
        model = models.ReportSchedule

    user = factory.SubFactory(UserFactory, role=Role.CASE_MANAGER)
    report = "outcomes"
    every = "month"
    period = "last_year"
    starts_on = date(2026, 10, 23)
    next_on = date(2026, 12, 23)


class OutcomePaymentFactory(DjangoModelFactory):
    class Meta:
        model = models.OutcomePayment

    partnership = factory.SubFactory(PartnershipFactory)
    outcomes = ["completed", "not_back", "not_using", "job", "home"]
    starts_on = date(2025, 4, 1)
    reason = "Pilot agreed by the board in March 2025"


class OutcomeReachedFactory(FactFactory):
    class Meta:
        model = models.OutcomeReached

    outcome = "completed"
    journey_from = date(2025, 6, 1)
    episode_key = factory.Faker("uuid4")
    reached_on = date(2026, 1, 31)
    proof = factory.SelfAttribute("episode_key")


class OutcomeClaimFactory(DjangoModelFactory):
    class Meta:
        model = models.OutcomeClaim

    episode = factory.SubFactory(EpisodeFactory)
    client = factory.SelfAttribute("episode.client")
    team = factory.SelfAttribute("episode.team")
    outcome = "completed"
    journey_from = date(2025, 6, 1)
    reached_on = date(2026, 1, 31)
    proof = factory.SelfAttribute("episode.pk")
    claimed_on = date(2026, 2, 10)


class CaseStoryFactory(DjangoModelFactory):
    class Meta:
        model = models.CaseStory
        exclude = ["episode"]

    class Params:
        approved = factory.Trait(
            created_by=factory.SubFactory(UserFactory),
            approved_by=factory.SubFactory(UserFactory),
            approved_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
        )

    episode = factory.SubFactory(EpisodeFactory)
    client = factory.SelfAttribute("episode.client")
    team = factory.SelfAttribute("episode.team")
    consent = factory.SubFactory(
        ConsentFactory, client=factory.SelfAttribute("..client"), purpose="case_study", categories=["substance_use"]
    )
    title = "A flat of one’s own"
    text = "Somebody came to us, and found a flat in month 3."
