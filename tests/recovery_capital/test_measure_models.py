"""What the database refuses of results and of the Treatment Outcomes Profile, and what the verbs keep."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alerts.models import Alert
from alerts.workflow import acknowledge_alert, plan
from clients.banner import SAFETY, warnings
from clients.models import Client
from core.workflow import NotAllowed
from recovery_capital import workflow
from recovery_capital.choices import Stage, WeeklyItem
from recovery_capital.measures import top
from recovery_capital.models import MeasureResult, TopAssessment
from safeguarding.choices import Impact, Likelihood, Presence, RiskKind
from safeguarding.models import Risk, RiskAssessment
from safeguarding.workflow import assess_risks
from tests.factories.recovery_capital import MeasureResultFactory, TopAssessmentFactory, TopWeekFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "build"),
    [
        ("result_has_possible_answers", lambda: MeasureResultFactory(answers=[])),
        ("result_has_possible_answers", lambda: MeasureResultFactory(answers=[8] * 9)),
        ("result_has_possible_answers", lambda: MeasureResultFactory(answers=[1] * 61)),
        ("result_follow_up_0_to_3", lambda: MeasureResultFactory(follow_up=4)),
        ("result_total_possible", lambda: MeasureResultFactory(total=301)),
        ("complete_result_has_total", lambda: MeasureResultFactory(total=None, band="")),
        ("result_band_needs_total", lambda: MeasureResultFactory(total=None, is_complete=False)),
        ("result_settled_with_action_and_reason", lambda: MeasureResultFactory(waiting=True, safety_action="Rang")),
        ("result_settled_with_action_and_reason", lambda: MeasureResultFactory(waiting=True, settled_at=timezone.now())),
        *[(f"top_{item}_days", lambda item=item: TopAssessmentFactory(**{f"{item}_days": 29}, other_substance="x")) for item in WeeklyItem],
        *[(f"top_{name}", lambda name=name: TopAssessmentFactory(**{name: 21})) for name in top.RATINGS],
        ("top_alcohol_amount", lambda: TopAssessmentFactory(alcohol_amount=1001)),
        ("top_nobody_shares", lambda: TopAssessmentFactory(injected_days=0)),
        ("top_nobody_shares", lambda: TopAssessmentFactory(injected_days=0, shared_needle=True, shared_works=False)),
        ("top_names_the_other", lambda: TopAssessmentFactory(other_days=3)),
        ("top_week_possible", lambda: TopWeekFactory(days=8)),
        ("top_week_possible", lambda: TopWeekFactory(week=5)),
        ("top_week_once", lambda: TopWeekFactory(assessment=TopWeekFactory().assessment)),
    ],
)  # fmt: skip
def test_refused(constraint, build):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        build()


def check_at_once():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_weeks_come_to_the_days_of_their_item():
    assessment = TopAssessmentFactory(alcohol_days=20)
    for week in top.WEEKS:
        TopWeekFactory(assessment=assessment, week=week, days=5)
    check_at_once()
    for change in [
        lambda: assessment.weeks.filter(week=1).update(days=4),
        lambda: assessment.weeks.filter(week=1).delete(),
        lambda: TopAssessment.objects.filter(pk=assessment.pk).update(alcohol_days=19),
    ]:
        with transaction.atomic():
            change()
            with pytest.raises(IntegrityError, match="do not come to its days"), transaction.atomic():
                check_at_once()
            transaction.set_rollback(True)


def test_record_top_keeps_weeks_only_of_what_was_used(record, keyworker):
    assessment = TopAssessment(
        client=record, interviewed_on=date(2026, 11, 2), stage=Stage.START, alcohol_days=9, crack_days=0
    )
    weeks = {("alcohol", 4): 7, ("alcohol", 3): 1, ("alcohol", 2): 1, ("alcohol", 1): 0}
    workflow.record_top(assessment, weeks | {("crack", week): 0 for week in top.WEEKS}, by=keyworker)
    check_at_once()
    assert list(assessment.weeks.values_list("item", "week", "days")) == [
        ("alcohol", 4, 7), ("alcohol", 3, 1), ("alcohol", 2, 1), ("alcohol", 1, 0),
    ]  # fmt: skip
    assert assessment.created_by == keyworker


@pytest.mark.parametrize(("item", "first", "last", "verdict"), [
    ("alcohol", 20, 0, "abstinent"), ("alcohol", 20, 11, "improved"), ("alcohol", 20, 12, "unchanged"),
    ("alcohol", 12, 20, "unchanged"), ("alcohol", 11, 20, "deteriorated"),
    ("opiates", 20, 0, "abstinent"), ("opiates", 20, 19, "fewer"), ("opiates", 20, 20, "same"), ("opiates", 2, 28, "more"),
])  # fmt: skip
def test_change_of_use(item, first, last, verdict):
    """Alcohol: 9 days or more are a reliable change (OHID, treatment progress measure). Others have no sourced threshold."""
    assert top.verdict(item, first, last) == verdict


def test_changes_leave_out_what_was_not_disclosed_or_never_there():
    first = TopAssessmentFactory.build(
        alcohol_days=20, crack_days=None, cocaine_days=0, quality_of_life=5, paid_work_days=0
    )
    last = TopAssessmentFactory.build(
        alcohol_days=3, crack_days=2, cocaine_days=0, quality_of_life=9, psychological_health=None, paid_work_days=4
    )
    found = [(change.item, change.difference, change.verdict) for change in top.changes(first, last)]
    assert found == [("alcohol", -17, "improved"), ("paid_work", 4, None), ("quality_of_life", 4, None)]


def make_result(client, answers, measure="phq9", by=None):
    result = MeasureResult(
        client=client, measure=measure, answered_on=date(2026, 11, 20), stage=Stage.REVIEW, answers=answers
    )
    return workflow.record_result(result, by=by)


def test_record_result_works_out_what_the_answers_come_to(record, keyworker):
    result = make_result(record, [2, 2, 3, 2, 2, 3, 3, 1, 0], by=keyworker)
    result.refresh_from_db()
    assert (result.total, result.is_complete, result.band, result.flags) == (18, True, "moderately_severe", [])
    assert result.created_by == keyworker
    assert result.text_version.startswith("2010 ")
    assert not Alert.objects.filter(rule="RK02").exists()
    core10 = make_result(record, [1, 4, 4, 1, 1, 0, 2, 1, 1, None], "core10", by=keyworker)
    core10.refresh_from_db()
    assert (core10.total, core10.is_complete, core10.number) == (Decimal("7.78"), False, "7.78")


def open_alerts():
    return Alert.objects.open().filter(rule="RK02")


def assessment_with(record, by, **self_harm):
    before = RiskAssessment.objects.current().filter(client=record).first()
    assessment = RiskAssessment(client=record, previous=before, assessed_on=date(2026, 11, 23), review_on=date(2027, 2, 1),
                                what_changed="Asked again" if before else "")  # fmt: skip
    risks = [Risk(kind=kind, presence=Presence.ABSENT) for kind in RiskKind if kind != RiskKind.SELF_HARM]
    return assess_risks(assessment, [Risk(kind=RiskKind.SELF_HARM, **self_harm), *risks], by=by)


PRESENT = {
    "presence": Presence.PRESENT,
    "what": "Thoughts",
    "likelihood": Likelihood.POSSIBLE,
    "impact": Impact.SERIOUS,
}


def test_a_safety_item_stays_due_until_a_risk_with_an_action(record, keyworker):
    earlier = assessment_with(record, keyworker, action="A plan", **PRESENT)
    RiskAssessment.objects.filter(pk=earlier.pk).update(created_at=timezone.now() - timezone.timedelta(days=1))
    result = make_result(record, [0] * 8 + [1], by=keyworker)
    (alert,) = open_alerts()
    assert (alert.recipient, alert.severity, alert.client_id) == (keyworker, "red", record.pk)
    assert warnings(Client.objects.get(pk=record.pk), keyworker)[0].kind == SAFETY
    with pytest.raises(NotAllowed, match="until it is done"):
        acknowledge_alert(alert, by=keyworker)
    assessment_with(record, keyworker, **PRESENT)
    assert open_alerts().exists(), "A risk without an action is no answer"
    assessment_with(record, keyworker, presence=Presence.ABSENT)
    assert open_alerts().exists()
    assert MeasureResult.objects.get(pk=result.pk).is_unsettled
    assessment_with(record, keyworker, action="Safety plan written", **PRESENT)
    assert not open_alerts().exists()
    assert not MeasureResult.objects.get(pk=result.pk).is_unsettled
    assert SAFETY not in {notice.kind for notice in warnings(Client.objects.get(pk=record.pk), keyworker)}


def test_a_safety_item_stays_due_until_an_action_with_its_reason(record, keyworker):
    result = make_result(record, [0, 0, 0, 0, 0, 2, 0, 0, 0, 0], "core10", by=keyworker)
    other = make_result(record, [0] * 8 + [3], by=keyworker)
    plan(record)
    assert open_alerts().count() == 2
    workflow.settle_safety(result, action="Rang the crisis team", reason="They see her today", by=keyworker)
    result.refresh_from_db()
    assert (result.settled_by, result.safety_action) == (keyworker, "Rang the crisis team")
    assert [alert.occurrence for alert in open_alerts()] == [other.pk]
    with pytest.raises(NotAllowed, match="acted on this already"):
        workflow.settle_safety(result, action="Again", reason="Again", by=keyworker)
    calm = make_result(record, [0] * 9, by=keyworker)
    with pytest.raises(NotAllowed, match="No answer here"):
        workflow.settle_safety(calm, action="x", reason="y", by=keyworker)


def test_totals_for_the_chart(record, keyworker):
    for day, total in [(date(2026, 11, 2), 51), (date(2026, 8, 3), 40), (date(2026, 10, 1), None)]:
        MeasureResultFactory(
            client=record,
            measure="barc10",
            answered_on=day,
            answers=[5] * 10,
            total=total,
            band="",
            is_complete=total is not None,
        )
    MeasureResultFactory(measure="barc10", answers=[5] * 10, total=50, band="")
    assert MeasureResult.objects.totals(record, "barc10") == [(date(2026, 8, 3), 40), (date(2026, 11, 2), 51)]


def test_names():
    assert str(MeasureResultFactory()) == "PHQ-9 2026-09-02"
    week = TopWeekFactory.build()
    assert str(week) == "Alcohol, 1: 5"
