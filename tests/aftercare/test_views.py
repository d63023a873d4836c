"""Pages about leaving treatment: preparing, receiving, aftercare."""

import csv
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from aftercare import workflow
from aftercare.choices import CheckUpOutcome, HandoverStatus
from aftercare.models import Handover
from clients.choices import ConsentCategory, ConsentPurpose, EpisodeStatus
from core.choices import AccessAction
from core.models import AccessLog
from recovery_capital.choices import Domain
from services_directory.choices import Need
from tests.factories.accounts import UserFactory
from tests.factories.aftercare import AftercareFactory, CheckUpFactory, HandoverFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import (
    ClientFlagFactory,
    CoachAssignmentFactory,
    ConsentFactory,
    EpisodeFactory,
    EpisodeSubstanceFactory,
    KnownToTeamFactory,
)
from tests.factories.custody import CustodyStayFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HOSTILE = ["\x00", "a" * 100_000, "31/2/2026", "1/1/0001", "31/12/9999", "9" * 30, "'; DROP TABLE x; --",
           "{{ 7|add:7 }}{% debug %}", "a & | ! ( ) : * <-> '"]  # fmt: skip


@pytest.fixture
def service(other_team):
    return ServiceFactory(name="Bryn Aftercare", run_by_team=other_team)


@pytest.fixture
def browser(today, sign_in, case_manager):
    return sign_in(case_manager)


@pytest.fixture
def handover(episode, service, case_manager):
    """Ready to be sent."""
    handover = HandoverFactory(ready=True, episode=episode, receiving_service=service, created_by=case_manager)
    details = {"recipient": service, "purpose": ConsentPurpose.AFTERCARE_HANDOVER}
    ConsentFactory(client=handover.client, categories=list(ConsentCategory), **details)
    return handover


@pytest.fixture
def sent(episode, service, case_manager):
    """Sent to the other team, all of it consented."""
    return HandoverFactory(sent=True, episode=episode, receiving_service=service, created_by=case_manager)


def page(name, record, **query):
    return reverse(f"aftercare:{name}", args=[record.pk], query=query or None)


def count_queries(browser, address):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


# Lists


def test_list_shows_each_part_of_the_way(sign_in, case_manager, team, other_team, service, today):
    soon = EpisodeFactory(team=team, in_treatment=True, planned_exit_on=today + timedelta(days=28))
    later = EpisodeFactory(team=team, in_treatment=True, planned_exit_on=today + timedelta(days=29))
    draft = HandoverFactory(episode__team=team, episode__planned_exit_on=today)
    accepted = HandoverFactory(accepted=True, episode__team=team)
    ours = ServiceFactory(run_by_team=team)
    to_us = HandoverFactory(sent=True, episode__team=other_team, receiving_service=ours)
    response = sign_in(case_manager).get(reverse("aftercare:handover_list"))
    lists = response.context
    assert lists["to_prepare"].rows == [soon]
    assert lists["on_their_way"].rows == [draft]
    assert lists["to_begin"].rows == [accepted]
    assert [shared.handover for shared in lists["received"].rows] == [to_us]
    assert later.client.family_name.upper() not in response.text


def spreadsheet(browser, **narrowed):
    answer = browser.get(reverse("aftercare:handover_export"), narrowed)
    text = b"".join(answer.streaming_content).decode().removeprefix("\N{BYTE ORDER MARK}")
    return [row[:2] for row in csv.reader(text.splitlines())][1:]


