"""What recovery capital can be late for: an answer about suicide that nobody has acted on, naloxone that expires, and
asking whether a job still stands.

The subject of the first is the client, so that safeguarding, which knows no measures, can plan it again after risks were assessed.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from alerts.choices import Severity
from alerts.rules import Planned, occurrence_on, rule
from clients.responsible import keyworker_of, team_of
from core.calendar import london
from reference import intervals
from reference.choices import IntervalKey

from .models import HealthFacts, MeasureResult
from .models.ete import ASKED_WEEKS


@rule("RK02", subject="clients.client", title=_("An answer about suicide or self-harm waits for an action"), severity=Severity.RED,
      todo=_("Assess the risk now, or write down what was done"), url_name="recovery_capital:measure_list", until_done=True)  # fmt: skip
def answer_waits_for_action(client):
    for result in MeasureResult.objects.unsettled().filter(client=client).select_related("episode"):
        person, team = keyworker_of(client, result.episode), team_of(client, result.episode)
        yield Planned(result.pk, result.created_at, person, team, 0, result.answered_on)


@rule("HE01", subject="clients.client", title=_("Naloxone expires soon"), severity=Severity.AMBER,
      todo=_("Give another kit, and show how to use it"), url_name="recovery_capital:assessment_list")  # fmt: skip
def naloxone_expires(client):
    """Each expiry is an occurrence of its own, so that having seen one does not silence the next kit."""
    expires_on = HealthFacts.objects.kit_ends_on(client)
    if expires_on and client.episodes.open().exists():
        occurrence, before = (
            occurrence_on(client, expires_on),
            intervals.days(IntervalKey.NALOXONE_WARNING),
        )
        due_at = london(expires_on - timedelta(before))
        yield Planned(occurrence, due_at, keyworker_of(client), team_of(client), -before, expires_on)


@rule("ET01", subject="recovery_capital.job", title=_("Ask whether the job still stands"), severity=Severity.AMBER,
      todo=_("Ask, and write down the answer"), url_name="recovery_capital:job_check")  # fmt: skip
def job_to_ask_about(job):
    """13 and 26 weeks after the start, while the job has no end and nobody has asked."""
    for weeks in ASKED_WEEKS:
        if job.ended_on is None and weeks > job.asked_up_to:
            due_at, person, team = london(job.lasts_until(weeks)), keyworker_of(job.client), team_of(job.client)
            yield Planned(job.pk, due_at, person, team, weeks * 7, job.started_on)
