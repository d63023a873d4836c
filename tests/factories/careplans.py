"""Care plans, goals, actions, interventions and reviews."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from careplans import models
from careplans.choices import ActionOwner, AgreedHow, Agreement, InterventionKind, PlanStatus
from recovery_capital.choices import Domain

from .clients import ClientFactory


class CarePlanFactory(DjangoModelFactory):
    class Meta:
        model = models.CarePlan

    client = factory.SubFactory(ClientFactory)

    class Params:
        answered = factory.Trait(
            agreement=Agreement.AGREES,
            agreed_how=AgreedHow.SIGNED,
            agreed_on=date(2026, 9, 20),
            review_on=date(2026, 12, 10),
        )
        active = factory.Trait(answered=True, status=PlanStatus.ACTIVE)
        superseded = factory.Trait(answered=True, status=PlanStatus.SUPERSEDED)
        completed = factory.Trait(answered=True, status=PlanStatus.COMPLETED, completed_on=date(2026, 11, 20))


class CarePlanStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.CarePlanStatusChange

    record = factory.SubFactory(CarePlanFactory)
    from_status = PlanStatus.DRAFT
    to_status = PlanStatus.ACTIVE


class GoalFactory(DjangoModelFactory):
    class Meta:
        model = models.Goal

    plan = factory.SubFactory(CarePlanFactory)
    domain = Domain.HOUSING
    words = "I want a place where my daughter can stay the night"


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = models.Action

    goal = factory.SubFactory(GoalFactory)
    what = "Ring the housing office together"
    owner = ActionOwner.KEYWORKER


class InterventionFactory(DjangoModelFactory):
    class Meta:
        model = models.Intervention

    plan = factory.SubFactory(CarePlanFactory)
    kind = InterventionKind.PSYCHOSOCIAL


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = models.Review

    plan = factory.SubFactory(CarePlanFactory, active=True)
    reviewed_on = date(2026, 11, 20)
    attended = "The client and the keyworker"
    what_changed = "Moved into supported housing"
