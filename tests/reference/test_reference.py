"""Code lists, intervals and texts: dated, retired, never rewritten, and only an administrator's."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.choices import Role, Setting
from core.workflow import NotAllowed
from reference import intervals, wordings, workflow
from reference.choices import CodeField, IntervalKey, WordingKey, WordingKind
from reference.fields import CodeChoiceField
from reference.models import Code, CodeSet, Interval, Wording
from tests.factories.accounts import UserFactory
from tests.factories.reference import CodeFactory, CodeSetFactory, WordingFactory, code


@pytest.fixture
def administrator(db):
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.mark.django_db
def test_every_list_that_asks_about_a_person_can_be_declined():
    asked = [CodeField.ETHNICITY, CodeField.RELIGION, CodeField.SEXUAL_ORIENTATION, CodeField.DISABILITY,
             CodeField.GENDER, CodeField.VETERAN, CodeField.ACCOMMODATION_NEED, CodeField.EMPLOYMENT,
             CodeField.PARENTAL_STATUS, CodeField.CHILDREN_HELP, CodeField.INJECTING]  # fmt: skip
    without = [field for field in asked if not Code.objects.offered(field).filter(label="Prefer not to say").exists()]
    assert not without
    assert all(code_set.source for code_set in CodeSet.objects.all())


@pytest.mark.django_db
def test_a_team_works_in_the_settings_that_an_intervention_can_have():
    offered = {code.code: code.label.replace("'", "’") for code in Code.objects.offered(CodeField.SETTING)}
    assert offered == {setting.value: setting.label for setting in Setting}
    assert {"residential", "quasi_residential", "recovery_house", "inpatient", "prison"} <= set(offered)


def test_a_new_version_ends_the_one_before_and_old_records_keep_their_words(administrator, today):
    old = code("religion", "sikh")
    starts = today + timedelta(days=10)
    new = CodeSet(field="religion", standard="NDTMS", edition="R", source="A test", valid_from=starts)
    workflow.start_edition(new, answers=[("A", "Baha’i", ""), ("M", "Sikh faith", "")], by=administrator)
    old.code_set.refresh_from_db()
    assert old.code_set.valid_until == starts - timedelta(days=1)
    assert "Sikh" in Code.objects.offered("religion", today).values_list("label", flat=True)
    assert list(Code.objects.offered("religion", starts).values_list("label", flat=True)) == ["Baha’i", "Sikh faith"]
    assert old.label == "Sikh"
    assert new.created_by == administrator


def test_a_version_cannot_begin_before_one_that_is_there(administrator, today):
    new = CodeSet(field="religion", standard="NDTMS", edition="B", source="A test", valid_from=date(2010, 1, 1))
    with pytest.raises(NotAllowed, match="there already"):
        workflow.start_edition(new, answers=[("A", "Any", "")], by=administrator)


def test_a_retired_answer_is_not_offered_but_stays_where_it_was_chosen(administrator, today):
    retired = code("religion", "hindu")
    workflow.retire_code(retired, on=today - timedelta(days=1), by=administrator)
    assert retired not in CodeChoiceField("religion").queryset
    assert retired in CodeChoiceField("religion", current=retired).queryset
    workflow.restore_code(retired, by=administrator)
    assert retired in CodeChoiceField("religion").queryset


def test_a_code_is_on_a_list_once(administrator, today):
    code_set = CodeSetFactory(field="gender")
    workflow.add_code(CodeFactory.build(code_set=code_set, code="x"), by=administrator)
    with pytest.raises(NotAllowed, match="already"):
        workflow.add_code(CodeFactory.build(code_set=code_set, code="x"), by=administrator)


@pytest.mark.django_db
def test_the_newest_interval_in_force_counts(today):
    assert intervals.days(IntervalKey.RISK_REVIEW) == intervals.DEFAULTS[IntervalKey.RISK_REVIEW]
    Interval(key=IntervalKey.RISK_REVIEW, days=30, valid_from=today).save_by(None)
    Interval(key=IntervalKey.RISK_REVIEW, days=40, valid_from=today + timedelta(days=5)).save_by(None)
    assert intervals.days(IntervalKey.RISK_REVIEW) == 30
    assert intervals.days(IntervalKey.RISK_REVIEW, today + timedelta(days=5)) == 40


def test_every_interval_has_a_default():
    assert set(intervals.DEFAULTS) == set(IntervalKey)


@pytest.mark.django_db
def test_a_text_is_given_in_the_language_or_else_in_english(today):
    Wording.objects.update(retired_on=today)
    english = WordingFactory(kind=WordingKind.LETTER, language="en", valid_from=today)
    assert wordings.wording(WordingKey.MISSED_CONTACT, WordingKind.LETTER, "cy") == english
    welsh = WordingFactory(kind=WordingKind.LETTER, language="cy", valid_from=today)
    assert wordings.wording(WordingKey.MISSED_CONTACT, WordingKind.LETTER, "cy") == welsh
    workflow.retire_wording(welsh, on=today, by=None)
    assert wordings.wording(WordingKey.MISSED_CONTACT, WordingKind.LETTER, "cy") == english


def test_start_a_version_on_screen(administrator, sign_in, today):
    browser, url = sign_in(administrator), reverse("reference:edition_start", args=["veteran"])
    typed = {"standard": "NDTMS", "edition": "R", "source": "Reference data", "valid_from": "1/12/2026"}
    refused = browser.post(url, typed | {"answers": "yes, Yes\nyes, Again"})
    assert refused.status_code == 422
    assert "Twice on the list: yes" in refused.content.decode()
    refused = browser.post(url, typed | {"answers": "yes"})
    assert "Line 1: write code, words" in refused.content.decode()
    refused = browser.post(url, typed | {"valid_from": "1/12/2025", "answers": "yes, Yes"})
    assert "what held before stays as it was" in refused.content.decode()
    assert not CodeSet.objects.filter(field="veteran", edition="R").exists()
    done = browser.post(url, typed | {"answers": 'yes, "Yes, in the regular forces", served\nno\tNo'})
    assert done.status_code == 302
    codes = CodeSet.objects.get(field="veteran", edition="R").codes.values_list("code", "label", "group")
    assert list(codes) == [("yes", "Yes, in the regular forces", "served"), ("no", "No", "")]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"kind": "text", "title": "", "body": "From {team}"}, "Nothing can fill {team} here"),
        ({"kind": "letter", "title": "Hello", "body": "Dear {nmae}"}, "Nothing can fill {nmae} here"),
        ({"kind": "text", "title": "", "body": "x" * 321}, "at most 320 characters"),
        ({"kind": "letter", "title": "", "body": "Dear {called}"}, "Enter a title or subject"),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused(typed, message, administrator, sign_in, today):
    url = reverse("reference:wording_add", args=["missed_contact"])
    response = sign_in(administrator).post(url, typed | {"language": "en", "valid_from": "23/11/2026"})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Wording.objects.filter(valid_from__gte=today).exists()


def test_a_text_is_shown_with_its_gaps_filled(administrator, sign_in, today):
    browser = sign_in(administrator)
    typed = {"kind": "letter", "language": "en", "title": "We missed you", "body": "Dear {called}", "valid_from": today}
    assert browser.post(reverse("reference:wording_add", args=["missed_contact"]), typed).status_code == 302
    assert "Dear Sam" in browser.get(reverse("reference:wording_list", args=["missed_contact"])).content.decode()


def test_set_an_interval_on_screen(administrator, sign_in, today):
    url = reverse("reference:interval_set", args=["risk_review"])
    assert sign_in(administrator).post(url, {"days": "0", "valid_from": today}).status_code == 422
    assert sign_in(administrator).post(url, {"days": "60", "why": "Agreed", "valid_from": today}).status_code == 302
    assert intervals.days(IntervalKey.RISK_REVIEW) == 60


def test_words_are_corrected_with_a_version_check(administrator, sign_in, today):
    answer = code("gender", "woman")
    url = reverse("reference:code_edit", args=[answer.pk])
    browser = sign_in(administrator)
    assert browser.post(url, {"label": "Woman", "label_cy": "Menyw", "version": 1}).status_code == 302
    stale = browser.post(url, {"label": "Female", "version": 1})
    assert stale.status_code == 409
    assert "Female" in stale.content.decode()
    answer.refresh_from_db()
    assert (answer.label, answer.label_cy) == ("Woman", "Menyw")
