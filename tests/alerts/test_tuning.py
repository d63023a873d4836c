"""What an administrator changes about a rule holds for what is planned next, in every process; nobody is told twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from alerts import tasks, tuning, workflow
from alerts.changing import tune_rule
from alerts.choices import Severity
from alerts.forms import RuleForm
from alerts.models import Alert, RuleSetting
from alerts.rules import RULES
from alerts.sweep import reconcile, sweep
from clients.responsible import told_by
from core import database, outbox
from core.calendar import london
from core.models import OutboxMessage
from tests.alerts.catalogue.leaving import in_prison
from tests.alerts.catalogue.rows import World
from tests.factories.accounts import UserFactory
from tests.factories.alerts import AlertFactory, RuleSettingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(today):
    return World(today)


@pytest.fixture
def administrator(db):
    return UserFactory(role=Role.ADMINISTRATOR)


def of(code):
    return Alert.objects.filter(rule=code)


def tune(by, code="PR03", **typed):
    """Press the button of the form with these answers; the others are as they stand."""
    setting = RuleSetting.objects.filter(rule=code).first() or RuleSetting(rule=code)
    form = RuleForm(None, instance=setting, rule=RULES[code])
    data = {name: form.initial.get(name) for name in form.fields if form.initial.get(name) is not None}
    form = RuleForm({**data, "why": "Agreed in May", **typed}, instance=setting, rule=RULES[code])
    assert form.is_valid(), form.errors
    return tune_rule(form, by=by)


def test_switched_off_ends_what_is_open_and_says_why(world, administrator):
    stay = in_prison(world, 10)
    sweep()
    assert of("PR03").due().exists()
    tune(administrator, is_off="yes", confirmed="on", why="The prison books them all")
    assert not of("PR03").filter(ended_at=None).exists()
    assert set(of("PR03").values_list("ended_because", flat=True)) == {"Switched off: The prison books them all"}
    assert not OutboxMessage.objects.filter(subject__contains="No community appointment", cancelled_at=None).exists()
    assert of("PR02").filter(ended_at=None).exists(), "Other rules go on"
    workflow.plan(stay)
    assert not of("PR03").filter(ended_at=None).exists()


def test_switched_on_again_the_reconciler_finds_what_is_due_and_nobody_is_told_twice(world, administrator):
    in_prison(world, 10)
    sweep()
    assert outbox.deliver() > 0
    sent = OutboxMessage.objects.exclude(sent_at=None).count()
    due = of("PR03").due().count()
    tune(administrator, is_off="yes", confirmed="on")
    tune(administrator, is_off="no")
    assert not of("PR03").due().exists()
    assert reconcile()["changed"] > 0
    assert of("PR03").due().count() == due
    assert reconcile()["changed"] == 0
    sweep()
    outbox.deliver()
    assert OutboxMessage.objects.exclude(sent_at=None).count() == sent


def test_what_was_planned_at_the_moment_of_switching_off_is_told_to_nobody(world):
    RuleSettingFactory(rule="PR03", off=True, why="A trial")
    alert = AlertFactory(rule="PR03")
    sweep()
    alert.refresh_from_db()
    assert (alert.raised_at, alert.ended_because) == (None, "Switched off: A trial")
    assert not OutboxMessage.objects.exists()


def test_new_days_are_planned_by_the_job(world, administrator):
    stay = in_prison(world, 60)
    assert sorted(of("PR03").values_list("lead", flat=True)) == [-28, -14, -7, -3]
    tune(administrator, leads="-21, -3")
    tasks.replan("PR03")
    open_now = of("PR03").filter(ended_at=None)
    assert sorted(open_now.values_list("lead", flat=True)) == [-21, -3]
    day = stay.current_date.expected_on
    assert open_now.get(lead=-21).due_at == london(day - timedelta(days=21))
    assert set(of("PR03").exclude(ended_at=None).values_list("ended_because", flat=True)) == {
        "It is told of on another day"
    }


def test_a_new_day_that_has_passed_is_not_told_of_beside_the_old_one(world, administrator):
    in_prison(world, 20)  # 28 days before has passed, and was told of
    sweep()
    told = of("PR03").due().get()
    assert (told.lead, told.raised_at is None) == (-28, False)
    tune(administrator, leads="-30, -5")
    tasks.replan("PR03")
    assert of("PR03").due().get() == told
    assert sorted(of("PR03").filter(ended_at=None).values_list("lead", flat=True)) == [-28, -5]
    assert reconcile()["changed"] == 0
    assert not of("PR03").filter(lead=-30).exists()


def test_a_day_that_has_passed_is_told_of_where_nobody_was_told(world, administrator):
    in_prison(world, 40, told_ago=100)
    tune(administrator, leads="-50")
    tasks.replan("PR03")
    assert of("PR03").due().get().lead == -50


def test_severity_recipients_and_reset(world, administrator):
    stay = in_prison(world, 10)
    tune(administrator, recipients=["team_manager"], severity="amber")
    workflow.plan(stay)
    open_now = of("PR03").filter(ended_at=None)
    assert set(open_now.values_list("recipient", "severity")) == {(world.manager.pk, Severity.AMBER)}
    assert set(of("PR03").filter(recipient=world.keyworker).values_list("ended_because", flat=True)) == {
        "Somebody else is told of it now"
    }
    setting = tune(administrator, as_shipped="1", leads="nonsense", why="The trial is over")
    assert (setting.recipients, setting.severity, setting.leads, setting.state) == (None, "", None, "shipped")
    workflow.plan(stay)
    assert set(open_now.values_list("recipient", "severity")) == {(world.keyworker.pk, Severity.RED)}


def test_sharpness_follows_the_days(world):
    with tuning.using(tuning.Tuning([])):
        assert tuning.leads("PR13") == [14, 18, 21]
        assert [tuning.sharpness("PR13", lead) for lead in (14, 17, 18)] == ["amber", "amber", "red"]
        assert tuning.leads("PR02", [-66]) == [-66]
        assert told_by("CN02", world.client) == [world.keyworker, world.manager], "Nobody twice"


def test_settings_come_with_the_lock_of_the_record(world):
    stay = in_prison(world, 60)
    with CaptureQueriesContext(connection) as queries:
        workflow.plan(stay)
    [asked] = [query["sql"] for query in queries if "alerts_rulesetting" in query["sql"]]
    assert "FOR NO KEY UPDATE" in asked


@pytest.mark.parametrize(
    ("field", "value"), [("leads", []), ("leads", [900]), ("recipients", []), ("why", "")], ids=str
)
def test_the_database_refuses(field, value, administrator):
    setting = RuleSettingFactory.build(**{field: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        setting.save_by(administrator)


def test_the_model_refuses_before_the_database_does(caplog):
    with pytest.raises(ValidationError):
        RuleSettingFactory.build(leads=[401]).validate_constraints()
    RuleSettingFactory.build(leads=[-400, 400]).validate_constraints()
    assert not caplog.records, "The condition can be checked"


def test_now_is_the_database_clock(world, administrator):
    before = database.now()
    setting = tune(administrator, leads="-21")
    assert before <= setting.leads_since <= database.now()
    assert tune(administrator, severity="amber").leads_since == setting.leads_since