def test_lists_narrowed_in_the_address_are_what_the_spreadsheet_has(sign_in, case_manager, team, other_team, today):
    mine = HandoverFactory(episode__team=team, episode__case_manager=case_manager, all_needs=False)
    other = HandoverFactory(episode__team=team, all_needs=False)
    to_us = HandoverFactory(
        sent=True, episode__team=other_team, receiving_service=ServiceFactory(run_by_team=team), all_needs=False
    )
    to_us.consent.categories = [ConsentCategory.HOUSING]
    to_us.consent.save()
    HandoverFactory(episode__team=other_team, all_needs=False)
    browser = sign_in(case_manager)
    on_their_way, waits = "Being prepared, sent, or with a question", "For you to take over"
    everything = [[waits, to_us.client.reference], *[[on_their_way, one.client.name] for one in (other, mine)]]
    assert spreadsheet(browser) == everything
    assert spreadsheet(browser, part="on_their_way", whose="mine") == [[on_their_way, mine.client.name]]
    page = browser.get(reverse("aftercare:handover_list"), {"part": "on_their_way", "whose": "mine"})
    assert page.context["on_their_way"].rows == [mine]
    assert "received" not in page.context
    assert page.context["export_url"].endswith("?part=on_their_way&whose=mine")
    assert f"{on_their_way} (1)" in page.text
    assert AccessLog.objects.filter(user=case_manager, action=AccessAction.EXPORT, detail="handovers").count() == 2


def test_list_names_somebody_unknown_only_with_consent(sign_in, stranger, sent):
    browser = sign_in(stranger)
    assert sent.client.family_name in browser.get(reverse("aftercare:handover_list")).text
    sent.consent.categories = [ConsentCategory.HOUSING]
    sent.consent.save()
    text = browser.get(reverse("aftercare:handover_list")).text
    assert sent.client.reference in text
    assert sent.client.family_name not in text


def test_list_has_the_same_number_of_queries_for_2_and_20(browser, team, other_team, today):
    ours = ServiceFactory(run_by_team=team)

    def fill(count):
        for _ in range(count):
            EpisodeFactory(team=team, in_treatment=True, planned_exit_on=today)
            for state in ({}, {"sent": True}, {"accepted": True}):
                HandoverFactory(episode__team=team, all_needs=False, **state)
            HandoverFactory(sent=True, episode__team=other_team, receiving_service=ours, all_needs=False)
            HandoverFactory(accepted=True, episode__team=other_team, receiving_service=ours, all_needs=False)

    fill(2)
    few = count_queries(browser, reverse("aftercare:handover_list"))
    fill(18)
    assert count_queries(browser, reverse("aftercare:handover_list")) == few


def test_tab_has_the_same_number_of_queries_for_few_and_many(browser, episode, team):
    aftercare = AftercareFactory(episode=EpisodeFactory(client=episode.client, in_aftercare=True))
    CheckUpFactory(aftercare=aftercare)
    few = count_queries(browser, page("client_aftercare", episode.client))
    for days in range(1, 30):
        CheckUpFactory(aftercare=aftercare, due_on=date(2026, 11, 16) + timedelta(days=days))
        HandoverFactory(episode=episode, withdrawn=True, all_needs=False)
    assert count_queries(browser, page("client_aftercare", episode.client)) == few


# Preparing


def test_prepare_from_the_episode_of_an_alert(browser, episode, handover):
    assert browser.get(page("handover_prepare", episode)).headers["Location"] == handover.get_absolute_url()
    Handover.objects.update(status=HandoverStatus.WITHDRAWN)
    location = browser.get(page("handover_prepare", episode)).headers["Location"]
    assert location == page("handover_create", episode.client)


def test_create_begins_the_handover(browser, episode):
    assert browser.get(page("handover_create", episode.client)).status_code == 200
    response = browser.post(page("handover_create", episode.client), {"episode": episode.pk})
    assert response.headers["Location"] == Handover.objects.get().get_absolute_url()


def test_create_for_an_episode_of_another_team_is_refused(browser, episode, other_team):
    other = EpisodeFactory(client=episode.client, team=other_team, in_treatment=True)
    assert browser.post(page("handover_create", episode.client), {"episode": other.pk}).status_code == 422
    assert not Handover.objects.exists()


