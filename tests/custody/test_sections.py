"""Sections of the release plan: coded conditions of a licence, the sentence, and that MAPPA never stands in it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import Role
from custody.models import ReleasePlan
from custody.plan_sections import BY_KEY, facts_of, missing_in, sections_for
from tests.factories.accounts import UserFactory
from tests.factories.custody import CustodyStayFactory, ReleaseDateFactory, ReleasePlanFactory
from tests.factories.safeguarding import MappaRecordFactory

from .test_plan import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(episode):
    return CustodyStayFactory(client=episode.client, episode=episode)


def test_conditions_of_a_licence_are_ticked_and_explained_in_words(stay, keyworker, sign_in):
    browser = sign_in(keyworker)
    kinds = ["test_class_a", "exclusion_zone"]
    answer = fill(browser, stay, "supervision", licence_kinds=kinds, licence_conditions="Not in Bridge Street")
    assert answer.status_code == 302
    assert ReleasePlan.objects.get(stay=stay).licence_kinds == kinds
    page = browser.get(reverse("custody:plan_detail", args=[stay.pk])).text
    assert "Drug testing: Class A, Places to keep away from" in page
    assert "Not in Bridge Street" in page
    assert fill(browser, stay, "supervision", licence_kinds=["on the moon"]).status_code == 422


def test_another_condition_is_said_in_words(stay, keyworker, sign_in):
    answer = fill(sign_in(keyworker), stay, "supervision", licence_kinds=["other"], licence_conditions="")
    assert answer.status_code == 422
    assert "Say in words which other condition it is" in answer.text
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleasePlanFactory(stay=stay, licence_kinds=["other"])


def test_a_friday_release_asks_whether_the_day_was_moved(stay):
    section, plan = BY_KEY["sentence"], ReleasePlanFactory(stay=stay, sentence_type="determinate", wing="B wing")
    assert missing_in(section, stay, plan) == []
    ReleaseDateFactory(stay=stay, friday_or_pre_holiday=True)
    assert [str(words) for words in missing_in(section, stay, plan)] == [
        "release moved away from a Friday or a day before a holiday"
    ]
    plan.friday_policy = "yes"
    assert missing_in(section, stay, plan) == []
    assert {row["value"] for row in facts_of(section, stay, plan)} == {"Determinate", "B wing", "Yes"}


def test_the_sentence_is_for_those_who_may_read_about_offences(stay, team):
    clinician = UserFactory(team=team, role=Role.CLINICIAN)
    assert "sentence" not in {section.key for section in sections_for(clinician)}


def test_mappa_stands_in_no_section_and_its_link_is_for_those_who_may_see_it(stay, keyworker, case_manager, sign_in):
    MappaRecordFactory(client=stay.client, lead_agency="CanaryAgency", on_visor="yes")
    address = reverse("safeguarding:client_mappa", args=[stay.client_id])
    for user, may_see in ((keyworker, False), (case_manager, True)):
        page = sign_in(user).get(reverse("custody:plan_detail", args=[stay.pk])).text
        assert "Canary" not in page
        assert "ViSOR" not in page
        assert (address in page) is may_see
    assert "On ViSOR" in sign_in(case_manager).get(address).text
