"""People from another system: a file is checked as the add page checks, decided on line by line, and added."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from clients import intake
from clients.alike import refresh_name_keys
from clients.choices import RowFound
from clients.models import Client, ClientOfTeam, DifferentPerson, ImportBatch, ImportRow
from clients.sheet import COLUMNS
from core.models import AccessLog
from tests.factories.accounts import UserFactory
from tests.factories.clients import ClientFactory, ImportBatchFactory, ImportRowFactory
from tests.factories.reference import code

HEAD = "first_name,family_name,date_of_birth,sex,nhs_number,phone,address,postcode\r\n"
BORN = date(1985, 3, 27)


def text_of(page):
    return " ".join(page.content.decode().split())


def csv(*lines, head=HEAD):
    return (head + "".join(f"{line}\r\n" for line in lines)).encode()


@pytest.fixture
def send(sign_in, team_manager, team):
    """Sends a file as the team's manager."""

    def upload(data, name="clients.csv", **more):
        typed = {"team": team.pk, "file": SimpleUploadedFile(name, data, "text/csv")} | more
        return sign_in(team_manager).post(reverse("clients:import_start"), typed)

    return upload


@pytest.fixture
def check(send):
    """Sends a file and lets the worker check it; gives the batch."""

    def checked(*lines, head=HEAD):
        assert send(csv(*lines, head=head)).status_code == 302
        batch = ImportBatch.objects.first()
        intake.work_on(batch.pk)
        return ImportBatch.objects.get(pk=batch.pk)

    return checked


def url(name, batch):
    return reverse(f"clients:{name}", args=[batch.pk])


def found(batch):
    return {row.number: row.found for row in batch.rows.all()}


def add(batch, by):
    intake.confirm(batch, by=by)
    intake.work_on(batch.pk)
    return ImportBatch.objects.get(pk=batch.pk)


def reason():
    return code("duplicate_reason", "twin")


def test_a_file_is_checked_and_then_added(check, team_manager, team, keyworker, stranger):
    batch = check(
        "Ffion,Brought,27/03/1985,Female,999 000 0018,+44 7700 900123,\"12 Quarry Lane\nNewmarsh\",nm1 1aa",
        "Łukasz,O’Brought,1990-12-01,m,,,,ZZ99 3VZ",
    )  # fmt: skip
    assert (batch.state, batch.total, found(batch)) == ("ready", 2, {2: "ready", 4: "ready"})
    assert not Client.objects.exists(), "Nobody is added before somebody says so"
    batch = add(batch, team_manager)
    assert (batch.state, batch.added, batch.left_out, batch.refused) == ("finished", 2, 0, 0)
    ffion, lukasz = Client.objects.order_by("first_name")
    assert (ffion.nhs_number, ffion.sex, ffion.date_of_birth) == ("9990000018", "female", BORN)
    assert (ffion.created_by, ffion.registered_team) == (team_manager, team)
    assert ffion.contact_ways.get().value == "+44 7700 900123"
    assert (ffion.addresses.get().postcode, lukasz.addresses.get().kind) == ("NM1 1AA", "no_fixed_abode")
    assert set(Client.objects.visible_to(keyworker)) == {ffion, lukasz}
    assert not Client.objects.visible_to(stranger).exists()
    assert ClientOfTeam.objects.filter(team=team).count() == 2
    assert not ffion.name_keys.is_stale
    assert not any(row.values or row.alike for row in batch.rows.all()), "What stood in the file is forgotten"


def test_the_same_file_again_adds_nobody(check, team_manager):
    lines = ["Ffion,Brought,27/3/1985,female,9990000018,,,", "Owen,Brought,1/2/1990,male,,,,"]
    add(check(*lines), team_manager)
    again = check(*lines)
    assert found(again) == {2: "wrong", 3: "alike"}
    assert again.rows.get(number=2).problems == [["", "Another record has this NHS number"]]
    assert again.rows.get(number=2).alike, "It says which"
    with pytest.raises(intake.NotAllowed, match="Nobody"):
        intake.confirm(again, by=team_manager)
    assert Client.objects.count() == 2


