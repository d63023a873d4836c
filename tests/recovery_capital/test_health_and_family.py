"""Health and family in an assessment: what contradicts itself is refused, and roles without the section see nothing."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import roles
from accounts.choices import Role, Section
from alerts.models import Alert
from alerts.workflow import acknowledge_alert, plan
from clients.choices import FlagKind
from recovery_capital import workflow
from recovery_capital.models import Assessment, DomainRating, FamilyFacts, HealthFacts
from recovery_capital.sections import all_sections
from reference.choices import IntervalKey
from rights.contents import LOOK_AT_EACH
from tests.factories.clients import (
    ChildFactory,
    ClientFlagFactory,
    EpisodeSubstanceFactory,
    ParentalAnswersFactory,
    RelationshipFactory,
)
from tests.factories.recovery_capital import AssessmentFactory, FamilyFactsFactory, HealthFactsFactory
from tests.factories.reference import IntervalFactory, code

DAY = date(2026, 11, 23)


@pytest.fixture
def browser(sign_in, keyworker, today):
    return sign_in(keyworker)


@pytest.fixture
def begun(record):
    return AssessmentFactory(client=record, in_progress=True, assessed_on=DAY)


def section(begun, key):
    return reverse("recovery_capital:assessment_section", args=[begun.pk, key])


def page(browser, address):
    return browser.get(address).content.decode()


NALOXONE = {
    "physicalhealthfacts-version": "1",
    "health-take_home": "yes",
    "health-naloxone_offered_on": "1/11/2026",
    "health-naloxone_answer": "accepted",
    "health-naloxone_supplied_on": "2/11/2026",
    "health-naloxone_expires_on": "31/5/2028",
    "health-hep_c_tested_on": "3/11/2026",
    "health-hep_c_result": "positive",
    "health-hep_c_treatment": "referred",
}
MIND = {
    "mentalhealthfacts-version": "1",
    "cooccurring-co_occurring": "yes",
    "cooccurring-co_occurring_what": "Panic",
    "cooccurring-mental_health_referred_on": "4/11/2026",
    "cooccurring-threshold": "not_met",
    "cooccurring-threshold_reason": "Asked to be abstinent first",
}
ABUSE = {
    "family-is_carer": "yes",
    "family-carer_offered_on": "5/11/2026",
    "family-carer_answer": "later",
    "family-abuse_lived_through": "now",
    "family-dash_score": "15",
    "family-dash_on": "6/11/2026",
    "family-abuse_done": "none",
}


def test_each_section_keeps_its_part_of_one_row(browser, begun, keyworker):
    assert browser.post(section(begun, "physical_health"), NALOXONE).status_code == 302
    begun.refresh_from_db()
    mind = MIND | {"mentalhealthfacts-version": str(begun.version)}
    # The section was opened before the other one made the row: that is no conflict.
    assert browser.post(section(begun, "mental_health"), mind).status_code == 302
    facts = HealthFacts.objects.get()
    assert (facts.naloxone_supplied_on, facts.hep_c_treatment) == (date(2026, 11, 2), "referred")
    assert (facts.co_occurring_what, facts.threshold, facts.created_by) == ("Panic", "not_met", keyworker)
    assert browser.post(section(begun, "family"), ABUSE).status_code == 302
    storage = {"childrenfacts-version": str(begun.version), "safestorage-lockable_box_on": "7/11/2026"}
    storage |= {"childrenfacts-version": str(Assessment.objects.get().version)}
    assert browser.post(section(begun, "children"), storage).status_code == 302
    family = FamilyFacts.objects.get()
    assert (family.dash_score, family.abuse_done, family.lockable_box_on) == (15, "none", date(2026, 11, 7))
    checked = page(browser, reverse("recovery_capital:assessment_check", args=[begun.pk]))
    assert "Asked to be abstinent first" in checked
    assert "Domestic abuse by somebody else" in checked


@pytest.mark.parametrize(
    ("key", "changed", "field"),
    [
        ("physical_health", {"health-naloxone_offered_on": ""}, "health-naloxone_offered_on"),
        ("physical_health", {"health-naloxone_answer": "declined"}, "health-naloxone_answer"),
        ("physical_health", {"health-naloxone_supplied_on": "31/10/2026"}, "health-naloxone_supplied_on"),
        ("physical_health", {"health-naloxone_trained_on": "31/10/2026"}, "health-naloxone_trained_on"),
        ("physical_health", {"health-naloxone_expires_on": "1/11/2026"}, "health-naloxone_expires_on"),
        ("physical_health", {"health-naloxone_supplied_on": ""}, "health-naloxone_supplied_on"),
        ("physical_health", {"health-hiv_tested_on": "24/11/2026"}, "health-hiv_tested_on"),
        ("physical_health", {"health-hep_c_tested_on": ""}, "health-hep_c_tested_on"),
        ("physical_health", {"health-hep_c_result": "negative"}, "health-hep_c_treatment"),
        ("physical_health", {"health-take_home": "'; DROP TABLE"}, "health-take_home"),
        ("mental_health", {"cooccurring-co_occurring": "no"}, "cooccurring-co_occurring"),
        ("mental_health", {"cooccurring-mental_health_referred_on": ""}, "cooccurring-mental_health_referred_on"),
        ("mental_health", {"cooccurring-threshold_reason": ""}, "cooccurring-threshold_reason"),
        ("mental_health", {"cooccurring-threshold": "met"}, "cooccurring-threshold_reason"),
        ("family", {"family-is_carer": "no"}, "family-carer_offered_on"),
        ("family", {"family-carer_offered_on": ""}, "family-carer_offered_on"),
        ("family", {"family-abuse_lived_through": "declined"}, "family-abuse_lived_through"),
        ("family", {"family-dash_score": "25"}, "family-dash_score"),
        ("family", {"family-dash_score": "9" * 30}, "family-dash_score"),
        ("family", {"family-dash_score": ""}, "family-dash_score"),
        ("family", {"family-dash_on": ""}, "family-dash_on"),
    ],
)
def test_a_contradiction_is_said_at_its_question(browser, begun, key, changed, field):
    answers = {"physical_health": NALOXONE, "mental_health": MIND, "family": ABUSE}[key] | changed
    response = browser.post(section(begun, key), answers)
    assert response.status_code == 422
    wrong = {f"{form.prefix}-{name}" for form in response.context["forms"] for name in form.errors}
    assert wrong == {field}
    assert not HealthFacts.objects.exists()
    assert not FamilyFacts.objects.exists()


@pytest.mark.parametrize(
    ("constraint", "factory", "wrong"),
    [
        ("naloxone_answer_to_an_offer", HealthFactsFactory, {"naloxone_answer": "declined"}),
        ("naloxone_given_when_accepted", HealthFactsFactory, {"naloxone_supplied_on": DAY}),
        ("naloxone_that_is_there_expires", HealthFactsFactory, {"naloxone_expires_on": DAY}),
        ("hep_b_result_of_a_test", HealthFactsFactory, {"hep_b_result": "negative"}),
        ("hiv_treated_when_positive", HealthFactsFactory, {"hiv_treatment": "referred"}),
        ("mental_health_need_of_a_yes", HealthFactsFactory, {"co_occurring_what": "Panic"}),
        ("referral_turned_down_with_a_reason", HealthFactsFactory, {"threshold_reason": "Too busy"}),
        ("carers_assessment_where_there_is_a_carer", FamilyFactsFactory, {"carer_offered_on": DAY}),
        ("dash_score_with_its_day", FamilyFactsFactory, {"dash_score": 3}),
        ("dash_is_about_abuse_lived_through", FamilyFactsFactory, {"dash_score": 3, "dash_on": DAY}),
        ("marac_is_about_abuse", FamilyFactsFactory, {"marac_referred_on": DAY, "abuse_done": "declined"}),
    ],
)
def test_the_database_refuses_it_too(db, constraint, factory, wrong):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factory(**wrong)


@pytest.mark.parametrize(
    ("status", "number", "wrong"),
    [
        ("not_a_parent", "2", "parental_status"),
        ("all_live_with", "2", "parental_status"),
        ("some_live_with", "3", "children_in_household"),
        ("some_live_with", "2", None),
        ("declined", "2", None),
    ],
)
def test_an_answer_may_not_contradict_the_questions_about_being_a_parent(browser, record, begun, status, number, wrong):
    help_received = code("children_help", "none")
    ParentalAnswersFactory(
        client=record, is_parent="yes", children_with_client="some", children_in_house=2, help_received=help_received
    )
    answers = {"childrenfacts-version": "1", "childrenfacts-parental_status": status}
    response = browser.post(section(begun, "children"), answers | {"childrenfacts-children_in_household": number})
    assert response.status_code == (422 if wrong else 302)
    if wrong:
        assert "ask those questions again first" in str(response.context["forms"][1].errors[wrong])


def test_carers_on_the_record_are_not_denied(browser, record, begun):
    RelationshipFactory(client=record, cares_for_client=True)
    response = browser.post(section(begun, "family"), {"family-has_carer": "no"})
    assert response.status_code == 422
    assert "The record names somebody" in response.content.decode()


def test_opiates_without_naloxone_are_prompted(browser, record, episode, begun):
    prompt = "Opiates, and no naloxone on the record"
    assert prompt not in page(browser, section(begun, "physical_health"))
    EpisodeSubstanceFactory(episode=episode, substance="heroin")
    assert prompt in page(browser, section(begun, "physical_health"))
    assert prompt in page(browser, reverse("recovery_capital:assessment_check", args=[begun.pk]))
    kit = HealthFactsFactory(
        assessment=begun, naloxone_offered_on=DAY, naloxone_answer="has_one", naloxone_expires_on=date(2026, 11, 1)
    )
    assert "The naloxone expired on 1 November 2026" in page(browser, section(begun, "physical_health"))
    kit.naloxone_expires_on = None
    kit.save()
    assert "moj-alert--warning" not in page(browser, section(begun, "physical_health"))


def test_medicine_and_a_child_ask_for_safe_storage_and_block_nothing(browser, record, begun):
    HealthFactsFactory(assessment__client=record, take_home="yes")
    assert "safe storage, and" not in page(browser, section(begun, "children"))
    ChildFactory(client=record, lives_with_client=True, told_on=DAY)
    assert "give a lockable box" in page(browser, section(begun, "children"))
    assert browser.post(section(begun, "children"), {"childrenfacts-version": "1"}).status_code == 302
    FamilyFactsFactory(assessment=begun, lockable_box_on=DAY, storage_advice_on=DAY)
    assert "give a lockable box" not in page(browser, section(begun, "children"))


def test_abuse_now_asks_for_the_flag_that_hides_the_address(browser, record, begun):
    FamilyFactsFactory(assessment=begun, abuse_lived_through="now", dash_score=14, dash_on=DAY)
    shown = page(browser, section(begun, "family"))
    assert reverse("clients:flag_add", args=[record.pk]) in shown
    assert "usually goes to a MARAC" in shown
    ClientFlagFactory(client=record, kind=FlagKind.DOMESTIC_ABUSE)
    assert reverse("clients:flag_add", args=[record.pk]) not in page(browser, section(begun, "family"))


def test_who_lacks_the_section_neither_sees_nor_changes_it(browser, begun, record, monkeypatch):
    HealthFactsFactory(assessment=begun, co_occurring="yes", co_occurring_what="Panic", take_home="yes")
    FamilyFactsFactory(assessment=begun, abuse_done="now", abuse_lived_through="past", lockable_box_on=DAY)
    less = roles.PERMISSIONS[Role.KEYWORKER] - {Section.CLINICAL, Section.FAMILY}
    monkeypatch.setitem(roles.PERMISSIONS, Role.KEYWORKER, less)
    secrets = ["Panic", "Domestic abuse", "domestic abuse", "Lockable box", "Medicine to take home", "naloxone"]
    places = [section(begun, key) for key in ["physical_health", "mental_health", "family", "children"]]
    places.append(reverse("recovery_capital:assessment_check", args=[begun.pk]))
    places.append(reverse("recovery_capital:assessment_sections", args=[begun.pk]))
    for place in places:
        assert not [secret for secret in secrets if secret in page(browser, place)], place
    hidden = {"family-abuse_done": "none", "safestorage-lockable_box_on": "", "cooccurring-co_occurring": "no"}
    for key in ["family", "children", "mental_health"]:
        assert browser.post(section(begun, key), hidden).status_code == 302
    assert FamilyFacts.objects.get().abuse_done == "now"
    assert HealthFacts.objects.get().co_occurring == "yes"
    workflow.record_assessment(begun, by=begun.created_by)
    places = [
        begun.get_absolute_url(),
        reverse("recovery_capital:assessment_list", args=[record.pk]),
        reverse("clients:client_timeline", args=[record.pk]),
    ]
    for place in places:
        assert not [secret for secret in secrets if secret in page(browser, place)], place


def test_domestic_abuse_is_on_no_paper_and_in_no_copy_without_a_decision(db):
    printed = [form._meta.model for each in all_sections() for form in each.on_paper().form_classes]
    assert DomainRating in printed
    assert not {FamilyFacts, HealthFacts} & set(printed)
    assert "recovery_capital.familyfacts" in LOOK_AT_EACH


def test_the_keyworker_is_told_before_naloxone_expires(record, episode, begun, keyworker, today):
    HealthFactsFactory(
        assessment=begun, naloxone_offered_on=DAY, naloxone_answer="accepted", naloxone_supplied_on=DAY,
        naloxone_expires_on=date(2027, 3, 31),
    )  # fmt: skip
    workflow.record_assessment(begun, by=keyworker)
    assert not Alert.objects.filter(rule="HE01").exists()  # no sign of opioids
    EpisodeSubstanceFactory(episode=episode, substance="heroin")
    plan(record)
    alert = Alert.objects.get(rule="HE01")
    assert (alert.recipient, alert.about_on, alert.due_at.date()) == (
        episode.keyworker,
        date(2027, 3, 31),
        date(2027, 3, 1),
    )
    again = AssessmentFactory(client=record, in_progress=True, assessed_on=DAY)
    HealthFactsFactory(
        assessment=again, naloxone_offered_on=DAY, naloxone_answer="accepted", naloxone_supplied_on=DAY,
        naloxone_expires_on=date(2028, 3, 31),
    )  # fmt: skip
    IntervalFactory(key=IntervalKey.NALOXONE_WARNING, days=60, valid_from=DAY)
    acknowledge_alert(alert, by=keyworker, note="A new kit is ordered")
    workflow.record_assessment(again, by=keyworker)
    newer = Alert.objects.open().get(rule="HE01")
    assert (newer.about_on, newer.due_at.date()) == (date(2028, 3, 31), date(2028, 1, 31))
