"""A copy of the record, limits to its use, how long it is kept, and its end."""

import doctest
import json
from datetime import date, timedelta

import pytest
from django.db.models import F
from django.urls import reverse

from accounts.choices import Role
from alerts.models import Alert
from clients.models import Client, Contact
from core.documents import make
from core.models import AccessLog, Document
from core.workflow import NotAllowed
from recovery_capital.choices import Domain
from rights import clock, contents, retention, workflow
from rights.choices import LimitStatus, RequestStatus, RetentionStatus
from rights.contents import LEFT_OUT, LOOK_AT_EACH, as_json, parts_of, undecided_of
from rights.holdings import holdings
from rights.models import AccessRequest, Limit
from tests.factories.accounts import UserFactory
from tests.factories.careplans import GoalFactory
from tests.factories.clients import ChildFactory, ContactFactory, DeathFactory, EpisodeFactory
from tests.factories.core import DocumentFactory
from tests.factories.recovery_capital import HousingFactsFactory, TopAssessmentFactory
from tests.factories.reference import code
from tests.factories.rights import (
    AccessRequestFactory,
    ClockStopFactory,
    LegalHoldFactory,
    LimitFactory,
    RetentionDecisionFactory,
)
from tests.factories.safeguarding import MappaRecordFactory


@pytest.fixture
def officer(db):
    return UserFactory(role=Role.GOVERNANCE_OFFICER)


def share_everything(request, by):
    for part in parts_of(request):
        for item in part.items:
            if item.is_shared is None:
                workflow.decide_item(
                    request, kind=item.kind, item_id=item.key, is_shared=True, reason=None, shown_instead="", by=by
                )


# The clock


def test_examples_of_the_clock():
    assert doctest.testmod(clock).failed == 0


@pytest.mark.parametrize(
    ("received", "stops", "extended", "due"),
    [
        (date(2026, 1, 31), [], False, date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2026, 2, 27), [], False, date(2026, 3, 27)),
        (date(2026, 3, 3), [], False, date(2026, 4, 7)),  # Good Friday, the weekend and Easter Monday
        (date(2026, 11, 25), [], False, date(2026, 12, 29)),  # Christmas, Boxing Day moved to Monday
        (date(2026, 9, 3), [(date(2026, 9, 4), date(2026, 9, 11)), (date(2026, 9, 14), date(2026, 9, 15))], False,
         date(2026, 10, 12)),
        (date(2026, 11, 30), [], True, date(2027, 3, 1)),
    ],
)  # fmt: skip
def test_by_when_a_copy_is_due(received, stops, extended, due):
    assert clock.due_on(received, stops=stops, is_extended=extended) == due


def test_the_clock_that_stands_still_moves_the_day_and_its_alert(record, case_manager, officer, today):
    one = AccessRequest(client=record, received_on=date(2026, 11, 2), received_how="letter")
    workflow.receive_request(one, by=case_manager)
    assert one.due_on == date(2026, 12, 2)
    alerts = Alert.objects.open().filter(rule="RI01", recipient=officer)
    assert set(alerts.values_list("about_on", "lead")) == {(date(2026, 12, 2), lead) for lead in (-7, -1, 0)}
    workflow.stop_clock(one, on=date(2026, 11, 9), why="Who asks?", by=case_manager)
    with pytest.raises(NotAllowed, match="already"):
        workflow.stop_clock(one, on=date(2026, 11, 10), why="Who asks?", by=case_manager)
    workflow.resume_clock(one, on=date(2026, 11, 16), by=case_manager)
    assert AccessRequest.objects.get().due_on == date(2026, 12, 9)
    assert set(alerts.values_list("about_on", flat=True)) == {date(2026, 12, 9)}


def test_longer_time_is_told_within_the_first_month(record, case_manager, today):
    one = AccessRequestFactory(client=record, received_on=date(2026, 10, 1))
    with pytest.raises(NotAllowed, match="first month"):
        workflow.extend_request(one, on=date(2026, 11, 3), why="Three episodes", by=case_manager)
    workflow.extend_request(one, on=date(2026, 10, 30), why="Three episodes", by=case_manager)
    assert AccessRequest.objects.get().due_on == date(2027, 1, 4)  # 1 January is a holiday, then a weekend


# What the copy holds


