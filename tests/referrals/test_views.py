"""Pages of referrals."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.choices import ConsentPurpose
from core.models import AccessLog
from recovery_capital.choices import Domain
from referrals.choices import ReferralStatus
from referrals.models import Referral
from services_directory.choices import Need
from tests.factories.clients import ConsentFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.services_directory import ServiceFactory

pytestmark = pytest.mark.django_db
HOSTILE = ["\x00", "a" * 100_000, "31/2/2026", "1/1/0001", "31/12/9999", "9" * 30, "'; DROP TABLE x; --",
           "{{ 7|add:7 }}{% debug %}", "a & | ! ( ) : * <-> '"]  # fmt: skip


@pytest.fixture
def browser(today, sign_in, keyworker):
    return sign_in(keyworker)


@pytest.fixture
def service():
    return ServiceFactory(name="Harbour Housing", needs=[Need.SUPPORTED_HOUSING], phone="01632 960111")


def page(name, record, **query):
    return reverse(f"referrals:{name}", args=[record.pk], query=query or None)


def test_list_shows_referrals_and_their_status(browser, record):
    ReferralFactory(client=record, sent=True, service__name="Harbour Housing")
    response = browser.get(page("referral_list", record))
    assert response.status_code == 200
    assert b"Harbour Housing" in response.content
    assert b"Sent" in response.content


def test_list_has_the_same_number_of_queries_for_2_and_50(browser, record):
    def count():
        with CaptureQueriesContext(connection) as queries:
            browser.get(page("referral_list", record))
        return len(queries)

    ReferralFactory.create_batch(2, client=record, sent=True)
    few = count()
    ReferralFactory.create_batch(48, client=record, sent=True)
    assert count() == few


def test_create_begins_with_a_search_by_need(browser, record, service):
    ServiceFactory(name="Debt Line", needs=[Need.DEBT])
    response = browser.get(page("referral_create", record, domain=Domain.HOUSING))
    assert b"Harbour Housing" in response.content
    assert b"Debt Line" not in response.content


def test_create_searches_by_words_without_script(browser, record, service):
    ServiceFactory(name="Debt Line", needs=[Need.DEBT])
    response = browser.get(page("referral_create", record, words="harbour", need=""))
    assert b"Harbour Housing" in response.content
    assert b"Debt Line" not in response.content


def test_create_saves_a_draft_in_the_clients_words(browser, record, service, keyworker, episode):
    address = page("referral_create", record, service=service.pk, domain=Domain.HOUSING)
    assert b"Harbour Housing" in browser.get(address).content
    response = browser.post(address, {"domain": Domain.HOUSING, "reason": "A quiet place"})
    referral = Referral.objects.get()
    assert response.headers["Location"] == referral.get_absolute_url()
    assert (referral.client, referral.service, referral.episode) == (record, service, episode)
    assert (referral.status, referral.created_by) == (ReferralStatus.DRAFT, keyworker)


def test_create_with_an_invalid_form_answers_422_and_keeps_what_was_typed(browser, record, service):
    response = browser.post(page("referral_create", record, service=service.pk), {"domain": "", "reason": "Mine alone"})
    assert response.status_code == 422
    assert b"Mine alone" in response.content
    assert not Referral.objects.exists()


def test_edit_changes_a_draft_and_its_service(browser, record, service):
    referral = ReferralFactory(client=record)
    address = page("referral_edit", referral, service=service.pk)
    response = browser.post(address, {"domain": Domain.ETE, "reason": "A job", "version": referral.version})
    assert response.status_code == 302
    referral.refresh_from_db()
    assert (referral.service, referral.domain, referral.reason) == (service, Domain.ETE, "A job")


def test_edit_that_comes_second_sees_both_texts(browser, record, keyworker):
    referral = ReferralFactory(client=record)
    referral.reason = "Written first"
    referral.save_by(keyworker, "reason")
    data = {"domain": Domain.HOUSING, "reason": "Written second", "version": 1}
    response = browser.post(page("referral_edit", referral), data)
    assert response.status_code == 409
    assert b"Written first" in response.content
    assert b"Written second" in response.content
    referral.refresh_from_db()
    assert referral.reason == "Written first"


def test_edit_after_sending_is_refused(browser, record):
    referral = ReferralFactory(client=record, sent=True)
    response = browser.post(page("referral_edit", referral), {"domain": Domain.ETE, "reason": "Other", "version": 1})
    assert response.status_code == 302
    referral.refresh_from_db()
    assert referral.reason != "Other"


def test_detail_says_what_happens_next(browser, record):
    referral = ReferralFactory(client=record, sent=True, service__name="Harbour Housing")
    response = browser.get(referral.get_absolute_url())
    assert b"Harbour Housing must answer" in response.content
    assert AccessLog.objects.filter(subject_id=record.pk, route="referrals:referral_detail").exists()


def test_send_without_consent_leads_to_the_consent(browser, record):
    referral = ReferralFactory(client=record)
    address = page("referral_send", referral)
    response = browser.get(address)
    consent = reverse("clients:consent_add", args=[record.pk])
    assert f"{consent}?service={referral.service_id}&amp;purpose=referral&amp;next={address}" in response.text
    assert browser.post(address).status_code == 422


def test_send_with_consent(browser, record):
    referral = ReferralFactory(client=record)
    ConsentFactory(client=record, recipient=referral.service, purpose=ConsentPurpose.REFERRAL)
    opened = browser.get(page("referral_send", referral))
    assert b"Name and contact details" in opened.content
    form = opened.context["form"]
    values = {name: form[name].value() or "" for name in form.fields} | {"how": "phone"}
    assert browser.post(page("referral_send", referral), values).status_code == 302
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.SENT


@pytest.mark.parametrize(
    ("step", "before", "data", "after"),
    [
        ("accept", "sent", {"note": "Tuesday"}, ReferralStatus.ACCEPTED),
        ("decline", "sent", {"decline_reason": "full"}, ReferralStatus.DECLINED),
        ("attend", "accepted", {"attended_on": "10/11/2026"}, ReferralStatus.STARTED),
        ("complete", "started", {"outcome": "helped", "outcome_note": "Yes"}, ReferralStatus.COMPLETED),
        ("withdraw", "accepted", {"reason": "Moved"}, ReferralStatus.WITHDRAWN),
    ],
)
def test_steps_are_recorded(browser, record, today, step, before, data, after):
    referral = ReferralFactory(client=record, **{before: True})
    address = page(f"referral_{step}", referral)
    assert browser.get(address).status_code == 200
    assert browser.post(address, data).headers["Location"] == referral.get_absolute_url()
    referral.refresh_from_db()
    assert referral.status == after
    assert browser.get(referral.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("step", "before", "data"),
    [
        ("decline", "sent", {}),
        ("attend", "accepted", {"attended_on": "1/12/2026"}),
        ("complete", "started", {"outcome": ""}),
        ("withdraw", "sent", {"reason": ""}),
        ("accept", "declined", {}),
    ],
)
def test_steps_with_something_wrong_answer_422(browser, record, today, step, before, data):
    referral = ReferralFactory(client=record, **{before: True})
    response = browser.post(page(f"referral_{step}", referral), data)
    assert response.status_code == 422
    referral.refresh_from_db()
    assert referral.status == before


def test_another_team_finds_nothing(sign_in, stranger, record):
    referral = ReferralFactory(client=record)
    browser = sign_in(stranger)
    for name in ["referral_detail", "referral_edit", "referral_send", "referral_accept", "referral_withdraw"]:
        assert browser.get(page(name, referral)).status_code == 404
    assert browser.get(page("referral_list", record)).status_code == 404
    assert browser.get(page("referral_create", record)).status_code == 404


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_or_kept_as_text(browser, record, service, text):
    create = page("referral_create", record)
    for query in ({"words": text}, {"service": text}, {"domain": text, "need": text}, {"after": text}):
        assert browser.get(create, query).status_code < 500
        assert browser.get(page("referral_list", record), query).status_code < 500
    response = browser.post(f"{create}?service={service.pk}", {"domain": text, "reason": text})
    assert response.status_code in (400, 422)
    sent = ReferralFactory(client=record, accepted=True)
    assert browser.post(page("referral_attend", sent), {"attended_on": text}).status_code in (400, 422)
    sent.refresh_from_db()
    assert sent.status == ReferralStatus.ACCEPTED
