"""The national data set as it leaves: each column by hand, who stays out, and how much it costs."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.choices import AccessAction
from core.models import AccessLog
from exchange.ndtms import writing
from tests.factories.accounts import TeamFactory
from tests.factories.clients import AddressFactory, EpisodeFactory, EpisodeSubstanceFactory
from tests.factories.reference import code

from .people import export, rows_of, treated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

# By hand, from the layout: what treated() must come to in the row of its intervention.
EPISODE = {
    "FINITIAL": "E", "SINITIAL": "A", "DOB": "14/03/1985", "SEX": "F", "ETHNIC": "A", "NATION": "GBR",
    "REFLD": "01/09/2026", "AGNCY": "N0801", "CONSENT": "Y", "PREVTR": "Y", "PC": "NM1 1", "ACCMNEED": "1",
    "PRNTSTAT": "14", "YPSLEAD": "NA", "DAT": "NA", "LA": "NA", "DRUG1": "1011", "DRUG1AGE": "19", "ROUTE": "1",
    "DRUG2": "7000", "DRUG3": "9997", "RFLS": "4", "TRIAGED": "03/09/2026", "CPLANDT": "", "INJSTAT": "C",
    "CHILDWTH": "0", "PREGNANT": "N", "ALCDDAYS": "20", "ALCUNITS": "8", "DUALDIAG": "Y", "HEPCSTAT": "A",
    "HEPBSTAT": "B", "HEPCPOS": "N", "TOPCC": "Y", "DISD": "", "DISRSN": "", "DISDEST": "NA", "SEXUAL": "H",
    "EMPSTAT": "12",
}  # fmt: skip
INTERVENTION = {
    "MODAL": "95", "REFMODDT": "01/09/2026", "MODSET": "community", "FAOMODDT": "10/09/2026", "MODST": "15/09/2026",
    "MODEND": "", "MODEXIT": "", "SUBMODDT": "NA", "RECPEER": "NA", "TITREAT": "NA", "OPRAGNCY": "'=Forge",
}  # fmt: skip
TOP = {
    "TOPDATE": "15/09/2026", "TRSTAGE": "S", "ALCUSE": "20", "OPIUSE": "28", "CRAUSE": "NA", "IVDRGUSE": "20",
    "SHARING": "Y", "OTHTHEFT": "N", "PSYHSTAT": "8", "ACUTHPBM": "Y", "HRISK": "N", "QUALLIFE": "NA",
}  # fmt: skip


@pytest.fixture
def agency(team):
    team.ndtms_code = "N0801"
    team.save()
    return team


def test_each_column_and_each_row(agency, tmp_path):
    row = treated(agency)
    said, (modality, top) = export(tmp_path / "out.csv")
    assert said | {"rules": {}} == {
        "data_set": "K", "historic": True, "episodes": 1, "rows": 2, "without_consent": 0, "blocked": 0,
        "with_warnings": 0, "rules": {},
    }  # fmt: skip
    names = {"CLIENTID": row.client.reference, "CLIENT": row.client.reference, "EPISODID": row.pk.hex[:16]}
    assert {code: modality[code] for code in EPISODE} == EPISODE
    assert {code: top[code] for code in EPISODE} == EPISODE
    assert {code: modality[code] for code in names} == names
    assert {code: modality[code] for code in INTERVENTION} == INTERVENTION
    assert {code: top[code] for code in TOP} == TOP
    assert top["MODID"] == modality["TOPID"] == ""
    assert top["TOPID"]
    assert modality["MODID"]
    raw = (tmp_path / "out.csv").read_bytes()
    lines = raw.split(b"\n")
    assert lines[-1] == b""
    assert len(lines) == 4
    assert b"\r" not in raw
    assert lines[0].startswith(b'"FINITIAL","SINITIAL","DOB"')
    assert lines[0].count(b",") == 143
    assert all(re.fullmatch(rb'"[^"]*"(,"[^"]*"){143}', line) for line in lines[:-1])
    assert (tmp_path / "out.csv").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*"))
    log = AccessLog.objects.get(action=AccessAction.EXPORT)
    assert log.detail.startswith("export_ndtms K 2026-04-01 2026-11-23, by ")


def test_without_consent_three_columns_leave_and_once(agency, tmp_path):
    row = treated(agency, agreed=False, closed=True, in_treatment=False)
    EpisodeFactory(client=row.client, team=agency, referred_on=date(2026, 11, 2))
    said, rows = export(tmp_path / "out.csv")
    assert (said["without_consent"], said["episodes"], said["rows"]) == (1, 0, 1)
    assert {code: text for code, text in rows[0].items() if text} == {
        "AGNCY": "N0801", "CLIENTID": row.client.reference, "CONSENT": "N",
    }  # fmt: skip
    row.client.national_consents.all().delete()
    said, rows = export(tmp_path / "out.csv")
    assert (said["blocked"], rows) == (2, []), "nobody was asked: an error"
    assert said["rules"]["consent_missing"] == 2


def test_what_is_wrong_stays_out_and_is_listed_without_words(agency, tmp_path):
    fine, wrong = treated(agency), treated(agency, triaged_on=None)
    AddressFactory(client=fine.client, hidden=True, starts_on=date(2026, 10, 1))
    wrong.substances.filter(rank=1).update(route="")
    said, rows = export(tmp_path / "out.csv")
    assert said["episodes"] == said["blocked"] == 1
    assert {row["EPISODID"] for row in rows} == {fine.pk.hex[:16]}
    assert {row["PC"] for row in rows} == {""}, "a hidden address stays here"
    listed = rows_of(tmp_path / "out.csv.problems.csv")
    assert [(row["LEVEL"], row["RULE"]) for row in listed] == [("error", "route_missing"), ("error", "triage_missing")]
    assert all(row["SOURCE"] and row["WHAT"] and row["EPISODID"] == wrong.pk.hex[:16] for row in listed)
    assert "Rhys" not in (tmp_path / "out.csv.problems.csv").read_text()


def test_of_what_came_after_the_last_day_nothing_leaves(agency, tmp_path):
    row = treated(
        agency, closed=True, in_treatment=False, discharge_reason="dropped_out", treatment_started_on=date(2026, 9, 15)
    )
    row.interventions.update(ended_on=date(2026, 10, 20), exit_status=code("intervention_exit", "B"))
    _said, rows = export(tmp_path / "out.csv", last="2026-10-31")
    assert (rows[0]["DISD"], rows[0]["DISRSN"], rows[0]["MODEND"]) == ("", "", "20/10/2026")
    _said, rows = export(tmp_path / "out.csv", last="2026-11-01")
    assert (rows[0]["DISD"], rows[0]["DISRSN"], rows[0]["MODEXIT"]) == ("01/11/2026", "85", "B")
    said, rows = export(tmp_path / "out.csv", last="2026-08-31")
    assert (said["rows"], rows) == (0, [])


def test_more_episodes_need_no_more_queries(agency, tmp_path, monkeypatch):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            export(tmp_path / "out.csv")
        return len(queries)

    treated(agency)
    before = cost()
    for _ in range(3):
        treated(TeamFactory(ndtms_code=f"N9{_}"))
    assert cost() == before
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    assert cost() <= 2 * before, "once for each so many episodes"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--from", "2026-13-01", "--to", "2026-11-01"], "is not a day"),
        (["--from", "2026-11-02", "--to", "2026-11-01"], "lies after"),
        (["--from", "0001-01-01", "--to", "2026-11-01"], "must lie between"),
        (["--from", "2026-11-01", "--to", "2026-11-01", "--data-set", "ZZ"], "no such version"),
    ],
)
def test_wrong_parameters_say_so(arguments, says, tmp_path):
    with pytest.raises(CommandError, match=says):
        call_command("export_ndtms", *arguments, "--out", str(tmp_path / "out.csv"))
    assert not list(tmp_path.iterdir())


def test_two_substances_with_one_code_leave_as_one(agency, tmp_path):
    row = treated(agency)
    row.substances.filter(rank=1).update(substance="ketamine", route="sniff")
    row.substances.filter(rank=2).update(substance="spice", route="smoke")
    EpisodeSubstanceFactory(episode=row, rank=3, substance="alcohol")
    said, rows = export(tmp_path / "out.csv")
    assert said["episodes"] == 1
    assert [rows[0][code] for code in ("DRUG1", "ROUTE", "DRUG2", "DRUG3")] == ["8799", "2", "7000", "9997"]
