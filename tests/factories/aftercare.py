"""Handovers in each state, aftercare and check-ups."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from aftercare import models
from aftercare.choices import HandoverStatus, SharedHow
from careplans.choices import AgreedHow
from clients.choices import ConsentCategory, ConsentPurpose
from recovery_capital.choices import Domain

from .accounts import TeamFactory
from .clients import ClientFactory, ConsentFactory, EpisodeFactory, RelationshipFactory
from .referrals import IncomingReferralFactory
from .services_directory import ServiceFactory

RELAPSE_PLAN = {
    "triggers": "Paydays and the Red Lion",
    "warning_signs": "I stop answering the phone",
    "coping": "Walking by the river",
    "people_to_call": "1. Owen, 07700 900123",
    "if_i_lapse": "I ring the duty line and do not use alone",
    "signs_others": "My sister hears it in my voice",
    "where_to_go": "The recovery café in Bridge Street",
    "harm_reduction": "Naloxone in my coat, a small test dose",
    "others_do": "Ring me, and then ring the duty line",
}
WAY_BACK = {
    "way_back_name": "Duty worker",
    "way_back_phone": "01632 960123",
    "way_back_how": "Ring or walk in",
    "way_back_days": 2,
    "may_contact_again": True,
}
READY = {
    **RELAPSE_PLAN,
    **WAY_BACK,
    "summary": "Likes to be rung in the morning",
    "strengths": "Keeps appointments",
    "agreed_on": date(2026, 11, 16),
    "agreed_how": AgreedHow.IN_PERSON,
    "receiving_service": factory.SubFactory(
        ServiceFactory, name="Harbour Aftercare", run_by_team=factory.SubFactory(TeamFactory)
    ),
}
PASSED_ON = {
    **READY,
    "sent_at": datetime(2026, 11, 17, 11, 0, tzinfo=UTC),
    "consent": factory.SubFactory(
        ConsentFactory,
        client=factory.SelfAttribute("..client"),
        recipient=factory.SelfAttribute("..receiving_service"),
        purpose=ConsentPurpose.AFTERCARE_HANDOVER,
        categories=list(ConsentCategory),
    ),
}


class HandoverFactory(DjangoModelFactory):
    """With the rows of all domains, unasked; `ready`, `sent` and later: asked, and no support needed."""

    class Meta:
        model = models.Handover
        skip_postgeneration_save = True

    client = factory.SelfAttribute("episode.client")
    episode = factory.SubFactory(EpisodeFactory, in_treatment=True)

    class Params:
        ready = factory.Trait(**READY)
        sent = factory.Trait(status=HandoverStatus.SENT, **PASSED_ON)
        queried = factory.Trait(status=HandoverStatus.QUERIED, question="Which days suit?", **PASSED_ON)
        accepted = factory.Trait(status=HandoverStatus.ACCEPTED, **PASSED_ON)
        declined = factory.Trait(status=HandoverStatus.DECLINED, decline_reason="We are full", **PASSED_ON)
        withdrawn = factory.Trait(status=HandoverStatus.WITHDRAWN)

    @factory.post_generation
    def all_needs(self, create, extracted, **kwargs):
        if create and extracted is not False:
            asked = None if self.agreed_on is None else False
            for domain in Domain:
                SupportNeedFactory(handover=self, domain=domain, has_need=asked)


class HandoverStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.HandoverStatusChange

    record = factory.SubFactory(HandoverFactory)
    from_status = HandoverStatus.DRAFT
    to_status = HandoverStatus.SENT


class SupportNeedFactory(DjangoModelFactory):
    class Meta:
        model = models.SupportNeed

    handover = factory.SubFactory("tests.factories.aftercare.HandoverFactory", all_needs=False)
    domain = Domain.HOUSING


class AftercareFactory(DjangoModelFactory):
    class Meta:
        model = models.Aftercare

    episode = factory.SubFactory(EpisodeFactory, in_aftercare=True)
    client = factory.SelfAttribute("episode.client")
    handover = factory.SubFactory(HandoverFactory, accepted=True, episode=factory.SelfAttribute("..episode"))
    started_on = date(2026, 11, 2)


class CheckUpFactory(DjangoModelFactory):
    class Meta:
        model = models.CheckUp

    aftercare = factory.SubFactory(AftercareFactory)
    client = factory.SelfAttribute("aftercare.client")
    due_on = date(2026, 11, 16)

    class Params:
        to_act = factory.Trait(done_on=date(2026, 11, 17), outcome="ok", concern="act")


class CheckUpAttemptFactory(DjangoModelFactory):
    class Meta:
        model = models.CheckUpAttempt

    check_up = factory.SubFactory(CheckUpFactory)
    client = factory.SelfAttribute("check_up.client")
    kind = "phone"
    tried_on = date(2026, 11, 16)


class CheckUpUseFactory(DjangoModelFactory):
    class Meta:
        model = models.CheckUpUse

    check_up = factory.SubFactory(CheckUpFactory)
    substance = "alcohol"
    days = 3


class OccasionalSupportFactory(DjangoModelFactory):
    class Meta:
        model = models.OccasionalSupport

    client = factory.SubFactory(ClientFactory)
    team = factory.SubFactory(TeamFactory)
    came_on = date(2026, 11, 16)
    kind = "phone"
    note = "Wanted to say that the job goes well"


class SustainedOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = models.SustainedOutcome

    check_up = factory.SubFactory(CheckUpFactory, due_on=date(2027, 2, 2))
    aftercare = factory.SelfAttribute("check_up.aftercare")
    client = factory.SelfAttribute("check_up.client")
    month = 3
    asked_on = date(2027, 2, 2)
    use_now = "none"
    settled_home = "yes"


class RelapsePlanShareFactory(DjangoModelFactory):
    """Somebody around the client has the relapse plan of a handover that was agreed."""

    class Meta:
        model = models.RelapsePlanShare

    handover = factory.SubFactory(HandoverFactory, ready=True)
    client = factory.SelfAttribute("handover.client")
    supporter = factory.SubFactory(RelationshipFactory, client=factory.SelfAttribute("..client"))
    consent = factory.SubFactory(
        ConsentFactory, client=factory.SelfAttribute("..client"), recipient=None,
        supporter=factory.SelfAttribute("..supporter"), purpose=ConsentPurpose.FAMILY,
        categories=[ConsentCategory.SUBSTANCE_USE],
    )  # fmt: skip
    shared_on = date(2026, 11, 17)
    how = SharedHow.HANDED


class UnplannedExitFactory(DjangoModelFactory):
    class Meta:
        model = models.UnplannedExit

    episode = factory.SubFactory(EpisodeFactory, closed=True)
    client = factory.SelfAttribute("episode.client")
    letter = "written"
    letter_on = date(2026, 11, 10)
    decided_on = date(2026, 11, 12)
    decision = "The team closes the episode after four tries"
    way_back = "Ring the duty line on any working day"


class ReturnToTreatmentFactory(DjangoModelFactory):
    """Somebody whose episode was closed, and who waits for treatment again."""

    class Meta:
        model = models.ReturnToTreatment

    client = factory.SubFactory(ClientFactory)
    left = factory.SubFactory(EpisodeFactory, client=factory.SelfAttribute("..client"), closed=True)
    episode = factory.SubFactory(EpisodeFactory, client=factory.SelfAttribute("..client"), in_treatment=True)
    referral = factory.SubFactory(
        IncomingReferralFactory, client=factory.SelfAttribute("..client"), team=factory.SelfAttribute("..left.team")
    )
    returned_on = date(2026, 11, 16)
    why = "A bad month since the move"
    needs_assessment = False
