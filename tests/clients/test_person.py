"""The page of the person and its parts: saved, refused with the right words, seen by the right roles, found by a search."""

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import Role
from clients.finding import named
from clients.matching import exact_matches, is_known_elsewhere
from clients.models import (
    Client,
    ComplexNeeds,
    EqualityAnswers,
    HealthContacts,
    LanguageNeeds,
)
from reference.models import Code
from tests.factories.accounts import UserFactory
from tests.factories.clients import (
    ChildFactory,
    ClientFactory,
    ComplexNeedsFactory,
    PersonNameFactory,
    RelationshipFactory,
)
from tests.factories.reference import code

from .pages import person, url

pytestmark = pytest.mark.django_db


# Names, birth and numbers


def test_other_names_are_found_like_the_name_on_the_record(sign_in, keyworker, team, other_team, record):
    typed = {"kind": "former", "first_name": "Élodie", "family_name": "Llŷr-Parry"}
    assert sign_in(keyworker).post(url("name_add", record.pk), typed).status_code == 302
    assert "Élodie Llŷr-Parry" in person(sign_in(keyworker), record)
    for words in ("llyr", "elodie llyr", "Llŷr-Parry, Élodie"):
        assert list(Client.objects.filter(named(words))) == [record], words
    same = {"first_name": "elodie", "family_name": "llyr-parry", "date_of_birth": record.date_of_birth}
    assert exact_matches(keyworker, **same).own == [record]
    stranger = UserFactory(team=other_team)
    assert is_known_elsewhere(stranger, sex="female", **same)
    page = sign_in(keyworker).post(url("client_list"), {"words": "llyr"}, follow=True)
    assert record.reference in page.text


def test_preferred_name_is_found(team, record):
    record.preferred_name = "Onnie"
    record.save()
    assert list(Client.objects.filter(named("onn"))) == [record]


def test_birth_that_is_approximate_says_so_wherever_it_is_shown(sign_in, keyworker, record):
    record.birth_is_approximate = True
    record.save()
    browser = sign_in(keyworker)
    for page in (url("client_detail", record.pk), url("person_detail", record.pk), url("client_list")):
        text = browser.get(page).text
        assert "about 1985" in text, page
        assert "14 March 1985" not in text
        assert "14 Mar 1985" not in text


