"""Outcome payment: off unless switched on, each outcome from its record and on its day, and claimed once."""

import csv
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import Role
from clients.choices import DischargeReason, Substance
from clients.models import Client
from core.choices import AccessAction
from core.models import AccessLog, Document
from core.workflow import NotAllowed
from reports import facts, outcome_papers, refresh, workflow
from reports.models import OutcomeClaim, OutcomePayment, OutcomeReached
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.aftercare import CheckUpFactory, SustainedOutcomeFactory
from tests.factories.clients import DeathFactory
from tests.factories.recovery_capital import IpsCaseFactory, JobCheckFactory, JobFactory
from tests.factories.reports import OutcomeClaimFactory, OutcomePaymentFactory

from .measures.counts import counted, kept
from .measures.test_after_treatment import after, completed, ended, treated
from .test_printing import tags

pytestmark = pytest.mark.django_db
YEAR = date(2025, 4, 1), date(2026, 3, 31)  # treatment began on 1 June 2025, and ended on 31 January 2026
NEXT = date(2026, 4, 1), date(2027, 3, 31)


@pytest.fixture
def manager(team):
    return UserFactory(team=team, role=Role.TEAM_MANAGER)


@pytest.fixture
def paid(team):
    return OutcomePaymentFactory(partnership=team.area.partnership)


def reached():
    facts.fill()
    return {(row.client_id, row.outcome): (row.reached_on, row.proof) for row in OutcomeReached.objects.by_now()}


def test_nothing_is_found_unless_a_partnership_pays(team):
    completed(team)
    assert reached() == {}
    OutcomePaymentFactory()  # another partnership
    assert reached() == {}


def test_completing_and_not_coming_back(team, paid, today):
    stayed, back, late, died = (completed(team) for _person in range(4))
    dropped = completed(team, discharge_reason=DischargeReason.DROPPED_OUT)
    treated(team, client=back.client, treatment_started_on=date(2026, 7, 31))  # on the last day of the six months
    treated(team, client=late.client, treatment_started_on=date(2026, 8, 1))
    DeathFactory(client=died.client, died_on=date(2026, 7, 31))
    new = completed(team, on=date(2026, 10, 1))
    found = reached()
    six = date(2026, 8, 1)
    for one in (stayed, back, late, died):
        assert found[one.client_id, "completed"] == (date(2026, 1, 31), one.pk)
    assert {key for key in found if key[1] == "not_back"} == {(one.client_id, "not_back") for one in (stayed, late)}
    assert found[stayed.client_id, "not_back"] == (six, stayed.pk)
    assert (new.client_id, "completed") in found, "too early to say more of this one"
    assert not [key for key in found if key[0] == dropped.client_id]


def test_not_using_by_the_profile_at_the_end(team, paid, today):
    abstinent, using = ended(team, Substance.HEROIN), ended(team, Substance.HEROIN, opiates_days=1)
    found = reached()
    profile = abstinent.client.top_assessments.get()
    assert found[abstinent.client_id, "not_using"] == (date(2026, 1, 31), profile.pk)
    assert (using.client_id, "not_using") not in found


def job(episode, *, asked=(), **state):
    made = JobFactory(case=IpsCaseFactory(client=episode.client), started_on=date(2025, 9, 1), **state)
    for weeks, answer in asked:
        JobCheckFactory(job=made, weeks=weeks, asked_on=made.started_on + timedelta(weeks=weeks), answer=answer)
    return made


def test_a_job_of_26_weeks(team, paid, today):
    on_day, asked_early, lost = treated(team), treated(team), treated(team)
    made = job(on_day, asked=[(13, "yes"), (26, "yes")])
    job(asked_early, asked=[(13, "yes"), (26, "not_reached")])
    job(lost, ended_on=date(2026, 3, 1), ended_because="left")
    ended_later = treated(team)
    job(ended_later, ended_on=date(2026, 3, 2), ended_because="left")
    found = {key: value for key, value in reached().items() if key[1] == "job"}
    assert found.keys() == {(on_day.client_id, "job"), (ended_later.client_id, "job")}
    assert found[on_day.client_id, "job"] == (date(2026, 3, 2), made.pk)


def test_a_settled_home_told_after_treatment(team, paid, today):
    for home in ("yes", "no"):
        aftercare = after(team, on=date(2025, 11, 30))
        for month, due in ((3, date(2026, 2, 28)), (6, date(2026, 5, 30))):
            check_up = CheckUpFactory(aftercare=aftercare, due_on=due)
            SustainedOutcomeFactory(check_up=check_up, asked_on=due, month=month, settled_home=home)
    homes = [value[0] for key, value in reached().items() if key[1] == "home"]
    assert homes == [date(2026, 2, 28)], "the first time in the journey"


