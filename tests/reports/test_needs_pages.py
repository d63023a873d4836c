"""The reports of unmet need, referrals and equality: always broken down by what they are about, with nothing given away."""

import re
from datetime import date

import pytest
from django.urls import reverse

from core.models import Document
from reports.catalogue import REPORTS
from reports.choices import PeriodKind
from reports.forms import ReportQuery
from reports.models import Period
from reports.reading import read, stock_for
from reports.sections import lines_of, sections_of
from tests.factories.reports import FigureFactory, PeriodFactory, RefreshFactory

pytestmark = pytest.mark.django_db
YEAR, BEFORE = "year-2025-04-01", "year-2024-04-01"


@pytest.fixture
def year(team):
    """Twenty-one needs of the year by kind and by area, and five of last year."""
    RefreshFactory(as_at=date(2026, 11, 22), finished_at="2026-11-22T02:10:00Z")
    period = PeriodFactory()
    PeriodFactory(kind=PeriodKind.DAY, starts_on=date(2026, 11, 22), ends_on=date(2026, 11, 22))
    last = PeriodFactory(starts_on=date(2024, 4, 1), ends_on=date(2025, 3, 31))

    def add(measure, answer, number, dimension="", value="", period=period):
        FigureFactory(
            measure=measure, answer=answer, number=number, dimension=dimension, value=value, period=period, team=team
        )

    add("unmet_needs", "full", 16)
    add("unmet_needs", "refused", 5)
    for need, reason, number in (
        ("hostel", "full", 9), ("debt", "full", 4), ("domain:housing", "full", 3), ("hostel", "refused", 5),
    ):  # fmt: skip
        add("unmet_needs", reason, number, "need", need)
    add("unmet_needs", "full", 16, "area", team.area.name)
    add("unmet_needs", "refused", 5, "area", team.area.name)
    add("unmet_needs", "full", 5, period=last)
    add("unmet_needs", "full", 5, "need", "hostel", period=last)
    for group, number in (("White", 12), ("Mixed", 3), ("Prefer not to say", 6), ("", 1)):
        add("in_treatment", "met", number, "ethnicity", group)
    add("in_treatment", "met", 22)
    return period


def page_of(browser, name, **values):
    return browser.get(reverse(f"reports:{name}_report"), values)


def rows(page, section, part=0):
    """What the table of a measure holds on paper, where all of them stand; without the bars."""
    rows = sections_of(page.context["reading"])[section]["parts"][part]["rows"]
    return [[row.label, *(re.sub("<svg.*</svg>|<[^>]+>", "", str(cell)) for cell in row.cells)] for row in rows]


def test_needs_stand_by_kind_and_by_area_at_once(sign_in, case_manager, year, team):
    page = page_of(sign_in(case_manager), "unmet_need", period=YEAR, compare=BEFORE)
    by_need = {row[0]: row[1:] for row in rows(page, 0)}
    assert by_need["Hostels and night shelters"] == ["9", "5", "14", "5"], "full, refused, all, last year"
    assert by_need["Housing, no kind of service said"] == ["3", "0", "3", "–"]
    assert by_need["All"] == ["16", "5", "21", "5"]
    assert rows(page, 1)[0] == [team.area.name, "16", "5", "21", "–"]


def test_a_commissioner_sees_no_small_group(sign_in, commissioner, year):
    page = page_of(sign_in(commissioner), "unmet_need", period=YEAR)
    by_need = {row[0]: row[1:] for row in rows(page, 0)}
    [together] = [label for label in by_need if "+" in label]
    assert "Housing, no kind of service said" in together, "3 and 4 stand together with others"
    small = {str(number) for number in range(1, 5)}
    assert not small & {cell for row in rows(page, 0) + rows(page, 1) for cell in row[1:]}


def test_equality_is_always_broken_down_and_not_to_say_is_a_group(sign_in, case_manager, commissioner, year):
    shown = {row[0]: row[1] for row in rows(page_of(sign_in(case_manager), "equality", period=YEAR), 0)}
    assert shown == {"White": "12", "Mixed": "3", "Prefer not to say": "6", "Not asked": "1", "All": "22"}
    hidden = {row[0]: row[1] for row in rows(page_of(sign_in(commissioner), "equality", period=YEAR), 0)}
    assert hidden["All"] == "22"
    assert all(int(number) >= 5 for number in hidden.values() if number.isdecimal())


def test_what_is_on_offer_is_what_the_measures_know(case_manager, year):
    stock = stock_for(case_manager, date(2026, 11, 22))
    for key, first in (("equality", "ethnicity"), ("unmet_need", ""), ("referral_results", "")):
        query = ReportQuery({"breakdown": "need' OR 1=1"}, report=REPORTS[key], stock=stock)
        assert query.chosen["breakdown"] == first
    offered = {key: [value for value, _label in ReportQuery({}, report=REPORTS[key], stock=stock).fields["breakdown"].choices]
               for key in ("outcomes", "referral_results")}  # fmt: skip
    assert "need" not in offered["outcomes"]
    assert "ethnicity" not in offered["outcomes"]
    assert "domain" in offered["referral_results"]


@pytest.mark.parametrize("key", ["unmet_need", "equality", "referral_results"])
def test_at_most_six_queries(sign_in, case_manager, year, key, django_assert_max_num_queries):
    browser = sign_in(case_manager)
    page_of(browser, key)
    with django_assert_max_num_queries(6):
        page_of(browser, key, period=YEAR, compare=BEFORE)


def test_the_pdf_has_both_breakdowns(sign_in, case_manager, year):
    browser = sign_in(case_manager)
    browser.post(reverse("reports:unmet_need_report") + f"?period={YEAR}", {"format": "csv"})
    assert Document.objects.get().parameters["report"] == "unmet_need"
    stock = stock_for(case_manager, date(2026, 11, 22))
    lines = list(lines_of(read(REPORTS["unmet_need"], stock, period=Period.objects.get(pk=year.pk))))
    assert {line[4] for line in lines} == {"need", "area", "complexity", ""}
