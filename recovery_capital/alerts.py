"""What recovery capital can be late for: an answer about suicide or self-harm that nobody has acted on.

The subject is the client, so that safeguarding, which knows no measures, can plan it again after risks were assessed.
"""

from django.utils.translation import gettext_lazy as _

from alerts.choices import Severity
from alerts.rules import Planned, rule
from clients.responsible import keyworker_of, team_of

from .models import MeasureResult


@rule("RK02", subject="clients.client", title=_("An answer about suicide or self-harm waits for an action"), severity=Severity.RED,
      todo=_("Assess the risk now, or write down what was done"), url_name="recovery_capital:measure_list", until_done=True)  # fmt: skip
def answer_waits_for_action(client):
    for result in MeasureResult.objects.unsettled().filter(client=client).select_related("episode"):
        person, team = keyworker_of(client, result.episode), team_of(client, result.episode)
        yield Planned(result.pk, result.created_at, person, team, 0, result.answered_on)