def test_only_what_is_paid_for_on_the_day(team, today):
    episode = completed(team)
    payment = OutcomePaymentFactory(
        partnership=team.area.partnership,
        outcomes=["completed"],
        starts_on=date(2026, 2, 1),
        ends_on=date(2026, 12, 31),
    )
    assert reached() == {}
    payment.starts_on = date(2026, 1, 31)
    payment.save()
    assert list(reached()) == [(episode.client_id, "completed")]


def test_an_outcome_is_claimed_once_and_a_claim_taken_back_stays(team, paid, manager, today):
    completed(team)
    reached()
    one = OutcomeReached.objects.get(outcome="completed")
    with pytest.raises(NotAllowed, match="before the day"):
        workflow.claim_outcome(one, on=date(2026, 1, 30), by=manager)
    claim = workflow.claim_outcome(one, on=date(2026, 2, 10), by=manager)
    assert (claim.created_by, claim.proof, claim.team) == (manager, one.proof, team)
    with pytest.raises(NotAllowed, match="claimed already"):
        workflow.claim_outcome(one, on=date(2026, 2, 11), by=manager)
    with pytest.raises(IntegrityError, match="outcome_claimed_once"), transaction.atomic():
        OutcomeClaimFactory(episode=claim.episode, journey_from=claim.journey_from)
    with pytest.raises(NotAllowed, match="before the day"):
        workflow.withdraw_claim(claim, on=date(2026, 2, 9), why="Too early", by=manager)
    workflow.withdraw_claim(claim, on=date(2026, 2, 20), why="Paid by another contract", by=manager)
    with pytest.raises(NotAllowed, match="withdrawn already"):
        workflow.withdraw_claim(claim, on=date(2026, 2, 20), why="Again", by=manager)
    workflow.claim_outcome(one, on=date(2026, 3, 1), by=manager)
    assert list(OutcomeClaim.objects.order_by("claimed_on").values_list("withdrawn_why", flat=True)) == [
        "Paid by another contract", "",
    ]  # fmt: skip


def test_a_corrected_first_day_gives_no_second_claim(team, paid, manager, today):
    episode = completed(team)
    reached()
    workflow.claim_outcome(OutcomeReached.objects.get(outcome="completed"), on=date(2026, 2, 10), by=manager)
    episode.treatment_started_on = date(2025, 6, 3)
    episode.save()
    reached()
    again = OutcomeReached.objects.get(outcome="completed")
    assert again.journey_from == date(2025, 6, 3)
    with pytest.raises(NotAllowed, match="claimed already"):
        workflow.claim_outcome(again, on=date(2026, 2, 10), by=manager)
    assert again.claimed_on == date(2026, 2, 10)


def test_a_job_needs_its_paper(team, paid, manager, today):
    job(treated(team), asked=[(26, "yes")])
    reached()
    one = OutcomeReached.objects.get(outcome="job")
    with pytest.raises(NotAllowed, match="which paper"):
        workflow.claim_outcome(one, on=date(2026, 4, 1), by=manager)
    assert workflow.claim_outcome(one, on=date(2026, 4, 1), evidence="Payslip, file 7", by=manager)


def test_commissioners_have_counts(team, paid, manager, today):
    for _person in range(3):
        completed(team)
    assert counted("paid_completed", *YEAR) == {"not_met": 3}
    refresh.everything()
    workflow.claim_outcome(OutcomeReached.objects.filter(outcome="completed")[0], on=date(2026, 2, 10), by=manager)
    refresh.changes()
    assert kept("paid_completed", *YEAR) == {"met": 1, "not_met": 2}, "a claim notes its client"
    assert kept("paid_not_back", *NEXT) == {"not_met": 3}


def test_the_page_is_off_then_lists_by_reference(team, manager, sign_in, today):
    episode = completed(team)
    browser, address = sign_in(manager), reverse("reports:outcome_list")
    assert "Outcome payment is off" in browser.get(address).content.decode()
    assert address not in browser.get(reverse("reports:report_list")).content.decode()
    OutcomePaymentFactory(partnership=team.area.partnership, outcomes=["completed"])
    elsewhere = TeamFactory(area=team.area)
    theirs = completed(elsewhere)
    hidden = completed(team)
    Client.objects.filter(pk=hidden.client_id).update(is_restricted=True)
    facts.fill()
    page = browser.get(address)
    assert [row.client_id for row in page.context["page"].rows] == [episode.client_id]
    text = page.content.decode()
    assert episode.client.reference in text
    assert theirs.client.reference not in text
    assert episode.client.family_name not in text
    assert AccessLog.objects.filter(subject_id=episode.client_id, detail="reports.outcomeclaim").exists()
    assert address in browser.get(reverse("reports:report_list")).content.decode()
    assert sign_in(UserFactory(team=team, role=Role.CASE_MANAGER)).get(address).status_code == 403


