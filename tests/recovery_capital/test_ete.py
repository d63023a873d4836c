"""Work and learning: what was said at each review, skills, IPS cases, and whether jobs last."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alerts.models import Alert
from recovery_capital import ete
from recovery_capital.choices import EteTopic, JobEnd, StillInJob, TopicAnswer
from recovery_capital.forms.facts import MoneyForm, TenancyForm, WorkForm
from recovery_capital.models import EteDiscussion, EteFacts, HousingFacts, IpsCase, Job, JobCheck, Skill
from tests.factories import recovery_capital as factories

pytestmark = pytest.mark.django_db


def url(name, record):
    return reverse(f"recovery_capital:{name}", args=[record.pk])


@pytest.mark.parametrize(
    ("started", "four", "thirteen", "twenty_six"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 5, 2), date(2026, 8, 1)),
        (date(2024, 2, 1), date(2024, 2, 29), date(2024, 5, 2), date(2024, 8, 1)),
        (date(2025, 12, 3), date(2025, 12, 31), date(2026, 3, 4), date(2026, 6, 3)),
    ],
)
def test_weeks_run_over_the_ends_of_months_and_years(started, four, thirteen, twenty_six):
    job = factories.JobFactory.build(started_on=started)
    assert [job.lasts_until(weeks) for weeks in (4, 13, 26)] == [four, thirteen, twenty_six]


def test_a_job_has_lasted_when_it_ended_later_or_somebody_has_asked():
    job = factories.JobFactory(started_on=date(2026, 1, 31))
    day = date(2026, 5, 2)
    assert job.has_lasted(13, on=day) is None
    job.ended_on = day - timedelta(days=1)
    assert job.has_lasted(13, on=day) is False
    assert job.has_lasted(4, on=day) is True
    job.ended_on = day
    assert job.has_lasted(13, on=day) is True
    job.ended_on = None
    factories.JobCheckFactory(job=job, weeks=13, asked_on=day)
    assert [Job.objects.get().has_lasted(weeks, on=day) for weeks in (4, 13, 26)] == [True, True, None]


def due(job):
    """How many days after the start of a job it is to be asked about."""
    return sorted(Alert.objects.filter(rule="ET01", subject_id=job.pk, ended_at=None).values_list("lead", flat=True))


def test_it_is_asked_13_and_26_weeks_later_of_jobs_that_still_stand(episode, keyworker, sign_in):
    case = factories.IpsCaseFactory(client=episode.client, referred_on=date(2026, 6, 1))
    browser, started = sign_in(keyworker), timezone.localdate() - timedelta(weeks=14)
    sent = {"employer": "A bakery", "kind": "permanent", "disclosure": "nothing", "started_on": f"{started:%d/%m/%Y}"}
    assert browser.post(url("job_add", case), sent).status_code == 302
    job = Job.objects.get()
    assert due(job) == [91, 182]
    assert Alert.objects.filter(rule="ET01").first().recipient == keyworker
    page = browser.get(url("job_check", job))
    assert "after 13 weeks" in page.content.decode()
    answer = {"version": job.version, "asked_on": f"{timezone.localdate():%d/%m/%Y}", "answer_given": "yes"}
    assert browser.post(url("job_check", job), answer).status_code == 302
    assert due(job) == [182]
    assert browser.post(url("job_check", job), answer).status_code == 302
    assert JobCheck.objects.count() == 1
    end = {**sent, "version": 1, "ended_on": answer["asked_on"], "ended_because": "resigned"}
    assert browser.post(url("job_edit", job), end).status_code == 302
    assert due(job) == []


def test_an_answer_that_the_job_has_ended_ends_it(episode, keyworker):
    job = factories.JobFactory(case__client=episode.client)
    day = job.lasts_until(13)
    ended = {"ended_on": day - timedelta(days=9), "ended_because": JobEnd.HEALTH}
    ete.record_check(job, weeks=13, asked_on=day, answer=StillInJob.NO, by=keyworker, **ended)
    job = Job.objects.get()
    assert (job.ended_on, job.has_lasted(13), job.updated_by) == (ended["ended_on"], False, keyworker)
    assert due(job) == []


def test_what_was_said_is_kept_by_day_and_shown_beside_the_next_question(episode, keyworker, sign_in):
    browser, page = sign_in(keyworker), url("discussion_add", episode.client)
    assert "Not talked about before" in browser.get(page).content.decode()
    said = {"discussed_on": "1/10/2026", EteTopic.VOLUNTEERING: TopicAnswer.WANTS, EteTopic.LEISURE: TopicAnswer.DOING}
    assert browser.post(page, said).status_code == 302
    assert EteDiscussion.objects.count() == 2
    assert "Last time, on 1 October 2026: Would like to" in browser.get(page).content.decode()
    again = browser.post(page, said)
    assert (again.status_code, EteDiscussion.objects.count()) == (422, 2)
    assert "recorded already" in again.content.decode()
    assert browser.post(page, {"discussed_on": "2/10/2026"}).status_code == 422
    assert "Would like to" in browser.get(url("work_and_learning", episode.client)).content.decode()


@pytest.mark.parametrize(
    ("name", "sent", "field"),
    [
        ("skill_add", {"kind": "course", "name": "Maths"}, "offered_on"),
        ("skill_add", {"kind": "course", "name": "x", "started_on": "2/9/2026", "completed_on": "1/9/2026"}, "completed_on"),
        ("skill_add", {"kind": "course", "name": "x", "started_on": "2/9/2099"}, "started_on"),
        ("ips_case_open", {"referred_on": "2/9/2026", "first_meeting_on": "1/9/2026"}, "first_meeting_on"),
        ("ips_case_open", {"referred_on": "1/9/2026", "first_meeting_on": "3/9/2026", "profile_on": "2/9/2026"}, "profile_on"),
    ],
)  # fmt: skip
def test_days_out_of_order_are_refused_on_their_field(name, sent, field, episode, keyworker, sign_in):
    response = sign_in(keyworker).post(url(name, episode.client), sent)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Skill.objects.exists()
    assert not IpsCase.objects.exists()


def test_one_case_is_open_at_a_time_and_a_closed_one_has_a_reason(episode, keyworker, sign_in):
    case, browser = factories.IpsCaseFactory(client=episode.client), sign_in(keyworker)
    assert (
        "open case already"
        in browser.post(url("ips_case_open", episode.client), {"referred_on": "1/9/2026"}).content.decode()
    )
    close = {"version": 1, "referred_on": "1/6/2026", "closed_on": "1/9/2026"}
    assert list(browser.post(url("ips_case_edit", case), close).context["form"].errors) == ["closed_because"]
    assert browser.post(url("ips_case_edit", case), {**close, "closed_because": "in_work"}).status_code == 302
    assert browser.post(url("ips_case_open", episode.client), {"referred_on": "1/9/2026"}).status_code == 302


@pytest.mark.parametrize(
    ("factory", "wrong"),
    [
        (factories.SkillFactory, {"started_on": date(2026, 9, 3), "completed_on": date(2026, 9, 2)}),
        (factories.SkillFactory, {"offered_on": None}),
        (factories.IpsCaseFactory, {"closed_on": date(2026, 9, 3)}),
        (factories.JobFactory, {"ended_on": date(2026, 7, 1), "ended_because": "other"}),
        (factories.JobFactory, {"hours_per_week": 0}),
        (factories.JobCheckFactory, {"weeks": 12}),
        (factories.HousingFactsFactory, {"needed_from": date(2026, 9, 1)}),
        (factories.EteFactsFactory, {"debts_amount": 5}),
    ],
)
def test_the_database_refuses_it_too(factory, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**wrong)


@pytest.mark.parametrize(
    ("form_class", "sent", "field"),
    [
        (TenancyForm, {"arrears_amount": "250"}, "tenancy_risks"),
        (TenancyForm, {"tenancy_risks": ["arrears"], "arrears_amount": "lots"}, "arrears_amount"),
        (TenancyForm, {"needed_from": "1/12/2026"}, "needed"),
        (TenancyForm, {"local_connection_why": "Born here"}, "local_connection"),
        (TenancyForm, {"needed": ["palace"]}, "needed"),
        (WorkForm, {"hours_per_week": "101"}, "hours_per_week"),
        (MoneyForm, {"benefits": ["pip", "none"]}, "benefits"),
        (MoneyForm, {"identity": ["passport", "none"]}, "identity"),
        (MoneyForm, {"debts_amount": "9"}, "has_debts"),
    ],
)
def test_facts_that_contradict_are_refused_on_their_field(form_class, sent, field):
    model = HousingFacts if form_class is TenancyForm else EteFacts
    form = form_class(sent, instance=model(assessment=factories.AssessmentFactory(in_progress=True)))
    assert not form.is_valid()
    assert field in form.errors


def test_facts_are_saved_in_their_sections_and_shown_last_time(episode, keyworker, sign_in):
    before = factories.AssessmentFactory(client=episode.client)
    HousingFacts(assessment=before, needed=["alcohol_free"], tenancy_risks=["arrears"]).save_by(keyworker)
    now = factories.AssessmentFactory(client=episode.client, in_progress=True, assessed_on=date(2026, 11, 1))
    browser = sign_in(keyworker)
    housing, money, work = (
        reverse("recovery_capital:assessment_section", args=[now.pk, key]) for key in ("housing", "money", "ete")
    )
    assert "Alcohol-free supported housing" in browser.get(housing).content.decode()
    for page, answers in (
        (housing, {"tenancy-needed": ["drug_free"], "tenancy-needed_from": "1/12/2026"}),
        (money, {"money-benefits": ["pip"], "money-has_debts": "yes", "money-debts_amount": "250.50"}),
        (work, {"work-readiness": "support_needed", "work-work_barriers": ["housing"]}),
    ):
        versions = {
            f"{form.prefix}-version": form["version"].value()
            for form in browser.get(page).context["forms"]
            if "version" in form.fields
        }
        assert browser.post(page, {**versions, **answers}).status_code == 302
    facts = EteFacts.objects.get(assessment=now)
    assert (facts.benefits, facts.readiness, facts.work_barriers) == (["pip"], "support_needed", ["housing"])
    check = browser.get(reverse("recovery_capital:assessment_check", args=[now.pk])).content.decode()
    assert all(words in check for words in ("Drug-free supported housing", "Personal Independence Payment", "250.50"))
