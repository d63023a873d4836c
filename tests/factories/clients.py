"""People, episodes, contacts, flags and consents; every person is fictitious."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from clients import models
from clients.choices import (
    ConsentCategory,
    ConsentPurpose,
    ContactKind,
    ContactOutcome,
    DischargeReason,
    EpisodeStatus,
    ErrorReason,
    FactsKind,
    FlagKind,
    GivenHow,
    HowKnown,
    MissedBy,
    OverrideStatus,
    ReferralSource,
    Sex,
    Substance,
)

from .accounts import TeamFactory, UserFactory
from .reference import code
from .services_directory import ServiceFactory


class ClientFactory(DjangoModelFactory):
    class Meta:
        model = models.Client

    registered_team = factory.SubFactory(TeamFactory)
    first_name = "Megan"
    family_name = factory.Sequence(lambda n: f"Testdaughter{n}")
    date_of_birth = date(1985, 3, 14)
    sex = Sex.FEMALE


class AddressFactory(DjangoModelFactory):
    class Meta:
        model = models.Address

    client = factory.SubFactory(ClientFactory)
    lines = "12 Quarry Lane\nNewmarsh"
    postcode = "NM1 1AA"

    class Params:
        hidden = factory.Trait(is_hidden=True, lines="7 Canary Row", postcode="NM9 9ZZ")


class ContactWayFactory(DjangoModelFactory):
    class Meta:
        model = models.ContactWay

    client = factory.SubFactory(ClientFactory)
    kind = "phone"
    value = "07700 900123"


class PersonNameFactory(DjangoModelFactory):
    class Meta:
        model = models.PersonName

    client = factory.SubFactory(ClientFactory)
    kind = "former"
    first_name = "Megan"
    family_name = "Maidenname"


class LocalNumberFactory(DjangoModelFactory):
    class Meta:
        model = models.LocalNumber

    client = factory.SubFactory(ClientFactory)
    kind = "police"
    number = "99/1234567A"


class EqualityAnswersFactory(DjangoModelFactory):
    class Meta:
        model = models.EqualityAnswers

    client = factory.SubFactory(ClientFactory)


class ClientDisabilityFactory(DjangoModelFactory):
    class Meta:
        model = models.ClientDisability

    client = factory.SubFactory(ClientFactory)
    code = factory.LazyFunction(lambda: code("disability", "hearing"))


class LanguageNeedsFactory(DjangoModelFactory):
    class Meta:
        model = models.LanguageNeeds

    client = factory.SubFactory(ClientFactory)
    spoken = factory.LazyFunction(lambda: code("language", "cy"))


class HealthContactsFactory(DjangoModelFactory):
    class Meta:
        model = models.HealthContacts

    client = factory.SubFactory(ClientFactory)
    gp_registered = "yes"
    gp_practice = "Quayside Surgery"


class PregnancyFactory(DjangoModelFactory):
    class Meta:
        model = models.Pregnancy

    client = factory.SubFactory(ClientFactory)
    told_on = date(2026, 11, 20)


class ComplexNeedsFactory(DjangoModelFactory):
    class Meta:
        model = models.ComplexNeeds

    client = factory.SubFactory(ClientFactory)
    assessed_on = date(2026, 11, 2)
    level = "high"
    reasons = ["mental_health"]
    said_by = "Hospital liaison"


class RelationshipFactory(DjangoModelFactory):
    class Meta:
        model = models.Relationship

    client = factory.SubFactory(ClientFactory)
    name = "Rhian Testsister"
    kind = "sibling"


class ChildFactory(DjangoModelFactory):
    class Meta:
        model = models.Child

    client = factory.SubFactory(ClientFactory)
    name = "A.T."

    class Params:
        at_home = factory.Trait(lives_with_client=True, told_on=date(2026, 11, 2))


class ParentalAnswersFactory(DjangoModelFactory):
    class Meta:
        model = models.ParentalAnswers

    client = factory.SubFactory(ClientFactory)
    asked_on = date(2026, 11, 2)
    is_parent = "no"
    children_in_house = 0


class KnownToTeamFactory(DjangoModelFactory):
    class Meta:
        model = models.KnownToTeam

    client = factory.SubFactory(ClientFactory)
    team = factory.SubFactory(TeamFactory)


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


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = models.Contact

    client = factory.SubFactory(ClientFactory)
    kind = ContactKind.PHONE
    outcome = ContactOutcome.ATTENDED
    happened_at = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)

    class Params:
        missed = factory.Trait(
            outcome=ContactOutcome.MISSED, missed_by=MissedBy.PERSON, missed_reason="no_reason_known"
        )
        in_error = factory.Trait(
            error_at=datetime(2026, 11, 3, 9, tzinfo=UTC),
            error_by=factory.SubFactory(UserFactory),
            error_reason=ErrorReason.WRONG_PERSON,
        )


class ContactVersionFactory(DjangoModelFactory):
    class Meta:
        model = models.ContactVersion

    contact = factory.SubFactory(ContactFactory)
    kind = ContactKind.PHONE
    outcome = ContactOutcome.ATTENDED
    happened_at = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)
    note = "Rang at ten"
    reason = "Wrong time"


class ClientFlagFactory(DjangoModelFactory):
    class Meta:
        model = models.ClientFlag

    client = factory.SubFactory(ClientFactory)
    kind = FlagKind.OVERDOSE_RISK
    reason = "Came home from prison last week"
    review_on = date(2026, 12, 1)


class FlagReviewFactory(DjangoModelFactory):
    class Meta:
        model = models.FlagReview

    flag = factory.SubFactory(ClientFlagFactory)
    client = factory.SelfAttribute("flag.client")
    note = "Still at risk"
    reviewed_on = date(2026, 12, 1)
    was_due_on = date(2026, 12, 1)
    review_on = date(2027, 2, 1)


class CoachAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = models.CoachAssignment

    client = factory.SubFactory(ClientFactory)
    coach = factory.SubFactory(UserFactory, coach=True)
    starts_on = date(2026, 1, 1)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = models.Consent

    client = factory.SubFactory(ClientFactory)
    recipient = factory.SubFactory(ServiceFactory)
    purpose = ConsentPurpose.REFERRAL
    categories = [ConsentCategory.IDENTITY]
    given_how = GivenHow.VERBAL
    given_on = date(2026, 10, 1)


class NationalConsentFactory(DjangoModelFactory):
    class Meta:
        model = models.NationalConsent

    client = factory.SubFactory(ClientFactory)
    agreed = True
    asked_on = date(2026, 10, 1)
    given_how = GivenHow.VERBAL
    evidence = "Yes, that is fine"


class SharingOverrideFactory(DjangoModelFactory):
    class Meta:
        model = models.SharingOverride

    client = factory.SubFactory(ClientFactory)
    recipient = factory.SubFactory(ServiceFactory)
    purpose = ConsentPurpose.REFERRAL
    categories = [ConsentCategory.IDENTITY]
    reason = factory.LazyFunction(lambda: code("override_reason", "public_interest"))
    why = "Could not be asked"
    shares_now = False
    approve_by = factory.LazyFunction(timezone.localdate)
    expires_on = factory.LazyAttribute(lambda row: row.approve_by + timedelta(days=28))

    class Params:
        approved = factory.Trait(
            status=OverrideStatus.APPROVED,
            decided_at=factory.LazyFunction(timezone.now),
            decided_by=factory.SubFactory(UserFactory),
        )


class SharingOverrideStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.SharingOverrideStatusChange

    record = factory.SubFactory(SharingOverrideFactory)
    from_status = OverrideStatus.REQUESTED
    to_status = OverrideStatus.APPROVED


class BreakGlassFactory(DjangoModelFactory):
    class Meta:
        model = models.BreakGlass

    client = factory.SubFactory(ClientFactory)
    user = factory.SubFactory(UserFactory)
    reason = factory.LazyFunction(lambda: code("break_glass_reason", "emergency"))
    text = "Found unconscious outside the office"
    started_at = factory.LazyFunction(timezone.now)
    ends_at = factory.LazyAttribute(lambda row: row.started_at + timedelta(hours=24))
    review_by = factory.LazyAttribute(lambda row: row.started_at.date() + timedelta(days=7))


class NamedReaderFactory(DjangoModelFactory):
    class Meta:
        model = models.NamedReader

    client = factory.SubFactory(ClientFactory)
    user = factory.SubFactory(UserFactory)


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


class DeathFactory(DjangoModelFactory):
    class Meta:
        model = models.Death

    client = factory.SubFactory(ClientFactory)
    died_on = date(2026, 11, 1)
    how_known = HowKnown.FAMILY


class ClientOfTeamFactory(DjangoModelFactory):
    """The row that the database has written for a new client."""

    class Meta:
        model = models.ClientOfTeam

    @classmethod
    def _create(cls, model, *args, **fields):
        return ClientFactory().known_by.get()


class NameKeysFactory(DjangoModelFactory):
    """The row that a trigger has made for a client."""

    class Meta:
        model = models.NameKeys
        django_get_or_create = ["client"]

    client = factory.SubFactory(ClientFactory)


class RecordLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.RecordLink

    kept = factory.SubFactory(ClientFactory)
    other = factory.SubFactory(ClientFactory)
    why = "The same photograph"


class DifferentPersonFactory(DjangoModelFactory):
    class Meta:
        model = models.DifferentPerson

    client = factory.SubFactory(ClientFactory)
    reason = factory.LazyFunction(lambda: code("duplicate_reason", "twin"))


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = models.ImportBatch

    team = factory.SubFactory(TeamFactory)
    created_by = factory.SubFactory(UserFactory)
    total = 2

    class Params:
        checked = factory.Trait(checked_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = models.ImportRow

    batch = factory.SubFactory(ImportBatchFactory)
    number = factory.Sequence(lambda n: n + 2)
    values = factory.LazyFunction(
        lambda: {"first_name": "Ffion", "family_name": "Brought", "date_of_birth": "27/03/1985", "sex": "female"}
    )
    found = "ready"
