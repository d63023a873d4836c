"""Prisons and what was agreed with them; surge days and the alerts PR14 and PR15; the words and the cost of the board."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Nation
from alerts.models import Alert
from alerts.workflow import acknowledge_alert, plan
from custody import workflow
from custody.board import planning, readiness, risks
from custody.choices import Reconnect
from custody.models import CustodyStay, EarlyRoute, Prison, SurgeDay
from tests.factories.accounts import UserFactory
from tests.factories.clients import EpisodeFactory
from tests.factories.custody import CustodyStayFactory, PrisonFactory, ReleaseDateFactory, SurgeDayFactory

pytestmark = pytest.mark.django_db
BOARD = "custody:release_list"
CONTACTS = {"drug_team": "07700 900301", "out_of_hours": "07700 900302"}
AGREED = {"early_protocol": "Ring us", "unexpected_protocol": "Ring us", "friday_protocol": "By noon on Thursday"}


def test_what_is_missing_of_an_agreement_is_said(today):
    review = {"agreed_on": date(2026, 9, 1), "review_on": today}
    assert PrisonFactory().protocol_gap == "nothing agreed about releases that are: early, unexpected, Friday"
    assert PrisonFactory(**AGREED).protocol_gap == "nobody has said when it was agreed"
    assert PrisonFactory(**AGREED, **review).protocol_gap == "nobody has said whom to ring there"
    by_day = {"healthcare": "07700 900303"}
    nights = "nobody has said which number to ring out of hours"
    assert PrisonFactory(**AGREED, **review, **by_day).protocol_gap == nights
    assert PrisonFactory(**AGREED, **review, **CONTACTS).protocol_gap == ""
    late = review | {"review_on": today - timedelta(days=1)}
    assert PrisonFactory(**AGREED, **late).protocol_gap == "what was agreed is due to be looked at again"


def test_a_manager_adds_a_prison_and_a_stay_takes_its_name(sign_in, team, keyworker, episode):
    manager = UserFactory(team=team, role="team_manager")
    answer = sign_in(manager).post(reverse("custody:prison_add"), {"name": "HMP Exampleton", "nation": "wales"})
    assert answer.status_code == 302
    prison = Prison.objects.get()
    typed = {"establishment": prison.pk, "legal_status": "remand", "custody_started_on": "1/10/2026"}
    browser = sign_in(keyworker)
    assert browser.get(reverse("custody:prison_edit", args=[prison.pk])).status_code == 403
    assert browser.post(reverse("custody:stay_create", args=[episode.client_id]), typed).status_code == 302
    assert CustodyStay.objects.get().prison == "HMP Exampleton"
    assert "nothing agreed about releases" in browser.get(reverse(BOARD)).content.decode()


def test_a_prison_that_was_only_typed_is_missing_on_the_board(sign_in, team, episode, today):
    stay = CustodyStayFactory(client=episode.client, episode=episode, prison="HMP Typed")
    browser = sign_in(UserFactory(team=team, role="team_manager"))
    page = browser.get(reverse(BOARD))
    assert [(prison.name, prison.is_listed) for prison in page.context["to_agree"]] == [("HMP Typed", False)]
    assert "not chosen from our list of prisons" in page.text
    review = {"agreed_on": date(2026, 9, 1), "review_on": today}
    stay.establishment = PrisonFactory(name="HMP Chosen", **AGREED, **review, **CONTACTS)
    stay.save()
    assert browser.get(reverse(BOARD)).context["to_agree"] == []
    Prison.objects.update(out_of_hours="")
    assert "which number to ring out of hours" in browser.get(reverse(BOARD)).text


def test_the_early_routes_that_were_read_at_a_source_are_there():
    assert EarlyRoute.objects.filter(is_verified=True).count() == 2
    assert EarlyRoute.objects.get(name__contains="ECSL").ends_on == date(2024, 9, 9)
    assert not SurgeDay.objects.exists()


def test_reconnect_is_due_25_days_after_release_in_england_until_it_is_decided(episode, team, keyworker, today):
    team.area.nation = Nation.ENGLAND
    team.area.save()
    released = {"released": True, "released_on": today - timedelta(days=25), "first_seen_on": today}
    stay = CustodyStayFactory(client=episode.client, episode=episode, **released)
    plan(stay)
    alert = Alert.objects.due(timezone.now()).get(rule="PR14")
    assert (alert.recipient, alert.lead, alert.severity) == (keyworker, 25, "info")
    acknowledge_alert(alert, by=keyworker, note="Rang them")
    workflow.decide_reconnect(stay, by=keyworker, reconnect=Reconnect.REFERRED)
    assert not Alert.objects.open().filter(rule="PR14").exists()
    stay.reconnect, team.area.nation = "", Nation.WALES
    stay.save_by(keyworker)
    team.area.save()
    plan(stay)
    assert not Alert.objects.open().filter(rule="PR14").exists()


def test_each_manager_is_told_of_a_surge_day_until_it_is_off(sign_in, team, today):
    manager = UserFactory(team=team, role="team_manager")
    browser = sign_in(UserFactory(role="administrator"))
    day = today + timedelta(days=20)
    typed = {"day": f"{day:%d/%m/%Y}", "why": "Progression, first stage", "source": "Circular"}
    assert browser.post(reverse("custody:surge_day_add"), typed).status_code == 302
    alerts = Alert.objects.open().filter(rule="PR15").order_by("lead")
    assert [(alert.recipient, alert.lead, alert.client_id) for alert in alerts] == [
        (manager, -30, None),
        (manager, -7, None),
    ]
    assert Alert.objects.due(timezone.now()).filter(rule="PR15").count() == 1
    surge = SurgeDay.objects.get()
    assert sign_in(manager).get(surge.get_absolute_url()).status_code == 200
    off = typed | {"is_off": "on", "version": surge.version}
    assert sign_in(browser_user()).post(reverse("custody:surge_day_edit", args=[surge.pk]), off).status_code == 302
    assert not Alert.objects.open().filter(rule="PR15").exists()


def browser_user():
    return UserFactory(role="administrator")


def test_the_risks_of_a_day_are_said_in_words():
    friday = ReleaseDateFactory.build(stay=None)
    assert risks(friday, {friday.expected_on}) == [
        "Friday",
        "moved from the date on paper",
        "many are let out that day",
    ]
    eve = {
        "nominal_on": date(2026, 12, 24),
        "expected_on": date(2026, 12, 24),
        "last_working_day_on": date(2026, 12, 24),
    }
    recalled = ReleaseDateFactory.build(stay=None, release_type="PRRD", earliest_on=date(2026, 12, 24), **eve)
    assert risks(recalled) == ["day before a holiday", "recall"]
    curfew = {"release_type": "HDCED", "friday_or_pre_holiday": False}
    far = dict.fromkeys(["nominal_on", "expected_on", "earliest_on", "last_working_day_on"], date(2060, 6, 1))
    assert risks(ReleaseDateFactory.build(stay=None, **curfew, **far)) == ["early scheme", "holidays not yet published"]


def test_readiness_counts_to_the_earliest_day_and_planning_from_the_expected(today):
    assert readiness(today + timedelta(days=1), ["naloxone"]) == "Not ready, 1 day left"
    assert readiness(today, ["naloxone"]) == "Not ready, and may be out already"
    assert readiness(today, []) == "Ready"
    now = timezone.now()
    assert planning(now, today + timedelta(days=1)) == "before the expected release"
    assert planning(now, today - timedelta(days=21)) == ""
    assert planning(now, today - timedelta(days=22)) == "later than three weeks after release"


def test_the_board_of_300_takes_at_most_8_queries(sign_in, keyworker, team, today):
    prison = PrisonFactory()
    SurgeDayFactory(day=today)
    days = {"earliest_on": today, "expected_on": today, "nominal_on": today, "last_working_day_on": today}
    for number in range(300):
        episode = EpisodeFactory(team=team, keyworker=keyworker)
        released = {"released": True} if number % 3 == 1 else {"establishment": prison}
        stay = CustodyStayFactory(client=episode.client, episode=episode, **released)
        if number % 3 == 0:
            ReleaseDateFactory(stay=stay, **days)
    browser = sign_in(keyworker)
    browser.get(reverse(BOARD))
    with CaptureQueriesContext(connection) as captured:
        page = browser.get(reverse(BOARD))
    assert [len(page.context[part].rows) for part in ("coming", "not_seen", "no_date")] == [100, 100, 100]
    assert len(captured) <= 8, "\n".join(query["sql"][:150] for query in captured.captured_queries)
    assert "many are let out that day" in page.content.decode()
