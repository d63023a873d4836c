"""Handovers in each state, aftercare and check-ups."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from aftercare import models
from aftercare.choices import HandoverStatus
from careplans.choices import AgreedHow
from clients.choices import ConsentCategory, ConsentPurpose
from recovery_capital.choices import Domain

from .accounts import TeamFactory
from .clients import ConsentFactory, EpisodeFactory
from .services_directory import ServiceFactory

RELAPSE_PLAN = {
    "triggers": "Paydays and the Red Lion",
    "warning_signs": "I stop answering the phone",
    "coping": "Walking by the river",
    "people_to_call": "1. Owen, 07700 900123",
    "if_i_lapse": "I ring the duty line and do not use alone",
}
WAY_BACK = {
    "way_back_name": "Duty worker",
    "way_back_phone": "01632 960123",
    "way_back_how": "Ring or walk in",
    "way_back_days": 2,
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
