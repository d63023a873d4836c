"""What is printed for a release: the pack for the person, large and in their language, and what we ask the prison."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from custody.papers import asks_of, pack_of
from recovery_capital.choices import YesNo
from tests.browser.paper import words_of
from tests.factories.clients import LanguageNeedsFactory
from tests.factories.custody import CustodyStayFactory, ReleaseDateFactory, ReleasePlanFactory

pytestmark = pytest.mark.django_db
FOR_STAFF = {"harm_to": "CanaryRisk", "no_contact": "CanaryNoContact", "threat_outside": "CanaryThreat",
             "licence_conditions": "CanaryLicence", "health": "CanaryHealth", "childrens_services": "CanaryChildren"}  # fmt: skip


@pytest.fixture
def stay(episode, today):
    at = timezone.now() + timedelta(days=30)
    stay = CustodyStayFactory(
        client=episode.client, episode=episode, on_substitute_medication=YesNo.YES, opioid_risk=YesNo.YES,
        appointment_at=at, appointment_place="4 Tannery Lane",
    )  # fmt: skip
    ReleaseDateFactory(stay=stay)
    ReleasePlanFactory(
        stay=stay, met_by="A blue van at the gate", prescribing_on=today + timedelta(days=31), **FOR_STAFF
    )
    return stay


def read(browser, name, stay, **query):
    answer = browser.get(reverse(name, args=[stay.pk]), query)
    return words_of(b"".join(answer.streaming_content))


def test_the_pack_says_where_to_be_and_nothing_that_is_for_staff(stay, keyworker, sign_in):
    text = read(sign_in(keyworker), "custody:release_pack_pdf", stay)
    assert "Thursday 28 January 2027" in text
    for words in ("4 Tannery Lane", "A blue van at the gate", "naloxone", "999"):
        assert words in text
    assert "Canary" not in text
    assert "The day" in text


def test_the_pack_is_in_welsh_for_who_reads_welsh(stay, keyworker, sign_in):
    LanguageNeedsFactory(client=stay.client, welsh_answer="welsh", welsh_offered_on=timezone.localdate())
    browser = sign_in(keyworker)
    text = read(browser, "custody:release_pack_pdf", stay)
    assert "pan fyddaf yn gadael" in text
    assert "Ionawr" in text
    assert "when I leave" in read(browser, "custody:release_pack_pdf", stay, language="en-gb")


def test_the_pack_names_no_appointment_that_is_not_made(stay):
    assert len(pack_of(stay)["visits"]) == 1


def test_the_prison_is_asked_for_what_is_missing_alone(stay, keyworker, sign_in):
    asked = dict(asks_of(stay, keyworker)["lacking"])
    assert "Family" not in {str(title) for title in asked}
    text = read(sign_in(keyworker), "custody:prison_asks_pdf", stay)
    for words in (stay.client.family_name, "HMP Exampleton", "The day on which the bridging supply ends"):
        assert words in text
    assert "Canary" not in text
    assert "blue van" not in text
