"""The first page of a record: whom it shows to whom, and that the look is written down."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from clients.choices import FlagKind, Substance
from tests.factories.clients import (
    ClientFlagFactory,
    CoachAssignmentFactory,
    ConsentFactory,
    ContactFactory,
    ContactWayFactory,
    DeathFactory,
    EpisodeSubstanceFactory,
)
from tests.factories.custody import ReleaseDateFactory
from tests.factories.services_directory import ServiceFactory

from .pages import looks_at, text_of, title_of, url

pytestmark = pytest.mark.django_db


def test_client_detail_shows_the_person_and_records_one_look(sign_in, keyworker, record, episode):
    EpisodeSubstanceFactory(episode=episode, substance=Substance.HEROIN, route="smoke")
    record.contact_rule = "Text only, leave no message"
    record.save()
    ContactWayFactory(client=record, value="07700 900123")
    ContactFactory(client=record, note="Talked about the flat", created_by=keyworker)
    page = sign_in(keyworker).get(url("client_detail", record.pk))
    text = text_of(page)
    assert page.status_code == 200
    for words in [
        record.name,
        "Text only, leave no message",
        "07700 900123",
        "Heroin (smoke)",
        "Talked about the flat",
    ]:
        assert words in text
    assert record.family_name not in title_of(page)
    assert record.reference in title_of(page)
    assert looks_at(record) == 1


def test_client_detail_of_another_team_answers_as_absent(sign_in, stranger, record):
    browser = sign_in(stranger)
    theirs = browser.get(url("client_detail", record.pk))
    absent = browser.get(url("client_detail", "6a4f0c0e-0000-4000-8000-000000000000"))
    assert theirs.status_code == absent.status_code == 404
    assert theirs.content == absent.content
    assert looks_at(record) == 0


def test_timeline_pages_by_cursor_without_gap_or_repeat(sign_in, keyworker, record):
    start = datetime(2026, 1, 1, 9, tzinfo=UTC)
    for day in range(60):
        ContactFactory(client=record, happened_at=start + timedelta(days=day // 3), note=f"note-{day:02}")
    browser = sign_in(keyworker)
    first = browser.get(url("client_detail", record.pk))
    older = re.search(r'href="([^"]+after=[^"]+)#timeline"', first.content.decode())[1].replace("&amp;", "&")
    second = browser.get(older)
    seen = re.findall(r"note-\d\d", first.content.decode()) + re.findall(r"note-\d\d", second.content.decode())
    assert sorted(seen) == [f"note-{day:02}" for day in range(60)]


def test_timeline_with_a_cursor_of_no_worth_gives_the_first_page(sign_in, keyworker, record):
    ContactFactory(client=record, note="still here")
    page = sign_in(keyworker).get(url("client_detail", record.pk), {"after": "'; DROP TABLE"})
    assert "still here" in text_of(page)


def test_coach_sees_contacts_and_safe_contact_and_nothing_else(sign_in, coach, record, episode):
    CoachAssignmentFactory(client=record, coach=coach)
    EpisodeSubstanceFactory(episode=episode, substance=Substance.HEROIN)
    ClientFlagFactory(client=record, kind=FlagKind.SAFE_CONTACT, reason="Ring before noon")
    ClientFlagFactory(client=record, kind=FlagKind.PREGNANCY, reason="Due in May")
    ConsentFactory(client=record, recipient=ServiceFactory(name="Harbour Housing"))
    record.nhs_number = "9990000018"
    record.save()
    ContactFactory(client=record, note="Walked by the river")
    text = text_of(sign_in(coach).get(url("client_detail", record.pk)))
    assert "Walked by the river" in text
    assert "Ring before noon" in text
    for secret in ["Heroin", "Due in May", "Pregnancy", "Harbour Housing", "999\xa0000", "Referred to us"]:
        assert secret not in text


def test_coach_who_is_not_assigned_sees_nothing(sign_in, coach, record):
    assert sign_in(coach).get(url("client_detail", record.pk)).status_code == 404


def test_coach_whose_time_is_over_sees_nothing(sign_in, coach, record):
    CoachAssignmentFactory(client=record, coach=coach, ends_on=timezone.localdate() - timedelta(days=1))
    assert sign_in(coach).get(url("client_detail", record.pk)).status_code == 404


def test_the_record_of_somebody_who_died_says_so_at_once(sign_in, keyworker, record, episode):
    browser = sign_in(keyworker)
    assert "This person died" not in text_of(browser.get(record.get_absolute_url()))
    DeathFactory(client=record, died_on=date(2026, 11, 1))
    text = text_of(browser.get(url("contact_add", record.pk)))
    assert "This person died on 1 November 2026." in text
    assert "app-identity-bar--closed" in text


def test_custody_and_flags_stand_in_the_identity_bar(sign_in, keyworker, record):
    ClientFlagFactory(client=record, kind=FlagKind.OVERDOSE_RISK, reason="Came home last week")
    ReleaseDateFactory(stay__client=record, stay__prison="HMP Parc")
    text = text_of(sign_in(keyworker).get(url("contact_add", record.pk)))
    assert "In custody: HMP Parc, release expected Thursday 28 January 2027" in text
    assert "Overdose risk: Came home last week" in text
