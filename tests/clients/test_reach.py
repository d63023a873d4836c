"""Addresses and ways to reach somebody: the rule where the call starts, what is hidden, and what stops everything."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from clients.choices import AddressKind, FlagKind
from clients.models import Address, ContactWay
from clients.reach import reach_of
from core.models import AccessLog
from tests.factories.clients import (
    AddressFactory,
    ClientFlagFactory,
    CoachAssignmentFactory,
    ContactWayFactory,
    DeathFactory,
)

pytestmark = pytest.mark.django_db

WAY = {"kind": "phone", "value": "07700 900123", "may_leave_message": "no", "may_say_who": "no"}


def url(name, *args):
    return reverse(f"clients:{name}", args=args)


def test_rule_stands_beside_the_number_that_is_rung(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    typed = WAY | {"who_else": "Her mother answers and knows nothing", "when": "After 4pm", "is_preferred": "on"}
    assert browser.post(url("contact_way_add", record.pk), typed).url == url("person_detail", record.pk)
    assert ContactWay.objects.get().created_by == keyworker
    for page in (record.get_absolute_url(), url("person_detail", record.pk)):
        text = browser.get(page).text
        rule = "Leave no message. Do not say who we are. Her mother answers and knows nothing. After 4pm."
        assert rule in text
    overview = browser.get(record.get_absolute_url()).text
    assert 'href="tel:07700900123"' in overview


def test_way_that_nobody_has_asked_about_says_ask_first(record):
    way = ContactWayFactory(client=record, kind="text")
    assert (way.link, way.rule) == ("sms:07700900123", "Nobody has asked what is safe: ask first.")
    assert ContactWay(kind="letter", may_leave_message="no").rule == "Send no letters."


@pytest.mark.parametrize(
    "wrong", [{"value": ""}, {"value": "ring Mam"}, {"kind": "email", "value": "nobody"}, {"kind": ""}]
)
def test_way_without_a_place_is_refused(sign_in, keyworker, record, wrong):
    assert sign_in(keyworker).post(url("contact_way_add", record.pk), WAY | wrong).status_code == 422
    assert not ContactWay.objects.exists()


def test_way_that_has_ended_is_not_offered(sign_in, keyworker, record):
    ContactWayFactory(client=record, value="07700 900999", ends_on=timezone.localdate() - timedelta(days=1))
    assert "900999" not in sign_in(keyworker).get(record.get_absolute_url()).text
    assert "900999" in sign_in(keyworker).get(url("person_detail", record.pk)).text


def test_coach_gets_the_number_with_its_rule_and_no_address(sign_in, coach, record):
    CoachAssignmentFactory(client=record, coach=coach)
    ContactWayFactory(client=record, may_leave_message="no")
    hidden, home = AddressFactory(client=record, hidden=True), AddressFactory(client=record)
    text = sign_in(coach).get(record.get_absolute_url()).text
    assert "Leave no message" in text
    assert not [line for place in (hidden, home) for line in place.text.split("\n") if line in text]
    assert sign_in(coach).get(url("address_detail", hidden.pk)).status_code == 403


def test_nothing_starts_a_call_to_somebody_who_died_or_must_not_be_contacted(sign_in, keyworker, record):
    ContactWayFactory(client=record)
    record.do_not_contact = "The court has ordered it"
    record.save()
    text = sign_in(keyworker).get(record.get_absolute_url()).text
    assert "Do not contact: The court has ordered it" in text
    assert "tel:" not in text
    record.do_not_contact = ""
    record.save()
    DeathFactory(client=record)
    text = sign_in(keyworker).get(record.get_absolute_url()).text
    assert "This person died on" in text
    assert "tel:" not in text


def test_hidden_address_is_opened_on_purpose_and_the_look_names_it(sign_in, keyworker, record):
    place, browser = AddressFactory(client=record, hidden=True), sign_in(keyworker)
    for page in (record.get_absolute_url(), url("person_detail", record.pk)):
        text = browser.get(page).text
        assert "Canary Row" not in text
        assert "NM9 9ZZ" not in text
        assert url("address_detail", place.pk) in text
    assert "7 Canary Row" in browser.get(url("address_detail", place.pk)).text
    look = AccessLog.objects.latest("id")
    assert (look.subject_id, look.user, look.detail) == (record.pk, keyworker, "clients.address")


def test_domestic_abuse_hides_every_address(record):
    AddressFactory(client=record)
    assert reach_of(record).on_paper
    ClientFlagFactory(client=record, kind=FlagKind.DOMESTIC_ABUSE)
    reach = reach_of(record)
    assert reach.on_paper is None
    assert reach.hides_an_address


def test_new_home_ends_the_one_before_and_keeps_it(sign_in, keyworker, record):
    before = AddressFactory(client=record, starts_on="2026-01-01")
    letters = AddressFactory(client=record, kind=AddressKind.LETTERS, lines="c/o the day centre")
    typed = {"kind": "home", "lines": "3 Harbour Road", "postcode": "nm2  2bb", "starts_on": "1/11/2026"}
    assert sign_in(keyworker).post(url("address_add", record.pk), typed).status_code == 302
    before.refresh_from_db()
    letters.refresh_from_db()
    assert (f"{before.ends_on}", letters.ends_on) == ("2026-10-31", None)
    assert Address.objects.get(lines="3 Harbour Road").postcode == "NM2 2BB"


def test_no_fixed_abode_has_its_postcode_and_nothing_else(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    assert browser.post(url("address_add", record.pk), {"kind": "no_fixed_abode", "lines": "A tent"}).status_code == 422
    assert browser.post(url("address_add", record.pk), {"kind": "home"}).status_code == 422
    assert browser.post(url("address_add", record.pk), {"kind": "no_fixed_abode"}).status_code == 302
    assert Address.objects.get().text == "No fixed abode\nZZ99 3VZ"
    for wrong in ({"kind": "no_fixed_abode", "postcode": "NM1 1AA"}, {"kind": "home", "lines": "", "postcode": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Address.objects.create(client=record, **{"lines": "", "postcode": ""} | wrong)


def test_safety_rules_are_saved_together(sign_in, keyworker, record):
    typed = {"contact_rule": "Text only", "staff_safety": "A dog", "do_not_contact": "", "version": record.version}
    assert sign_in(keyworker).post(url("safety_edit", record.pk), typed).status_code == 302
    record.refresh_from_db()
    assert (record.contact_rule, record.staff_safety, record.updated_by) == ("Text only", "A dog", keyworker)
    assert sign_in(keyworker).post(url("safety_edit", record.pk), typed).status_code == 409
