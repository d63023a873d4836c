"""Reports made from figures: what each reader sees and may choose, in how many queries, and what stands beside a number."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.choices import AccessAction
from core.models import AccessLog
from reports.catalogue import REPORTS
from reports.choices import PeriodKind
from reports.measures import REGISTRY
from tests.factories.accounts import TeamFactory, UserFactory
from tests.factories.reports import FigureFactory, PeriodFactory, RefreshFactory

PAGE = "reports:outcomes_report"
ENDED = {"kind": PeriodKind.YEAR, "starts_on": date(2025, 4, 1), "ends_on": date(2026, 3, 31)}
EARLIER = {"kind": PeriodKind.YEAR, "starts_on": date(2024, 4, 1), "ends_on": date(2025, 3, 31)}
RUNNING = {"kind": PeriodKind.YEAR, "starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}
QUARTER = {"kind": PeriodKind.QUARTER, "starts_on": date(2026, 7, 1), "ends_on": date(2026, 9, 30)}


def count(team, period, measure, *, breakdown=("", ""), is_restricted=False, **answers):
    dimension, value = breakdown
    for answer, number in answers.items():
        FigureFactory(
            team=team, period=period, measure=measure, answer=answer, number=number, dimension=dimension, value=value,
            is_restricted=is_restricted,
        )  # fmt: skip


@pytest.fixture
def counted(today, team):
    """Figures of two years of two teams, as on the day of the test."""
    other_team = TeamFactory(area=team.area, provider=team.provider)
    RefreshFactory(as_at=date(2026, 11, 23), finished_at=timezone.now())
    now, before = PeriodFactory(**ENDED), PeriodFactory(**EARLIER)
    PeriodFactory(**RUNNING)
    PeriodFactory(**QUARTER)
    count(team, now, "completion_exits", met=30, not_met=30)
    count(team, now, "completion_exits", met=2, is_restricted=True)
    count(other_team, now, "completion_exits", met=3, not_met=60)
    count(team, before, "completion_exits", met=10, not_met=30)
    return now


def text_of(browser, name=PAGE, **values):
    response = browser.get(reverse(name), values)
    assert response.status_code == 200
    return " ".join(re.sub("<[^>]+>", " | ", response.content.decode()).split())


def test_nothing_was_counted_yet(today, sign_in, case_manager, commissioner):
    for user in (case_manager, commissioner):
        assert "Nothing was counted yet" in text_of(sign_in(user))
    RefreshFactory(as_at=date(2026, 11, 23), finished_at=timezone.now())
    PeriodFactory(**RUNNING)
    assert "No whole period has been counted yet" in text_of(sign_in(commissioner))


def test_who_works_in_the_team_sees_its_figures_without_restricted_records(sign_in, case_manager, counted):
    page = text_of(sign_in(case_manager), period="year-2025-04-01", compare="year-2024-04-01", show="completion_exits")
    assert "Counted as on 23 November 2026" in page
    assert "| 30 |" in page
    assert "| 60 |" in page
    assert "50.0" in page
    assert "25.0" in page
    assert "+25.0 points" in page
    assert "Journeys that ended in the period with treatment completed" in page
    assert AccessLog.objects.filter(user=case_manager, action=AccessAction.LOOK, route=PAGE).count() == 1


def test_commissioner_reads_whole_years_of_all_teams_with_small_counts_hidden(
    sign_in, commissioner, counted, team, settings
):
    browser = sign_in(commissioner)
    page = text_of(browser)
    assert "2027" not in page, "the running year is no whole period"
    assert "July to September" not in page
    assert "| 35 |" in page  # 30 and 2 restricted and 3
    assert "| 125 |" in page
    page = text_of(browser, breakdown="team")
    assert page.count("[c]") >= 5  # the explanation, and a hidden table of two by two
    assert "| 3 |" not in page
    settings.REPORT_PERIODS = "quarter"
    page = text_of(browser)
    assert "July to September 2026" in page
    assert "April 2025 to March 2026" not in page
    settings.REPORT_PERIODS, settings.REPORT_ROUNDING = "year", 5
    count(team, counted, "new_presentations", met=41)
    page = text_of(browser)
    assert "| 41 |" not in page
    assert "| 40 |" in page


@pytest.mark.parametrize("breakdown", ["", "team", "sex", "age", "substance_group"])
def test_at_most_six_queries(sign_in, case_manager, commissioner, counted, team, breakdown):
    for user in (case_manager, commissioner, UserFactory(team=team, role="team_manager")):
        browser = sign_in(user)
        values = {"breakdown": breakdown, "period": "year-2025-04-01", "compare": "year-2024-04-01"}
        browser.get(reverse(PAGE), values)
        with CaptureQueriesContext(connection) as taken:
            assert browser.get(reverse(PAGE), values).status_code == 200
        assert len(taken) <= 6, "\n".join(query["sql"][:200] for query in taken)


def test_odd_choices_give_the_newest_period(sign_in, case_manager, counted):
    page = text_of(sign_in(case_manager), period="year-1066-01-01", compare="x", breakdown="name")
    assert "April 2026 to March 2027, so far" in page
    assert page.count("Choose one of the answers on the list") == 3, "and it is said"
    page = text_of(sign_in(case_manager), period="year-2025-04-01", compare="quarter-2026-07-01")
    assert ", compared with" not in page, "a year against a quarter says nothing"
    assert "Compare a year with a year" in page
    page = text_of(sign_in(case_manager), period="year-2025-04-01", compare="year-2025-04-01")
    assert "Choose another period than the one that is shown" in page


def test_a_part_of_another_figure_is_shown_to_commissioners_for_the_whole_only(sign_in, commissioner, counted, team):
    count(team, counted, "unplanned_exits", met=24, not_met=101)
    browser = sign_in(commissioner)
    assert "shown for the whole only" in text_of(browser, breakdown="team", show="unplanned_exits")
    page = text_of(browser, show="unplanned_exits")
    assert "shown for the whole only" not in page
    assert "| 24 |" in page  # of 125, of whom 35 completed
    count(team, counted, "unplanned_exits_early", met=22, not_met=43)
    assert "| 22 |" not in text_of(browser), "two left unplanned, and not early"


def test_who_gets_every_figure():
    placed = {measure.key for report in REPORTS.values() for measure in report.measures}
    here = ("unmet", "home", "referral")  # reports of their own
    assert not {key for key in REGISTRY if not key.startswith(here)} - placed, (
        "Put them into a report (reports/catalogue)"
    )