def test_detail_says_in_plain_words_what_is_missing(browser, episode, service):
    handover = HandoverFactory(episode=episode, receiving_service=service)
    text = browser.get(handover.get_absolute_url()).text
    assert "Not asked yet: Substance use" in text
    assert "Not filled in:" in text
    assert "The client has not agreed to share the handover with Bryn Aftercare." in text
    consent = reverse("clients:consent_add", args=[episode.client_id])
    assert (
        f"{consent}?service={service.pk}&amp;purpose=aftercare_handover&amp;next={handover.get_absolute_url()}" in text
    )
    assert AccessLog.objects.filter(subject_id=episode.client_id, route="aftercare:handover_detail").exists()


@pytest.mark.parametrize("state", ["sent", "queried", "accepted", "declined", "withdrawn"])
def test_detail_in_every_state(browser, episode, state):
    handover = HandoverFactory(episode=episode, **{state: True})
    assert browser.get(handover.get_absolute_url()).status_code == 200


def typed(handover, **more):
    fields = ["triggers", "warning_signs", "coping", "people_to_call", "if_i_lapse", "way_back_name", "way_back_phone",
              "way_back_how", "way_back_days", "summary", "strengths"]  # fmt: skip
    values = {name: getattr(handover, name) for name in fields}
    return values | {"version": handover.version, "receiving_service": handover.receiving_service_id} | more


def test_edit_saves_and_says_that_the_client_is_asked_again(browser, handover):
    assert browser.get(page("handover_edit", handover)).status_code == 200
    response = browser.post(page("handover_edit", handover), typed(handover, triggers="Only paydays"), follow=True)
    assert "changed since the client agreed" in response.text
    handover.refresh_from_db()
    assert (handover.triggers, handover.agreed_on) == ("Only paydays", None)


def test_edit_can_be_saved_half_done(browser, episode):
    handover = HandoverFactory(episode=episode)
    response = browser.post(page("handover_edit", handover), {"version": 1, "triggers": "Paydays"})
    assert response.status_code == 302


def test_edit_that_comes_second_sees_both_texts(browser, handover, team_manager):
    handover.triggers = "Written first"
    handover.save_by(team_manager, "triggers")
    data = typed(handover, triggers="Written second", version=1)
    response = browser.post(page("handover_edit", handover), data)
    assert response.status_code == 409
    assert "Written first" in response.text
    assert "Written second" in response.text


def test_edit_with_something_wrong_keeps_what_was_typed(browser, handover):
    data = typed(handover, way_back_days="many", triggers="Keep this")
    response = browser.post(page("handover_edit", handover), data)
    assert response.status_code == 422
    assert "Keep this" in response.text


def test_needs_are_saved_together(browser, handover):
    assert browser.get(page("need_edit", handover)).status_code == 200
    data = {f"{domain}-version": 1 for domain in Domain} | {f"{domain}-has_need": "False" for domain in Domain}
    data |= {"housing-has_need": "True", "housing-detail": "A flat", "housing-no_service_reason": "full"}
    response = browser.post(page("need_edit", handover), data)
    assert response.headers["Location"] == handover.get_absolute_url()
    need = handover.needs.get(domain=Domain.HOUSING)
    assert (need.has_need, need.detail, need.no_service_reason) == (True, "A flat", "full")


def test_needs_are_saved_before_a_service_is_looked_for(browser, handover):
    data = {f"{domain}-version": 1 for domain in Domain} | {"housing-has_need": "True", "find": "housing"}
    response = browser.post(page("need_edit", handover), data)
    need = handover.needs.get(domain=Domain.HOUSING)
    assert response.headers["Location"] == page("need_service", need)
    assert need.has_need is True


def test_needs_that_clash_show_both_texts(browser, handover, team_manager):
    need = handover.needs.get(domain=Domain.HOUSING)
    need.detail = "Written first"
    need.save_by(team_manager, "detail")
    data = {f"{domain}-version": 1 for domain in Domain} | {"housing-detail": "Written second", "money-detail": "Debts"}
    response = browser.post(page("need_edit", handover), data)
    assert response.status_code == 409
    for text in ("Written first", "Written second", "Debts"):
        assert text in response.text
    again = data | {"housing-version": 2}
    assert browser.post(page("need_edit", handover), again).status_code == 302


