"""What safeguarding can be late for: a concern that nobody decides about or looks at again, risks not reviewed.

No rule looks at MAPPA: what is known there never leaves its section.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.choices import Duty
from alerts.choices import Person, Severity
from alerts.rules import AT_ONCE, Days, Planned, by_intervals, rule
from alerts.tuning import leads
from clients.endings import while_open
from clients.responsible import holder_of, team_of, told_by
from core.calendar import london
from reference.choices import IntervalKey

from .choices import ConcernStatus

CONCERN, ASSESSMENT = "safeguarding.concern", "safeguarding.riskassessment"


def of_concern(concern, due_at, lead=0, severity=None):
    """An alert to the safeguarding lead of the client's team, who reads restricted concerns too."""
    person, team = holder_of(Duty.SAFEGUARDING_LEAD, concern.client), team_of(concern.client)
    return Planned(concern.pk, due_at, person, team, lead, concern.review_on, severity)


@rule("SG01", days=(AT_ONCE,),
      ended=_("Somebody has decided what to do"),
      subject=CONCERN, after_death=True, title=_("Somebody may be in immediate danger"), severity=Severity.RED,
      todo=_("Read the concern now and act"), url_name="safeguarding:concern_detail")  # fmt: skip
def immediate_danger(concern):
    if concern.status == ConcernStatus.RAISED and concern.immediate_danger:
        yield of_concern(concern, concern.created_at)


@rule("SG02", days=(AT_ONCE, Days(_("The next working day. This is part of the program and is not changed here."))),
      ended=_("Somebody has decided what to do"),
      subject=CONCERN, after_death=True, title=_("A safeguarding concern waits for a decision"), severity=Severity.AMBER,
      todo=_("Read the concern and decide what to do"), url_name="safeguarding:concern_detail")  # fmt: skip
def decision_waits(concern):
    if concern.status != ConcernStatus.RAISED:
        return
    if not concern.immediate_danger:
        yield of_concern(concern, concern.created_at)
    yield of_concern(concern, london(concern.review_on), lead=1, severity=Severity.RED)


@rule("SG03", days=(Days(_("On the day of review that stands on the concern; where nobody has set another:")), *by_intervals(IntervalKey.CONCERN_REVIEW)),
      ended=_("The concern was reviewed or closed"),
      subject=CONCERN, after_death=True, title=_("A safeguarding concern is to be looked at again"), severity=Severity.AMBER,
      todo=_("Review the concern, or close it"), url_name="safeguarding:concern_detail")  # fmt: skip
def review_due(concern):
    if concern.status == ConcernStatus.DECIDED:
        yield of_concern(concern, london(concern.review_on))


@rule("RK01", ended=while_open(_("The risks were assessed again")), leads=(0,), to=[Person.KEYWORKER],
      subject=ASSESSMENT, title=_("The risks of a client are to be reviewed"), severity=Severity.AMBER,
      todo=_("Review the risks with the client"), url_name="safeguarding:risk_detail")  # fmt: skip
def risk_review_due(assessment):
    client = assessment.client
    if assessment.superseded_at is None and client.episodes.open().exists():
        day, people = assessment.review_on, told_by("RK01", client)
        for lead in leads("RK01"):
            for person in people:
                yield Planned(assessment.pk, london(day + timedelta(days=lead)), person, team_of(client), lead, day)