def test_every_table_about_a_client_is_in_the_copy_or_left_out_for_a_reason():
    labels = {model._meta.label_lower for model in holdings()}
    assert set(LEFT_OUT) <= labels
    assert set(LOOK_AT_EACH) <= labels
    assert not set(LEFT_OUT) & set(LOOK_AT_EACH)
    covered = {model._meta.label_lower for model in contents.kinds()} | set(LEFT_OUT)
    counted = {label for label in labels if label.partition(".")[0] in contents.COUNTED_FROM} - contents.TYPED
    assert counted, "figures follow from records, and are about a client all the same"
    assert {label for label in labels - counted if not label.endswith("statuschange")} == covered


def test_the_copy_holds_the_record_in_words_and_waits_for_decisions(record, episode, case_manager):
    ContactFactory(client=record, note="We talked about the tenancy")
    ContactFactory(client=record, note="A neighbour told us", is_restricted=True)
    ChildFactory(client=record, name="Cai")
    MappaRecordFactory(client=record, notes="Never to be told")
    one = AccessRequestFactory(client=record)
    parts = {part.kind: part for part in parts_of(one)}
    notes = {dict(item.lines)["Note"]: item.is_shared for item in parts["clients.contact"].items}
    assert notes == {"We talked about the tenancy": True, "A neighbour told us": None}
    assert [item.is_shared for item in parts["clients.child"].items] == [None]
    assert "safeguarding.mapparecord" not in parts
    assert "Never to be told" not in json.dumps(as_json(one))
    assert undecided_of(one) == 3  # the note, the child, and the record itself
    with pytest.raises(NotAllowed, match="3 items"):
        workflow.finish_review(one, by=case_manager)


def test_what_is_left_out_says_why_and_may_be_replaced(record, case_manager):
    note = ContactFactory(client=record, note="Megan’s sister Ann said that he drinks", is_restricted=True)
    one = AccessRequestFactory(client=record)
    workflow.decide_item(
        one, kind="clients.contact", item_id=note.pk, is_shared=False, reason=code("redaction_reason", "third_party"),
        shown_instead="A relative told us something", by=case_manager,
    )  # fmt: skip
    share_everything(one, case_manager)
    workflow.finish_review(one, by=case_manager)
    text = json.dumps(as_json(one))
    assert "Ann" not in text
    assert "A relative told us something" in text
    assert "About somebody else" in text
    with pytest.raises(NotAllowed, match="Take it back"):
        share_everything_again(one, note, case_manager)


def test_the_copy_has_no_codes_and_no_answer_is_left_out(record):
    TopAssessmentFactory(client=record, injected_days=4, shared_needle=False)
    goal = GoalFactory(plan__client=record, domain=Domain.ETE)
    HousingFactsFactory(assessment__client=record, tenancy_risks=["arrears"])
    parts = {part.kind: part for part in parts_of(AccessRequestFactory(client=record))}
    (profile,), (goals,), (home,) = (
        parts[kind].items
        for kind in ("recovery_capital.topassessment", "careplans.goal", "recovery_capital.housingfacts")
    )
    assert dict(profile.lines)["Injected with a needle or syringe that somebody else had used"] == "No"
    assert dict(goals.lines)["Domain"] == str(goal)
    assert dict(home.lines)["What puts the home at risk"] == "Rent arrears"


def test_what_is_written_after_the_review_is_looked_at_before_the_copy_goes_out(record, team_manager, sign_in):
    child = ChildFactory(client=record, name="Cai")
    one = AccessRequestFactory(client=record)
    share_everything(one, team_manager)
    workflow.finish_review(one, by=team_manager)
    child.name = "Cai, who lives with his aunt Ann"
    child.save_by(team_manager, "name")
    browser = sign_in(team_manager)
    assert browser.post(reverse("rights:request_copy", args=[one.pk])).url == one.get_absolute_url()
    page = browser.get(reverse("rights:request_download", args=[one.pk]), follow=True)
    assert "since the review" in page.content.decode()
    assert not Document.objects.exists()
    workflow.reopen_review(one, by=team_manager, reason="Changed")
    share_everything(one, team_manager)
    workflow.finish_review(one, by=team_manager)
    assert "aunt Ann" in browser.get(reverse("rights:request_download", args=[one.pk])).content.decode()


