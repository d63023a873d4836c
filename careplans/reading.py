"""What stands in a plan, read in few queries: its goals with their actions, and the rest along with the plan itself."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.db.models.functions import JSONObject

from clients.models import EpisodeIntervention, EpisodeSubstance
from referrals.models import ReferralStatusChange

from .models import Action, CarePlan, Goal, Intervention
from .models.plan import CONTENTS
from .prompts import prompts

GIVEN = {"given_started_on": "given__started_on", "given_ended_on": "given__ended_on"}  # beside what was agreed


def columns(model):
    return [field.attname for field in model._meta.concrete_fields]


def with_contents(plans):
    """Plans with the rows of their smaller parts, and the substances of their episode: `in_hand` makes parts of them."""
    for name in CONTENTS:
        part = CarePlan._meta.get_field(name).related_model
        rows = part.objects.filter(plan=OuterRef("pk")).order_by("created_at")
        wanted = {column: column for column in columns(part)} | (GIVEN if part is Intervention else {})
        plans = plans.annotate(**{f"{name}_rows": ArraySubquery(rows.values_list(JSONObject(**wanted)))})
    substances = EpisodeSubstance.objects.filter(episode=OuterRef("episode")).order_by("rank")
    return plans.annotate(problem_substances=ArraySubquery(substances.values("substance")))


def in_hand(plan):
    """The plan, whose smaller parts need no further query: `plan.contingencies.all()` and the like have their rows."""
    plan._prefetched_objects_cache = {}
    for name in CONTENTS:
        model = CarePlan._meta.get_field(name).related_model
        rows = getattr(plan, name).all()
        rows._result_cache = [made(model, row, plan) for row in getattr(plan, f"{name}_rows")]
        rows._prefetch_done = True
        plan._prefetched_objects_cache[name] = rows
    return plan


def made(model, row, plan):
    """An object of the columns that came as JSON."""
    values = [model._meta.get_field(name).to_python(row[name]) for name in columns(model)]
    part = model.from_db(plan._state.db, columns(model), values)
    part.plan = plan
    if getattr(part, "given_id", None):
        as_day = model._meta.get_field("starts_on").to_python
        days = {"started_on": as_day(row["given_started_on"]), "ended_on": as_day(row["given_ended_on"])}
        part.given = EpisodeIntervention(pk=part.given_id, **days)
    return part


def goals_of(plan):
    """The goals with their actions; each action with its service, its intervention, its enrolment, its referral and when that was answered."""
    answered = ReferralStatusChange.objects.filter(record=OuterRef("referral")).order_by("-changed_at")
    actions = Action.objects.select_related("service", "referral", "enrolment__programme").annotate(
        referral_moved_at=Subquery(answered.values("changed_at")[:1])
    )
    prefetch_related_objects([plan], Prefetch("goals", Goal.objects.prefetch_related(Prefetch("actions", actions))))
    goals, agreed_help = list(plan.goals.all()), {row.pk: row for row in plan.interventions.all()}
    for action in [action for goal in goals for action in goal.actions.all()]:
        if action.intervention_id in agreed_help:
            action.intervention = agreed_help[action.intervention_id]
    return goals


def everything(plan):
    """What the page and the printed plan show."""
    return {
        "client": plan.client,
        "tab": "plans",
        "plan": plan,
        "goals": goals_of(plan),
        "interventions": plan.interventions.all(),
        "versions": plan.versions,
        "prompts": prompts(plan) if plan.has_prompts else [],
    }