def test_needs_typed_while_somebody_sent_the_handover_are_kept_on_the_page(browser, sent):
    data = {f"{domain}-version": 1 for domain in Domain} | {"housing-detail": "Keep this"}
    response = browser.post(page("need_edit", sent), data)
    assert response.status_code == 422
    assert "can no longer be changed" in response.text
    assert "Keep this" in response.text


def test_needs_with_a_wrong_date_answer_422(browser, handover):
    data = {f"{domain}-version": 1 for domain in Domain} | {"housing-by_when": "31/2/2026", "money-detail": "Keep this"}
    response = browser.post(page("need_edit", handover), data)
    assert response.status_code == 422
    assert "Keep this" in response.text


def test_services_that_help_already_are_offered_without_a_search(browser, handover):
    ReferralFactory(client=handover.client, service__name="Harbour Housing")
    assert "Harbour Housing" in browser.get(page("need_edit", handover)).text


def test_service_of_a_need_is_found_and_chosen_without_script(browser, handover):
    found = ServiceFactory(name="Harbour Housing", needs=[Need.HOUSING_ADVICE])
    need = handover.needs.get(domain=Domain.HOUSING)
    address = page("need_service", need)
    assert "Harbour Housing" in browser.get(address).text
    assert "Harbour Housing" in browser.get(address, {"words": "harb"}).text
    assert browser.post(address, {"service": found.pk, "version": need.version - 1}).status_code == 409
    response = browser.post(address, {"service": found.pk, "version": need.version})
    assert response.headers["Location"] == page("need_edit", handover) + "#housing"
    need.refresh_from_db()
    assert need.service == found
    assert browser.post(address, {"service": "nonsense"}).status_code == 422


def test_agree_send_and_withdraw(browser, handover):
    Handover.objects.update(agreed_on=None, agreed_how="")
    assert "It cannot be sent yet" in browser.get(page("handover_send", handover)).text
    assert browser.post(page("handover_send", handover)).status_code == 422
    agreed = {"agreed_on": "20/11/2026", "agreed_how": "in_person"}
    assert browser.post(page("handover_agree", handover), agreed).status_code == 409
    browser.post(page("handover_agree", handover), agreed | {"version": handover.version})
    assert "nothing else of the record" in browser.get(page("handover_send", handover)).text
    assert browser.post(page("handover_send", handover)).headers["Location"] == handover.get_absolute_url()
    handover.refresh_from_db()
    assert handover.status == HandoverStatus.SENT
    assert browser.post(page("handover_withdraw", handover), {}).status_code == 422
    why = {"reason": "Stays with us", "version": handover.version}
    assert browser.post(page("handover_withdraw", handover), why).status_code == 302


def test_override_is_for_another_manager(sign_in, case_manager, team_manager, handover):
    handover.needs.filter(domain=Domain.HOUSING).update(has_need=True)
    assert sign_in(case_manager).get(page("handover_override", handover)).status_code == 403
    browser = sign_in(team_manager)
    assert browser.get(page("handover_override", handover)).status_code == 200
    assert (
        browser.post(
            page("handover_override", handover), {"reason": "No flat here", "version": handover.version}
        ).status_code
        == 302
    )
    handover.refresh_from_db()
    assert (handover.override_by, handover.override_reason) == (team_manager, "No flat here")


def test_override_is_offered_only_where_it_may_be_used(sign_in, case_manager, team_manager, handover):
    address = page("handover_override", handover)
    browser = sign_in(team_manager)
    assert address not in browser.get(handover.get_absolute_url()).text
    handover.needs.filter(domain=Domain.HOUSING).update(has_need=True)
    assert address in browser.get(handover.get_absolute_url()).text
    Handover.objects.update(created_by=team_manager)
    assert address not in browser.get(handover.get_absolute_url()).text
    assert address not in sign_in(case_manager).get(handover.get_absolute_url()).text


