"""Staff, teams and the places they work for."""

from datetime import UTC, date, datetime

import factory
from allauth.mfa.models import Authenticator
from factory.django import DjangoModelFactory

from accounts import models
from accounts.choices import CoachKind, Duty, Nation, PartnershipKind, Role
from core.secrets import encrypt

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery staple"


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Partnership

    name = factory.Sequence(lambda n: f"Partnership {n}")
    kind = PartnershipKind.COUNCIL


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = models.Area

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Area {n}")
    nation = Nation.ENGLAND


class ProviderFactory(DjangoModelFactory):
    class Meta:
        model = models.Provider

    name = factory.Sequence(lambda n: f"Provider {n}")


class ContractFactory(DjangoModelFactory):
    class Meta:
        model = models.Contract

    partnership = factory.SubFactory(PartnershipFactory)
    provider = factory.SubFactory(ProviderFactory)
    starts_on = date(2020, 4, 1)


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = models.Team

    provider = factory.SubFactory(ProviderFactory)
    area = factory.SubFactory(AreaFactory)
    name = factory.Sequence(lambda n: f"Team {n}")


class UserFactory(DjangoModelFactory):
    """`team=…` makes the user a member of it."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    first_name = "Sam"
    last_name = factory.Sequence(lambda n: f"Worker{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    role = Role.KEYWORKER

    class Params:
        coach = factory.Trait(role=Role.RECOVERY_COACH, coach_kind=CoachKind.MENTOR)
        commissioner = factory.Trait(role=Role.COMMISSIONER, partnership=factory.SubFactory(PartnershipFactory))

    @factory.post_generation
    def team(self, create, team, **kwargs):
        if team:
            TeamMembershipFactory(user=self, team=team)


class TeamMembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.TeamMembership

    user = factory.SubFactory(UserFactory)
    team = factory.SubFactory(TeamFactory)


class TeamDutyFactory(DjangoModelFactory):
    class Meta:
        model = models.TeamDuty

    team = factory.SubFactory(TeamFactory)
    duty = Duty.DUTY_WORKER


class TeamContractFactory(DjangoModelFactory):
    class Meta:
        model = models.TeamContract

    team = factory.SubFactory(TeamFactory)
    contract = factory.SubFactory(ContractFactory)
    starts_on = date(2025, 4, 1)


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = models.Session

    session_key = factory.Sequence(lambda n: f"session{n}")
    session_data = ""
    expire_date = datetime(2100, 1, 1, tzinfo=UTC)
    user = factory.SubFactory(UserFactory)
    browser = "Firefox on Windows"


class TryFactory(DjangoModelFactory):
    class Meta:
        model = models.Try

    key = factory.Sequence(lambda n: f"{n:064}")


class SecondFactorFactory(DjangoModelFactory):
    """An app for one-time codes."""

    class Meta:
        model = Authenticator

    user = factory.SubFactory(UserFactory)
    type = Authenticator.Type.TOTP
    data = factory.LazyFunction(lambda: {"secret": encrypt(SEED), "last_counter": 0})


class CoverFactory(DjangoModelFactory):
    class Meta:
        model = models.Cover

    person = factory.SubFactory(UserFactory)
    covered_by = factory.SubFactory(UserFactory)
    starts_on = date(2026, 11, 2)
    ends_on = date(2100, 1, 1)


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = models.Invitation

    user = factory.SubFactory(UserFactory)
    token_digest = factory.Sequence(lambda n: f"{n:064}")
    ends_at = datetime(2100, 1, 1, tzinfo=UTC)