def test_whoever_looks_alike_needs_a_reason(check, sign_in, team_manager, team, other_team):
    known = ClientFactory(registered_team=team, first_name="Siân", family_name="Rhys", date_of_birth=BORN)
    ClientFactory(registered_team=other_team, first_name="Owen", family_name="Hidden", date_of_birth=BORN)
    refresh_name_keys()
    batch = check(
        "Sian,Rees,27/03/1985,female,,,,",
        "Owen,Hidden,27/03/1985,male,,,,",
        "Nia,Newcomer,30/07/1961,female,,,,",
        "Nia,Newcommer,30/07/1961,female,,,,",
    )
    assert found(batch) == {2: "alike", 3: "alike", 4: "ready", 5: "alike"}
    browser = sign_in(team_manager)
    page = text_of(browser.get(url("import_detail", batch)))
    assert known.name in page
    assert "he same date of birth" in page
    assert "A record exists with another team." in page
    assert "HIDDEN, Owen" in page  # what stands in the file, and nothing of the record
    assert str(other_team) not in page
    assert "Looks like line 4 of this file" in page
    assert "1 person of 4 in the file is to be added" in page
    wrong = browser.post(url("import_detail", batch), {"line_2": "7777"})
    assert wrong.status_code == 422
    browser.post(url("import_detail", batch), {"line_2": reason().pk, "line_3": "leave_out", "line_5": reason().pk})
    batch = add(batch, team_manager)
    assert (batch.added, batch.left_out) == (3, 1)
    new = Client.objects.get(family_name="Rees")
    kept = DifferentPerson.objects.get(client=new)
    assert (kept.like, kept.reason, kept.created_by) == (known, reason(), team_manager)
    assert DifferentPerson.objects.get(client__family_name="Newcommer").like.family_name == "Newcomer"
    assert "Line 3" in text_of(browser.get(url("import_detail", batch)))


def test_every_mistake_is_told_with_its_line_and_column(check, sign_in, team_manager):
    batch = check(
        "Ffion,,27/03/85,woman,9990000019,not a phone,,",
        "Owen,Brought,31/02/1990,male,,,,",
        "Nia,Brought,27/03/2085,female,,,,",
        "Siân,Twice,1/1/1980,female,9990000018,,,",
        "Ann,Different,5/5/1955,female,9990000018,,,",
        f"{'x' * 101},Brought,27/03/1985,female,,,,",
    )
    rows = {row.number: dict(row.problems) for row in batch.rows.all()}
    assert set(rows[2]) == {"family_name", "date_of_birth", "sex", "nhs_number", "phone"}
    assert "real date" in rows[3]["date_of_birth"]
    assert "future" in rows[4]["date_of_birth"]
    assert rows[6] == {"nhs_number": "Line 5 has this NHS number"}
    assert "Shorten" in rows[7]["first_name"]
    page = text_of(sign_in(team_manager).get(url("import_detail", batch), {"show": "wrong"}))
    assert "Enter the family name" in page
    batch = add(batch, team_manager)
    assert (batch.added, batch.refused) == (1, 5)
    assert "Line 5 has this NHS number" in text_of(sign_in(team_manager).get(url("import_detail", batch)))


def test_whoever_was_added_meanwhile_is_recognised(check, team_manager, team):
    batch = check("Ffion,Brought,27/3/1985,female,,,,", "Owen,Other,1/2/1960,male,,,,")
    ClientFactory(registered_team=team, first_name="Ffion", family_name="Brought", date_of_birth=BORN)
    refresh_name_keys()
    batch = add(batch, team_manager)
    assert (batch.added, batch.refused) == (1, 1)
    assert "known already" in batch.rows.get(number=2).problems[0][1]