def test_override_by_the_preparer_answers_422(sign_in, team_manager, handover):
    handover.needs.filter(domain=Domain.HOUSING).update(has_need=True)
    Handover.objects.update(created_by=team_manager)
    response = sign_in(team_manager).post(
        page("handover_override", handover), {"reason": "Mine", "version": handover.version}
    )
    assert response.status_code == 422
    assert "another manager" in response.text


# Receiving

RECORD_PAGES = [
    "clients:client_detail", "aftercare:client_aftercare", "aftercare:handover_create", "referrals:referral_list",
    "careplans:care_plan_list", "custody:stay_list", "recovery_capital:assessment_list",
]  # fmt: skip
SENDER_PAGES = ["handover_detail", "handover_edit", "need_edit", "handover_send", "handover_pdf", "aftercare_begin"]


def test_the_receiver_reads_the_handover_and_nothing_else(sign_in, stranger, sent):
    browser = sign_in(stranger)
    response = browser.get(page("received_handover", sent))
    assert sent.client.family_name in response.text
    assert "Paydays and the Red Lion" in response.text
    assert AccessLog.objects.filter(subject_id=sent.client_id, user=stranger, action=AccessAction.LOOK).exists()
    for name in RECORD_PAGES:
        assert browser.get(reverse(name, args=[sent.client_id])).status_code in (403, 404), name
    for name in SENDER_PAGES:
        assert browser.get(page(name, sent)).status_code in (403, 404), name
    assert browser.get(reverse("clients:client_detail", args=[sent.client_id])).status_code == 404


def test_a_case_manager_of_the_receiving_team_finds_nothing_of_the_senders_pages(sign_in, other_team, sent):
    browser = sign_in(UserFactory(team=other_team, role=Role.CASE_MANAGER))
    for name in SENDER_PAGES:
        assert browser.get(page(name, sent)).status_code == 404, name
    need = sent.needs.first()
    assert browser.get(page("need_service", need)).status_code == 404


def test_accepting_opens_the_record(sign_in, stranger, sent):
    browser = sign_in(stranger)
    assert browser.get(page("handover_accept", sent)).status_code == 200
    response = browser.post(page("handover_accept", sent))
    assert response.headers["Location"] == sent.client.get_absolute_url()
    assert browser.get(sent.client.get_absolute_url()).status_code == 200
    assert "has taken over" in browser.get(page("received_handover", sent)).text
    assert browser.post(page("handover_accept", sent)).status_code == 422


def test_a_team_that_knows_the_client_reads_the_senders_handover_and_changes_nothing(sign_in, other_team, sent):
    KnownToTeamFactory(client=sent.client, team=other_team)
    browser = sign_in(UserFactory(team=other_team, role=Role.TEAM_MANAGER))
    detail = browser.get(page("handover_detail", sent))
    assert detail.status_code == 200
    assert page("handover_withdraw", sent) not in detail.text
    for name in set(SENDER_PAGES) - {"handover_detail", "handover_pdf"}:
        assert browser.post(page(name, sent)).status_code == 404, name
    assert browser.post(page("need_service", sent.needs.first())).status_code == 404


def test_a_question_goes_there_and_back(sign_in, stranger, case_manager, sent):
    browser = sign_in(stranger)
    assert browser.post(page("handover_query", sent), {"question": ""}).status_code == 422
    assert browser.post(page("handover_query", sent), {"question": "Which days suit?"}).status_code == 302
    browser = sign_in(case_manager)
    assert "Which days suit?" in browser.get(sent.get_absolute_url()).text
    assert browser.get(page("handover_answer", sent)).status_code == 200
    sent.refresh_from_db()
    assert (
        browser.post(page("handover_answer", sent), {"answer": "Mondays", "version": sent.version}).status_code == 302
    )
    assert "Mondays" in sign_in(stranger).get(page("received_handover", sent)).text