def test_one_item_is_decided_without_reading_the_others(
    record, team_manager, sign_in, django_assert_max_num_queries, monkeypatch
):
    child, one = ChildFactory(client=record), AccessRequestFactory(client=record)
    browser = sign_in(team_manager)
    url = reverse("rights:item_decide", args=[one.pk]) + f"?kind=clients.child&item={child.pk}"
    with django_assert_max_num_queries(20):
        assert browser.get(url).status_code == 200
    other = reverse("rights:item_decide", args=[one.pk]) + f"?kind=clients.contact&item={child.pk}"
    assert browser.get(other).status_code == 404


def share_everything_again(one, note, by):
    workflow.decide_item(
        one, kind="clients.contact", item_id=note.pk, is_shared=True, reason=None, shown_instead="", by=by
    )


def test_the_copy_on_paper_is_made_by_the_worker(record, episode, team_manager, sign_in):
    ContactFactory(client=record, note="We talked about the tenancy")
    one = AccessRequestFactory(client=record)
    browser = sign_in(team_manager)
    copy = reverse("rights:request_copy", args=[one.pk])
    assert browser.post(copy).url == one.get_absolute_url()  # not reviewed
    assert not Document.objects.exists()
    share_everything(one, team_manager)
    assert browser.post(reverse("rights:request_finish", args=[one.pk])).status_code == 302
    asked = browser.post(copy)
    document = Document.objects.get()
    make(document.pk)
    assert "Download the PDF" in browser.get(asked.url).content.decode()
    fetch = reverse("reports:document_download", args=[document.pk])
    assert b"".join(browser.get(fetch).streaming_content).startswith(b"%PDF")
    document.refresh_from_db()
    assert bytes(document.content).startswith(b"%PDF")
    assert record.family_name not in document.title
    answer = browser.get(reverse("rights:request_download", args=[one.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "We talked about the tenancy" in answer.content.decode()
    assert AccessLog.objects.filter(action="export", subject_id=record.pk, user=team_manager).count() == 2
    assert AccessLog.objects.filter(action="download", subject_id=record.pk, user=team_manager).count() == 1
    team_manager.memberships.all().delete()  # whoever has left the team has no use for the copy
    assert browser.get(fetch).status_code == 404


@pytest.mark.parametrize(
    "name", ["rights:request_copy", "rights:request_download", "reports:case_summary_pdf", "reports:document_download"]
)
def test_what_leaves_with_names_in_it_asks_who_one_is_after_a_while(name, record, team_manager, sign_in):
    one = AccessRequestFactory(client=record, reviewed=True)
    made = DocumentFactory(kind="copy_of_record", requested_by=team_manager, finished=True)
    about = {"rights": one, "reports:case_summary_pdf": record, "reports:document_download": made}
    url = reverse(name, args=[about.get(name, one).pk])
    browser = sign_in(team_manager)
    ask = browser.post if name == "rights:request_copy" else browser.get
    assert not ask(url).get("Location", "").startswith(reverse("accounts:confirm"))
    logged = AccessLog.objects.count()
    team_manager.sessions.update(proved_at=F("proved_at") - timedelta(minutes=16))
    assert ask(url)["Location"].startswith(reverse("accounts:confirm"))
    assert AccessLog.objects.count() == logged


def test_a_copy_goes_out_only_to_somebody_known(record, case_manager, today):
    one = AccessRequestFactory(client=record, reviewed=True)
    stop = ClockStopFactory(request=one)
    sent = {"on": today, "identity_checked_on": today, "by": case_manager}
    with pytest.raises(NotAllowed, match="stands still"):
        workflow.send_copy(one, **sent)
    stop.delete()
    workflow.send_copy(one, **sent)
    one.refresh_from_db()
    assert (one.status, one.sent_on) == (RequestStatus.SENT, today)


def test_an_officer_sees_the_request_and_nothing_of_the_record(record, officer, sign_in):
    one = AccessRequestFactory(client=record)
    browser = sign_in(officer)
    page = browser.get(one.get_absolute_url()).content.decode()
    assert record.reference in page
    assert record.family_name not in page
    assert browser.get(reverse("rights:request_review", args=[one.pk])).status_code == 403
    found = browser.get(reverse("rights:rights_list") + f"?reference={record.reference}")
    assert found.url == reverse("rights:client_rights", args=[record.pk])


# Restriction and objection


def test_a_restricted_record_is_read_and_not_changed(record, keyworker, case_manager, sign_in):
    limit = LimitFactory(client=record)
    workflow.decide_limit(limit, status=LimitStatus.IN_FORCE, decision="Agreed", by=case_manager)
    browser = sign_in(keyworker)
    page = browser.get(record.get_absolute_url()).content.decode()
    assert "To be kept only" in page
    add = reverse("clients:contact_add", args=[record.pk])
    refused = browser.post(add, {"kind": "phone", "outcome": "attended", "happened_at": "1/11/2026 10:00"})
    assert refused.status_code == 403
    assert "the person has asked for that" in refused.content.decode()
    assert not Contact.objects.filter(client=record).exists()
    assert AccessLog.objects.filter(action="refused", subject_id=record.pk).exists()
    decide = reverse("rights:limit_decide", args=[limit.pk])
    assert sign_in(case_manager).post(decide, {"status": "ended", "decision": "Taken back"}).status_code == 302
    record.refresh_from_db()
    assert not record.is_frozen


def test_an_objection_alone_freezes_nothing(record, case_manager):
    limit = LimitFactory(client=record, kind="objection")
    workflow.decide_limit(limit, status=LimitStatus.IN_FORCE, decision="Letters stop", by=case_manager)
    record.refresh_from_db()
    assert not record.is_frozen
    assert Limit.objects.get().decision == "Letters stop"


# How long it is kept


@pytest.mark.parametrize(
    ("last_used", "born", "died", "until"),
    [
        (date(2018, 6, 1), date(1980, 1, 1), None, date(2018, 6, 1) + timedelta(days=2922)),
        (date(2018, 6, 1), date(1980, 1, 1), date(2019, 1, 1), date(2019, 1, 1) + timedelta(days=2922)),
        (date(2010, 6, 1), date(2004, 2, 29), None, date(2022, 3, 1) + timedelta(days=2557)),  # as a child
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_until_when_a_record_is_kept(last_used, born, died, until):
    assert retention.keep_until(last_used, born, died) == until


def old_client(team, **more):
    long_ago = date(2016, 3, 1)
    return EpisodeFactory(team=team, closed=True, referred_on=date(2015, 1, 1), ended_on=long_ago, **more).client


def test_records_whose_time_has_run_out(team, case_manager, team_manager, officer, sign_in, today):
    old, held, kept = old_client(team), old_client(team), old_client(team)
    recent = EpisodeFactory(team=team, closed=True).client
    again = old_client(team)
    EpisodeFactory(team=team, client=again, in_treatment=True)  # using a record again begins its time anew
    LegalHoldFactory(client=held)
    RetentionDecisionFactory(client=kept, choice="keep", keep_until=date(2030, 1, 1), approved=True)
    everybody = Client.objects.all()
    found = [client for client, _until in retention.due_for_review(everybody, today)]
    assert found == [old]
    assert recent not in found
    page = sign_in(officer).get(reverse("rights:retention_list")).content.decode()
    assert old.reference in page
    assert old.family_name not in page
    DeathFactory(client=old, died_on=date(2026, 1, 1))
    assert not retention.due_for_review(everybody, today)


def test_a_manager_is_shown_own_clients_however_many_others_there_are(
    team, other_team, team_manager, sign_in, monkeypatch
):
    monkeypatch.setattr(retention, "MOST", 1)
    mine, theirs = old_client(team), old_client(other_team)
    theirs.episodes.update(ended_on=date(2015, 6, 1))
    url = reverse("rights:retention_list")
    page = sign_in(team_manager).get(url).content.decode()
    assert mine.reference in page
    assert theirs.reference not in page


def test_two_people_decide(record, officer, team_manager, sign_in):
    propose = reverse("rights:retention_propose", args=[record.pk])
    typed = {"choice": "erase", "keep_until": "", "why": "Eight years have passed"}
    assert sign_in(officer).post(propose, {**typed, "keep_until": "1/1/2030"}).status_code == 422
    assert sign_in(officer).post(propose, typed).status_code == 302
    decision = record.retention_decisions.get()
    with pytest.raises(NotAllowed, match="Somebody else"):
        workflow.answer_retention(decision, status=RetentionStatus.APPROVED, by=officer)
    LegalHoldFactory(client=record)
    with pytest.raises(NotAllowed, match="hold"):
        workflow.answer_retention(decision, status=RetentionStatus.APPROVED, by=team_manager)
    record.legal_holds.update(ends_on=date(2026, 11, 3))
    answer = reverse("rights:retention_answer", args=[decision.pk])
    assert sign_in(team_manager).post(answer, {"status": "approved"}).status_code == 302
    decision.refresh_from_db()
    assert (decision.status, decision.approved_by) == (RetentionStatus.APPROVED, team_manager)
