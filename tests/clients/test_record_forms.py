"""Contacts, consents, flags and coaches on a record: what a form saves, and what a wrong one shows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from clients.choices import ContactOutcome
from clients.models import Contact
from tests.factories.accounts import UserFactory
from tests.factories.clients import (
    CoachAssignmentFactory,
)
from tests.factories.services_directory import ServiceFactory

from .pages import text_of, url

pytestmark = pytest.mark.django_db


def test_contact_add(sign_in, keyworker, record, episode):
    typed = {"outcome": "missed", "kind": "phone", "happened_at": "2/11/2026 10:30", "missed_reason": "unwell"}
    typed["missed_by"] = "person"
    assert sign_in(keyworker).post(url("contact_add", record.pk), typed).status_code == 302
    contact = Contact.objects.get()
    assert (contact.outcome, contact.missed_reason, contact.episode) == (ContactOutcome.MISSED, "unwell", episode)
    assert contact.happened_at == datetime(2026, 11, 2, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"outcome": "missed"}, "Say why"),
        ({"missed_reason": "unwell"}, "Clear this for a contact that was attended"),
        ({"happened_at": "1/1/2090 10:00"}, "This is in the future"),
        ({"happened_at": "1/1/0001 10:00"}, "Enter a date between 1900 and 2100"),
        ({"happened_at": "31/12/9999 23:59"}, "Enter a date between 1900 and 2100"),
        ({"note": "x" * 100_000}, "Shorten this to 10000 characters or fewer"),
    ],
)
def test_contact_add_with_a_wrong_form_loses_nothing(sign_in, keyworker, record, changes, message):
    typed = {"outcome": "attended", "kind": "phone", "happened_at": "2/11/2026 10:30", "note": "Kept words"}
    page = sign_in(keyworker).post(url("contact_add", record.pk), typed | changes)
    assert page.status_code == 422
    assert message in text_of(page)
    assert "note" in changes or "Kept words" in text_of(page)
    assert not Contact.objects.exists()


def test_consent_add_goes_on_to_an_address_of_ours_only(sign_in, keyworker, record):
    service = ServiceFactory(name="Harbour Housing")
    browser = sign_in(keyworker)
    address = url("consent_add", record.pk)
    assert "selected>Harbour Housing" in text_of(browser.get(address, {"service": service.pk}))
    typed = {
        "recipient": service.pk, "purpose": "referral", "categories": ["identity", "housing"],
        "given_how": "verbal", "evidence": "Yes, tell them", "given_on": "1/11/2026",
    }  # fmt: skip
    onward = url("my_work")
    assert browser.post(f"{address}?next={onward}", typed).url == onward
    assert browser.post(f"{address}?next=https://example.org/", typed).url == record.get_absolute_url()
    assert record.consents.first().categories == ["identity", "housing"]


def test_flag_add_and_end(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    typed = {"kind": "overdose_risk", "reason": "Came home last week", "review_on": "1/1/2030"}
    assert browser.post(url("flag_add", record.pk), typed).status_code == 302
    assert browser.post(url("flag_add", record.pk), typed).status_code == 422
    assert "Came home last week" in text_of(browser.get(url("client_detail", record.pk)))
    flag = record.flags.get()
    assert browser.post(url("flag_end", flag.pk), {"on": f"{timezone.localdate():%d/%m/%Y}"}).status_code == 302
    flag.refresh_from_db()
    assert flag.ended_on == timezone.localdate()


def test_coach_assign(sign_in, team_manager, coach, record):
    browser = sign_in(team_manager)
    typed = {"coach": coach.pk, "starts_on": "1/11/2026"}
    assert browser.post(url("coach_assign", record.pk), typed).status_code == 302
    assert browser.post(url("coach_assign", record.pk), typed).status_code == 422
    assert record.coach_assignments.get().coach == coach


def test_coach_end_closes_the_record_to_the_coach(sign_in, team_manager, coach, record):
    assignment = CoachAssignmentFactory(client=record, coach=coach)
    page = url("coach_end", assignment.pk)
    browser = sign_in(team_manager)
    assert page in browser.get(record.get_absolute_url()).content.decode()
    assert browser.post(page, {"on": "31/12/2025"}).status_code == 422
    yesterday = timezone.localdate() - timedelta(days=1)
    ended = {"on": f"{yesterday:%d/%m/%Y}", "version": assignment.version}
    assert browser.post(page, ended).status_code == 302
    assert browser.post(page, ended).status_code == 409
    assert browser.post(page, ended | {"version": assignment.version + 1}).status_code == 422
    assert sign_in(coach).get(record.get_absolute_url()).status_code == 404


def test_coach_assign_of_another_teams_coach_is_refused(sign_in, team_manager, other_team, record):
    theirs = UserFactory(team=other_team, coach=True)
    page = sign_in(team_manager).post(url("coach_assign", record.pk), {"coach": theirs.pk, "starts_on": "1/11/2026"})
    assert page.status_code == 422
