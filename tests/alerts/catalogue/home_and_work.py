"""Rows of recovery capital: home, work, health and measures."""

from alerts.workflow import plan
from careplans import workflow as careplans
from recovery_capital import ete, housing, workflow
from tests.factories import careplans as plans
from tests.factories import clients
from tests.factories import recovery_capital as capital

from .rows import Typed, row


def assess(w, on, facts=None, *, health=None, family=None):
    """An assessment of a day, recorded by its verb."""
    assessment = capital.AssessmentFactory(client=w.client, in_progress=True, assessed_on=on, **facts or {})
    capital.HealthFactsFactory(assessment=assessment, **health or {})
    capital.FamilyFactsFactory(assessment=assessment, **family or {})
    capital.DomainRatingFactory(assessment=assessment)
    workflow.record_assessment(assessment, by=w.keyworker)


def check(w, ends_on):
    made = capital.PriorityNeedCheckFactory.build(client=w.client, checked_on=w.today, home_ends_on=ends_on)
    housing.record_check(made, [], by=w.keyworker)


@row("HO01")
def home_ends(w):
    check(w, w.ahead(20))
    yield w.keyworker
    check(w, None)


@row("HO02")
def no_home(w):
    assess(w, w.today, {"housing_status": "rough_sleeping"})
    yield w.keyworker
    plan = plans.CarePlanFactory(client=w.client, answered=True)
    plans.GoalFactory(plan=plan, domain="housing")
    careplans.activate(plan, by=w.keyworker)


@row("FA05")
def storage(w):
    clients.ChildFactory(client=w.client, at_home=True)
    assess(w, w.ago(9), {"substitute_medication": "yes"})
    yield w.keyworker
    assess(w, w.today, family={"lockable_box_on": w.today, "storage_advice_on": w.today})


def job_of(w, days):
    case = capital.IpsCaseFactory(client=w.client, referred_on=w.ago(200))
    job = capital.JobFactory(case=case, started_on=w.ago(days))
    plan(job)
    return job


@row("ET01")
def does_the_job_stand(w):
    job = job_of(w, 100)
    yield w.keyworker
    ete.record_check(job, weeks=13, asked_on=w.today, answer="yes", by=w.keyworker)


@row("ET02")
def support_in_work(w):
    job = job_of(w, 110)
    yield w.manager  # where nobody is the ETE lead
    job.case.support_ended_on = w.today
    ete.save_case(Typed(job.case, "support_ended_on"), by=w.keyworker)


def kit(w, offered_on, expires_on):
    days = dict.fromkeys(["naloxone_offered_on", "naloxone_supplied_on"], offered_on)
    return {"naloxone_answer": "accepted", "naloxone_expires_on": expires_on, **days}


@row("HE01")
def naloxone_expires(w):
    clients.EpisodeSubstanceFactory(episode=w.episode, substance="heroin")
    assess(w, w.ago(40), health=kit(w, w.ago(40), w.ahead(10)))
    yield w.keyworker
    assess(w, w.today, health=kit(w, w.today, w.ahead(700)))


@row("RK02")
def answer_about_suicide(w):
    result = capital.MeasureResultFactory(client=w.client, answered_on=w.ago(1), waiting=True)
    plan(w.client)
    yield w.keyworker
    workflow.settle_safety(result, action="Rang her, and her sister stays", reason="No plan, no means", by=w.keyworker)
