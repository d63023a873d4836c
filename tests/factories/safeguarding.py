"""Safeguarding concerns, risks and MAPPA; every person is fictitious."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from safeguarding import models
from safeguarding.choices import (
    ConcernAbout,
    ConcernDecision,
    ConcernKind,
    ConcernSource,
    ConcernStatus,
    Impact,
    Likelihood,
    MappaCategory,
    MappaLevel,
    Presence,
    RiskKind,
)

from .accounts import UserFactory
from .clients import ClientFactory


class ConcernFactory(DjangoModelFactory):
    class Meta:
        model = models.Concern

    client = factory.SubFactory(ClientFactory)
    kind = ConcernKind.CHILD
    about = ConcernAbout.CHILD
    about_whom = "The client’s son, 6"
    noticed_on = date(2026, 11, 20)
    what = "He said there was nothing to eat at home."
    source = ConcernSource.CHILD_SAID
    immediate_danger = False
    review_on = date(2026, 11, 24)

    class Params:
        decided = factory.Trait(
            status=ConcernStatus.DECIDED,
            consulted_outside="Duty social worker, Afon Council",
            consulted_at=datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
            decision=ConcernDecision.SUPPORT,
            decision_why="The school knows, and visits",
            decided_by=factory.SubFactory(UserFactory),
            decided_at=datetime(2026, 11, 21, 10, 0, tzinfo=UTC),
        )


class ConcernStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.ConcernStatusChange

    record = factory.SubFactory(ConcernFactory)
    from_status = ConcernStatus.RAISED
    to_status = ConcernStatus.DECIDED


class ConcernReviewFactory(DjangoModelFactory):
    class Meta:
        model = models.ConcernReview

    concern = factory.SubFactory(ConcernFactory, decided=True)
    reviewed_on = date(2026, 11, 22)
    what = "The school has seen him every day"
    next_on = date(2026, 12, 20)


class RiskAssessmentFactory(DjangoModelFactory):
    class Meta:
        model = models.RiskAssessment

    client = factory.SubFactory(ClientFactory)
    assessed_on = date(2026, 10, 1)
    review_on = date(2026, 12, 24)


class RiskFactory(DjangoModelFactory):
    class Meta:
        model = models.Risk

    assessment = factory.SubFactory(RiskAssessmentFactory)
    kind = RiskKind.OVERDOSE
    presence = Presence.PRESENT
    what = "Came home from prison last week, uses alone"
    likelihood = Likelihood.LIKELY
    impact = Impact.VERY_SERIOUS
    action = "Naloxone at home, and her sister knows how"


class MappaRecordFactory(DjangoModelFactory):
    class Meta:
        model = models.MappaRecord

    client = factory.SubFactory(ClientFactory)
    category = MappaCategory.VIOLENT_OR_SEXUAL
    level = MappaLevel.MEETINGS
    lead_agency = "Probation"
    review_on = date(2026, 12, 24)
