"""A version of the data set is loaded from a file that is right in all its parts, and never rewritten."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from exchange.models import DataSetVersion
from exchange.ndtms.loading import HISTORIC

from .people import export, treated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def newer():
    """K with other letters, in force later, with one column more and another code."""
    found = json.loads(HISTORIC.read_text())
    found |= {"letter": "R", "title": "Core data set R", "is_historic": False, "effective_from": "2026-04-01"}
    found["columns"] += [["UTLA", "episode", "", "Upper-tier authority"], ["TOBACCO", "top", "tobacco_days", "Tobacco"]]
    found["codes"]["substance"]["heroin"] = "1101"
    return found


def load(tmp_path, found):
    path = tmp_path / "version.json"
    path.write_text(json.dumps(found) if isinstance(found, dict) else found)
    call_command("load_data_set", str(path))


def test_the_version_in_force_writes_the_file(newer, tmp_path, team):
    team.ndtms_code = "N0801"
    team.save()
    treated(team)
    load(tmp_path, newer)
    said, rows = export(tmp_path / "out.csv")
    assert (said["data_set"], said["historic"]) == ("R", False)
    assert [rows[0][code] for code in ("DRUG1", "UTLA", "TOBACCO")] == ["1101", "NA", ""]
    assert rows[1]["TOBACCO"] == "NA"
    assert DataSetVersion.objects.in_force(date(2026, 3, 31)).letter == "K"
    load(tmp_path, newer)  # once more changes nothing
    with pytest.raises(CommandError, match="its own letter"):
        load(tmp_path, newer | {"title": "Another"})
    with pytest.raises(CommandError, match="in force from that day"):
        load(tmp_path, newer | {"letter": "S"})
    assert DataSetVersion.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        "not json", "[]", "[" * 100_000, {"letter": ""}, {"letter": "a\0"}, {"letter": 7}, {"title": ""}, {"title": "x" * 201},
        {"effective_from": "soon"}, {"effective_from": None}, {"is_historic": "yes"}, {"columns": []}, {"more": 1},
        {"columns": [["FINITIAL", "client", "first_initial", ""]]}, {"columns": ["FINITIAL"]}, {"columns": {"a": 1}},
        {"codes": {"nonsense": {}}}, {"codes": {"sex": "M"}}, {"codes": {"sex": {"male": 1}}}, {"also_read": []},
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_is_refused(newer, tmp_path, change):
    with pytest.raises(CommandError):
        load(tmp_path, newer | change if isinstance(change, dict) else change)
    assert DataSetVersion.objects.count() == 1


@pytest.mark.parametrize(
    "column",
    [["REFLD", "episode", "", ""], ["x y", "client", "", ""], ["NEW", "client", "nonsense", ""], ["NEW", "top", "sex", ""],
     ["NEW", "nowhere", "", ""], ["NEW", "client", "sex", ""]],
)  # fmt: skip
def test_a_column_that_cannot_be_is_refused(newer, tmp_path, column):
    newer["columns"].append(column)
    with pytest.raises(CommandError):
        load(tmp_path, newer)
