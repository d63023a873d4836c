"""The page of the person and its parts: saved, refused with the right words, seen by the right roles, found by a search."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from alerts.models import Alert
from clients.choices import FlagKind
from clients.finding import named
from clients.matching import exact_matches, is_known_elsewhere
from clients.models import (
    Child,
    Client,
    ClientFlag,
    ComplexNeeds,
    EqualityAnswers,
    HealthContacts,
    LanguageNeeds,
    ParentalAnswers,
    Pregnancy,
    Relationship,
)
from clients.workflow import plan_alerts
from reference.models import Code
from tests.factories.accounts import UserFactory
from tests.factories.clients import (
    ChildFactory,
    ClientFactory,
    ClientFlagFactory,
    CoachAssignmentFactory,
    ComplexNeedsFactory,
    EpisodeFactory,
    ParentalAnswersFactory,
    PersonNameFactory,
    PregnancyFactory,
    RelationshipFactory,
)
from tests.factories.reference import code

pytestmark = pytest.mark.django_db

NOT_A_PARENT = {"is_parent": "no", "children_in_house": "0", "asked_on": "2/11/2026"}


def url(name, *args):
    return reverse(f"clients:{name}", args=args)


def person(browser, client):
    return browser.get(url("person_detail", client.pk)).text


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


# Family


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"is_parent": "no", "children_with_client": "all"}, "Clear this: the client is not a parent"),
        ({"is_parent": "yes", "help": True}, "Say whether the children live with the client"),
        ({"children_in_house": ""}, "0 is an answer"),
        ({"children_in_house": "0", "help": True}, "Clear this: there are no children"),
        ({"children_in_house": "2"}, "Say what help the children receive"),
        ({"is_parent": "yes", "children_with_client": "none"}, "Say what help the children receive"),
    ],
)
def test_parental_answers_that_contradict_are_refused_by_form_and_database(sign_in, keyworker, record, answers, wrong):
    help_received = code("children_help", "none") if answers.pop("help", False) else None
    typed = NOT_A_PARENT | answers | ({"help_received": help_received.pk} if help_received else {})
    page = sign_in(keyworker).post(url("parental_add", record.pk), typed)
    assert page.status_code == 422
    assert wrong in page.text
    row = {"asked_on": date(2026, 11, 2), "is_parent": "no", "children_in_house": 0} | answers
    row["children_in_house"] = None if row["children_in_house"] == "" else row["children_in_house"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ParentalAnswers.objects.create(client=record, help_received=help_received, **row)


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"children_in_house": "2", "help": "early_help"},
        {"is_parent": "yes", "children_with_client": "none", "help": "none"},
        {"is_parent": "yes", "children_with_client": "all", "children_in_house": "3", "help": "child_protection"},
        {"is_parent": "declined", "children_in_house": ""},
    ],
)
def test_parental_answers_that_agree_are_saved(sign_in, keyworker, record, answers):
    helped = {"help_received": code("children_help", answers.pop("help")).pk} if "help" in answers else {}
    page = sign_in(keyworker).post(url("parental_add", record.pk), NOT_A_PARENT | answers | helped)
    assert page.status_code == 302
    assert ParentalAnswers.objects.get().created_by == keyworker


def test_declined_parent_with_help_for_nobody_is_refused_by_the_database(record):
    with pytest.raises(IntegrityError), transaction.atomic():
        ParentalAnswersFactory(
            client=record, is_parent="declined", children_in_house=None, help_received=code("children_help", "none")
        )


def test_child_that_moves_in_asks_for_a_check_within_five_working_days(sign_in, keyworker, record, today):
    browser, typed = sign_in(keyworker), {"name": "A.T."}
    assert browser.post(url("child_add", record.pk), typed).status_code == 302
    assert not Alert.objects.filter(rule="FA01").exists()
    child = Child.objects.get()
    at_home = typed | {"lives_with_client": "on", "version": child.version}
    assert browser.post(url("child_edit", child.pk), at_home).status_code == 302
    alert = Alert.objects.get(rule="FA01", recipient=keyworker)
    assert timezone.localtime(alert.due_at).date() == today + timedelta(days=7)  # from Monday
    child.refresh_from_db()
    assert browser.post(url("child_edit", child.pk), typed | {"version": child.version}).status_code == 302
    alert.refresh_from_db()
    assert alert.ended_at


def test_more_children_than_before_ask_for_a_check(record, keyworker, today):
    none = code("children_help", "none")
    for days, number in [(30, 1), (20, 1), (10, 3), (1, 2)]:
        ParentalAnswersFactory(
            client=record, asked_on=today - timedelta(days=days), children_in_house=number, help_received=none
        )
    plan_alerts(record)
    about = Alert.objects.filter(rule="FA02", recipient=keyworker).values_list("about_on", flat=True)
    assert set(about) == {today - timedelta(days=30), today - timedelta(days=10)}


def test_pregnancy_is_acted_on_within_one_working_day(sign_in, keyworker, record, today):
    browser, typed = sign_in(keyworker), {"told_on": f"{today:%d/%m/%Y}", "due_on": "1/5/2027"}
    assert browser.post(url("pregnancy_add", record.pk), typed).status_code == 302
    alert = Alert.objects.get(rule="FA03", recipient=keyworker)
    assert timezone.localtime(alert.due_at).date() == today + timedelta(days=1)
    assert browser.post(url("pregnancy_add", record.pk), typed).status_code == 422
    pregnancy = Pregnancy.objects.get()
    ended = typed | {"ended_on": typed["told_on"], "version": pregnancy.version}
    assert browser.post(url("pregnancy_edit", pregnancy.pk), ended).status_code == 302
    alert.refresh_from_db()
    assert alert.ended_at


def test_child_at_risk_is_reviewed_within_twelve_weeks(record, keyworker):
    child = ChildFactory(client=record, at_home=True)
    plan_alerts(record)
    assert not Alert.objects.filter(rule="FA04").exists()
    flag = ClientFlagFactory(client=record, kind=FlagKind.STORAGE_AT_HOME)
    plan_alerts(record)
    alert = Alert.objects.get(rule="FA04", ended_at=None)
    assert timezone.localtime(alert.due_at).date() == child.told_on + timedelta(days=84)
    flag.delete()
    child.plan_type = code("children_help", "child_protection")
    child.save()
    plan_alerts(record)
    assert Alert.objects.filter(rule="FA04", ended_at=None).exists()


def test_relationship_links_only_to_a_record_that_may_be_seen(sign_in, keyworker, team, other_team, record):
    ours, theirs = ClientFactory(registered_team=team), ClientFactory(registered_team=other_team)
    browser, page = sign_in(keyworker), url("relationship_add", record.pk)
    typed = {"name": "Rhian", "kind": "sibling"}
    hidden = browser.post(page, typed | {"reference": theirs.reference})
    absent = browser.post(page, typed | {"reference": "ZZZZ-ZZZZ"})
    assert (hidden.status_code, absent.status_code) == (422, 422)
    assert "No other record that you may see" in hidden.text
    assert browser.post(page, typed | {"reference": record.reference}).status_code == 422
    assert browser.post(page, typed | {"reference": ours.reference}).status_code == 302
    assert ours.get_absolute_url() in person(browser, record)
    Client.objects.filter(pk=ours.pk).update(registered_team=other_team)
    assert ours.get_absolute_url() not in person(browser, record)
    row = Relationship.objects.get()
    edit = url("relationship_edit", row.pk)
    assert ours.reference not in browser.get(edit).text
    assert browser.post(edit, typed | {"reference": "", "version": row.version}).status_code == 302
    row.refresh_from_db()
    assert row.other_record == ours, "A link that the user may not see stays"


def test_carers_assessment_is_for_carers(sign_in, keyworker, record):
    browser, page = sign_in(keyworker), url("relationship_add", record.pk)
    typed = {"name": "Rhian", "kind": "sibling", "assessment_offered_on": "2/11/2026"}
    assert browser.post(page, typed).status_code == 422
    assert browser.post(page, typed | {"client_cares": "on", "is_next_of_kin": "on"}).status_code == 302
    text = person(browser, record)
    assert "Next of kin\nThe client cares for this person" in text


def test_coach_sees_no_page_of_the_person_and_nothing_of_the_family(sign_in, coach, record):
    CoachAssignmentFactory(client=record, coach=coach)
    child, rhian = ChildFactory(client=record, name="canary-child", at_home=True), RelationshipFactory(client=record)
    ClientFlagFactory(client=record, kind=FlagKind.CHILDREN_AT_RISK, reason="canary-flag")
    browser = sign_in(coach)
    for page in ("person_detail", "parental_add", "child_add", "equality_edit"):
        assert browser.get(url(page, record.pk)).status_code == 403
    assert browser.get(url("child_edit", child.pk)).status_code == 403
    text = browser.get(record.get_absolute_url()).text
    assert "canary" not in text
    assert rhian.name not in text


def test_role_without_families_sees_none_of_their_sections(sign_in, keyworker, record, monkeypatch, request):
    from accounts import roles
    from clients import banner

    ChildFactory(client=record, name="canary-child")
    ClientFlagFactory(client=record, kind=FlagKind.PREGNANCY, reason="canary-flag")
    PregnancyFactory(client=record, note="canary-pregnancy")
    seen = person(sign_in(keyworker), record)
    assert all(word in seen for word in ("canary-child", "canary-flag", "canary-pregnancy"))
    less = roles.PERMISSIONS[Role.KEYWORKER] - {"clients.see_family"}
    monkeypatch.setitem(roles.PERMISSIONS, Role.KEYWORKER, less)
    banner._written.cache_clear()  # what a role may see is asked once for each process
    request.addfinalizer(banner._written.cache_clear)
    assert "canary" not in person(sign_in(keyworker), record)
    assert "canary" not in sign_in(keyworker).get(record.get_absolute_url()).text


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


# The banner


def banner(browser, client):
    text = browser.get(url("person_detail", client.pk)).text
    return text[text.index("app-identity-bar") : text.index("</section>")]


def test_closed_restricted_and_same_name_look_different_at_once(sign_in, keyworker, team, other_team, record, episode):
    browser = sign_in(keyworker)
    assert "Same name" not in banner(browser, record)
    ClientFactory(registered_team=other_team, first_name="MEGAN", family_name=record.family_name)
    assert "Same name" not in banner(browser, record), "Another team's client is not told of"
    ClientFactory(registered_team=team, first_name="MEGÁN", family_name=record.family_name)
    assert "Same name" in banner(browser, record)
    assert "Closed" not in banner(browser, record)
    gone = EpisodeFactory(team=team, closed=True)
    shown = banner(browser, gone.client)
    assert "Closed: the last episode ended on 1 November 2026" in shown
    assert "app-identity-bar--closed" in shown
    EpisodeFactory(team=team, client=gone.client)
    assert "Closed" not in banner(browser, gone.client)


# Flags


def test_flag_is_reviewed_on_purpose_with_who_when_and_why(sign_in, keyworker, record, today):
    flag = ClientFlagFactory(client=record, review_on=today - timedelta(days=3))
    plan_alerts(record)
    assert Alert.objects.filter(rule="FL01", recipient=keyworker, ended_at=None).count() == 1
    browser, page = sign_in(keyworker), url("flag_review", flag.pk)
    assert browser.post(page, {"review_on": "1/3/2027"}).status_code == 422
    assert browser.post(page, {"note": "Still", "review_on": f"{today:%d/%m/%Y}"}).status_code == 422
    kept = {"note": "Still at risk", "review_on": "1/3/2027", "version": flag.version}
    assert browser.post(page, kept).status_code == 302
    assert browser.post(page, kept).status_code == 409, "Somebody has looked at it meanwhile"
    flag.refresh_from_db()
    review = flag.reviews.get()
    assert (flag.review_on, review.was_due_on) == (date(2027, 3, 1), today - timedelta(days=3))
    assert (review.created_by, review.reviewed_on, review.note) == (keyworker, today, "Still at risk")
    assert timezone.localtime(Alert.objects.get(rule="FL01").due_at).date() == date(2027, 3, 2)
    assert "Still at risk" in browser.get(page).text


def test_every_kind_of_flag_can_be_set(sign_in, keyworker, record):
    browser = sign_in(keyworker)
    for kind in FlagKind:
        typed = {"kind": kind.value, "reason": f"why {kind.value}", "review_on": "1/3/2030"}
        assert browser.post(url("flag_add", record.pk), typed).status_code == 302
    assert ClientFlag.objects.filter(client=record, ended_on=None).count() == len(FlagKind)
