"""Everything out and in again: the same rows in every table and the same files, or nothing and a reason."""

import csv
import hashlib
import json
import re
import shutil
import stat
from contextlib import contextmanager
from functools import partial

import psycopg
import pytest
from django.contrib.auth.hashers import is_password_usable
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, InternalError, connection, transaction

from accounts.choices import Role
from accounts.models import Invitation, User
from accounts.workflow import accept, invite, live_invitation
from clients.models import Contact
from config.embedded_postgres.base import server
from core.choices import AccessAction
from core.models import AccessLog, Document, Heartbeat, OutboxMessage
from documents.models import DocumentContent
from exchange.everything import catalog, coming, dictionary, leaving, left_out
from tests import database
from tests.factories.accounts import PartnershipFactory, UserFactory
from tests.factories.clients import ClientFactory, ContactFactory
from tests.factories.core import DocumentFactory
from tests.factories.documents import DocumentContentFactory
from tests.guards.hostile import TEXT
from tests.guards.test_models import FACTORIES

HOSTILE = [*TEXT.values(), "\\.", "\n\\.\n", '"', '""', ",", "\r", "\\N", "NULL", "!"]
PDF, BYTES = b"%PDF-1.7 " + bytes(range(256)) * 40, bytes(range(256))


@pytest.fixture(scope="module")
def databases(django_db_setup, django_db_blocker):
    """A service with a row of every kind, and a database that was just migrated; gives their names."""
    with django_db_blocker.unblock():
        names = [database.copy_template() for _ in range(2)]
        with database.connected_to(names[0]):
            make_service()
        yield names
        for name in names:
            database.drop(name)


@pytest.fixture(scope="module")
def left(databases, tmp_path_factory):
    """The service written out; gives the folder and a digest of each of its tables."""
    folder = tmp_path_factory.mktemp("everything") / "out"
    with database.connected_to(databases[0]):
        call_command("export_all", out=folder, verbosity=0)
        return folder, digests()


@pytest.fixture
def full(databases):
    with database.connected_to(databases[0]):
        yield


@pytest.fixture(scope="module")
def came(databases, left):
    """The service read into the other database, a few rows at once."""
    with database.connected_to(databases[1]):
        Heartbeat.objects.beat("worker")  # it runs already, and has nothing to do
        rules = schema()
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.setattr(coming, "ROWS_AT_ONCE", 3)
            call_command("import_all", left[0], verbosity=0)
        assert schema() == rules


@pytest.fixture
def new(databases, came):
    with database.connected_to(databases[1]):
        yield


@pytest.fixture
def empty(databases):
    """The database into which nothing goes in the first tests of this file: it stays as it was."""
    with database.connected_to(databases[1]):
        assert not User.objects.exists(), "Tests with `empty` stand before those with `new`."
        before = digests(), schema()
        yield
        assert (digests(), schema()) == before


def make_service():
    for factory in FACTORIES.values():
        with transaction.atomic():
            factory()
    client = ClientFactory(family_name="=cmd|' /C calc'!A0", first_name="Canary\r\n,\"'\\.")
    for text in HOSTILE:
        ContactFactory(client=client, note=text)
    DocumentContentFactory(data=PDF)
    DocumentFactory(content=BYTES, parameters={"a": [None, "\\x00", '"', 1.5, {"b": "\u2028"}]})
    DocumentFactory(content=None)
    DocumentFactory(content=b"")
    UserFactory(role=Role.COMMISSIONER, partnership=PartnershipFactory())
    user = UserFactory(username="ada", email="ada@example.org", role=Role.ADMINISTRATOR)
    user.set_password("a quiet road home")
    user.save()
    invite(user)
    User.objects.create(username="gone").delete()  # its number is not given out again


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def digests():
    """A digest of each table, as a plain statement of the test's own makes it: nothing of a row is left out."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            row = "to_jsonb(r) - 'password' - 'body'" if name in ("accounts_user", "core_outboxmessage") else "r"
            cursor.execute(
                f"SELECT count(*), md5(string_agg(t, E'\\n' ORDER BY t COLLATE \"C\")) FROM (SELECT ({row})::text t FROM {name} r) s"
            )
            found[name] = cursor.fetchone()
    return {name: digest for name, digest in found.items() if name not in left_out.TABLES}


def schema():
    """The triggers and the constraints, and whether they hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname::text, tgenabled::text FROM pg_trigger UNION ALL SELECT "
            "conrelid::regclass::text, conname, convalidated::text FROM pg_constraint ORDER BY 1, 2, 3"
        )
        return [row for row in cursor.fetchall() if not row[1].startswith("RI_")]


def read_csv(path):
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@contextmanager
def altered(folder, name, change):
    """A file of the export otherwise than it was, and the manifest as one who alters both would leave it."""
    path, manifest = folder / name, folder / "manifest.json"
    before = path.read_bytes(), manifest.read_bytes()
    path.write_bytes(change(before[0]))
    told = json.loads(manifest.read_text())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if path.parent.name == "tables":
        told["tables"][path.stem]["sha256"] = digest
    elif name in told["papers"]:
        told["papers"][name] = digest
    if name != "manifest.json":
        manifest.write_text(json.dumps(told))
    yield
    path.write_bytes(before[0])
    manifest.write_bytes(before[1])


