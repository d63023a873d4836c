"""What leaving treatment is late for, and when that ends."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone

import aftercare.alerts  # noqa: F401 - the rules must be known
from aftercare import check_ups, workflow
from aftercare.choices import CheckUpOutcome
from alerts.choices import Severity
from alerts.workflow import plan
from careplans.choices import AgreedHow
from clients.models import Episode
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
    ready.episode.planned_exit_on, ready.episode.planned_exit_since = today + timedelta(days=10), timezone.now()
    ready.episode.save()
    workflow.link_service(need_of(ready), ServiceFactory(), by=case_manager)  # to be agreed again
    assert open_alerts("AC01").get().lead == -14
    workflow.agree_handover(ready, by=case_manager, agreed_on=today, agreed_how=AgreedHow.IN_PERSON)
    assert not open_alerts("AC01").exists()
    assert not open_alerts("AC03").exists()


@pytest.mark.parametrize(
    ("ends_in", "told_ago", "leads"),
    [
        (60, 0, [-28, -14]),
        (20, 0, [-28, -14]),  # the first at once
        (10, 0, [-14]),  # both were past when it was told: one alert says it
        (10, 30, [-28, -14]),  # both stand
        (-40, 100, [-28, -14]),
        (-40, 0, [-14]),
    ],
)
def test_what_is_planned_about_a_planned_end_follows_from_what_is_stored(episode, today, ends_in, told_ago, leads):
    """The reconciler of any night finds the same alerts wanted."""
    episode.planned_exit_on = today + timedelta(days=ends_in)
    episode.planned_exit_since = timezone.now() - timedelta(days=told_ago)
    episode.save()
    plan(episode)
    assert [alert.lead for alert in open_alerts("AC01")] == leads
    for later in (1, 15, 45, 400):
        with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=later)):
            assert plan(episode) == 0, f"{later} days later"


def test_the_day_on_which_a_planned_end_was_told_is_kept_until_it_changes(episode, case_manager, today, sign_in):
    browser, address = sign_in(case_manager), reverse("clients:episode_edit", args=[episode.pk])

    def save(**typed):
        shown = browser.get(address).context["form"]
        kept = {name: shown[name].value() for name in shown.fields if shown[name].value() not in (None, "")}
        answer = browser.post(address, kept | typed)
        assert answer.status_code == 302, answer.context["form"].errors
        episode.refresh_from_db()
        return episode.planned_exit_since

    ends_on = today + timedelta(days=10)
    first = save(planned_exit_on=f"{ends_on:%d/%m/%Y}")
    assert timezone.localdate(first) == today
    assert open_alerts("AC01").get().lead == -14
    told = first - timedelta(days=30)
    Episode.objects.filter(pk=episode.pk).update(planned_exit_since=told)
    assert save(previously_treated="no") == told, "The same day as before"
    assert save(planned_exit_on=f"{ends_on + timedelta(days=1):%d/%m/%Y}") == first
    assert save(planned_exit_on="") is None


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
