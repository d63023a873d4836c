"""Work and learning: what was talked about, what is learnt, IPS cases, jobs and whether they last."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import READ, allow
from clients.access import get_client, get_of_client
from core.forms import EditConflict, sent
from core.views import attempt, conflict

from .. import ete
from ..forms.ete import DiscussionForm, IpsCaseForm, JobCheckForm, JobForm, SkillForm
from ..models import SUSTAINED_WEEKS, IpsCase, Job, Skill

TEMPLATE = "recovery_capital/ete_form.html"


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def work_and_learning(request, pk):
    client = get_client(request, pk)
    topics, discussions = ete.last_answers(client)
    context = _context(client) | {
        "topics": topics,
        "discussions": discussions,
        "skills": client.skills.all(),
        "cases": client.ips_cases.prefetch_related("jobs"),
    }
    return render(request, "recovery_capital/work_and_learning.html", context)


@allow("recovery_capital.add_assessment", records_look=True)
def discussion_add(request, pk):
    client = get_client(request, pk)
    last = dict(ete.last_answers(client)[0])
    form = DiscussionForm(sent(request), client=client, last={topic.value: row for topic, row in last.items()})

    def save(by):
        return ete.record_discussion(client, by=by, **form.answer)

    heading = _("Volunteering, education, training and leisure")
    return _form_page(request, form, client, heading, save, _("What was said is recorded"))


@allow("recovery_capital.add_assessment", records_look=True)
def skill_add(request, pk):
    client = get_client(request, pk)
    form = SkillForm(sent(request), instance=Skill(client=client))
    return _form_page(request, form, client, _("Add something learnt or taken up"), form.save, _("Recorded"))


@allow("recovery_capital.add_assessment", records_look=True)
def skill_edit(request, pk):
    skill = get_of_client(request, Skill.objects.all(), pk)
    form = SkillForm(sent(request), instance=skill)
    return _form_page(request, form, skill.client, _("Change something learnt or taken up"), form.save, _("Saved"))


@allow("recovery_capital.add_assessment", records_look=True)
def ips_case_open(request, pk):
    client = get_client(request, pk)
    form = IpsCaseForm(sent(request), instance=IpsCase(client=client))
    return _form_page(request, form, client, _("Start individual placement and support"), form.save, _("Recorded"))


@allow("recovery_capital.view_assessment", methods=READ, records_look=True)
def ips_case_detail(request, pk):
    case = get_of_client(request, IpsCase.objects.prefetch_related("jobs__checks"), pk)
    jobs = [
        {"job": job, "lasted": [(weeks, job.has_lasted(weeks), job.lasts_until(weeks)) for weeks in SUSTAINED_WEEKS]}
        for job in case.jobs.all()
    ]
    context = _context(case.client) | {"case": case, "jobs": jobs}
    return render(request, "recovery_capital/ips_case_detail.html", context)


@allow("recovery_capital.add_assessment", records_look=True)
def ips_case_edit(request, pk):
    case = get_of_client(request, IpsCase.objects.all(), pk)
    form = IpsCaseForm(sent(request), instance=case)
    return _form_page(
        request,
        form,
        case.client,
        _("Individual placement and support"),
        partial(ete.save_case, form),
        _("Saved"),
        case,
    )


@allow("recovery_capital.add_assessment", records_look=True)
def job_add(request, pk):
    case = get_of_client(request, IpsCase.objects.all(), pk)
    form = JobForm(sent(request), instance=Job(client=case.client, case=case))
    done = _("The job is recorded. You will be asked after 13 and 26 weeks whether it still stands.")
    return _form_page(request, form, case.client, _("A job has started"), _job_saver(form), done, case)


@allow("recovery_capital.add_assessment", records_look=True)
def job_edit(request, pk):
    job = get_of_client(request, Job.objects.select_related("case"), pk)
    form = JobForm(sent(request), instance=job)
    return _form_page(request, form, job.client, _("Change a job"), _job_saver(form), _("Saved"), job)


@allow("recovery_capital.add_assessment", records_look=True)
def job_check(request, pk):
    """Whether the job still stands, after 4, 13 or 26 weeks."""
    job = get_of_client(request, Job.objects.prefetch_related("checks"), pk)
    weeks = job.weeks_to_ask()
    if weeks is None:
        messages.info(request, _("There is nothing to ask about this job now."))
        return redirect(job)
    form = JobCheckForm(sent(request), record=job, weeks=weeks)

    def save(by):
        return ete.record_check(job, by=by, **form.answer)

    heading = _("Does the job still stand after %(weeks)d weeks?") % {"weeks": weeks}
    return _form_page(request, form, job.client, heading, save, _("The answer is recorded"), job, job=job)


def _job_saver(form):
    return lambda by: ete.save_job(form, by=by)


def _context(client):
    return {"client": client, "tab": "recovery_capital"}


def _form_page(request, form, client, heading, save, done, to=None, **more):
    """A page with one form; once saved it leads to the record named, else to work and learning."""
    context = _context(client) | {"heading": heading, "case": to, **more}
    if request.method == "POST" and form.is_valid():
        try:
            if attempt(form, save, by=request.user):
                messages.success(request, done)
                return redirect(to) if to else redirect("recovery_capital:work_and_learning", client.pk)
        except EditConflict as error:
            return conflict(request, form, error, TEMPLATE, context)
    status = 422 if form.errors else 200
    return render(request, TEMPLATE, context | {"form": form}, status=status)