def refused(folder, why, **options):
    with pytest.raises(CommandError, match=why):
        call_command("import_all", folder, verbosity=0, **options)
    return True


def test_what_is_not_as_it_was_written_is_refused(left, empty, tmp_path):
    folder, _before = left
    page = folder / "tables" / "clients_client.csv"
    text = page.read_bytes()
    page.write_bytes(text.replace(b"Canary", b"canary"))
    assert refused(folder, "clients_client.csv is not as it was written")
    page.write_bytes(text)
    page.rename(tmp_path / "page")
    assert refused(folder, "clients_client.csv is missing")
    (tmp_path / "page").rename(page)
    (folder / "notes.txt").write_text("mine")
    assert refused(folder, "notes.txt is no part of the export")
    (folder / "notes.txt").unlink()
    file = next(folder.glob("files/documents_documentcontent.data/*"))
    file.rename(file.with_suffix(".gone"))
    assert refused(folder, "is missing")
    file.with_suffix(".gone").rename(file)
    for name in ("nothing", "a\0b"):
        assert refused(tmp_path / name, "no whole export")
    assert refused(folder, "is not the one whose SHA-256", sha256="0" * 64)


def test_what_does_not_fit_is_refused(left, empty):
    """Also where somebody has altered the manifest to match."""
    folder, _before = left

    def said(**changes):
        return altered(folder, "manifest.json", lambda text: json.dumps(json.loads(text) | changes).encode())

    told = json.loads((folder / "manifest.json").read_text())
    with said(migrations=[*told["migrations"], "clients.9999_later"]):
        assert refused(folder, "newer version: 1 migrations .* clients.9999_later")
    with said(migrations=told["migrations"][1:]):
        assert refused(folder, "older version")
    with said(format=2):
        assert refused(folder, "a format that this version does not read")
    with said(tables=told["tables"] | {"../../etc": {}}):
        assert refused(folder, "broken")
    prisons = told["tables"]["custody_prison"]
    with said(tables=told["tables"] | {"custody_prison": prisons | {"columns": [*prisons["columns"], "mine"]}}):
        assert refused(folder, "The column mine of custody_prison is only in the export")
    with said(tables=told["tables"] | {"custody_prison": prisons | {"rows": 999}}):
        assert refused(folder, "custody_prison has")
    with altered(folder, "tables/custody_prison.csv", lambda text: text.replace(b"name", b"nome", 1)):
        assert refused(folder, "Nothing was read in: column name mismatch")
    for name, column in (("clients_contact", "client_id"), ("accounts_user", "partnership_id")):  # of two in a circle
        key = next(row[column] for row in read_csv(folder / "tables" / f"{name}.csv") if row[column]).encode()
        with altered(folder, f"tables/{name}.csv", partial(replaced, key, b"0" * 8 + key[8:])):
            assert refused(folder, f'"{name}" violates foreign key')


def replaced(old, new, text):
    return text.replace(old, new)


def test_a_cell_reaches_no_file_outside(left, empty):
    folder, _before = left
    name = next(folder.glob("files/documents_documentcontent.data/*")).relative_to(folder)
    outside = b"files/documents_documentcontent.data/../../manifest.json"
    with altered(
        folder, "tables/documents_documentcontent.csv", lambda text: text.replace(str(name).encode(), outside)
    ):
        assert refused(folder, "which is no file of it")
    with altered(folder, "files.csv", lambda text: text.replace(str(name).encode(), b"../../../etc/passwd")):
        assert refused(folder, "no file of an export")


def test_everything_comes_back_as_it_was(left, new):
    assert digests() == left[1]
    notes = Contact.objects.filter(client__family_name="=cmd|' /C calc'!A0").values_list("note", flat=True)
    assert sorted(notes) == sorted(HOSTILE)
    assert {bytes(row.content) for row in Document.objects.exclude(content=None)} >= {BYTES, b""}
    assert Document.objects.filter(content=None).exists()
    assert PDF in {bytes(row.data) for row in DocumentContent.objects.all()}
    assert run("SELECT current_user") == [("throughcare",)]


def test_it_leaves_again_as_it_came(left, new, tmp_path):
    again = tmp_path / "again"
    call_command("export_all", out=again, verbosity=0)
    first, second = (json.loads((place / "manifest.json").read_text())["tables"] for place in (left[0], again))
    assert {name for name in first if first[name] != second[name]} == {
        "core_accesslog"
    }  # which says that it left again
    assert (left[0] / "files.csv").read_bytes() == (again / "files.csv").read_bytes()


