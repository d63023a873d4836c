"""What the caseload report counts, for whom, and with how many queries."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.choices import Nation, Role
from careplans.choices import Agreement, PlanStatus
from clients.choices import EpisodeStatus, Substance
from reports.caseload import month_report, partnership_report, report_for, team_report, waiting_period
from reports.catalogue import REPORTS
from reports.papers import request_of_day
from tests.factories.accounts import AreaFactory, ContractFactory, PartnershipFactory, TeamFactory, UserFactory
from tests.factories.careplans import CarePlanFactory
from tests.factories.clients import ClientFactory, EpisodeFactory, EpisodeSubstanceFactory
from tests.factories.custody import CustodyStayFactory, ReleaseDateFactory
from tests.factories.recovery_capital import AssessmentFactory, DomainRatingFactory


def table(report, key):
    return next(table for table in report.tables if table.key == key)


def totals(report, key):
    return {str(label): total for label, _cells, total in table(report, key).rows}


def many(team, number, **fields):
    return [EpisodeFactory(team=team, client=ClientFactory(registered_team=team), **fields) for _ in range(number)]


def counts(team):
    return team_report(type(team).objects.filter(pk=team.pk))


def test_phases_and_substance_groups_of_open_episodes(today, team):
    many(team, 2)
    inside = many(team, 3, in_treatment=True)
    many(team, 1, closed=True)
    EpisodeSubstanceFactory(episode=inside[0], substance=Substance.HEROIN)
    EpisodeSubstanceFactory(episode=inside[0], rank=2, substance=Substance.ALCOHOL)
    EpisodeSubstanceFactory(episode=inside[1], substance=Substance.ALCOHOL)
    report = counts(team)
    phases = {"Waiting for treatment": 2, "In treatment": 3, "Paused": 0, "Aftercare": 0}
    assert totals(report, "phase") == phases
    assert totals(report, "substances") == {
        "Opiate": 1, "Non-opiate only": 0, "Non-opiate and alcohol": 0, "Alcohol only": 1, "Not recorded": 3,
    }  # fmt: skip


def test_needs_come_from_the_newest_assessment(today, team):
    (episode,) = many(team, 1, in_treatment=True)
    old = AssessmentFactory(client=episode.client, assessed_on=today - timedelta(days=90))
    DomainRatingFactory(assessment=old, domain="money", rating=0)
    new = AssessmentFactory(client=episode.client, assessed_on=today)
    DomainRatingFactory(assessment=new, domain="housing", rating=4)
    DomainRatingFactory(assessment=new, domain="family", rating=9, needs="Somebody to talk to")
    DomainRatingFactory(assessment=new, domain="ete", rating=5)
    found = {label for label, total in totals(counts(team), "needs").items() if total}
    assert found == {"Housing", "Family and relationships"}


def test_reviews_are_overdue_on_the_day_after(today, team):
    agreed = {
        "status": PlanStatus.ACTIVE,
        "agreement": Agreement.AGREES,
        "agreed_on": date(2026, 9, 1),
        "agreed_how": "signed",
    }
    for episode, days in zip(many(team, 3, in_treatment=True), (-1, 0, 1), strict=True):
        CarePlanFactory(client=episode.client, review_on=today + timedelta(days=days), **agreed)
    many(team, 1)
    assert totals(counts(team), "reviews") == {"Review overdue": 1, "Review not yet due": 2, "No active plan": 1}


def test_releases_by_the_date_that_holds(today, team):
    for episode, weeks in zip(many(team, 3, in_treatment=True), (2, 12, 13), strict=True):
        stay = CustodyStayFactory(client=episode.client)
        day = today + timedelta(weeks=weeks)
        ReleaseDateFactory(stay=stay, nominal_on=day, earliest_on=day, expected_on=day, last_working_day_on=day)
    report = counts(team)
    assert totals(report, "releases")["In weeks 1 to 4"] == 1
    assert totals(report, "releases")["In weeks 9 to 12"] == 1
    assert totals(report, "releases")["No release expected in this time"] == 1


def test_waiting_times_in_england_are_to_the_offer(today, team):
    for days in (21, 22):
        many(
            team, 1, referred_on=date(2026, 9, 1), first_appointment_offered_on=date(2026, 9, 1) + timedelta(days=days)
        )
    many(team, 1, referred_on=today - timedelta(days=22))
    many(team, 1, referred_on=today - timedelta(days=21))
    expected = {"Within the standard": 1, "Later": 1, "Still waiting, too long": 1}
    assert totals(counts(team), "waiting_england") == expected


def test_waiting_times_in_wales_are_to_the_start_in_working_days(today, db):
    team = TeamFactory(area=AreaFactory(nation=Nation.WALES))
    # 28 days are 20 working days where there is no bank holiday
    for days in (28, 29):
        many(team, 1, in_treatment=True, referred_on=date(2026, 9, 7))
        team.episodes.filter(treatment_started_on=date(2026, 9, 15)).update(
            treatment_started_on=date(2026, 9, 7) + timedelta(days=days)
        )
    many(team, 1, referred_on=today - timedelta(days=29))
    many(team, 1, referred_on=today - timedelta(days=28))
    expected = {"Within the standard": 1, "Later": 1, "Still waiting, too long": 1}
    assert totals(counts(team), "waiting_wales") == expected


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2026, 11, 23), (date(2025, 11, 1), date(2026, 10, 31))),
        (date(2027, 1, 1), (date(2026, 1, 1), date(2026, 12, 31))),
        (date(2028, 3, 31), (date(2027, 3, 1), date(2028, 2, 29))),
    ],
)
def test_waiting_period_is_twelve_full_months(day, period):
    assert waiting_period(day) == period


def test_commissioner_counts_only_teams_under_contract_here(today, commissioner, team):
    ours = TeamFactory(area=team.area, provider=team.provider)
    ended = TeamFactory(area=team.area)
    ContractFactory(partnership=commissioner.partnership, provider=ended.provider, ends_on=today - timedelta(days=1))
    elsewhere = TeamFactory(provider=team.provider)
    for counted in (team, ours, ended, elsewhere):
        many(counted, 6)
    assert {row.pk for row in partnership_report(commissioner.partnership, today).teams} == {team.pk, ours.pk}
    report = report_for(commissioner)
    assert table(report, "phase").total == 12
    assert report.is_suppressed
    assert not report.clients


def test_commissioner_sees_no_count_of_one_to_four(today, commissioner, team):
    many(team, 20, in_treatment=True)
    many(team, 3)
    many(TeamFactory(area=team.area, provider=team.provider), 2)  # a team of two stands together with the other
    report = partnership_report(commissioner.partnership, today)
    for item in report.tables:
        figures = [value for _label, cells, total in item.rows for value in [*cells, total]]
        assert not [value for value in figures if value is not None and 0 < value < 5], item
    assert len(table(report, "phase").columns) == 1
    assert table(report, "phase").total == 25


def test_what_a_commissioner_reads_stays_for_a_month_so_that_no_two_counts_lie_close_together(
    today, commissioner, team, monkeypatch, django_assert_max_num_queries
):
    many(team, 20, in_treatment=True)
    first = month_report(commissioner.partnership, today)
    many(team, 1, in_treatment=True)
    with django_assert_max_num_queries(1):
        last = month_report(commissioner.partnership, date(2026, 11, 30))
    assert replace(last, teams=[]) == first
    assert (table(last, "phase").total, last.day) == (20, today)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 12, 1))
    assert report_for(commissioner).day == date(2026, 12, 1)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 12, 20))
    paper = request_of_day(REPORTS["caseload"], by=commissioner)
    assert paper.title == "Caseload, 1 December 2026", "the day of the count, not of the wish"
    assert table(report_for(commissioner), "phase").total == 21
    assert table(month_report(PartnershipFactory()), "phase").total == 0  # each partnership has its own


def test_staff_read_the_caseload_of_the_moment(today, case_manager, team):
    many(team, 6, in_treatment=True)
    assert table(report_for(case_manager), "phase").total == 6
    many(team, 1, in_treatment=True)
    assert table(report_for(case_manager), "phase").total == 7


def test_of_a_handful_of_people_nothing_is_shown(today, commissioner, team):
    many(team, 3)
    report = partnership_report(commissioner.partnership, today)
    for key in ("phase", "substances", "reviews", "releases"):
        assert table(report, key).withheld
        assert table(report, key).total is None
    assert all(total is None for _label, _cells, total in table(report, "needs").rows)


def test_staff_count_their_own_teams_and_read_references(today, case_manager, team, other_team):
    (mine,) = many(team, 1, in_treatment=True)
    many(other_team, 1)
    report = report_for(case_manager, with_clients=True)
    assert [line["reference"] for line in report.clients] == [mine.client.reference]
    assert mine.client.family_name not in repr(report)


def test_others_have_no_report(today, keyworker):
    with pytest.raises(PermissionDenied):
        report_for(keyworker)


def test_without_a_team_there_is_nothing_to_count(today, db):
    report = report_for(UserFactory(role=Role.CASE_MANAGER), with_clients=True)
    assert report.clients == []
    assert table(report, "phase").rows[0][2] == 0


@pytest.mark.parametrize("reader", ["case_manager", "commissioner"])
def test_as_many_queries_for_two_people_as_for_fifty(reader, request, today, team, django_assert_max_num_queries):
    user = request.getfixturevalue(reader)

    def count():
        return partnership_report(user.partnership, today) if user.partnership else report_for(user, with_clients=True)

    many(team, 2, status=EpisodeStatus.WAITING)
    assert count().teams == [team]  # reads the user's teams, which a request does once
    with django_assert_max_num_queries(15) as few:
        count()
    many(team, 48, in_treatment=True)
    with django_assert_max_num_queries(15) as lots:
        count()
    assert len(few) == len(lots)
