"""Reports that come by themselves: when they are due, to whom, once, with nothing in the email but the way to them."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from config.celery import app
from core import documents, outbox
from core.models import Document, OutboxMessage
from reports import schedules
from reports.caseload import month_report
from reports.catalogue import REPORTS
from reports.choices import HowOften, SendResult, SentPeriod
from reports.models import Refresh, ReportSchedule
from reports.tasks import send_reports
from tests.factories.accounts import UserFactory
from tests.factories.reports import MissingAnswerFactory, OutcomePaymentFactory, RefreshFactory, ReportScheduleFactory
from tests.people import NOW

from .test_figures_pages import counted  # noqa: F401 - a fixture

TODAY = date(2026, 11, 23)
OF_A_DAY = [key for key, report in REPORTS.items() if report.paper]
LIST, ADD = reverse("reports:schedule_list"), reverse("reports:schedule_add")


def after(schedule):
    schedule.refresh_from_db()
    return schedule.next_on, schedule.last_on, schedule.last_result


def typed(**values):
    asked = {"every": "month", "period": "last_year", "file_format": "pdf", "starts_on": "1/12/2026", "ends_on": ""}
    return asked | values


@pytest.mark.parametrize(
    ("every", "starts_on", "day", "due"),
    [
        (HowOften.WEEK, date(2026, 11, 2), date(2026, 11, 23), date(2026, 11, 23)),
        (HowOften.WEEK, date(2026, 11, 2), date(2026, 11, 24), date(2026, 11, 30)),
        (HowOften.WEEK, date(2026, 12, 2), date(2026, 11, 24), date(2026, 12, 2)),
        (HowOften.MONTH, date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28)),
        (HowOften.MONTH, date(2026, 1, 31), date(2026, 3, 1), date(2026, 3, 31)),
        (HowOften.MONTH, date(2026, 1, 15), date(2026, 3, 16), date(2026, 4, 15)),
        (HowOften.QUARTER, date(2026, 1, 10), date(2026, 4, 10), date(2026, 4, 10)),
        (HowOften.QUARTER, date(2026, 1, 10), date(2026, 5, 1), date(2026, 7, 10)),
        (HowOften.QUARTER, date(2025, 11, 30), date(2026, 1, 1), date(2026, 2, 28)),
        (HowOften.YEAR, date(2024, 2, 29), date(2026, 1, 1), date(2026, 2, 28)),
        (HowOften.YEAR, date(2024, 4, 10), date(2026, 4, 11), date(2027, 4, 10)),
    ],
)
def test_when_it_is_due(every, starts_on, day, due):
    assert schedules.next_from(ReportSchedule(every=every, starts_on=starts_on), day) == due
    over = ReportSchedule(every=every, starts_on=starts_on, ends_on=due - timedelta(days=1))
    assert schedules.next_from(over, day) is None
    sent = ReportSchedule(every=every, starts_on=starts_on, last_on=due)
    assert schedules.next_from(sent, day) > due


def test_paper_and_email_of_a_due_day(counted, commissioner):  # noqa: F811
    schedule = ReportScheduleFactory(
        user=commissioner, every="quarter", next_on=TODAY, is_compared=True, breakdown="sex"
    )
    not_yet = ReportScheduleFactory(user=commissioner, next_on=TODAY + timedelta(days=1))
    assert schedules.send_due() == 1
    document = Document.objects.get()
    assert (document.requested_by, document.kind) == (commissioner, "report")
    said = {name: document.parameters[name] for name in ("report", "format", "period", "compare", "breakdown")}
    assert said == {"report": "outcomes", "format": "pdf", "period": "year-2025-04-01", "compare": "year-2024-04-01",
                    "breakdown": "sex"}  # fmt: skip
    assert OutboxMessage.objects.get().by_day, "nobody is woken by it"
    outbox.deliver(NOW + timedelta(hours=1))
    email = mail.outbox[0]
    assert email.to == [commissioner.email]
    assert email.subject.endswith("Outcomes, April 2025 to March 2026")
    assert reverse("reports:document_detail", args=[document.pk]) in email.body
    assert "Outcomes, April 2025 to March 2026" in email.body
    assert "Afon" not in email.body + email.subject, "no team"
    assert commissioner.last_name not in email.body + email.subject
    assert not {"32", "30", "35", "62"} & set(email.body.replace(".", " ").split()), "no figure of the report"
    assert after(schedule) == (date(2027, 1, 23), TODAY, SendResult.SENT)
    assert after(not_yet) == (TODAY + timedelta(days=1), None, "")
    documents.make(document.pk)
    assert Document.objects.get().state == "finished"


def test_it_is_sent_once(counted, case_manager):  # noqa: F811
    schedule = ReportScheduleFactory(user=case_manager, next_on=TODAY)
    assert [schedules.send_due() for _round in range(3)] == [1, 0, 0]
    assert list(OutboxMessage.objects.values_list("reference", flat=True)) == [f"report-{schedule.pk}-{TODAY}"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportSchedule.objects.filter(pk=schedule.pk).update(next_on=TODAY)


def test_what_an_outage_missed_is_sent_once_and_late(counted, case_manager):  # noqa: F811
    missed = ReportScheduleFactory(
        user=case_manager, every="week", starts_on=date(2026, 9, 1), next_on=date(2026, 10, 6)
    )
    assert schedules.send_due() == 1
    assert after(missed) == (date(2026, 11, 24), TODAY, SendResult.SENT)


def test_it_waits_for_the_count_of_the_day(counted, case_manager):  # noqa: F811
    schedule = ReportScheduleFactory(user=case_manager, next_on=TODAY)
    Refresh.objects.update(as_at=TODAY - timedelta(days=1))
    assert schedules.send_due() == 0
    assert after(schedule) == (TODAY, None, "")
    RefreshFactory(as_at=TODAY, began_at=timezone.now(), finished_at=timezone.now() + timedelta(hours=1))
    assert schedules.send_due() == 1


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"is_active": False}, SendResult.CLOSED),
        ({"role": Role.KEYWORKER}, SendResult.NO_RIGHT),
        ({"email": ""}, SendResult.NO_ADDRESS),
    ],
)
def test_whoever_may_not_have_it_gets_nothing_and_it_is_said(
    counted, case_manager, team_manager, sign_in, changes, result  # noqa: F811
):  # fmt: skip
    schedule = ReportScheduleFactory(user=case_manager, next_on=TODAY)
    before = {name: getattr(case_manager, name) for name in changes}
    type(case_manager).objects.filter(pk=case_manager.pk).update(**changes)
    assert schedules.send_due() == 0
    assert not OutboxMessage.objects.exists()
    assert not Document.objects.exists()
    assert after(schedule) == (date(2026, 12, 23), TODAY, result)
    assert str(result.label) in sign_in(team_manager).get(LIST).content.decode()
    type(case_manager).objects.filter(pk=case_manager.pk).update(**before)
    Refresh.objects.update(as_at=date(2026, 12, 23))
    assert schedules.send_due(date(2026, 12, 23)) == 1, "asked anew each time"


def test_without_a_team_nothing_goes(counted, case_manager, sign_in):  # noqa: F811
    schedule = ReportScheduleFactory(user=case_manager, next_on=TODAY)
    case_manager.memberships.all().delete()
    schedules.send_due()
    assert after(schedule)[2] == SendResult.NO_TEAM
    assert sign_in(case_manager).get(reverse("reports:outcomes_report")).status_code == 200


def test_nothing_goes_about_a_period_that_is_not_there(counted, case_manager):  # noqa: F811
    schedule = ReportScheduleFactory(user=case_manager, next_on=TODAY, period=SentPeriod.QUARTER_SO_FAR)
    assert schedules.send_due() == 0
    assert after(schedule) == (date(2026, 12, 23), TODAY, SendResult.NO_PERIOD)


def test_one_that_cannot_be_made_holds_up_no_other(counted, case_manager, monkeypatch):  # noqa: F811
    wrong = ReportScheduleFactory(user=case_manager, next_on=TODAY - timedelta(days=1))
    ReportScheduleFactory(user=case_manager, next_on=TODAY, breakdown="sex")
    ask = schedules.request_report

    def broken(reading, file_format, *, by):
        if not reading.breakdown:
            raise RuntimeError
        return ask(reading, file_format, by=by)

    monkeypatch.setattr(schedules, "request_report", broken)
    assert schedules.send_due() == 1
    assert after(wrong) == (TODAY - timedelta(days=1), None, ""), "it is tried again"


@pytest.mark.parametrize(
    ("period", "name"),
    [("last_year", "year-2025-04-01"), ("last_quarter", "quarter-2026-07-01"), ("year_so_far", "year-2026-04-01")],
)
def test_periods_are_those_of_the_day(counted, case_manager, period, name):  # noqa: F811
    ReportScheduleFactory(user=case_manager, next_on=TODAY, period=period)
    schedules.send_due()
    assert Document.objects.get().parameters["period"] == name


def test_asking_changing_and_stopping(counted, case_manager, sign_in):  # noqa: F811
    browser = sign_in(case_manager)
    page = browser.get(reverse("reports:outcomes_report"), {"breakdown": "sex"}).content.decode()
    address = f"{ADD}?report=outcomes&amp;breakdown=sex"
    assert address in page
    address = address.replace("&amp;", "&")
    assert browser.get(address).context["form"]["breakdown"].value() == "sex"
    assert browser.post(address, typed(starts_on="1/11/2026")).status_code == 422, "it is past"
    assert browser.post(address, typed(ends_on="30/11/2026")).status_code == 422
    assert browser.post(address, typed(breakdown="religion")).status_code == 422, "this report has none"
    assert browser.post(address, typed(breakdown="sex")).url == LIST
    made = ReportSchedule.objects.get()
    assert (made.user, made.report, made.breakdown, made.next_on) == (
        case_manager,
        "outcomes",
        "sex",
        date(2026, 12, 1),
    )
    edit = reverse("reports:schedule_edit", args=[made.pk])
    changed = typed(every="week", starts_on="2/11/2026", version=made.version)
    assert browser.post(edit, changed).status_code == 422, "another first day that is past"
    assert browser.post(edit, changed | {"starts_on": "24/11/2026"}).url == LIST
    assert browser.post(edit, changed | {"starts_on": "25/11/2026"}).status_code == 409, "an older version"
    assert after(made)[0] == date(2026, 11, 24)
    assert browser.post(reverse("reports:schedule_stop", args=[made.pk])).url == LIST
    made.refresh_from_db()
    assert (made.next_on, made.stopped_by) == (None, case_manager)
    assert "Stopped on 23 November 2026" in browser.get(LIST).content.decode()
    refused = browser.post(edit, typed(version=made.version))
    assert refused.status_code == 422
    assert "has been stopped" in refused.content.decode()
    assert schedules.send_due(date(2026, 12, 1)) == 0


def test_a_commissioner_is_offered_whole_periods_of_one_kind(counted, commissioner, sign_in):  # noqa: F811
    browser, address = sign_in(commissioner), f"{ADD}?report=outcomes"
    assert [value for value, _label in browser.get(address).context["form"].fields["period"].choices] == ["last_year"]
    assert browser.post(address, typed(every="year", period=SentPeriod.YEAR_SO_FAR)).status_code == 422
    assert browser.post(address, typed(every="month")).status_code == 422, (
        "a week or a month later it is a few people more"
    )
    assert browser.post(address, typed(every="quarter")).url == LIST
    offered = [str(report.title) for report in browser.get(ADD).context["reports"]]
    assert "Waiting and access" in offered
    assert offered == sorted(offered)


def test_nor_counts_that_lie_close_together(counted, commissioner):  # noqa: F811
    """As of somebody who was sent it as a manager, and is a commissioner now."""
    schedule = ReportScheduleFactory(user=commissioner, every="week", report="caseload", period="day", next_on=TODAY)
    assert schedules.send_due() == 0
    assert after(schedule)[1:] == (TODAY, SendResult.TOO_OFTEN)
    assert not Document.objects.exists()


def test_the_email_names_the_day_on_which_a_commissioners_caseload_was_counted(counted, commissioner):  # noqa: F811
    month_report(commissioner.partnership, date(2026, 11, 3))
    ReportScheduleFactory(user=commissioner, every="quarter", report="caseload", period="day", next_on=TODAY)
    assert schedules.send_due() == 1
    assert OutboxMessage.objects.get().subject.endswith("Caseload, 3 November 2026")
    assert Document.objects.get().title == "Caseload, 3 November 2026"


@pytest.mark.parametrize("key", OF_A_DAY)
def test_what_has_no_period_comes_as_on_the_day(counted, team, team_manager, record, sign_in, key):  # noqa: F811
    OutcomePaymentFactory(partnership=team.area.partnership)
    MissingAnswerFactory(client=record, team=team)
    browser, address = sign_in(team_manager), f"{ADD}?report={key}"
    assert address in browser.get(reverse(REPORTS[key].page)).content.decode(), "the page leads there"
    assert set(browser.get(address).context["form"].fields) == {"every", "starts_on", "ends_on"}
    asked = {"every": "week", "starts_on": "23/11/2026", "ends_on": ""}
    assert browser.post(f"{address}&breakdown=sex", asked).url == LIST
    schedule = ReportSchedule.objects.get()
    assert (schedule.report, schedule.period, schedule.breakdown) == (key, SentPeriod.DAY, "")
    assert schedules.send_due() == 1
    assert after(schedule) == (date(2026, 11, 30), TODAY, SendResult.SENT)
    document = Document.objects.get()
    assert (document.kind, document.requested_by) == (REPORTS[key].paper, team_manager)
    outbox.deliver(NOW + timedelta(hours=1))
    email = mail.outbox[0]
    assert email.subject.endswith(f"{REPORTS[key].title}, 23 November 2026")
    assert reverse("reports:document_detail", args=[document.pk]) in email.body
    told = email.body + email.subject
    for secret in (record.family_name, record.reference, team.name, team_manager.last_name):
        assert secret not in told
    documents.make(document.pk)
    assert Document.objects.get().state == "finished"


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        (Role.COMMISSIONER, {"caseload", "provision"}),
        (Role.CASE_MANAGER, {"caseload", "provision", "data_quality"}),
        (Role.TEAM_MANAGER, {"caseload", "provision", "data_quality"}),
        (Role.KEYWORKER, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_nobody_is_offered_what_they_could_not_fetch(db, role, keys):
    offered = schedules.on_offer(UserFactory.build(role=role))
    assert {key for key in offered if REPORTS[key].paper} == keys
    assert "outcome_payment" not in offered, "nobody pays by outcomes"


def test_others_are_seen_by_whoever_answers_for_them_and_changed_by_nobody(
    today, team, other_team, case_manager, team_manager, sign_in
):
    mine = ReportScheduleFactory(user=case_manager)
    other = ReportScheduleFactory(user=UserFactory(role=Role.CASE_MANAGER, team=other_team))
    administrator = UserFactory(role=Role.ADMINISTRATOR)
    seen = {user: set(ReportSchedule.objects.visible_to(user)) for user in (case_manager, team_manager, administrator)}
    assert list(seen.values()) == [{mine}, {mine}, {mine, other}]
    page = sign_in(team_manager).get(LIST).content.decode()
    assert str(case_manager) in page
    assert str(other.user) not in page
    for name in ("schedule_edit", "schedule_stop"):
        assert sign_in(team_manager).post(reverse(f"reports:{name}", args=[mine.pk])).status_code == 404
    assert "Be sent a report" not in sign_in(administrator).get(LIST).content.decode()


def test_nobody_is_sent_more_than_there_are_hands_for(today, case_manager, sign_in):
    ReportScheduleFactory.create_batch(schedules.MOST, user=case_manager)
    refused = sign_in(case_manager).post(f"{ADD}?report=outcomes", typed())
    assert refused.status_code == 422
    assert "Stop one first" in refused.content.decode()


def test_the_job_is_in_the_timetable(counted, case_manager):  # noqa: F811
    ReportScheduleFactory(user=case_manager, next_on=TODAY)
    assert app.conf.beat_schedule["send_reports"]["task"] == send_reports.name
    send_reports()
    assert OutboxMessage.objects.count() == 1
