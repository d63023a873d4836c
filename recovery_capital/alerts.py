"""What recovery capital can be late for: an answer about suicide that nobody has acted on, naloxone that expires, a home
that ends or is not there, medicine that children could reach, and asking whether a job still stands.

Source: the catalogue HO01, HO02, ET01, ET02, and FA05, the flag STORAGE (docs/alerts.md). The subject of the first is the
client, so that safeguarding, which knows no measures, can plan it again after risks were assessed.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from alerts.choices import Person, Severity
from alerts.rules import AT_ONCE, Days, Ended, Planned, by_intervals, occurrence_on, rule
from alerts.tuning import leads
from clients.endings import whenever, while_open
from clients.reading_up import is_inside
from clients.responsible import newest_open, team_of, told_by
from core.calendar import add_working_days, london
from reference import intervals
from reference.choices import IntervalKey

from .family import lacks_safe_storage
from .health import has_opioid_sign
from .homes import has_moved_since, home_ending, homeless, is_asked_for, is_planned_for, threatened_on, told_of_ending
from .models import Assessment, HealthFacts
from .models.ete import ASKED_WEEKS

SUPPORT_WEEKS, SUPPORT_LEAD = 17, -14  # up to four months in work, in the trial of individual placement and support


@rule("RK02", days=(AT_ONCE,),
      ended=_("What was done is written down"), to=[Person.KEYWORKER],
      subject="clients.client", title=_("An answer about suicide or self-harm waits for an action"), severity=Severity.RED,
      todo=_("Assess the risk now, or write down what was done"), url_name="recovery_capital:measure_list", until_done=True)  # fmt: skip
def answer_waits_for_action(client):
    for result in client.measure_results.unsettled():  # hardly ever one, so nothing is joined for all who have none
        for person in told_by("RK02", client, result.episode):
            team = team_of(client, result.episode)
            yield Planned(result.pk, result.created_at, person, team, 0, result.answered_on)


@rule("HE01", days=by_intervals(IntervalKey.NALOXONE_WARNING),
      ended=whenever(_("Another kit was given")), to=[Person.KEYWORKER],
      subject="clients.client", title=_("Naloxone expires soon"), severity=Severity.AMBER,
      todo=_("Give another kit, and show how to use it"), url_name="recovery_capital:assessment_list")  # fmt: skip
def naloxone_expires(client):
    """Where there is a sign of opioids. Each expiry is an occurrence of its own, so that having seen one does not silence
    the next kit."""
    expires_on = HealthFacts.objects.kit_ends_on(client)
    if expires_on and newest_open(client) and has_opioid_sign(client):
        occurrence, before = (
            occurrence_on(client, expires_on),
            intervals.days(IntervalKey.NALOXONE_WARNING),
        )
        due_at = london(expires_on - timedelta(before))
        for person in told_by("HE01", client):
            yield Planned(occurrence, due_at, person, team_of(client), -before, expires_on)


def of_job(job, _alert):
    return _("The job has ended") if job.ended_on else _("Somebody has asked")


@rule("ET01", days=(Days(_("13 and 26 weeks after the job began, after the trial of individual placement and support. This is not changed here.")),),
      ended=Ended("", of_job), to=[Person.KEYWORKER],
      subject="recovery_capital.job", title=_("Ask whether the job still stands"), severity=Severity.AMBER,
      todo=_("Ask, and write down the answer"), url_name="recovery_capital:job_check")  # fmt: skip
def job_to_ask_about(job):
    """13 and 26 weeks after the start, while the job has no end and nobody has asked."""
    for weeks in ASKED_WEEKS:
        if job.ended_on is None and weeks > job.asked_up_to:
            due_at, team = london(job.lasts_until(weeks)), team_of(job.client)
            for person in told_by("ET01", job.client):
                yield Planned(job.pk, due_at, person, team, weeks * 7, job.started_on)


@rule("ET02", ended=_("The job or its support has ended"), leads=(SUPPORT_LEAD,), to=[Person.ETE_LEAD],
      subject="recovery_capital.job", title=_("Support in work ends soon"), severity=Severity.INFO,
      todo=_("Agree what goes on after it, and with whom"), url_name="recovery_capital:job_edit")  # fmt: skip
def support_in_work_ends(job):
    """14 days before four months in work are over, while the job and the support go on; to the ETE lead."""
    if job.ended_on is None and job.case.support_ended_on is None and job.case.is_open:
        day = job.lasts_until(SUPPORT_WEEKS)
        people, team = told_by("ET02", job.client), team_of(job.client)
        for lead in leads("ET02"):
            for person in people:
                yield Planned(job.pk, london(day + timedelta(days=lead)), person, team, lead, day)


def home_kept(client, alert):
    """Why nobody need ask for a home before one ends; a pause of the episode ends none."""
    if newest_open(client) is None:
        return _("The episode was closed")
    if is_asked_for(client):
        return _("A home is asked for")
    told = told_of_ending(client)
    if told is None or told.ends_on is None:
        return _("The home does not end any more")
    if has_moved_since(client, told):
        return _("The person has moved")
    if told.ends_on != alert.about_on:
        return _("The home ends on another day")
    is_counted = threatened_on(client, told) is not None
    return "" if is_counted else _("By the law of the nation the home does not count as ending")


def housed(client, _alert):
    """Why somebody who had nowhere to live is not told of any more; a pause of the episode changes nothing."""
    if newest_open(client) is None:
        return _("The episode was closed")
    if is_inside(client):
        return _("The person is in custody")
    if homeless(client) is None:
        return _("The person has somewhere to live")
    return _("A home is asked for") if is_asked_for(client) else _("A goal about housing stands in the plan")


@rule("HO01", days=(Days(_("As many days before the home ends as the law of the nation gives on that day"), url_name="recovery_capital:provision_list"),),
      ended=Ended("", home_kept), to=[Person.KEYWORKER],
      subject="clients.client", title=_("The home of a client ends soon"), severity=Severity.RED,
      todo=_("Refer to the council now, or agree what keeps the home"),
      url_name="recovery_capital:priority_need_list")  # fmt: skip
def home_ends(client):
    """As soon as the law of the nation counts somebody as threatened with homelessness, until a home is asked for."""
    told = home_ending(client) if newest_open(client) else None
    day = threatened_on(client, told) if told else None
    if day and not is_asked_for(client):
        due_at = max(told.at, london(day))
        lead, occurrence = (day - told.ends_on).days, occurrence_on(client, told.ends_on)
        for person in told_by("HO01", client):
            yield Planned(occurrence, due_at, person, team_of(client), lead, told.ends_on)


@rule("HO02", days=(AT_ONCE,),
      ended=Ended("", housed), to=[Person.KEYWORKER],
      subject="clients.client", title=_("A client has nowhere to live"), severity=Severity.RED, until_done=True,
      todo=_("Refer to the council or to outreach, or agree a goal about housing in the plan"),
      url_name="recovery_capital:priority_need_list")  # fmt: skip
def no_home(client):
    """At once, and on My work every day until there is a plan: having seen it is not enough."""
    told = homeless(client) if newest_open(client) else None
    if told and not is_planned_for(client):
        for person in told_by("HO02", client):
            yield Planned(told.key, told.at, person, team_of(client), 0, told.on)


@rule("FA05", ended=while_open(_("The days of safe storage are recorded")), leads=(1,), in_working_days=True, to=[Person.KEYWORKER, Person.SAFEGUARDING_LEAD],
      subject="clients.client", title=_("Medicine at home with a child, and no day of safe storage"),
      todo=_("Give a lockable box, talk about safe storage, and write down the days"), severity=Severity.RED,
      url_name="recovery_capital:assessment_list")  # fmt: skip
def storage_missing(client):
    """On the working day after it was recorded, to the keyworker and the safeguarding lead."""
    if not newest_open(client) or not lacks_safe_storage(client):
        return
    newest = Assessment.objects.recorded().filter(client=client).order_by("-assessed_on", "-created_at").first()
    day = newest.assessed_on
    people = told_by("FA05", client)
    for lead in leads("FA05"):
        for person in people:
            yield Planned(newest.pk, london(add_working_days(day, lead)), person, team_of(client), lead, day)
