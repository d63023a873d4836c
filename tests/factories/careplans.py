"""Care plans, goals, actions, interventions and reviews."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from careplans import models
from careplans.choices import (
    ActionOwner,
    ActionStatus,
    AgreedHow,
    Agreement,
    ContingencyTrigger,
    CountersignDecision,
    FollowOn,
    GoalAim,
    GoalStatus,
    InterventionKind,
    PlanStatus,
    SubstanceAimKind,
    WithoutGoalBecause,
)
from clients.choices import Substance
from recovery_capital.choices import Domain

from .accounts import TeamFactory
from .clients import ClientFactory

NO_NEED = WithoutGoalBecause.NO_NEED


class CarePlanFactory(DjangoModelFactory):
    class Meta:
        model = models.CarePlan
        skip_postgeneration_save = True

    client = factory.SubFactory(ClientFactory)

    @factory.post_generation
    def follow_on(plan, create, wanted=True):
        """Every part of life is answered with "no need", so that the plan may be agreed; `follow_on=False`: none is."""
        if create and wanted is not False:
            answers = [models.WithoutGoal(plan=plan, about=about, because=NO_NEED) for about in FollowOn]
            models.WithoutGoal.objects.bulk_create(answers)

    class Params:
        answered = factory.Trait(
            agreement=Agreement.AGREES,
            agreed_how=AgreedHow.SIGNED,
            agreed_on=date(2026, 9, 20),
            review_on=date(2026, 12, 10),
        )
        active = factory.Trait(
            answered=True, status=PlanStatus.ACTIVE, active_since=datetime(2026, 9, 20, 10, tzinfo=UTC)
        )
        awaiting_countersign = factory.Trait(answered=True, status=PlanStatus.AWAITING_COUNTERSIGN)
        superseded = factory.Trait(answered=True, status=PlanStatus.SUPERSEDED)
        discarded = factory.Trait(status=PlanStatus.DISCARDED)
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
    aim = GoalAim.INDEPENDENCE
    words = "I want a place where my daughter can stay the night"


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = models.Action

    goal = factory.SubFactory(GoalFactory)
    what = "Ring the housing office together"
    owner = ActionOwner.KEYWORKER
    status = factory.LazyAttribute(lambda action: ActionStatus.DONE if action.done_on else ActionStatus.TO_DO)
    done_on = None


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


class GoalStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.GoalStatusChange

    record = factory.SubFactory(GoalFactory)
    from_status = GoalStatus.OPEN
    to_status = GoalStatus.ACHIEVED


class ActionStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.ActionStatusChange

    record = factory.SubFactory(ActionFactory)
    from_status = ActionStatus.TO_DO
    to_status = ActionStatus.UNDER_WAY


class SubstanceAimFactory(DjangoModelFactory):
    class Meta:
        model = models.SubstanceAim

    plan = factory.SubFactory(CarePlanFactory)
    substance = Substance.ALCOHOL
    aim = SubstanceAimKind.CUT_DOWN


class WithoutGoalFactory(DjangoModelFactory):
    class Meta:
        model = models.WithoutGoal

    plan = factory.SubFactory(CarePlanFactory, follow_on=False)
    about = FollowOn.MONEY
    because = NO_NEED

    @classmethod
    def _create(cls, model_class, *args, plan, about, **said):
        """In the place of what the plan of the factory says about it."""
        return model_class.objects.update_or_create(plan=plan, about=about, defaults=said)[0]


class ContingencyFactory(DjangoModelFactory):
    class Meta:
        model = models.Contingency

    plan = factory.SubFactory(CarePlanFactory)
    trigger = ContingencyTrigger.LAPSE
    response = "Ring me the same day"


class ReviewMoveFactory(DjangoModelFactory):
    class Meta:
        model = models.ReviewMove

    plan = factory.SubFactory(CarePlanFactory, active=True)
    from_on = date(2026, 12, 10)
    to_on = date(2026, 12, 17)
    why = "On holiday"


class CountersignFactory(DjangoModelFactory):
    class Meta:
        model = models.Countersign

    plan = factory.SubFactory(CarePlanFactory, active=True)
    decision = CountersignDecision.APPROVED


class PlanningRulesFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanningRules

    team = factory.SubFactory(TeamFactory)
