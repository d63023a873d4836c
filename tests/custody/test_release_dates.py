"""The Friday, weekend and bank-holiday rules; the worked examples were computed from the Ministry of Justice's rule."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from core.calendar import bank_holidays
from custody.release_dates import RULES, planning_dates, rules_on


@pytest.mark.parametrize(
    ("nominal", "earliest", "expected", "last_working_day"),
    [
        ("2026-11-27", "2026-11-25", "2026-11-26", "2026-11-27"),
        ("2026-11-29", "2026-11-25", "2026-11-26", "2026-11-27"),
        ("2026-11-30", "2026-11-30", "2026-11-30", "2026-11-30"),
        ("2026-12-24", "2026-12-22", "2026-12-23", "2026-12-24"),
        ("2026-12-28", "2026-12-22", "2026-12-23", "2026-12-24"),
        ("2027-01-01", "2026-12-29", "2026-12-30", "2026-12-31"),
        ("2027-03-29", "2027-03-23", "2027-03-24", "2027-03-25"),
        ("2027-05-03", "2027-04-28", "2027-04-29", "2027-04-30"),
        ("2025-12-26", "2025-12-22", "2025-12-23", "2025-12-24"),  # a past date is computed like any other
    ],
)
def test_conditional_release_moves_off_fridays_and_eves(nominal, earliest, expected, last_working_day):
    dates = planning_dates(date.fromisoformat(nominal), "CRD", 100)
    assert [dates.earliest, dates.expected, dates.last_working_day] == [
        date.fromisoformat(day) for day in (earliest, expected, last_working_day)
    ]


@pytest.mark.parametrize(
    ("release_type", "days_served", "earliest", "expected"),
    [
        ("CRD", 28, "2026-11-25", "2026-11-26"),
        ("CRD", 27, "2026-11-27", "2026-11-27"),  # the scheme reaches only those who served 28 days
        ("ARD", 100, "2026-11-25", "2026-11-26"),
        ("PRRD", 100, "2026-11-25", "2026-11-26"),
        ("ETD", 0, "2026-11-26", "2026-11-26"),  # youth: the step alone, whatever was served
        ("MTD", 0, "2026-11-26", "2026-11-26"),
        ("LTD", 0, "2026-11-26", "2026-11-26"),
        ("HDCED", 100, "2026-11-27", "2026-11-27"),
        ("HDCAD", 100, "2026-11-27", "2026-11-27"),
        ("APD", 100, "2026-11-27", "2026-11-27"),
        ("REMAND", 100, "2026-11-27", "2026-11-27"),
        ("SLED", 100, "2026-11-27", "2026-11-27"),
    ],
)
def test_a_friday_by_type_of_date(release_type, days_served, earliest, expected):
    dates = planning_dates(date(2026, 11, 27), release_type, days_served)
    assert (dates.earliest, dates.expected) == (date.fromisoformat(earliest), date.fromisoformat(expected))
    assert dates.friday_or_pre_holiday


@pytest.mark.parametrize(
    ("release_type", "expected"),
    [("HDCED", "2026-11-30"), ("HDCAD", "2026-11-28"), ("APD", "2026-11-28"), ("SED", "2026-11-27")],
)
def test_a_saturday_by_type_of_date(release_type, expected):
    assert planning_dates(date(2026, 11, 28), release_type, 100).expected == date.fromisoformat(expected)


def test_ordinary_weekday_stays():
    dates = planning_dates(date(2026, 11, 24), "CRD", 100)
    assert dates.earliest == dates.expected == dates.last_working_day == date(2026, 11, 24)
    assert not dates.friday_or_pre_holiday


def test_year_without_published_holidays_says_so():
    assert planning_dates(date(2027, 6, 1), "CRD", 100).holidays_published
    assert not planning_dates(date(2060, 6, 1), "CRD", 100).holidays_published


def test_holiday_data_reaches_a_year_ahead():
    assert (max(bank_holidays()) - date.today()).days > 365, "Update govuk-bank-holidays"  # noqa: DTZ011 the real day


def test_command_prints_json_last(capsys):
    call_command("release_dates", "--date", "2026-11-27", "--type", "CRD", "--days-served", "100", "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "earliest": "2026-11-25",
        "expected": "2026-11-26",
        "last_working_day": "2026-11-27",
        "friday_or_pre_holiday": True,
    }


def test_command_warns_beyond_published_holidays(capsys):
    call_command("release_dates", "--date", "2060-06-01", "--type", "CRD", "--days-served", "100", "--json")
    captured = capsys.readouterr()
    assert "not yet published" in captured.err
    assert json.loads(captured.out)["expected"] == "2060-06-01"


@pytest.mark.parametrize("day", ["2026-02-31", "0001-01-01", "9999-12-31", "tomorrow", "2026-11-27\x00"])
def test_command_refuses_what_is_no_day(day):
    with pytest.raises(CommandError):
        call_command("release_dates", "--date", day, "--type", "CRD", "--days-served", "100")


def test_rules_hold_from_their_day_on():
    now = RULES[-1]
    later = replace(now, in_force_from=date(2030, 1, 1), scheme_days_served=14)
    assert rules_on(date(2029, 12, 31), (now, later)) is now
    assert rules_on(date(2030, 1, 1), (now, later)) is later
    assert rules_on(date(2020, 1, 1), (now, later)) is now
    assert [row.in_force_from for row in RULES] == sorted(row.in_force_from for row in RULES)
    assert all(row.source for row in RULES)
