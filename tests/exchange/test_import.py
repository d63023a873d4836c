"""Rows of another system: out and in again says the same, each row is answered for, and nothing here is overwritten."""

import csv
import json
import tracemalloc
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from clients.choices import EpisodeStatus
from clients.models import Client, Episode, EpisodeIntervention
from core.spreadsheets import typed_cell
from exchange.models import DataSetNumber
from exchange.ndtms.fields import read_day
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, EpisodeInterventionFactory
from tests.factories.reference import code

from .people import export, rows_of, treated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def agency(team):
    team.ndtms_code = "N0801"
    team.save()
    return team


def bring_in(path, *arguments):
    """(what became of each row, the counts) of `import_ndtms --json`."""
    said = StringIO()
    call_command("import_ndtms", str(path), "--json", *arguments, stdout=said)
    *rows, counts = [json.loads(line) for line in said.getvalue().splitlines()]
    return rows, counts


def write(path, rows, encoding="utf-8", head=None):
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, head or list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def file(agency, tmp_path):
    """A file of three people made by another database: in treatment, closed, and one who has not agreed. Nobody is here."""
    path = tmp_path / "out.csv"
    with transaction.atomic():
        row = treated(agency)
        EpisodeInterventionFactory(
            episode=row, kind=code("intervention_type", "94"), started_on=None, setting=code("setting", "primary_care")
        )
        treated(agency, agreed=False)
        closed = treated(
            agency, closed=True, in_treatment=False, discharge_reason="completed_alcohol_free",
            treatment_started_on=row.treatment_started_on,
        )  # fmt: skip
        closed.interventions.update(ended_on=closed.ended_on, exit_status=code("intervention_exit", "A"))
        Client.objects.filter(pk=closed.client_id).update(first_name="Owain", sex="male")
        export(path)
        transaction.set_rollback(True)
    assert not Client.objects.exists()
    return path


def test_out_and_in_again_says_the_same(file, tmp_path, agency):
    rows, counts = bring_in(file)
    assert counts == {
        "rows": 6, "added": 5, "known": 0, "without_consent": 1, "refused": 0, "data_set": "K", "historic": True,
        "dry_run": False,
    }  # fmt: skip
    assert [row["row"] for row in rows] == [2, 3, 4, 5, 6, 7] or sorted(row["row"] for row in rows) == [
        2,
        3,
        4,
        5,
        6,
        7,
    ]
    before = sorted(map(tuple, (row.items() for row in rows_of(file) if row["CONSENT"] == "Y")))
    _said, after = export(tmp_path / "again.csv")
    assert sorted(map(tuple, (row.items() for row in after))) == before
    closed = Episode.objects.get(status=EpisodeStatus.CLOSED)
    assert closed.client.name == "A, O"
    assert closed.status_changes.get().to_status == EpisodeStatus.CLOSED
    assert closed.interventions.get().other_agency == "=Forge", "as typed"
    assert closed.client.national_consents.get().agreed
    rows, counts = bring_in(file)
    assert (counts["known"], counts["added"], counts["refused"]) == (5, 0, 0), "twice changes nothing"
    assert not any("Says something else" in reason for row in rows for reason in row["reasons"])


def test_a_dry_run_says_the_same_and_stores_nothing(file):
    said = bring_in(file, "--dry-run")
    assert not Client.objects.exists()
    rows, counts = bring_in(file)
    assert (said[0], said[1] | {"dry_run": False}) == (rows, counts)


def test_what_has_no_place_here_leaves_again(file, tmp_path):
    rows = [row for row in rows_of(file) if row["CONSENT"] == "Y"]
    own = [row for row in rows if row["EPISODID"] == rows[0]["EPISODID"]]
    first = next(row for row in own if row["MODID"])
    extra = {"DAT": "E06B", "LA": "E07000001", "CPLANDT": "10/09/2026", "CLIENT": "old-1"}
    for row in own:
        row |= extra
    first |= {"SUBMID": "1", "SUBMODDT": "01/10/2026", "RECPEER": "Y"}
    second = first | {"SUBMID": "2", "SUBMODDT": "01/11/2026", "RECPEER": "N", "RECHSE": "Y"}
    bring_in(write(tmp_path / "theirs.csv", [*own, second]))
    _said, after = export(tmp_path / "again.csv")
    assert sorted(tuple(row.items()) for row in after) == sorted(tuple(row.items()) for row in [*own, second])


