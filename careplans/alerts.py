"""What plans can be late for."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from alerts.choices import Severity
from alerts.rules import Planned, rule
from clients.responsible import current_episode, keyworker_of, team_of
from core.calendar import london


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
