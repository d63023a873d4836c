"""The people around a client: what contradicts is refused, what is due because of a child, and who sees any of it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.choices import Role
from alerts.models import Alert
from clients.choices import FlagKind
from clients.models import (
    Child,
    Client,
    ParentalAnswers,
    Pregnancy,
    Relationship,
)
from clients.workflow import plan_alerts
from tests.factories.clients import (
    ChildFactory,
    ClientFactory,
    ClientFlagFactory,
    CoachAssignmentFactory,
    ParentalAnswersFactory,
    PregnancyFactory,
    RelationshipFactory,
)
from tests.factories.reference import code

from .pages import person, url

pytestmark = pytest.mark.django_db

NOT_A_PARENT = {"is_parent": "no", "children_in_house": "0", "asked_on": "2/11/2026"}


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
