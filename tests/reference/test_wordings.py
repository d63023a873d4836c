"""The letters and texts that come with the system: whole, in both languages, safe to be seen, and an administrator's to change."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from accounts.choices import Role
from core.models import AccessLog
from reference.choices import WordingKey, WordingKind
from reference.forms import LONGEST_TEXT_MESSAGE
from reference.loading import load_wordings, shipped_wordings
from reference.models import Wording
from reference.wordings import GAPS, GAPS_OF_TEXTS, fill, unknown_gaps, wording, words
from services_directory.leaflet import says_nothing
from tests.factories.accounts import UserFactory
from tests.factories.reference import WordingFactory

pytestmark = pytest.mark.django_db


def test_there_is_a_text_for_everything_in_both_languages():
    held = {*Wording.objects.in_force().values_list("key", "kind", "language")}
    assert {key for key, _kind, _language in held} == set(WordingKey)
    assert {(key, kind) for key, kind, language in held if language == "en"} == {
        (key, kind) for key, kind, language in held if language == "cy"
    }
    assert {kind for key, kind, _language in held if key == "first_appointment"} == set(WordingKind) - {"script"}
    assert {*Wording.objects.filter(is_unread=True).values_list("language", flat=True)} == {"cy"}
    assert not Wording.objects.filter(language="cy", is_unread=False).exists()


@pytest.mark.parametrize("key", shipped_wordings(), ids="-".join)
def test_a_text_says_nothing_to_a_stranger_and_every_gap_can_be_filled(key):
    row, is_text = shipped_wordings()[key], key[1] == "text"
    welsh_for_if_not = "Os na"  # and no fellowship
    assert says_nothing(f"{row['title']} {row['body']}".replace(welsh_for_if_not, ""))
    assert not unknown_gaps(row["title"] + row["body"], GAPS_OF_TEXTS if is_text else GAPS)
    assert bool(row["title"]) is not is_text
    filled = fill(row["body"], {name: sample for name, (_words, sample) in GAPS.items()})
    assert not is_text or len(filled) <= LONGEST_TEXT_MESSAGE
    anonymous = fill(row["body"], {"called": "Sam", "worker": "Alex", "day": "today", "time": "10am", "where": "Here"})
    assert "  " not in anonymous
    assert " ." not in anonymous, "Where we may not say who we are, no sentence lacks its end"


def test_what_a_service_has_written_stays_and_what_must_go_out_has_words():
    Wording.objects.update(retired_on=date(2026, 1, 2))
    assert wording("first_appointment", "text") is None
    assert words("first_appointment", "text", "cy").body.startswith("Helo {called}")
    ours = {("first_appointment", "text"), ("missed_contact", "letter")}
    Wording.objects.filter(key="referral_ended").delete()
    assert load_wordings(apps.get_model) == 2, "Only what nobody has a row of, not even a retired one"
    WordingFactory(key="first_appointment", kind="text", body="Ours", valid_from=date(2026, 4, 1))
    assert words("first_appointment", "text").body == "Ours"
    assert not {*Wording.objects.in_force().values_list("key", "kind")} & ours - {("first_appointment", "text")}


def test_an_administrator_puts_a_read_text_in_its_place(sign_in, today):
    browser = sign_in(UserFactory(role=Role.ADMINISTRATOR))
    listed = reverse("reference:wording_list", args=["missed_contact"])
    assert browser.get(listed).content.decode().count("First translation") == 3
    typed = {"kind": "text", "language": "cy", "title": "", "body": "Helo {called}", "valid_from": f"{today:%d/%m/%Y}"}
    assert browser.post(reverse("reference:wording_add", args=["missed_contact"]), typed).status_code == 302
    assert wording("missed_contact", "text", "cy").body == "Helo {called}"
    assert not wording("missed_contact", "text", "cy").is_unread


def test_staff_are_told_that_nobody_has_read_the_welsh(sign_in, keyworker, record):
    browser, url = sign_in(keyworker), reverse("clients:letter_write", args=[record.pk])
    asked = {"what": "missed_contact-letter", "day": "23/11/2026"}
    assert "first translation" not in browser.get(url, asked).content.decode()
    welsh = browser.get(url, asked | {"language": "cy"})
    assert "first translation" in welsh.content.decode()
    assert "23 Tachwedd 2026" in welsh.context["letter"].body
    assert AccessLog.objects.filter(subject_id=record.pk, user=keyworker).exists()
