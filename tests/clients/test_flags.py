"""Flags and the banner: what makes a record look different at once, and flags reviewed on purpose."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from alerts.models import Alert
from clients.choices import FlagKind
from clients.models import (
    ClientFlag,
)
from clients.workflow import plan_alerts
from tests.factories.clients import (
    ClientFactory,
    ClientFlagFactory,
    EpisodeFactory,
)

from .pages import banner, url

pytestmark = pytest.mark.django_db


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
