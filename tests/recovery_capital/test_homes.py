"""Whose home ends soon, by the law of the nation on the day, and who has none: what begins an alert and what ends it."""

from datetime import date, timedelta

import pytest

from accounts.choices import Nation
from alerts.models import Alert
from alerts.workflow import plan
from clients import personal
from custody.workflow import open_stay
from recovery_capital import housing
from recovery_capital.homes import threatened_from
from recovery_capital.models import HousingProvision
from referrals.workflow import decline_referral
from tests.factories.clients import AddressFactory
from tests.factories.custody import CustodyStayFactory
from tests.factories.recovery_capital import AssessmentFactory, HousingFactsFactory, PriorityNeedCheckFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db

ENDS_ON = date(2027, 6, 30)


def begin_act_of_2026(on, by):
    window = HousingProvision.objects.get(nation=Nation.WALES, kind="window", days=183)
    housing.date_provision(window, effective_from=on, effective_to=None, source="An order", is_verified=True, by=by)


@pytest.mark.parametrize("nation", [Nation.ENGLAND, Nation.WALES])
def test_the_window_is_56_days_in_both_nations(nation):
    assert threatened_from(ENDS_ON, nation) == date(2027, 5, 5)


@pytest.mark.parametrize(
    ("begins_on", "opens_on"),
    [
        (date(2026, 12, 1), date(2026, 12, 29)),  # 183 days before
        (date(2027, 4, 1), date(2027, 4, 1)),  # the day on which the Act begins, within its window
        (date(2027, 6, 1), date(2027, 5, 5)),  # the older window had opened before
        (date(2027, 8, 1), date(2027, 5, 5)),  # the Act begins after the home has ended
    ],
)
def test_in_wales_the_act_of_2026_counts_from_the_day_that_an_administrator_enters(begins_on, opens_on, keyworker):
    begin_act_of_2026(begins_on, keyworker)
    assert threatened_from(ENDS_ON, Nation.WALES) == opens_on
    assert threatened_from(ENDS_ON, Nation.ENGLAND) == date(2027, 5, 5)


def waiting(rule):
    return Alert.objects.open().filter(rule=rule)


@pytest.fixture
def ending(record, keyworker, today):
    """An assessment, recorded today, that says on which day the home ends."""
    assessment = AssessmentFactory(client=record, assessed_on=today)
    HousingFactsFactory(assessment=assessment, home_ends_on=today + timedelta(days=100))
    plan(record)
    return today + timedelta(days=100)


def test_the_alert_stands_ahead_and_falls_due_when_the_window_opens(ending, record, keyworker):
    [alert] = waiting("HO01")
    assert (alert.recipient, alert.about_on, alert.lead, alert.severity) == (keyworker, ending, -56, "red")
    assert alert.due_at.date() == ending - timedelta(days=56)


def test_it_ends_when_the_person_has_moved(ending, record, keyworker, today):
    address = AddressFactory.build(client=record, starts_on=today + timedelta(days=1))
    personal.move_home(Saved(address), by=keyworker)
    assert not waiting("HO01").exists()


class Saved:
    """A form whose record holds the answers."""

    def __init__(self, instance):
        self.instance = instance

    def save(self, by):
        self.instance.save_by(by)
        return self.instance


def test_a_draft_asks_nobody_and_what_was_sent_ends_it_until_a_no(ending, record, keyworker):
    draft = ReferralFactory(client=record, path="housing")
    plan(record)
    assert waiting("HO01").exists()
    draft.delete()
    sent = ReferralFactory(client=record, path="housing", sent=True)
    plan(record)
    assert not waiting("HO01").exists()
    decline_referral(sent, by=keyworker, decline_reason="full")
    assert waiting("HO01").exists()


def test_the_newest_word_counts_whoever_wrote_it(ending, record, keyworker, today):
    check = PriorityNeedCheckFactory.build(client=record, checked_on=today, home_ends_on=None)
    housing.record_check(check, [], by=keyworker)
    assert not waiting("HO01").exists()


def test_nowhere_to_live_waits_while_somebody_is_in_custody(record, keyworker, today):
    AddressFactory(client=record, kind="no_fixed_abode", lines="", postcode="ZZ99 3VZ", starts_on=today)
    plan(record)
    assert waiting("HO02").get().recipient == keyworker
    open_stay(CustodyStayFactory.build(client=record), by=keyworker)
    assert not waiting("HO02").exists()


def test_a_home_since_then_ends_it(record, keyworker, today):
    AssessmentFactory(client=record, assessed_on=today - timedelta(days=3), housing_problem="urgent")
    plan(record)
    assert waiting("HO02").exists()
    personal.move_home(Saved(AddressFactory.build(client=record, starts_on=today)), by=keyworker)
    assert not waiting("HO02").exists()