def test_declining_closes_it(sign_in, stranger, sent):
    browser = sign_in(stranger)
    assert browser.post(page("handover_decline", sent), {}).status_code == 422
    response = browser.post(page("handover_decline", sent), {"decline_reason": "Full"}, follow=True)
    assert response.status_code == 200
    assert browser.get(page("received_handover", sent)).status_code == 404


def test_others_do_not_receive_it(sign_in, keyworker, coach, sent):
    for name in ("received_handover", "received_handover_pdf", "handover_accept", "handover_query", "handover_decline"):
        assert sign_in(keyworker).get(page(name, sent)).status_code == 404
        assert sign_in(coach).get(page(name, sent)).status_code == 403


def limit(handover, *categories):
    handover.consent.categories = list(categories)
    handover.consent.save()


@pytest.fixture
def full(sent):
    """A sent handover with something under every category."""
    EpisodeSubstanceFactory(episode=sent.episode)
    ClientFlagFactory(client=sent.client, reason="Dog in the hall")
    for domain in Domain:
        sent.needs.filter(domain=domain).update(has_need=True, detail=f"Need about {domain.value}")
    return sent


@pytest.mark.parametrize(
    ("category", "shown"),
    [
        (ConsentCategory.IDENTITY, ["Testdaughter", "14 March 1985"]),
        (ConsentCategory.RISK, ["Dog in the hall"]),
        (ConsentCategory.SUBSTANCE_USE, ["Alcohol", "Paydays and the Red Lion", "Need about substance_use"]),
        (ConsentCategory.HEALTH, ["Need about physical_health", "Need about mental_health"]),
        (ConsentCategory.OFFENDING, ["Need about offending"]),
        (ConsentCategory.CHILDREN, ["Need about children", "Need about family"]),
        (ConsentCategory.HOUSING, ["Need about housing"]),
        (ConsentCategory.ETE, ["Need about ete"]),
        (ConsentCategory.PLAN, ["Likes to be rung", "Keeps appointments", "Need about money"]),
    ],
)
def test_only_what_is_consented_is_shown(sign_in, stranger, full, category, shown):
    browser = sign_in(stranger)
    others = [name for name in ConsentCategory if name != category]
    limit(full, category)
    text = browser.get(page("received_handover", full)).text
    for words in shown:
        assert words in text
    assert "The client has not agreed to share these" in text
    limit(full, *others)
    text = browser.get(page("received_handover", full)).text
    for words in shown:
        assert words not in text, words


def test_no_name_in_titles(sign_in, stranger, case_manager, full):
    def title(response):
        return response.text.split("<title>")[1].split("</title>")[0]

    browser = sign_in(stranger)
    for name in ("received_handover", "handover_accept", "handover_query", "handover_decline"):
        assert full.client.family_name not in title(browser.get(page(name, full)))
    browser = sign_in(case_manager)
    for name in ("handover_detail", "handover_edit", "need_edit", "handover_send"):
        assert full.client.family_name not in title(browser.get(page(name, full)))


# Aftercare


def test_begin_offers_the_early_check_ups_after_prison(browser, episode, today):
    handover = HandoverFactory(accepted=True, episode=episode)
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    assert browser.get(page("aftercare_begin", handover)).context["form"].initial["schedule"] == "standard"
    CustodyStayFactory(client=episode.client, released=True)
    assert "prison" in browser.get(page("aftercare_begin", handover)).context["form"].initial["schedule"]
    data = {"started_on": "23/11/2026", "schedule": "after_prison_or_detox"}
    response = browser.post(page("aftercare_begin", handover), data, follow=True)
    assert "In aftercare since 23 November 2026" in response.text
    episode.refresh_from_db()
    assert episode.status == EpisodeStatus.AFTERCARE


