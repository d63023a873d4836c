"""The tests' own PostgreSQL: migrated once by the owner, cloned for each worker, used as the application's role."""

import fcntl
import hashlib
import os
import subprocess
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg.sql import SQL, Identifier

from config.embedded_postgres.base import server

server.options = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
COUNTER = iter(range(1_000_000))


def execute(statement, *names):
    """Run a statement as the superuser, outside any transaction."""
    with psycopg.connect(host=server.use(), user="postgres", dbname="postgres", autocommit=True) as superuser:
        return superuser.execute(SQL(statement).format(*map(Identifier, names)))


@contextmanager
def clone():
    """A fresh database, copied from the migrated template, which the default connection uses until the end."""
    with connected_to(name := copy_template()):
        yield name
    drop(name)


def copy_template():
    """The name of a fresh database, which whoever asked for it drops."""
    template = ensure_template()
    name = f"test_{os.getpid()}_{next(COUNTER)}"
    execute(f"CREATE DATABASE {{}} TEMPLATE {{}} STRATEGY file_copy OWNER {server.owner_role}", name, template)
    return name


def drop(name):
    execute("DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def connected_to(name):
    """Point the default connection of every thread to another database; the one open here waits until the end."""
    waiting, shared = connections["default"], connections.settings["default"]
    before, shared["NAME"] = shared["NAME"], name
    connections["default"] = connections.create_connection("default")
    # Django would find this out by creating a table, which the application's role may not.
    connection.features.supports_transactions = True
    try:
        yield
    finally:
        connections.close_all()
        connections["default"], shared["NAME"] = waiting, before


def ensure_template():
    """The name of the migrated template, made when the migrations have changed since the last one."""
    files = migration_files()
    template = f"template_{digest_of(files)}"
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template not in databases():
            make_template(template, files)
            drop_leftovers(but=template)
    return template


def make_template(name, files):
    """Migrate an empty database, or the last template where since then files were only added, which is much faster."""
    execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", "template_unfinished")
    if earlier := template_to_build_on(files):
        statement = f"CREATE DATABASE {{}} TEMPLATE {{}} STRATEGY file_copy OWNER {server.owner_role}"
        execute(statement, "template_unfinished", earlier)
    else:
        execute(f"CREATE DATABASE {{}} OWNER {server.owner_role}", "template_unfinished")
    with connected_to("template_unfinished"):
        call_command("migrate", verbosity=0)
    execute(f"COMMENT ON DATABASE {{}} IS '{in_words(files)}'", "template_unfinished")
    execute("ALTER DATABASE {} RENAME TO {}", "template_unfinished", name)


def template_to_build_on(files):
    """The template made from some of these files as they still are, if there is one."""
    for name, made_from in databases().items():
        if name.startswith("template_") and made_from and set(made_from.split()) <= set(in_words(files).split()):
            return name
    return None


def drop_leftovers(but):
    """Drop old templates, and the databases of test runs that were killed."""
    for name in databases():
        if name != but and (name.startswith("template_") or not runs(int(name.split("_")[1]))):
            execute("DROP DATABASE {} WITH (FORCE)", name)


def runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is somebody else's
    return True


def databases():
    """The names of all our databases; for a template with the files that it was made from."""
    with psycopg.connect(host=server.use(), user="postgres", dbname="postgres") as superuser:
        return dict(
            superuser.execute(
                "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname ~ '^(test|template)_'"
            ).fetchall()
        )


def dump_template_into(other, name):
    """Fill an empty database of another server with the migrated template, which is much faster than to migrate it."""
    dump = [server.program("pg_dump"), "--host", server.use(), "--username=postgres", ensure_template()]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumped:
        psql(other, name, "--single-transaction", "--output=/dev/null", stdin=dumped.stdout)


def psql(other, name, *more, stdin=None):
    """What `psql` prints, as the superuser of another server."""
    command = [other.program("psql"), "--host", other.socket_folder, "--username=postgres", "--quiet", "--no-psqlrc"]
    command += ["--set=ON_ERROR_STOP=1", "--dbname", name, *more]
    return subprocess.run(command, check=True, stdin=stdin, stdout=subprocess.PIPE, text=True).stdout


def migration_files():
    """Everything a migrated database depends on: short digests of the files by their names."""
    grants = Path(find_spec("config.management.commands.migrate").origin)
    migrations = [path for app in apps.get_app_configs() for path in Path(app.path).glob("migrations/*.py")]
    return {
        f"{path.parent.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted([grants, *migrations])
    }


def in_words(files):
    return " ".join(f"{name}={digest}" for name, digest in files.items())


def digest_of(files):
    return hashlib.sha256(in_words(files).encode()).hexdigest()[:16]


def process_environment(name, **more):
    """The environment in which `manage.py` and Celery work on a cloned database."""
    address = f"{server.socket_folder}/{name}"
    mine = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"postgres://{server.application_role}@/{address}",
        "DATABASE_OWNER_URL": f"postgres://{server.owner_role}@/{address}",
    }
    return {**os.environ, **mine, **more}


if __name__ == "__main__":  # `make test` has the template made beside its first steps
    django.setup()
    ensure_template()