def test_what_opens_doors_stays_behind(left, new):
    folder, _before = left
    assert not any(is_password_usable(password) for password in User.objects.values_list("password", flat=True))
    assert not Invitation.objects.exists()
    assert OutboxMessage.objects.get(reference__startswith="invitation-").body == left_out.NO_LINK
    assert not any((folder / "tables" / f"{name}.csv").exists() for name in left_out.TABLES)
    assert b"argon2" not in b"".join(path.read_bytes() for path in (folder / "tables").glob("accounts_*"))


def test_work_goes_on_where_it_came(new):
    """History is kept again, no number is given out twice, and keys hold; an invitation opens the door."""
    with transaction.atomic():
        [(event, highest)] = run("SELECT max(pgh_id), max(id) FROM accounts_userevent")
        newer = User.objects.create(username="newer")
        assert run(f"SELECT pgh_id, id FROM accounts_userevent WHERE id = {newer.pk}") == [(event + 1, highest + 1)]
        token = invite(User.objects.get(username="ada")).rsplit("/", 2)[1]
        accept(live_invitation(token), "a quieter road home")
        assert User.objects.get(username="ada").check_password("a quieter road home")
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError):
        Contact.objects.update(client_id="00000000-0000-0000-0000-000000000000")


def test_the_folder_is_private_and_whole(left):
    folder, before = left
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o600}
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["tables"].keys() | {catalog.MIGRATIONS} == before.keys()
    assert {name: told["rows"] for name, told in manifest["tables"].items()} == {
        name: count for name, (count, _) in before.items() if name != catalog.MIGRATIONS
    }
    assert all((folder / "tables" / f"{name}.csv").is_file() for name in manifest["tables"])
    assert manifest["left_out"] == left_out.TABLES
    by = [told for told in read_csv(folder / "tables" / "core_accesslog.csv") if told["action"] == AccessAction.EXPORT]
    assert [re.fullmatch(r"export_all, by \w+.* on the server", told["detail"]) is not None for told in by] == [True]
    names = {path.parent.name: path.name for path in folder.rglob("files/*/*")}
    assert names.keys() >= {"core_document.content", "documents_documentcontent.data", "referrals_savedform.sealed"}
    assert hashlib.sha256(PDF).hexdigest() in (folder / "files.csv").read_text()


def test_it_is_all_of_one_moment(full, databases):
    """What is written while it is read belongs to the next export."""
    with leaving.snapshot() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_try")
        before = cursor.fetchone()
        with psycopg.connect(host=server.use(), user=server.application_role, dbname=databases[0]) as another:
            another.execute("INSERT INTO accounts_try (key, at) VALUES ('meanwhile', now())")
        cursor.execute("SELECT count(*) FROM accounts_try")
        assert cursor.fetchone() == before
        with pytest.raises(InternalError, match="read-only"), transaction.atomic():
            cursor.execute("DELETE FROM accounts_try")
    assert run("DELETE FROM accounts_try WHERE key = 'meanwhile' RETURNING key") == [("meanwhile",)]


def test_the_dictionary_says_what_each_column_is(left):
    folder, before = left
    tables = {row["table"]: row for row in read_csv(folder / "tables.csv")}
    assert tables.keys() | {catalog.MIGRATIONS} == before.keys() | left_out.TABLES.keys()
    assert all(row["meaning"] for row in tables.values())
    assert tables["mfa_authenticator"]["left_out"]
    columns = {(row["table"], row["column"]): row for row in read_csv(folder / "dictionary.csv")}
    manifest = json.loads((folder / "manifest.json").read_text())
    assert columns.keys() >= {(name, column) for name, told in manifest["tables"].items() for column in told["columns"]}
    assert columns["clients_contact", "client_id"]["points_to"] == "clients_client.id"
    assert "accepted = Accepted" in columns["referrals_referral", "status"]["choices"]
    assert columns["accounts_user", "password"]["remark"].startswith("Hashes can be guessed")
    assert "file in this folder" in columns["documents_documentcontent", "data"]["remark"]
    assert "works it out" in columns["clients_client", "family_key"]["remark"]
    assert 'id="clients_client"' in (folder / "dictionary.html").read_text()


def test_only_an_empty_database_takes_it_in(left, full):
    before = digests()
    assert refused(left[0], "This database is not empty")
    assert digests() == before


def test_an_export_goes_into_a_new_folder_or_not_at_all(full, tmp_path, monkeypatch):
    tries = AccessLog.objects.filter(action=AccessAction.EXPORT)
    before = tries.count()
    (tmp_path / "mine").write_text("mine")
    for folder in (tmp_path, tmp_path / "mine", tmp_path / "no" / "folder", tmp_path / "a\0b"):
        with pytest.raises(CommandError):
            call_command("export_all", out=folder, verbosity=0)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CommandError, match="there already"):
        call_command("export_all", out=tmp_path / "link", verbosity=0)
    assert tries.count() == before + 5  # who tried is known
    monkeypatch.setattr(dictionary, "write", lambda *_: shutil.move("nothing", "nowhere"))
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("export_all", out=tmp_path / "new", verbosity=0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "mine"]