@pytest.mark.parametrize("data", [{}, {"started_on": "24/11/2026", "schedule": "standard"}, {"started_on": "x"}])
def test_begin_with_something_wrong_answers_422(browser, episode, data):
    CarePlanFactory(client=episode.client, episode=episode, active=True)
    handover = HandoverFactory(accepted=True, episode=episode)
    assert browser.post(page("aftercare_begin", handover), data).status_code == 422


def test_begin_that_is_refused_says_why(browser, episode, handover):
    response = browser.post(page("aftercare_begin", handover), {"started_on": "23/11/2026", "schedule": "standard"})
    assert response.status_code == 422
    assert "somebody has accepted" in response.text


@pytest.fixture
def check_up(episode):
    episode.status = EpisodeStatus.AFTERCARE
    episode.save()
    return CheckUpFactory(aftercare=AftercareFactory(episode=episode))


def test_coach_sees_check_ups_relapse_plan_and_way_back_only(sign_in, coach, check_up, record):
    browser = sign_in(coach)
    assert browser.get(page("client_aftercare", record)).status_code == 404
    CoachAssignmentFactory(client=record, coach=coach)
    text = browser.get(page("client_aftercare", record)).text
    assert "Paydays and the Red Lion" in text
    assert "01632 960123" in text
    assert "Handovers" not in text
    assert browser.get(page("handover_detail", check_up.aftercare.handover)).status_code == 403
    assert "Paydays and the Red Lion" in browser.get(page("check_up_record", check_up)).text
    data = {"done_on": "23/11/2026", "outcome": "ok", "note": "New job"}
    assert browser.post(page("check_up_record", check_up), data).status_code == 302
    check_up.refresh_from_db()
    assert (check_up.outcome, check_up.updated_by) == (CheckUpOutcome.OK, coach)


def test_check_up_with_something_wrong_answers_422(sign_in, keyworker, check_up):
    browser = sign_in(keyworker)
    for data in ({}, {"done_on": "24/11/2026", "outcome": "ok"}, {"done_on": "23/11/2026", "outcome": "great"}):
        assert browser.post(page("check_up_record", check_up), data).status_code == 422
    workflow.record_check_up(check_up, by=keyworker, done_on=date(2026, 11, 20), outcome="ok")
    assert "Recorded on 20 November 2026" in browser.get(page("check_up_record", check_up)).text
    again = {"done_on": "23/11/2026", "outcome": "ok"}
    assert browser.post(page("check_up_record", check_up), again).status_code == 422


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_or_kept_as_text(browser, handover, check_up, text):
    need = handover.needs.get(domain=Domain.HOUSING)
    for query in ({"words": text}, {"need": text, "domain": text}):
        assert browser.get(page("need_service", need), query).status_code < 500
    needs = {f"{domain}-version": 1 for domain in Domain}
    for address, data in [
        (page("handover_edit", handover), typed(handover, way_back_days=text, receiving_service=text, summary=text)),
        (page("need_edit", handover), needs | {"housing-by_when": text, "housing-service": text, "find": text}),
        (page("need_service", need), {"service": text}),
        (page("handover_agree", handover), {"agreed_on": text, "agreed_how": text}),
        (page("handover_create", handover.client), {"episode": text}),
        (page("aftercare_begin", handover), {"started_on": text, "schedule": text}),
        (page("check_up_record", check_up), {"done_on": text, "outcome": text, "note": text}),
    ]:
        assert browser.post(address, data).status_code in (400, 422), address
    assert browser.get(page("handover_pdf", handover), {"copy": text}).status_code < 500


def test_coach_does_not_see_a_relapse_plan_that_is_being_written(sign_in, coach, record, episode):
    CoachAssignmentFactory(client=record, coach=coach)
    HandoverFactory(ready=True, episode=episode)
    assert "Paydays and the Red Lion" not in sign_in(coach).get(page("client_aftercare", record)).text