def test_ids_that_stand_twice_and_columns_that_do_not_agree(file, tmp_path):
    rows = [row for row in rows_of(file) if row["CONSENT"] == "Y"]
    own = [row for row in rows if row["EPISODID"] == rows[0]["EPISODID"]]
    one = next(row for row in own if row["MODID"])
    top = next(row for row in own if row["TOPID"])
    bad = [
        one | {"MODST": "16/09/2026"},  # the same intervention, another start
        top | {"TOPID": ""},
        top | {"TOPID": "t9", "QUALLIFE": "21"},
        one | {"MODID": "m9", "MODEND": "01/10/2026", "MODEXIT": "NA"},
        one | {"MODID": "m8", "MODST": "31/02/2026"},
        one | {"DRUG1": "3201"},
        one,
    ]  # fmt: skip
    told, counts = bring_in(write(tmp_path / "theirs.csv", own + bad))
    start = len(own) + 2
    said = {row["row"]: (row["became"], " ".join(row["reasons"])) for row in told}
    assert all(said[number][0] == "added" for number in range(2, start))
    assert [said[number][0] for number in range(start, start + 7)] == ["refused"] * 6 + ["known"]
    for number, words in enumerate(
        [
            "MODID: row",
            "TOPID: missing",
            "QUALLIFE: not a whole number",
            "An end needs",
            "MODST: not a day",
            "DRUG1: not as",
            "says the same",
        ],
        start,
    ):
        assert words in said[number][1], said[number]
    assert DataSetNumber.objects.filter(kind="intervention").count() == len([row for row in own if row["MODID"]])


def test_somebody_alike_is_never_joined_by_a_guess(file, tmp_path, agency):
    rows = [row for row in rows_of(file) if row["CONSENT"] == "Y" and row["SEX"] == "F"]
    path = write(tmp_path / "theirs.csv", rows)
    here = ClientFactory(registered_team=agency, first_name="Eluned", family_name="Allt")
    told, counts = bring_in(path)
    assert counts["refused"] == len(rows)
    assert here.reference in told[0]["reasons"][0]
    _told, counts = bring_in(path, "--alike", "join", "--dry-run")
    assert counts["added"] == len(rows)
    bring_in(path, "--alike", "join")
    assert here.episodes.count() == 1
    assert here.local_numbers.get().number == rows[0]["CLIENTID"]
    here.refresh_from_db()
    assert here.first_name == "Eluned", "what stands on a record stays"
    other = [row | {"FINITIAL": "Z"} for row in rows]
    told, counts = bring_in(write(tmp_path / "other.csv", other))
    assert counts["refused"] == len(rows)
    assert "somebody else" in told[0]["reasons"][0]


@pytest.mark.parametrize(
    ("style", "encoding"),
    [("{0:%d-%m-%Y}", "utf-8"), ("{0:%Y-%m-%d}", "utf-8-sig"), ("{0:%d-%b-%Y}", "cp1252"), ("{0:%d %B %Y}", "cp1252")],
)
def test_encodings_and_styles_of_dates(file, tmp_path, style, encoding):
    rows = [row for row in rows_of(file) if row["CONSENT"] == "Y"]
    for row in rows:
        for name, text in row.items():
            if len(text) == 10 and text[2] == text[5] == "/":
                row[name] = style.format(read_day(text))
        row["OPRAGNCY"] = row["MODID"] and ("Tŷ Gobaith" if encoding != "cp1252" else "Café")
    told, counts = bring_in(write(tmp_path / "theirs.csv", rows, encoding))
    assert counts["added"] == len(rows), told
    agency = EpisodeIntervention.objects.values_list("other_agency", flat=True)
    assert {*agency} == {rows[0]["OPRAGNCY"] or rows[1]["OPRAGNCY"]}
    assert {*Client.objects.values_list("date_of_birth", flat=True)} == {date(1985, 3, 14)}


