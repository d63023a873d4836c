"""What plans can be late for."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from alerts.choices import Severity
from alerts.rules import Planned, rule
from clients.responsible import approver_for, current_episode, keyworker_of, team_of
from core.calendar import london

from .choices import PlanStatus
from .prompts import prompts


@rule(
    "CL01",
    subject="careplans.careplan",
    title=_("The review of a plan is overdue"),
    todo=_("Review the plan with the client and agree its next version"),
    url_name="careplans:care_plan_detail",
    severity=Severity.AMBER,
)
def review_overdue(plan):
    """The day after the review date of an active plan, until its next version is agreed, or it or the treatment ends."""
    episode = current_episode(plan.client, plan.episode)
    if plan.is_active and (episode is None or episode.is_working):
        yield Planned(
            occurrence=plan.pk,
            due_at=london(plan.review_on + timedelta(days=1), hour=9),
            recipient=keyworker_of(plan.client, plan.episode),
            team=team_of(plan.client, plan.episode),
            lead=1,
            about_on=plan.review_on,
        )


@rule(
    "CL02",
    subject="careplans.careplan",
    title=_("Something has changed: look at the plan earlier"),
    todo=_("Review the plan with the client; if it still fits, acknowledge this"),
    url_name="careplans:care_plan_detail",
    severity=Severity.AMBER,
)
def review_asked_for(plan):
    """As soon as a change is written down that asks for a review, until the plan is reviewed or ends."""
    for prompt in prompts(plan):
        yield Planned(
            occurrence=prompt.key,
            due_at=prompt.at,
            recipient=keyworker_of(plan.client, plan.episode),
            team=team_of(plan.client, plan.episode),
            lead=prompt.lead,
        )


@rule(
    "CL03",
    subject="careplans.careplan",
    title=_("A plan waits for your countersign"),
    todo=_("Read the plan; approve it, or send it back and say what should change"),
    url_name="careplans:care_plan_countersign",
    severity=Severity.AMBER,
)
def countersign_waits(plan):
    """As soon as the client has answered, to a manager of the team who did not record the answer."""
    if plan.status == PlanStatus.AWAITING_COUNTERSIGN:
        answered = plan.status_changes.last()
        approver = approver_for(plan.client, answered.changed_by, plan.episode)
        yield Planned(
            occurrence=plan.pk,
            due_at=answered.changed_at,
            recipient=approver if approver and approver.has_perm("careplans.countersign_careplan") else None,
            team=team_of(plan.client, plan.episode),
            lead=plan.countersigns.count(),
        )