def test_nhs_number_is_verified_with_day_and_how(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    typed = {
        "first_name": "Ffion", "family_name": "Parry", "sex": "female", "date_of_birth_day": "4",
        "date_of_birth_month": "5", "date_of_birth_year": "1985", "version": record.version,
    }  # fmt: skip
    edit = url("client_edit", record.pk)
    assert browser.post(edit, typed | {"nhs_verified_on": "1/11/2026", "nhs_verified_how": "traced"}).status_code == 422
    with_number = typed | {"nhs_number": "999 000 0018"}
    assert browser.post(edit, with_number | {"nhs_verified_on": "1/11/2026"}).status_code == 422
    verified = with_number | {"nhs_verified_on": "1/11/2026", "nhs_verified_how": "traced"}
    assert browser.post(edit, verified).status_code == 302
    text = person(browser, record)
    assert "999\xa0000\xa00018" in text
    assert "Traced in the national service, 1 November 2026" in text
    another = verified | {"nhs_number": "999 000 0026", "version": record.version + 1}
    assert "The number is another one now" in browser.post(edit, another).text
    with pytest.raises(IntegrityError), transaction.atomic():
        Client.objects.filter(pk=record.pk).update(nhs_verified_how="")


def test_numbers_of_others(sign_in, keyworker, record):
    browser, typed = sign_in(keyworker), {"kind": "police", "number": "99/1234567A"}
    assert browser.post(url("number_add", record.pk), typed).status_code == 302
    assert "99/1234567A" in person(browser, record)
    assert "on the record already" in browser.post(url("number_add", record.pk), typed).text


# Equality and language


def test_equality_answers_with_declined_and_not_asked(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    assert person(browser, record).count("Not asked") >= 7
    hearing, sight, declined = (code("disability", name) for name in ("hearing", "sight", "declined"))
    typed = {
        "ethnicity": code("ethnicity", "Z").pk, "nationality": code("nationality", "GBR").pk,
        "veteran": code("veteran", "yes").pk, "disabilities": [hearing.pk, sight.pk],
    }  # fmt: skip
    assert browser.post(url("equality_edit", record.pk), typed).status_code == 302
    answers = EqualityAnswers.objects.get()
    assert (answers.nationality.label, answers.religion, answers.created_by) == ("United Kingdom", None, keyworker)
    assert {row.code for row in record.disabilities.all()} == {hearing, sight}
    text = person(browser, record)
    assert "Prefer not to say" in text
    assert "Hearing\nSight" in text
    both = typed | {"disabilities": [hearing.pk, declined.pk], "version": answers.version}
    assert browser.post(url("equality_edit", record.pk), both).status_code == 422
    assert browser.post(url("equality_edit", record.pk), typed | {"version": 1, "disabilities": []}).status_code == 302
    assert not record.disabilities.exists()


def test_every_question_can_be_declined():
    for field in [*EqualityAnswers.QUESTIONS, "disability", "language"]:
        assert Code.objects.offered(field).filter(label="Prefer not to say").exists(), field
    assert Code.objects.offered("nationality").count() == 250
    assert Code.objects.offered("nationality").order_by("position").first().code == "GBR"


def test_code_of_another_list_is_refused(sign_in, keyworker, record):
    wrong = {"ethnicity": code("religion", "none").pk}
    assert sign_in(keyworker).post(url("equality_edit", record.pk), wrong).status_code == 422
    assert not EqualityAnswers.objects.exists()


def test_offer_of_welsh_has_a_day_and_an_answer(sign_in, keyworker, record):
    browser, page = sign_in(keyworker), url("language_edit", record.pk)
    assert browser.post(page, {"welsh_answer": "welsh"}).status_code == 422
    assert browser.post(page, {"welsh_offered_on": "1/11/2026"}).status_code == 422
    typed = {"welsh_answer": "welsh", "welsh_offered_on": "1/11/2026", "interpreter_needed": "yes"}
    assert browser.post(page, typed | {"spoken": code("language", "bsl").pk}).status_code == 302
    assert LanguageNeeds.objects.get().spoken.code == "bsl"
    assert "Wants the service in Welsh (1 November 2026)" in person(browser, record)


# Health and needs


def test_gp_only_when_registered(sign_in, keyworker, record):
    browser, page = sign_in(keyworker), url("health_edit", record.pk)
    assert browser.post(page, {"gp_registered": "no", "gp_practice": "Quayside Surgery"}).status_code == 422
    typed = {"gp_registered": "yes", "gp_practice": "Quayside Surgery", "gp_phone": "01632 960123"}
    assert browser.post(page, typed).status_code == 302
    assert "Quayside Surgery" in person(browser, record)
    with pytest.raises(IntegrityError), transaction.atomic():
        HealthContacts.objects.update(gp_registered="")


def test_complex_needs_have_a_reason_and_say_who_said_so(sign_in, keyworker, record):
    browser, page = sign_in(keyworker), url("needs_add", record.pk)
    typed = {"level": "high", "said_by": "Hospital liaison", "assessed_on": "2/11/2026"}
    assert "Choose at least one reason" in browser.post(page, typed).text
    assert browser.post(page, typed | {"reasons": ["homelessness", "abuse"]}).status_code == 302
    assert "Homelessness, Abuse\nHospital liaison, 2 November 2026" in person(browser, record)
    with pytest.raises(IntegrityError), transaction.atomic():
        ComplexNeeds.objects.update(reasons=[])


def test_reason_of_a_section_is_seen_by_its_roles(sign_in, keyworker, team, record):
    ComplexNeedsFactory(client=record, reasons=["offending", "abuse"], note="canary-note")
    assert "Offending, Abuse" in person(sign_in(keyworker), record)
    text = person(sign_in(UserFactory(team=team, role=Role.CLINICIAN)), record)
    assert "Abuse" in text
    assert "Offending, Abuse" not in text
    assert "canary-note" not in text


def test_page_of_the_person_takes_the_same_queries_for_one_and_for_many(
    sign_in, keyworker, record, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = sign_in(keyworker)

    def fill(count):
        for _ in range(count):
            ChildFactory(client=record)
            RelationshipFactory(client=record, other_record=ClientFactory(registered_team=record.registered_team))
            PersonNameFactory(client=record)
            ComplexNeedsFactory(client=record)

    fill(2)
    person(browser, record)
    with CaptureQueriesContext(connection) as few:
        person(browser, record)
    fill(30)
    with django_assert_num_queries(len(few)):
        person(browser, record)
