"""Contacts: a note from any page, corrections beside the old text, errors that stay readable, restricted notes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from clients.choices import ContactKind, ContactOutcome, MissedBy
from clients.models import Contact
from reports.caseload import client_lines
from tests.factories.accounts import UserFactory
from tests.factories.clients import CoachAssignmentFactory, ContactFactory

HAPPENED = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)


def url(name, record, **query):
    return reverse(f"clients:{name}", args=[record.pk], query=query or None)


def text_of(page):
    return " ".join(page.content.decode().split())


@pytest.fixture
def contact(record, keyworker):
    """A phone call that the keyworker wrote down a day later."""
    return ContactFactory(
        client=record, created_by=keyworker, note="Rang about the flat", created_at=HAPPENED + timedelta(days=1)
    )


def corrected(**changes):
    typed = {"version": 1, "note": "Rang about the job", "outcome": "attended", "kind": "phone"}
    return typed | {"happened_at": "2/11/2026 10:30", "reason": "Mixed up two calls"} | changes


@pytest.mark.parametrize("page", ["clients:client_detail", "referrals:referral_list", "careplans:care_plan_list"])
def test_quick_note_takes_two_actions_and_comes_back(sign_in, keyworker, record, page):
    browser = sign_in(keyworker)
    where = reverse(page, args=[record.pk])
    address = url("contact_add", record, next=where)
    assert f'href="{address}"' in text_of(browser.get(where))
    form = browser.get(address)
    answers = form.context["form"].initial | {"note": "Met by chance in town"}
    answers = {name: answers.get(name) or "" for name in form.context["form"].fields}
    response = browser.post(address, answers)
    assert (response.status_code, response["Location"]) == (302, where)
    assert Contact.objects.get().note == "Met by chance in town"
    assert (
        browser.post(url("contact_add", record, next="//evil.example"), answers)["Location"] == f"/clients/{record.pk}/"
    )


def test_note_begins_with_how_the_user_was_last_in_touch(sign_in, keyworker, record):
    ContactFactory(created_by=keyworker, kind=ContactKind.VIDEO)
    assert sign_in(keyworker).get(url("contact_add", record)).context["form"].initial["kind"] == ContactKind.VIDEO


def test_contact_keeps_time_spent_and_who_was_there(sign_in, keyworker, record):
    typed = {"outcome": "attended", "kind": "home_visit", "happened_at": "2/11/2026 10:30"}
    typed |= {"minutes": "45", "present": "Her sister", "note": "Tea", "is_restricted": "on"}
    browser = sign_in(keyworker)
    assert browser.post(url("contact_add", record), typed).status_code == 302
    contact = Contact.objects.get()
    assert (contact.minutes, contact.present, contact.created_by) == (45, "Her sister", keyworker)
    assert not contact.is_restricted, "Who may not read restricted notes writes none"
    page = text_of(browser.get(record.get_absolute_url()))
    assert "45 minutes." in page
    assert "Present: Her sister." in page
    assert "Written on" in page, "It happened three weeks before it was written"
    for minutes in ("0", "1441", "-5", "99999999999", "x"):
        assert browser.post(url("contact_add", record), typed | {"minutes": minutes}).status_code == 422, minutes


def test_written_is_said_only_when_it_differs(sign_in, keyworker, record):
    now = timezone.now()
    ContactFactory(client=record, happened_at=now - timedelta(minutes=2))
    browser = sign_in(keyworker)
    assert "Written on" not in text_of(browser.get(record.get_absolute_url()))
    ContactFactory(client=record, happened_at=now - timedelta(hours=2))
    assert "Written on" in text_of(browser.get(record.get_absolute_url()))


@pytest.mark.parametrize("outcome", ["missed", "cancelled"])
def test_missed_contact_says_by_whom_and_why(sign_in, keyworker, record, outcome):
    typed = {
        "outcome": outcome,
        "kind": "phone",
        "happened_at": "2/11/2026 10:30",
        "missed_reason": "service_cancelled",
    }
    browser = sign_in(keyworker)
    page = browser.post(url("contact_add", record), typed)
    assert page.status_code == 422
    assert "Say who missed or cancelled it" in text_of(page)
    assert browser.post(url("contact_add", record), typed | {"missed_by": "us"}).status_code == 302
    assert Contact.objects.get().missed_by == MissedBy.US
    page = text_of(browser.get(record.get_absolute_url()))
    assert "By us." in page
    assert "We cancelled" in page


# Corrections


def test_correction_leaves_the_old_text_readable(sign_in, keyworker, record, contact):
    browser = sign_in(keyworker)
    assert browser.post(url("contact_correct", contact), corrected()).status_code == 302
    contact.refresh_from_db()
    assert contact.note == "Rang about the job"
    before = contact.versions.get()
    assert (before.note, before.reason, before.created_by) == ("Rang about the flat", "Mixed up two calls", keyworker)
    page = text_of(browser.get(record.get_absolute_url()))
    assert "Corrected on" in page
    assert f"by {keyworker.first_name} {keyworker.last_name}: Mixed up two calls" in page
    assert page.index("Rang about the job") < page.index("Rang about the flat")
    assert browser.post(url("contact_correct", contact), corrected(version=2, note="Third")).status_code == 302
    assert [version.note for version in contact.versions.all()] == ["Rang about the job", "Rang about the flat"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": ""}, "Say why it is corrected"),
        ({"note": "Rang about the flat"}, "Nothing is different from what stands there already"),
        ({"outcome": "missed"}, "Say who missed or cancelled it"),
    ],
)
def test_correction_that_is_refused_changes_nothing(sign_in, keyworker, contact, changes, message):
    page = sign_in(keyworker).post(url("contact_correct", contact), corrected(**changes))
    assert page.status_code == 422
    assert message in text_of(page)
    contact.refresh_from_db()
    assert (contact.note, contact.versions.count()) == ("Rang about the flat", 0)


def test_second_of_two_corrections_sees_both_texts(sign_in, keyworker, contact):
    browser = sign_in(keyworker)
    assert browser.post(url("contact_correct", contact), corrected()).status_code == 302
    page = browser.post(url("contact_correct", contact), corrected(note="Rang about the dog"))
    assert page.status_code == 409
    assert "Rang about the job" in text_of(page)
    assert "Rang about the dog" in text_of(page)
    assert contact.versions.count() == 1


@pytest.mark.parametrize(
    ("role", "may"), [(Role.KEYWORKER, False), (Role.CASE_MANAGER, False), (Role.TEAM_MANAGER, True)]
)
def test_only_the_author_or_a_team_manager_corrects(sign_in, team, record, contact, role, may):
    browser = sign_in(UserFactory(team=team, role=role))
    assert (url("contact_correct", contact) in text_of(browser.get(record.get_absolute_url()))) == may
    assert browser.post(url("contact_correct", contact), corrected()).status_code == (302 if may else 422)
    assert contact.versions.exists() == may
    error = browser.post(url("contact_error", contact), {"reason": "wrong_person"})
    assert error.status_code == (302 if may else 422)
    contact.refresh_from_db()
    assert contact.is_in_error == may


def test_contact_entered_in_error_stays_readable_and_is_not_counted(sign_in, keyworker, team, record, contact):
    browser = sign_in(keyworker)
    assert browser.post(url("contact_error", contact), {"reason": "other"}).status_code == 422
    typed = {"reason": "wrong_person", "note": "Same first name"}
    assert browser.post(url("contact_error", contact), typed).status_code == 302
    contact.refresh_from_db()
    assert (contact.error_by, contact.error_reason, contact.error_note) == (keyworker, *typed.values())
    page = text_of(browser.get(record.get_absolute_url()))
    assert "Entered in error, as" in page
    assert "It is about somebody else" in page
    assert "Rang about the flat" in page
    assert url("contact_correct", contact) not in page
    assert "2 Nov 2026" not in text_of(browser.get(reverse("clients:client_list"))), "No last contact on the caseload"
    lines, _left_out = client_lines([team], date(2026, 11, 23))
    assert [line["last_contact"] for line in lines] == [None]
    for again in ("contact_error", "contact_correct"):
        assert browser.post(url(again, contact), typed | corrected(version=2)).status_code == 422
    assert contact.versions.count() == 0


def test_coach_corrects_an_own_contact_only(sign_in, coach, record, contact):
    CoachAssignmentFactory(client=record, coach=coach)
    own = ContactFactory(client=record, created_by=coach, note="Walked by the river")
    browser = sign_in(coach)
    assert browser.post(url("contact_correct", own), corrected()).status_code == 302
    assert browser.post(url("contact_correct", contact), corrected()).status_code == 422


# Restricted notes

SECRET = "Her brother is looking for her"


@pytest.fixture
def restricted(record, case_manager):
    return ContactFactory(
        client=record, created_by=case_manager, is_restricted=True, note=SECRET, present="Officer 42",
        kind=ContactKind.VIDEO, outcome=ContactOutcome.MISSED, missed_by=MissedBy.PERSON, missed_reason="in_hospital",
        happened_at=timezone.now() - timedelta(minutes=30),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.KEYWORKER, False), (Role.CASE_MANAGER, True), (Role.TEAM_MANAGER, True), (Role.CLINICIAN, True),
        (Role.RECOVERY_COACH, False),
    ],
)  # fmt: skip
def test_restricted_note_is_seen_to_exist_and_read_by_some(sign_in, team, record, episode, restricted, role, may):
    coach = {"coach": True} if role == Role.RECOVERY_COACH else {"role": role}
    user = UserFactory(team=team, **coach)
    if role == Role.RECOVERY_COACH:
        CoachAssignmentFactory(client=record, coach=user)
    else:
        type(episode).objects.filter(pk=episode.pk).update(case_manager=user)
    browser = sign_in(user)
    pages = [browser.get(record.get_absolute_url()), browser.get(reverse("clients:my_work"))]
    if role != Role.RECOVERY_COACH:
        pages.append(browser.get(url("client_timeline", record)))
        searched = browser.post(url("client_timeline", record), {"words": "brother"}, follow=True)
        assert (SECRET in text_of(searched)) == may
        assert ("Restricted note" in text_of(searched)) == may, "A search that finds it would say what it says"
    assert "Restricted note" in text_of(pages[0])
    for page in pages:
        for words in (SECRET, "Officer 42", "In hospital", "Missed"):
            assert may or words not in text_of(page), words
    assert (SECRET in text_of(pages[0])) == may
    for page in ("contact_correct", "contact_error"):
        assert (browser.get(url(page, restricted)).status_code == 404) == (not may)


def test_restricted_note_is_in_no_pdf_of_the_caseload(team, record, restricted):
    lines, _left_out = client_lines([team], timezone.localdate())
    assert SECRET not in str(lines)


def test_correction_of_a_restricted_note_is_restricted_too(sign_in, case_manager, keyworker, record, restricted):
    browser = sign_in(case_manager)
    typed = corrected(outcome="missed", missed_by="person", missed_reason="unwell", is_restricted="on")
    assert browser.post(url("contact_correct", restricted), typed).status_code == 302
    assert SECRET in text_of(browser.get(record.get_absolute_url()))
    page = text_of(sign_in(keyworker).get(record.get_absolute_url()))
    assert SECRET not in page
    assert "Mixed up two calls" not in page
