"""Risk: judged in words, with an action or a warning; a review makes a new assessment and the old one stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alerts.models import Alert
from safeguarding.choices import Presence, RiskBand, RiskKind
from safeguarding.models import RiskAssessment
from safeguarding.models.risk import band_of
from tests.factories.safeguarding import RiskAssessmentFactory, RiskFactory


def typed(*, previous="", what_changed="", **answers):
    """Every risk absent but those named: {kind: {field: value}}."""
    day = timezone.localdate()
    data = {"assessed_on": f"{day:%d/%m/%Y}", "review_on": f"{day + timedelta(days=84):%d/%m/%Y}"}
    data |= {"previous": str(previous), "what_changed": what_changed}
    for kind in RiskKind:
        for name, value in ({"presence": Presence.ABSENT} | answers.get(kind.value, {})).items():
            data[f"{kind}-{name}"] = value
    return data


OVERDOSE = {"presence": "present", "what": "Uses alone", "likelihood": "4", "impact": "5", "to_whom": "Herself"}


@pytest.mark.parametrize(
    ("likelihood", "impact", "band"),
    [(1, 1, RiskBand.VERY_LOW), (1, 3, RiskBand.VERY_LOW), (2, 2, RiskBand.LOW), (2, 4, RiskBand.MODERATE),
     (2, 5, RiskBand.MODERATE), (3, 4, RiskBand.MODERATE), (3, 5, RiskBand.HIGH), (5, 5, RiskBand.HIGH)],
)  # fmt: skip
def test_bands(likelihood, impact, band):
    assert band_of(likelihood, impact) == band


def test_assessment_keeps_every_risk_and_warns_of_one_without_action(episode, record, keyworker, sign_in):
    browser, url = sign_in(keyworker), reverse("safeguarding:risk_assess", args=[record.pk])
    assert browser.get(url).status_code == 200
    response = browser.post(url, typed(overdose=OVERDOSE))
    assessment = RiskAssessment.objects.latest_of(record)
    assert response["Location"] == assessment.get_absolute_url()
    assert assessment.created_by == keyworker
    assert assessment.risks.count() == len(RiskKind)
    for page in (assessment.get_absolute_url(), reverse("safeguarding:client_safety", args=[record.pk])):
        text = browser.get(page).content.decode()
        assert "High" in text
        assert "Uses alone" in text
        assert "Very serious harm or death" in text
        assert "Nothing is done about this risk" in text
        assert ">20<" not in text, "No number in place of the text"
    alert = Alert.objects.get(rule="RK01", subject_id=assessment.pk)
    assert alert.recipient == keyworker
    assert alert.about_on == assessment.review_on


def test_a_number_is_not_enough(record, keyworker, sign_in):
    url = reverse("safeguarding:risk_assess", args=[record.pk])
    response = sign_in(keyworker).post(url, typed(overdose=OVERDOSE | {"what": ""}))
    assert response.status_code == 422
    assert "a number is not enough" in response.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskFactory(assessment__client=record, what="")


def test_not_known_is_an_answer_without_a_judgement(record, keyworker, sign_in):
    url = reverse("safeguarding:risk_assess", args=[record.pk])
    sign_in(keyworker).post(url, typed(overdose=OVERDOSE | {"presence": "not_known"}))
    risk = RiskAssessment.objects.latest_of(record).risks.get(kind=RiskKind.OVERDOSE)
    assert (risk.presence, risk.likelihood, risk.impact) == (Presence.NOT_KNOWN, None, None)


def test_review_keeps_the_old_and_says_what_changed(episode, record, keyworker, sign_in):
    old = RiskAssessmentFactory(client=record, review_on=timezone.localdate() - timedelta(days=1))
    RiskFactory(assessment=old)
    browser, url = sign_in(keyworker), reverse("safeguarding:risk_assess", args=[record.pk])
    assert "Came home from prison" in browser.get(url).content.decode(), "The last answers stand in the form"
    assert browser.post(url, typed(previous=old.pk)).status_code == 422, "What has changed is asked"
    now = typed(previous=old.pk, what_changed="Moved in with her sister", overdose=OVERDOSE | {"likelihood": "2"})
    assert browser.post(url, now).status_code == 302
    old.refresh_from_db()
    new = RiskAssessment.objects.latest_of(record)
    assert new.previous == old
    assert old.superseded_at
    assert old.risks.get().likelihood == 4
    page = browser.get(new.get_absolute_url()).content.decode()
    assert "Moved in with her sister" in page
    assert "High: Likely" in page
    assert "Moderate: Unlikely" in page
    assert "earlier assessment" in browser.get(old.get_absolute_url()).content.decode()
    assert not Alert.objects.open().filter(subject_id=old.pk).exists()


def test_of_two_reviews_at_once_the_second_is_refused(record, keyworker, sign_in):
    old = RiskAssessmentFactory(client=record)
    browser, url = sign_in(keyworker), reverse("safeguarding:risk_assess", args=[record.pk])
    answers = typed(previous=old.pk, what_changed="Nothing")
    assert browser.post(url, answers).status_code == 302
    second = browser.post(url, answers)
    assert second.status_code == 422
    assert RiskAssessment.objects.filter(client=record).count() == 2


def test_the_database_keeps_one_current_assessment(record):
    RiskAssessmentFactory(client=record)
    with pytest.raises(IntegrityError), transaction.atomic():
        RiskAssessmentFactory(client=record)
