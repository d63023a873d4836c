"""Pages on which a handover is prepared, agreed, sent and withdrawn."""

import pytest
from django.urls import reverse

from aftercare.choices import UNMET_REASON, HandoverStatus, NoServiceReason
from aftercare.models import Handover
from core.models import AccessLog
from recovery_capital.choices import Domain
from services_directory.choices import Need
from tests.factories.aftercare import HandoverFactory
from tests.factories.clients import (
    EpisodeFactory,
)
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

from .pages import page, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


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
    agreed = {"agreed_on": "20/11/2026", "agreed_how": "in_person", "client_answer": "agrees"}
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


def test_a_need_without_a_service_is_recorded_as_one_that_cannot_be_met(handover, case_manager, sign_in):
    handover.needs.filter(domain="housing").update(has_need=True, service=None, no_service_reason="none_here")
    url = reverse("referrals:unmet_need_add", args=[handover.client_id])
    assert (
        f"{url}?domain=housing&amp;reason=does_not_exist"
        in sign_in(case_manager).get(handover.get_absolute_url()).content.decode()
    )
    assert set(UNMET_REASON) == set(NoServiceReason)
