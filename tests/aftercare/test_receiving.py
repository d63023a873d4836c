"""Pages of whoever receives a handover: what they show, and to whom."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from clients.choices import ConsentCategory
from core.choices import AccessAction
from core.models import AccessLog
from recovery_capital.choices import Domain
from tests.factories.accounts import UserFactory
from tests.factories.clients import (
    ClientFlagFactory,
    EpisodeSubstanceFactory,
    KnownToTeamFactory,
)

from .pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


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
