"""Prison: a release date on a Friday, brought forward; the board of releases; alerts that no worker had to send."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.models import Alert
from core.models import OutboxMessage
from core.templatetags.ui import weekday
from custody.release_dates import planning_dates
from tests.browser.journey import fill_in, on_paper, press, says

pytestmark = pytest.mark.browser

FRIDAY, WEDNESDAY = 4, 2


def a_day(weeks, number):
    """That day of the week, so many weeks ahead."""
    day = timezone.localdate() + timedelta(weeks=weeks)
    return day + timedelta(days=number - day.weekday())


@pytest.fixture
def dates():
    """The Friday first told, and the Wednesday it is brought forward to."""
    return a_day(11, FRIDAY), a_day(7, WEDNESDAY)


def test_a_release_is_planned_and_brought_forward(open_as, check, keyworker, record, dates):
    friday, wednesday = dates
    page = open_as(keyworker, record.get_absolute_url())
    press(page, "Custody")
    check(page)
    press(page, "Record a time in custody")
    check(page)
    sentenced_on = timezone.localdate() - timedelta(days=60)
    fill_in(page, {"Prison": "HMP Exampleton", "Legal status": "Sentenced", "In custody since": on_paper(sentenced_on)})
    fill_in(page, {"Sentenced on": on_paper(sentenced_on)})
    press(page, "Record custody")
    tell_a_date(page, friday, check)
    expected = planning_dates(friday, "CRD", (friday - sentenced_on).days).expected
    assert expected < friday
    says(page, weekday(expected), "Friday or before a holiday", str((friday - sentenced_on).days))
    check(page)
    press(page, "Leaving")
    says(page, record.family_name, weekday(expected), "HMP Exampleton", "somewhere to live")
    check(page)
    press(page, "My work")
    says(page, "Release falls on a Friday or before a holiday")
    check(page)

    page.go_back()
    page.get_by_role("link", name=record.family_name).click()
    press(page, "Record a release date")
    tell_a_date(page, wednesday)
    says(page, weekday(wednesday), weekday(friday), "Holds now")
    check(page)
    press(page, "Leaving")
    says(page, weekday(wednesday))
    see_the_alert(page, check, wednesday)


def tell_a_date(page, day, check=lambda page: None):
    says(page, "Record a release date")
    fill_in(page, {"What kind of date is it?": "CRD – conditional release", "Which date were you told?": on_paper(day)})
    fill_in(page, {"Who told us?": "Prison offender manager, by phone"})
    check(page)
    press(page, "Record this date")
    says(page, "The release date is recorded. Earlier dates are kept below.")


def see_the_alert(page, check, day):
    """The earlier date has its alert at once, with no worker; the alert of the Friday is gone."""
    press(page, "My work")
    says(page, "Release date has changed", weekday(day))
    assert not page.get_by_text("Release falls on a Friday").count()
    check(page)
    page.get_by_role("link", name=re.compile("I have seen this.*Release date has changed")).click()
    check(page)
    fill_in(page, {"What are you doing about it?": "Moved the appointment, rang the pharmacy"})
    press(page, "I deal with this")
    says(page, "Alert acknowledged")
    assert not page.get_by_text("Release date has changed").count()
    assert Alert.objects.get(acknowledged_at__isnull=False).note == "Moved the appointment, rang the pharmacy"
    assert not OutboxMessage.objects.exclude(sent_at=None).exists()


def test_the_plan_for_the_day_and_the_first_meeting(open_as, check, keyworker, record, dates):
    page = open_as(keyworker, f"/custody/client/{record.pk}/create/")
    since = timezone.localdate() - timedelta(days=60)
    fill_in(page, {"Prison": "HMP Exampleton", "Legal status": "Sentenced", "In custody since": on_paper(since)})
    fill_in(page, {"Sentenced on": on_paper(since)})
    press(page, "Record custody")
    tell_a_date(page, dates[1])
    press(page, "Change the release plan")
    check(page)
    fill_in(page, {"Accommodation on release": "Settled accommodation", "Where": "12 Canal Street"})
    fill_in(page, {"First community appointment": f"{on_paper(dates[1])} 14:30"})
    press(page, "Save the release plan")
    says(page, "Settled accommodation", "12 Canal Street", "2:30pm")
    assert not page.get_by_text("Still missing").count()
    press(page, "Record the release")
    fill_in(page, {"On which day did the person leave prison?": on_paper(timezone.localdate())})
    fill_in(page, {"How did the release come?": "Earlier than planned"})
    check(page)
    press(page, "Record the release")
    says(page, "The three weeks to start treatment have begun.")
    press(page, "My work")
    says(page, "Early or unexpected release", "Reach the person today")
    press(page, "Leaving")
    page.get_by_role("heading", name="Released and not yet seen").wait_for()
    says(page, record.family_name)
    check(page)
    page.get_by_role("link", name=record.family_name).click()
    press(page, "Record the first meeting")
    fill_in(page, {"On which day was the person first seen after release?": on_paper(timezone.localdate())})
    check(page)
    press(page, "Record the meeting")
    press(page, "My work")
    page.get_by_role("heading", name="My work", exact=True).wait_for()
    assert not page.get_by_text("Early or unexpected release").count()