def test_files_that_are_refused_whole(file, tmp_path, settings):
    rows = rows_of(file)
    path = tmp_path / "theirs.csv"
    text = file.read_text()

    def refused(words):
        with pytest.raises(CommandError, match=words):
            bring_in(path)
        assert not Client.objects.exists()

    write(path, rows, "utf-16")
    refused("UTF-16")
    path.write_bytes(b"PK\x03\x04\0\0")
    refused("no CSV file")
    path.write_text("")
    refused("The first line")
    path.write_text(text.replace('"FINITIAL"', '"FIRSTNAME"', 1))
    refused("has columns that data set K has not: FIRSTNAME")
    path.write_text(text.replace('"SINITIAL"', '"FINITIAL"', 1))
    refused("has columns twice: FINITIAL")
    path.write_text(text.replace(",", ";"))
    refused("separated by commas")
    path.write_text(",".join(f"C{number}" for number in range(100_000)))
    refused("The first line")
    write(path, rows, head=[name for name in rows[0] if name != "CLIENTID"] + ["CLIENTID"])
    settings.NDTMS_MOST_ROWS = 5
    refused("more than 5 rows")
    settings.NDTMS_MOST_MB = 0
    refused("larger than 0 MB")
    path.unlink()
    refused("No such file")


def test_broken_lines_are_refused_one_by_one(file):
    text = file.read_text()
    wide = ",".join(["x"] * 10_000)
    file.write_text(text + '"A","B"\n' + wide + "\n" + ",".join(["x"] * 100_000) + '\n"never closed\n\n' + '"\x01"\n')
    told, counts = bring_in(file)
    assert (counts["added"], counts["refused"]) == (5, 5)
    broken = [row["reasons"][0] for row in sorted(told, key=lambda row: row["row"]) if row["became"] == "refused"]
    assert [words.partition(" ")[2][:12] for words in broken[:3]] == ["line has 2 v", "line has 100", "line is long"]
    assert "quotation mark" in broken[3]


def test_only_who_may_bring_people_in_is_named(file, team_manager):
    for name in ("nobody", "a\0b", UserFactory().username):
        with pytest.raises(CommandError, match="may not"):
            bring_in(file, "--by", name)
    bring_in(file, "--by", team_manager.username)
    assert {row.created_by for row in Episode.objects.all()} == {team_manager}


def test_memory_does_not_grow_with_the_file(file, tmp_path, monkeypatch):
    """Ten times as many rows take no more of it."""
    line = file.read_text().splitlines()[1]
    head = file.read_text().splitlines()[0]

    def peak(times):
        path = tmp_path / f"{times}.csv"
        with path.open("w") as stream:
            stream.write(head + "\n")
            stream.writelines(line.replace(typed_cell("N0801"), f"X{number:04}") + "\n" for number in range(times))
        tracemalloc.start()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("exchange.ndtms.bringing_in.BringingIn.take", lambda _self, rows: [])
            bring_in(path)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(1_500) < peak(150) * 1.5 + 100_000


HOSTILE = [
    "0",
    "-1",
    "９",
    "2" * 30,
    "'",
    '"',
    "NULL",
    "\u202e",
    "31/02/2026",
    "01/01/0001",
    "31/12/9999",
    "x" * 300,
    "y",
    "é",
]


def test_each_row_is_answered_for_whatever_stands_in_a_cell(file, tmp_path):
    """One cell of a row of its own is hostile, in every third column: nothing breaks, and nothing is lost."""
    good = next(row for row in rows_of(file) if row["MODID"] and row["DISD"])
    top = {
        name: text
        for row in rows_of(file)
        if row["TOPID"]
        for name, text in row.items()
        if name.startswith(("TOP", "TR"))
    }
    rows = []
    for number, column in [*enumerate(good)][::3]:
        own = {"EPISODID": f"e{number}", "CLIENTID": f"c{number}", "MODID": f"m{number}", "TOPID": f"t{number}"}
        rows.append(good | top | own | {column: HOSTILE[number % len(HOSTILE)]})
    told, counts = bring_in(write(tmp_path / "theirs.csv", rows), "--alike", "new", "--dry-run")
    assert [one["row"] for one in told] == list(range(2, len(rows) + 2))
    assert counts["added"] + counts["refused"] == len(rows)
    assert counts["added"] > 15
    assert all(one["reasons"] for one in told if one["became"] == "refused")
    assert not any("The database" in reason for one in told for reason in one["reasons"]), "a rule says it in words"
    assert not Client.objects.exists()
