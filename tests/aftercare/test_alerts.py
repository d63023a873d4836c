"""What leaving treatment is late for, and when that ends."""

from datetime import timedelta

import pytest

import aftercare.alerts  # noqa: F401 - the rules must be known
from aftercare import check_ups, workflow
from aftercare.choices import CheckUpOutcome
from alerts.choices import Severity
from careplans.choices import AgreedHow
from tests.factories.clients import CoachAssignmentFactory
from tests.factories.services_directory import ServiceFactory

from .parts import need_form, need_of, open_alerts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_leaving_soon_without_a_handover_alerts_twice(episode, keyworker, today):
    episode.planned_exit_on = today + timedelta(days=60)
    episode.save()
    handover = workflow.prepare_handover(episode, by=keyworker)
    form = need_form(need_of(handover), has_need="False")
    assert form.is_valid()
    workflow.save_needs(handover, [form], by=keyworker)
    first, last = open_alerts("AC01")
    assert (first.lead, first.severity, first.recipient) == (-28, Severity.AMBER, keyworker)
    assert (last.lead, last.severity) == (-14, Severity.RED)
    assert last.due_at.isoformat() == "2027-01-08T09:00:00+00:00"
    assert open_alerts("AC03").get().lead == 0


def test_an_agreed_handover_ends_the_alert(ready, case_manager, today):
    ready.episode.planned_exit_on = today + timedelta(days=10)
    ready.episode.save()
    workflow.link_service(need_of(ready), ServiceFactory(), by=case_manager)  # to be agreed again
    assert open_alerts("AC01").get().lead == -14
    workflow.agree_handover(ready, by=case_manager, agreed_on=today, agreed_how=AgreedHow.IN_PERSON)
    assert not open_alerts("AC01").exists()
    assert not open_alerts("AC03").exists()


def test_check_ups_alert_the_coach_and_end_when_done(accepted, case_manager, coach, today):
    CoachAssignmentFactory(client=accepted.client, coach=coach)
    aftercare = check_ups.begin_aftercare(accepted, by=case_manager, started_on=today)
    alerts = open_alerts("AC04")
    assert alerts.count() == 14
    assert set(alerts.values_list("recipient", flat=True)) == {coach.pk}
    first = aftercare.check_ups.first()
    check_ups.record_check_up(first, by=coach, done_on=today, outcome=CheckUpOutcome.OK)
    assert not open_alerts("AC04").filter(subject_id=first.pk).exists()


def test_check_ups_without_a_coach_alert_the_keyworker(accepted, case_manager, keyworker, today):
    check_ups.begin_aftercare(accepted, by=case_manager, started_on=today)
    assert set(open_alerts("AC04").values_list("recipient", flat=True)) == {keyworker.pk}
