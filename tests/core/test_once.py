"""A form that is sent twice, or by two fingers at once, does its work once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from clients.models import Contact
from core import drafts
from core.database import Writes
from core.models import AccessLog, Draft, SentForm
from core.workflow import NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.core import DraftFactory, SentFormFactory
from tests.factories.referrals import ReferralFactory

SENT = 8


def contact(**typed):
    happened = f"{timezone.localtime() - timedelta(hours=1):%d/%m/%Y %H:%M}"
    return {
        "form_key": str(uuid.uuid4()),
        "happened_at": happened,
        "kind": "phone",
        "outcome": "attended",
        "note": "Rang Megan’s landlord",
        **typed,
    }


def address(record):
    return f"/clients/{record.pk}/contacts/add/"


@pytest.mark.django_db
def test_every_form_brings_a_key_of_its_own(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    keys = {browser.get(address(record)).text.split('name="form_key" value="')[1][:36] for _ in range(2)}
    assert len(keys) == 2
    assert all(drafts.as_key(key) for key in keys)


@pytest.mark.django_db
def test_sent_again_it_leads_to_where_it_led_and_does_nothing(sign_in, keyworker, record):
    browser, typed = sign_in(keyworker), contact()
    first, second = (browser.post(address(record), typed) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Contact.objects.count() == 1


@pytest.mark.django_db
def test_what_was_changed_in_between_is_a_new_thing(sign_in, keyworker, record):
    browser, typed = sign_in(keyworker), contact()
    browser.post(address(record), typed)
    browser.post(address(record), typed | {"note": "Rang the landlord again"})
    assert Contact.objects.count() == 2


@pytest.mark.django_db
def test_a_form_that_came_back_with_errors_may_be_sent_again(sign_in, keyworker, record):
    browser, typed = sign_in(keyworker), contact(happened_at="31/2/2026")
    assert browser.post(address(record), typed).status_code == 422
    assert not SentForm.objects.exists()
    response = browser.post(address(record), typed)
    assert response.status_code == 422, "The same again, and the same answer"
    assert typed["form_key"] in response.text, "It keeps its key, and its draft"
    assert browser.post(address(record), typed | contact(form_key=typed["form_key"])).status_code == 302


@pytest.mark.django_db
def test_somebody_elses_key_is_no_key(client, keyworker, case_manager, record):
    typed = contact()
    for user in (keyworker, case_manager):
        client.force_login(user, backend="accounts.roles.RoleBackend")
        assert client.post(address(record), typed).status_code == 302
    assert Contact.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x", "0" * 100_000, "{12345678-1234-5678-1234-567812345678}"])
def test_a_key_that_is_none_stops_nobody(sign_in, keyworker, record, key):
    assert sign_in(keyworker).post(address(record), contact(form_key=key)).status_code == 302


@pytest.mark.django_db
def test_the_draft_is_gone_once_the_form_is_saved_and_not_before(sign_in, keyworker, record):
    browser, typed = sign_in(keyworker), contact()
    mine = {"user": keyworker, "path": address(record)}
    draft, other = DraftFactory(pk=typed["form_key"], **mine), DraftFactory(**mine)
    browser.post(address(record), typed | {"happened_at": ""})
    assert Draft.objects.count() == 2
    browser.post(address(record), typed)
    assert list(Draft.objects.values_list("pk", flat=True)) == [other.pk]
    assert str(draft.pk) == typed["form_key"]


@pytest.mark.django_db
def test_a_redirect_that_saved_nothing_keeps_the_draft(sign_in, keyworker, record):
    """Such as: this has been sent meanwhile and can no longer be changed."""
    referral = ReferralFactory(client=record, sent=True)
    draft = DraftFactory(user=keyworker)
    response = sign_in(keyworker).post(f"/referrals/{referral.pk}/edit/", {"form_key": draft.pk, "reason": "A flat"})
    assert response.status_code in (302, 409)
    assert Draft.objects.get() == draft


@pytest.mark.django_db
def test_what_breaks_off_saves_nothing_but_a_refusal_is_written_down(client, keyworker, record, monkeypatch):
    client.force_login(keyworker, backend="accounts.roles.RoleBackend")
    client.raise_request_exception = False
    monkeypatch.setattr("clients.views.contact.redirect", None)
    before = AccessLog.objects.count()
    assert client.post(address(record), contact()).status_code == 500
    assert not Contact.objects.exists()
    assert not SentForm.objects.exists()
    assert client.post(reverse("services_directory:service_create"), contact()).status_code == 403
    assert AccessLog.objects.filter(action="refused").count() == 1
    assert AccessLog.objects.count() == before + 1


@pytest.mark.django_db
def test_what_was_rolled_back_does_not_count_as_saved(keyworker):
    with connection.execute_wrapper(writes := Writes()), transaction.atomic():
        DraftFactory(user=keyworker)
        with suppress(NotAllowed), transaction.atomic():
            DraftFactory(user=keyworker)
            raise NotAllowed
    assert writes.count == 1


@pytest.mark.django_db
def test_what_was_rolled_back_to_before_the_counting_does_not_count(keyworker):
    before = transaction.savepoint()
    with connection.execute_wrapper(writes := Writes()):
        DraftFactory(user=keyworker)
        transaction.savepoint_rollback(before)
    assert writes.count == 0


def test_two_fingers_at_once_make_one_row(committed_db):
    """Threads against a real, committed database: each has its own connection, as the threads of the server have."""
    episode = EpisodeFactory(in_treatment=True)
    user, typed = UserFactory(team=episode.team), contact()
    start = Barrier(SENT)

    def send(_number):
        browser = Browser()
        browser.force_login(user, backend="accounts.roles.RoleBackend")
        try:
            start.wait(timeout=20)
            return browser.post(address(episode.client), typed)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(SENT) as pool:
        led_to = set(pool.map(send, range(SENT)))
    assert Contact.objects.count() == 1
    assert len(led_to) == 1
    assert SentForm.objects.count() == 1


@pytest.mark.django_db
def test_keys_and_drafts_are_forgotten_in_their_time(keyworker):
    now = timezone.now()
    kept = SentFormFactory(sent_at=now - timedelta(days=1)), DraftFactory(saved_at=now - timedelta(days=13))
    SentFormFactory(sent_at=now - timedelta(days=3))
    DraftFactory(saved_at=now - timedelta(days=15))
    drafts.forget()
    assert (SentForm.objects.get(), Draft.objects.get()) == kept
