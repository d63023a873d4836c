"""Pages of aftercare: beginning it, check-ups, and what a recovery coach sees."""

from datetime import date

import pytest

from aftercare import check_ups
from aftercare.choices import CheckUpOutcome
from clients.choices import EpisodeStatus
from recovery_capital.choices import Domain
from tests.factories.aftercare import AftercareFactory, CheckUpFactory, HandoverFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import (
    CoachAssignmentFactory,
)
from tests.factories.custody import CustodyStayFactory

from .pages import page, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HOSTILE = ["\x00", "a" * 100_000, "31/2/2026", "1/1/0001", "31/12/9999", "9" * 30, "'; DROP TABLE x; --",
           "{{ 7|add:7 }}{% debug %}", "a & | ! ( ) : * <-> '"]  # fmt: skip


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
    data = {"done_on": "23/11/2026", "outcome": "ok", "concern": "none", "note": "New job"}
    assert browser.post(page("check_up_record", check_up), data).status_code == 302
    check_up.refresh_from_db()
    assert (check_up.outcome, check_up.updated_by) == (CheckUpOutcome.OK, coach)


def test_check_up_with_something_wrong_answers_422(sign_in, keyworker, check_up):
    browser = sign_in(keyworker)
    for data in ({}, {"done_on": "24/11/2026", "outcome": "ok"}, {"done_on": "23/11/2026", "outcome": "great"}):
        assert browser.post(page("check_up_record", check_up), data).status_code == 422
    check_ups.record_check_up(check_up, by=keyworker, done_on=date(2026, 11, 20), outcome="ok")
    assert "Recorded on 20 November 2026" in browser.get(page("check_up_record", check_up)).text
    again = {"done_on": "23/11/2026", "outcome": "ok", "concern": "none"}
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
