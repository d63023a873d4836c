"""The table of release dates, which knows nothing of our code, against our code; and working days and nine o'clock in London."""

import ast
import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from core.calendar import add_working_days, bank_holidays, london
from custody.release_dates import planning_dates

from . import calendar_table

HERE = Path(__file__).parent


def table(name):
    lines = (HERE / name).read_text().splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


ROWS = table("release_dates.csv")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join([row["group"], row["release_type"], row["nominal"]]))
def test_release_date(row):
    dates = planning_dates(date.fromisoformat(row["nominal"]), row["release_type"], int(row["days_served"]))
    found = {
        "earliest": dates.earliest.isoformat(),
        "expected": dates.expected.isoformat(),
        "last_working_day": dates.last_working_day.isoformat(),
        "friday_or_pre_holiday": "yes" if dates.friday_or_pre_holiday else "no",
        "published": "yes" if dates.holidays_published else "no",
    }
    assert found == {name: row[name] for name in found}


def test_the_table_is_long_enough_and_is_what_was_reckoned():
    assert len(ROWS) >= 200
    written = StringIO()
    calendar_table.write(written)
    assert (HERE / "release_dates.csv").read_text() == written.getvalue()


def test_the_table_is_reckoned_without_our_code():
    tree = ast.parse((HERE / "calendar_table.py").read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {getattr(node, "module", None) or node.names[0].name for node in imports}
    assert modules == {"csv", "sys", "datetime"}


def test_the_holidays_that_were_reckoned_are_those_that_are_published():
    published = {day for day in bank_holidays() if day.year in calendar_table.PUBLISHED}
    assert published == calendar_table.HOLIDAYS


@pytest.mark.parametrize("row", table("due_times.csv"), ids=lambda row: f"{row['anchor']} {row['lead']}")
def test_nine_in_london_on_the_day_of_a_lead(row):
    anchor, lead = date.fromisoformat(row["anchor"]), row["lead"]
    day = add_working_days(anchor, int(lead[:-1])) if lead[-1] == "w" else anchor + timedelta(days=int(lead))
    assert day.isoformat() == row["day"]
    assert london(day).astimezone(UTC) == datetime.fromisoformat(row["utc"]).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "utc"), [("2026-03-29", "01:00"), ("2026-10-25", "00:00"), ("2027-03-28", "01:00"), ("2027-10-31", "00:00")]
)
def test_the_hour_that_is_missing_is_the_next_and_of_the_doubled_one_it_is_the_first(day, utc):
    assert london(date.fromisoformat(day), 1).astimezone(UTC).isoformat() == f"{day}T{utc}:00+00:00"
