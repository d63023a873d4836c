"""What plans can be late for."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from alerts.choices import Person, Severity
from alerts.rules import AT_ONCE, Ended, Planned, rule
from alerts.tuning import leads
from clients.endings import over
from clients.responsible import approver_for, current_episode, team_of, told_by
from core.calendar import london

from .choices import PlanStatus
from .prompts import prompts


def of_plan(plan, _alert):
    """Why nobody is to look at a plan any more, other than a review."""
    if plan.status in (PlanStatus.COMPLETED, PlanStatus.DISCARDED):
        return _("The plan is “%(status)s” now") % {"status": plan.get_status_display()}
    return over(plan) if plan.is_active else ""


@rule(
    "CL01",
    ended=Ended(_("The review was done"), of_plan),
    leads=(1,),
    to=[Person.KEYWORKER],
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
        people, team = told_by("CL01", plan.client, plan.episode), team_of(plan.client, plan.episode)
        for lead in leads("CL01"):
            due_at = london(plan.review_on + timedelta(days=lead))
            for recipient in people:
                yield Planned(plan.pk, due_at, recipient, team, lead, plan.review_on)


@rule(
    "CL02",
    days=(AT_ONCE,),
    ended=Ended(_("The review was done"), of_plan),
    to=[Person.KEYWORKER],
    subject="careplans.careplan",
    title=_("Something has changed: look at the plan earlier"),
    todo=_("Review the plan with the client; if it still fits, acknowledge this"),
    url_name="careplans:care_plan_detail",
    severity=Severity.AMBER,
)
def review_asked_for(plan):
    """As soon as a change is written down that asks for a review, until the plan is reviewed or ends."""
    if found := prompts(plan):
        people, team = told_by("CL02", plan.client, plan.episode), team_of(plan.client, plan.episode)
        for prompt in found:
            for recipient in people:
                yield Planned(prompt.key, prompt.at, recipient, team, prompt.lead)


@rule(
    "CL03",
    days=(AT_ONCE,),
    ended=_("A manager has decided"),
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
