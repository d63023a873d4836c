"""Looks at recovery capital."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from accounts.choices import Nation
from recovery_capital import models
from recovery_capital.choices import (
    AssessmentStatus,
    Disclosure,
    Domain,
    EteTopic,
    JobKind,
    PriorityNeedQuestion,
    ProvisionKind,
    SkillKind,
    Stage,
    StillInJob,
    TopicAnswer,
    WeeklyItem,
)

from .clients import ClientFactory


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Assessment

    client = factory.SubFactory(ClientFactory)
    assessed_on = date(2026, 9, 2)
    status = AssessmentStatus.RECORDED

    class Params:
        in_progress = factory.Trait(status=AssessmentStatus.IN_PROGRESS)


class AssessmentStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.AssessmentStatusChange

    record = factory.SubFactory(AssessmentFactory)
    from_status = AssessmentStatus.IN_PROGRESS
    to_status = AssessmentStatus.RECORDED


class DomainRatingFactory(DjangoModelFactory):
    class Meta:
        model = models.DomainRating

    assessment = factory.SubFactory(AssessmentFactory)
    domain = Domain.HOUSING
    rating = 4


class EnvironmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Environment

    assessment = factory.SubFactory(AssessmentFactory)
    lives_with = "My sister"


class MeasureResultFactory(DjangoModelFactory):
    """A PHQ-9 of 6, mild; `waiting` has item 9 ticked, on which nobody has acted."""

    class Meta:
        model = models.MeasureResult

    client = factory.SubFactory(ClientFactory)
    measure = "phq9"
    text_version = "2010 00000000"
    answered_on = date(2026, 9, 2)
    stage = Stage.REVIEW
    answers = [1, 1, 1, 1, 1, 0, 1, 0, 0]
    total = 6
    is_complete = True
    band = "mild"
    flags = []

    class Params:
        waiting = factory.Trait(answers=[1, 1, 1, 1, 1, 0, 1, 0, 1], total=7, flags=["safety_item_9"])


class TopAssessmentFactory(DjangoModelFactory):
    class Meta:
        model = models.TopAssessment

    client = factory.SubFactory(ClientFactory)
    interviewed_on = date(2026, 9, 2)
    stage = Stage.START
    alcohol_days = 20
    psychological_health = 8


class TopWeekFactory(DjangoModelFactory):
    class Meta:
        model = models.TopWeek

    assessment = factory.SubFactory(TopAssessmentFactory, alcohol_days=5)
    item = WeeklyItem.ALCOHOL
    week = 1
    days = 5


class HousingProvisionFactory(DjangoModelFactory):
    class Meta:
        model = models.HousingProvision

    nation = Nation.WALES
    act = "An Act made for a test"
    code = factory.Sequence(lambda n: f"s.{n}")
    kind = ProvisionKind.DUTY
    says = "What a council must do"
    source = "Made for a test"


class ProvisionDatesFactory(DjangoModelFactory):
    class Meta:
        model = models.ProvisionDates

    provision = factory.SubFactory(HousingProvisionFactory)
    effective_from = date(2026, 12, 1)
    source = "An order made for a test"


class PriorityNeedCheckFactory(DjangoModelFactory):
    class Meta:
        model = models.PriorityNeedCheck

    client = factory.SubFactory(ClientFactory)
    nation = Nation.ENGLAND
    checked_on = date(2026, 9, 2)


class PriorityNeedAnswerFactory(DjangoModelFactory):
    class Meta:
        model = models.PriorityNeedAnswer

    check_made = factory.SubFactory(PriorityNeedCheckFactory)
    question = PriorityNeedQuestion.PREGNANT


class HealthFactsFactory(DjangoModelFactory):
    class Meta:
        model = models.HealthFacts

    assessment = factory.SubFactory(AssessmentFactory)


class HousingFactsFactory(DjangoModelFactory):
    class Meta:
        model = models.HousingFacts

    assessment = factory.SubFactory(AssessmentFactory)


class FamilyFactsFactory(DjangoModelFactory):
    class Meta:
        model = models.FamilyFacts

    assessment = factory.SubFactory(AssessmentFactory)


class EteFactsFactory(DjangoModelFactory):
    class Meta:
        model = models.EteFacts

    assessment = factory.SubFactory(AssessmentFactory)


class EteDiscussionFactory(DjangoModelFactory):
    class Meta:
        model = models.EteDiscussion

    client = factory.SubFactory(ClientFactory)
    topic = EteTopic.VOLUNTEERING
    discussed_on = date(2026, 9, 2)
    answer = TopicAnswer.WANTS


class SkillFactory(DjangoModelFactory):
    class Meta:
        model = models.Skill

    client = factory.SubFactory(ClientFactory)
    kind = SkillKind.SPORT
    name = "Boxing gym"
    offered_on = date(2026, 9, 2)


class IpsCaseFactory(DjangoModelFactory):
    class Meta:
        model = models.IpsCase

    client = factory.SubFactory(ClientFactory)
    referred_on = date(2026, 6, 1)


class JobFactory(DjangoModelFactory):
    class Meta:
        model = models.Job

    case = factory.SubFactory(IpsCaseFactory)
    client = factory.SelfAttribute("case.client")
    employer = "A bakery"
    kind = JobKind.PERMANENT
    disclosure = Disclosure.SUPPORT
    started_on = date(2026, 8, 1)


class JobCheckFactory(DjangoModelFactory):
    class Meta:
        model = models.JobCheck

    job = factory.SubFactory(JobFactory)
    weeks = 13
    asked_on = date(2026, 11, 1)
    answer = StillInJob.YES
