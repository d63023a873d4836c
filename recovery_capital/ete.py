"""The verbs of work and learning: what was talked about, IPS cases, jobs and whether they last."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alerts import workflow as alerts
from core.workflow import NotAllowed

from .choices import EteTopic, StillInJob
from .models import EteDiscussion, Job, JobCheck


@transaction.atomic
def record_discussion(client, *, discussed_on, answers, by):
    """Keep what was said about each topic that was talked about, as {topic: answer}; each once a day."""
    rows = [
        EteDiscussion(client=client, topic=topic, discussed_on=discussed_on, answer=answer)
        for topic, answer in answers.items()
        if answer
    ]
    try:
        with transaction.atomic():
            for row in rows:
                row.save_by(by)
    except IntegrityError as error:
        raise NotAllowed(_("What was said on that day is recorded already")) from error
    return rows


@transaction.atomic
def save_job(form, *, by):
    """Keep a job, and plan when to ask whether it still stands."""
    job = form.save(by=by)
    alerts.plan(job)
    return job


@transaction.atomic
def save_case(form, *, by):
    """Keep the days of a case; the end of support in work ends what its jobs wait for."""
    case = form.save(by=by)
    for job in case.jobs.all():
        alerts.plan(job)
    return case


@transaction.atomic
def record_check(job, *, weeks, asked_on, answer, ended_on=None, ended_because="", by):
    """Keep the answer to whether a job still stands; where it has ended, its last day and why as well."""
    job = Job.objects.select_for_update(of=("self",)).select_related("client").get(pk=job.pk)
    if job.ended_on or job.checks.filter(weeks=weeks).exists():
        raise NotAllowed(_("That is recorded already"))
    if asked_on < job.lasts_until(weeks):
        raise NotAllowed(_("The job has not lasted that long on this day"))
    JobCheck(job=job, weeks=weeks, asked_on=asked_on, answer=answer).save_by(by)
    if answer == StillInJob.NO:
        job.ended_on, job.ended_because = ended_on, ended_because
        job.save_by(by, "ended_on", "ended_because")
    alerts.plan(job)
    return job


def last_answers(client):
    """The newest answer to each topic, by topic, and all earlier ones."""
    rows = list(client.ete_discussions.all()[:200])
    newest = {}
    for row in rows:
        newest.setdefault(row.topic, row)
    return [(topic, newest.get(topic.value)) for topic in EteTopic], rows