def test_claiming_and_withdrawing_in_the_browser(team, paid, manager, sign_in, today):
    episode = completed(team, on=date(2026, 10, 1))
    facts.fill()
    browser, row = sign_in(manager), OutcomeReached.objects.by_now().get()
    later = OutcomeReached.objects.exclude(pk=row.pk).get()
    assert (later.outcome, later.reached_on) == ("not_back", date(2027, 4, 2))
    assert browser.get(reverse("reports:outcome_claim", args=[later.pk])).status_code == 404, "there is nothing yet"
    address = reverse("reports:outcome_claim", args=[row.pk])
    assert browser.post(address, {"on": "24/11/2026"}).status_code == 422, "tomorrow"
    assert browser.post(address, {"on": "1/11/2026"}).status_code == 302
    claim = OutcomeClaim.objects.get()
    assert browser.post(address, {"on": "1/11/2026"}).status_code == 422
    facts.fill()
    shown = browser.get(reverse("reports:outcome_list"), {"state": "claimed"})
    assert "1 November 2026" in shown.content.decode()
    assert "no longer shows it" not in shown.content.decode()
    episode.discharge_reason = DischargeReason.DROPPED_OUT
    episode.save()
    facts.fill()
    assert "no longer shows it" in browser.get(reverse("reports:outcome_list"), {"state": "claimed"}).content.decode()
    back = reverse("reports:claim_withdraw", args=[claim.pk])
    assert browser.post(back, {"on": "2/11/2026", "why": "", "version": 1}).status_code == 422
    assert browser.post(back, {"on": "2/11/2026", "why": "Left early", "version": 1}).status_code == 302
    lines = b"".join(browser.get(reverse("reports:outcome_export"), {"state": "withdrawn"}).streaming_content).decode(
        "utf-8-sig"
    )
    head, line = csv.reader(lines.splitlines())
    said = dict(zip(head, line, strict=True))
    assert (said["Our reference"], said["Why it was withdrawn"]) == (episode.client.reference, "Left early")
    assert episode.client.family_name not in lines
    assert AccessLog.objects.filter(action=AccessAction.EXPORT, detail="outcome-evidence").exists()


def test_the_evidence_on_paper(team, paid, manager, today, tmp_path):
    import io
    import subprocess

    import pikepdf

    first, second = completed(team), completed(team)
    facts.fill()
    workflow.claim_outcome(
        OutcomeReached.objects.get(client=first.client, outcome="completed"), on=date(2026, 2, 10), by=manager
    )
    document = Document(kind=outcome_papers.KIND, title="Outcome-payment evidence", requested_by=manager, parameters={})
    content = outcome_papers.make_evidence(document, lambda done, total: None)
    path = tmp_path / "evidence.pdf"
    path.write_bytes(content)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    for episode in (first, second):
        assert episode.client.reference in text
        assert episode.client.family_name not in text
    assert "10 February 2026" in text
    assert "4 lines about clients, hash " in text
    assert "Table" in " ".join(tags(pikepdf.open(io.BytesIO(content)).Root.StructTreeRoot))


def test_the_administrator_switches_it_on_and_off(team, sign_in, today):
    administrator = UserFactory(role=Role.ADMINISTRATOR)
    browser, address = sign_in(administrator), reverse("reports:payment_add")
    typed = {"partnership": team.area.partnership.pk, "outcomes": ["completed", "job"], "starts_on": "1/12/2026",
             "ends_on": "30/11/2026", "reason": "Agreed by the board"}  # fmt: skip
    refused = browser.post(address, typed)
    assert refused.status_code == 422
    assert "The last day cannot be before the first" in refused.content.decode()
    assert browser.post(address, typed | {"ends_on": "", "reason": ""}).status_code == 422
    assert browser.post(address, typed | {"ends_on": ""}).status_code == 302
    made = OutcomePayment.objects.get()
    assert (made.created_by, made.outcomes) == (administrator, ["completed", "job"])
    edit = reverse("reports:payment_edit", args=[made.pk])
    assert browser.post(edit, typed | {"ends_on": "31/12/2026", "version": 1}).status_code == 302
    made.refresh_from_db()
    assert made.ends_on == date(2026, 12, 31)
    assert "Switch it on" in browser.get(reverse("reports:payment_list")).content.decode()