def test_a_worker_that_dies_leaves_nobody_half_and_nobody_twice(check, team_manager, monkeypatch):
    batch = check(
        *[f"Person,Number{'abcdefgh'[n]},{n + 1}/{n + 1}/19{n + 5}0,female,,07700 900123,," for n in range(4)]
    )
    assert set(found(batch).values()) == {"ready"}
    intake.confirm(batch, by=team_manager)
    honest, calls = intake._add_person, []

    def dying(*args):
        calls.append(args)
        outcome = honest(*args)
        if len(calls) == 3:
            raise MemoryError
        return outcome

    monkeypatch.setattr(intake, "_add_person", dying)
    with pytest.raises(MemoryError):
        intake.work_on(batch.pk)
    assert (Client.objects.count(), ImportBatch.objects.get().state) == (2, "adding")
    intake.work_on(batch.pk)
    assert Client.objects.count() == 4
    assert ImportBatch.objects.get().added == 4
    intake.work_on(batch.pk)
    assert Client.objects.count() == 4


ROW = "Ffion,Brought,27/03/1985,female,,,,"
REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\r\n", "empty"),
    "head alone": (HEAD.encode(), "nobody"),
    "NUL": (csv("Ffi\0on,Brought,27/03/1985,female,,,,"), "not a CSV file"),
    "UTF-16": (csv(ROW).decode().encode("utf-16"), "not a CSV file"),
    "neither UTF-8 nor Windows": (csv(ROW) + b"\x81\xff", "not a CSV file"),
    "spreadsheet": (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)) * 9, "not a CSV file"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not a CSV file"),
    "web page": (b"<!doctype html><script>alert(1)</script>", "no column"),
    "escape": (csv("\x1b[31mFfion,Brought,27/03/1985,female,,,,"), "not a CSV file"),
    "huge cell": (csv(f"{'x' * 3_000},Brought,27/03/1985,female,,,,"), "Line 2, first_name: this is too long"),
    "huger cell": (csv(f"{'x' * 200_000},Brought,27/03/1985,female,,,,"), "Line 2 cannot be read"),
    "open quote": (csv('"Ffion,Brought,27/03/1985,female,,,,'), "cannot be read"),
    "column unknown": (csv(ROW, head="first_name,family_name,date_of_birth,sex,colour\n"), "no column “colour”"),
    "column missing": (csv(ROW, head="first_name,family_name,sex\n"), "“date_of_birth” is missing"),
    "column twice": (csv(ROW, head="first_name,sex,sex\n"), "stands there twice"),
    "column of another table": (csv(ROW, head="first_name,registered_team\n"), "no column “registered_team”"),
    "more cells": (csv(ROW + ",,x"), "Line 2 has more cells"),
    "formula": (csv("=HYPERLINK(1),Brought,27/03/1985,female,,,,"), "Line 2, first_name: this is a formula"),
    "formula with a blank": (csv(" @SUM(A1),Brought,27/03/1985,female,,,,"), "this is a formula"),
    "formula with a sign": (csv("Ffion,-1+cmd|' /C calc'!A0,27/03/1985,female,,,,"), "family_name: this is a formula"),
    "formula with a tab": (csv("\t=1,Brought,27/03/1985,female,,,,"), "this is a formula"),
    "too many": (csv(*[ROW] * 5_001), "more than 5000 people"),
    "too large": (csv(ROW) + b"," * (5 * 1024 * 1024), "larger than 5 MB"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_table_of_people_is_refused_on_the_field(kind, send):
    data, told = REFUSED[kind]
    page = send(data)
    assert page.status_code == 422
    assert told in text_of(page)
    assert 'href="#id_file"' in text_of(page)
    assert not ImportBatch.objects.exists()
    assert not ImportRow.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_may_be_utf_8_or_as_windows_writes_it(encoding, check, send, sign_in, team_manager):
    head, line = "First name;Family name;Date of birth;Sex;#\n".replace(";#", ""), "Siân;O’Brought;27/03/1985;female\n"
    assert send((head + "# a note;;;\n" + line).encode(encoding)).status_code == 302
    batch = ImportBatch.objects.get()
    intake.work_on(batch.pk)
    assert batch.rows.get().values["family_name"] == "O’Brought"
    page = text_of(sign_in(team_manager).get(url("import_detail", batch), {"show": "ready"}))
    assert "O’BROUGHT, Siân" in page
    assert ("The file is not UTF-8" in page) == (encoding == "cp1252")


def test_the_template_can_be_sent_back(sign_in, team_manager, send):
    template = sign_in(team_manager).get(reverse("clients:import_template_download"))
    assert template["Content-Type"].startswith("text/csv")
    head = template.content.decode("utf-8-sig").splitlines()[0]
    assert head.split(",") == COLUMNS
    assert "nobody" in text_of(send(template.content))
    line = "Ffion,Brought,Ffi,27/03/1985,yes,female,999 000 0018,1/11/2026,pds,A1234BC,,f@example.org,'-no calls,,,"
    assert send(template.content + line.encode()).status_code == 302


def test_one_look_up_for_each_file_and_not_more_than_an_hour_allows(send, monkeypatch):
    monkeypatch.setattr("clients.matching.LOOK_UPS_AN_HOUR", 1)
    assert send(csv(ROW)).status_code == 302
    assert send(csv(ROW, ROW)).status_code == 429
    assert ImportBatch.objects.count() == 1
    assert AccessLog.objects.filter(route="clients:import_start", action="search").count() == 1


def test_a_file_belongs_to_whoever_sent_it(check, sign_in, team_manager, team):
    batch = check(ROW)
    colleague = sign_in(UserFactory(role=Role.TEAM_MANAGER, team=team))
    assert colleague.get(url("import_detail", batch)).status_code == 404
    for name in ("import_add", "import_discard"):
        assert colleague.post(url(name, batch)).status_code == 404
    browser = sign_in(team_manager)
    assert browser.post(url("import_discard", batch)).status_code == 302
    assert not ImportRow.objects.exists()
    assert browser.get(url("import_detail", batch)).status_code == 404


def test_a_team_of_others_is_no_answer(send, other_team):
    assert send(csv(ROW), team=other_team.pk).status_code == 422
    assert not ImportBatch.objects.exists()


def test_who_may_no_longer_do_this_adds_nobody(check, team_manager):
    batch = check(ROW)
    intake.confirm(batch, by=team_manager)
    team_manager.role = Role.KEYWORKER
    team_manager.save()
    intake.work_on(batch.pk)
    assert not Client.objects.exists()


def test_a_file_is_forgotten_after_a_fortnight(db):
    old = timezone.now() - timedelta(days=15)
    waiting, done, new = (ImportBatchFactory() for _n in range(3))
    for batch in (waiting, done, new):
        ImportRowFactory(batch=batch)
    ImportBatch.objects.filter(pk__in=[waiting.pk, done.pk]).update(created_at=old)
    ImportBatch.objects.filter(pk=done.pk).update(checked_at=old, confirmed_at=old, finished_at=old, added=7)
    intake.forget()
    assert set(ImportBatch.objects.values_list("pk", flat=True)) == {done.pk, new.pk}
    assert ImportRow.objects.get().batch == new
    assert ImportBatch.objects.get(pk=done.pk).added == 7


def test_pages_say_how_far_it_is(check, sign_in, team_manager):
    batch = check(ROW)
    browser = sign_in(team_manager)
    ImportBatch.objects.update(checked_at=None)
    page = browser.get(url("import_detail", batch))
    assert "being checked" in text_of(page)
    assert page["Refresh"] == "3"
    ImportBatch.objects.update(checked_at=timezone.now())
    assert "1 person of 1" in text_of(browser.get(url("import_detail", batch)))
    assert browser.post(url("import_add", batch)).status_code == 302
    assert "being added" in text_of(browser.get(url("import_detail", batch)))
    assert browser.post(url("import_discard", batch)).status_code == 302
    assert ImportBatch.objects.get().state == "adding", "Too late to forget it"
    assert RowFound.READY in found(batch).values()


def test_a_file_that_is_taken_back_while_it_is_checked_is_forgotten(send, team_manager, monkeypatch):
    assert send(csv(ROW)).status_code == 302
    batch = ImportBatch.objects.get()
    monkeypatch.setattr(intake, "_mark_twins", lambda *rows: intake.discard(batch, by=team_manager))
    intake.work_on(batch.pk)
    assert not ImportBatch.objects.exists()
    assert not ImportRow.objects.exists()
