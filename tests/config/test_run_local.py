"""`manage.py run_local` and `manage.py` in a copy of the project of their own, as somebody with a fresh clone has it."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from config.embedded import Postgres, wait_until
from tests import database

LEFT_OUT = shutil.ignore_patterns(".venv", ".git", ".env", "var", "node_modules", "tests", "__pycache__")
# A clean environment: what the test settings put into ours would reach the copy.
PLAIN = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}


class Copy:
    """A copy of the project with its own var/, and what runs in it."""

    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        shutil.copytree(settings.BASE_DIR, folder, ignore=LEFT_OUT, symlinks=True)
        (folder / ".venv").symlink_to(Path(settings.BASE_DIR, ".venv").resolve())

    def command(self, *arguments, python=sys.executable):
        return {"args": [python, "manage.py", *arguments], "cwd": self.folder, "env": PLAIN | {"PORT": str(self.port)}}

    def manage(self, *arguments, **options):
        """Run a command to its end; gives the finished process."""
        return subprocess.run(**self.command(*arguments, **options), capture_output=True, text=True, check=False)

    @contextmanager
    def run_local(self):
        """Start everything; gives the process once it has said where it is, and all it said."""
        process = subprocess.Popen(
            **self.command("run_local"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        with process:
            try:
                said = ""
                while "Administrator" not in said:
                    line = process.stdout.readline()
                    assert line, f"It ended: {said}"
                    said += line
                yield process, said
            finally:
                process.kill()

    def processes(self):
        """The command lines of everything that runs in this folder."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if os.fsencode(self.folder) in os.fsencode(words) or (process / "cwd").resolve() == self.folder:
                    found[int(process.name)] = words
            except OSError:
                continue  # it has just ended
        return found

    def oldest(self, option):
        """The process that the supervisor itself started with an option on its command line."""
        return min((pid for pid, words in self.processes().items() if f" {option} " in words), default=None)

    def is_quiet(self):
        return not [words for words in self.processes().values() if words]

    def get(self, path):
        connection = http.client.HTTPConnection("localhost", self.port, timeout=30)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status


@pytest.fixture(scope="module")
def copy(tmp_path_factory, django_db_setup, django_db_blocker):
    """A copy whose database is migrated, at a port that is free.

    Its tables come from the tests' template, which the same `migrate` made from nothing: to do that again takes a minute.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    project = Copy(tmp_path_factory.mktemp("project") / "throughcare", port)
    server = Postgres(project.folder / "var" / "postgres", "-c", "fsync=off")
    server.use()
    with django_db_blocker.unblock():
        database.dump_template_into(server, server.database)
    server.leave()
    assert project.manage("migrate", "--verbosity=0").returncode == 0
    yield project
    assert wait_until(project.is_quiet, 15), project.processes()


def stop(process, with_signal=signal.SIGTERM):
    process.send_signal(with_signal)
    return process.wait(timeout=120)


def test_no_database_for_a_command_that_needs_none(tmp_path):
    project = Copy(tmp_path / "throughcare", 8000)
    for arguments in (["check"], ["makemigrations", "--check", "--dry-run"], ["migrate", "--help"]):
        assert project.manage(*arguments).returncode == 0
    assert not (project.folder / "var" / "postgres").exists()


def test_runs_itself_in_its_virtual_environment(copy):
    python = Path(sys.base_prefix) / "bin" / "python3"
    result = copy.manage("shell", "-v0", "-c", "import sys; print(sys.prefix)", python=python)
    assert result.stdout == f"{copy.folder / '.venv'}\n"


def test_json_is_the_last_thing_printed(copy):
    result = copy.manage("demo_data", "--clients=0", "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout.splitlines()[-1])["clients"] == 0
    assert copy.is_quiet()


@pytest.mark.slow
def test_migrates_from_nothing(tmp_path):
    project = Copy(tmp_path / "throughcare", 8000)
    assert project.manage("migrate", "--verbosity=0").returncode == 0
    assert wait_until(project.is_quiet, 15), project.processes()


@pytest.mark.slow
def test_starts_says_so_and_stops(copy):
    with copy.run_local() as (process, said):
        assert f"http://localhost:{copy.port}" in said
        for role in ("Keyworker", "Recovery coach", "Commissioner", "Administrator"):
            assert role in said
        assert wait_until(lambda: copy.get("/healthz/") == 200, 20)

        second = copy.manage("run_local")
        assert second.returncode == 3
        assert f"process {process.pid}" in second.stderr

        shared = copy.manage("shell", "-v0", "-c", "from accounts.models import User; User.objects.first()")
        assert shared.returncode == 0
        assert copy.get("/healthz/") == 200

        assert stop(process) == 0
        assert copy.is_quiet()


@pytest.mark.slow
def test_starts_again_with_its_data_within_fifteen_seconds(copy):
    count = ["shell", "-v0", "-c", "from accounts.models import User; print(User.objects.count())"]
    before = copy.manage(*count).stdout
    began = time.monotonic()
    with copy.run_local() as (process, said):
        assert time.monotonic() - began < 15
        assert "Loading demo data" not in said
        assert copy.manage(*count).stdout == before
        assert stop(process, signal.SIGINT) == 0


@pytest.mark.slow
def test_nothing_is_left_after_kill(copy):
    with copy.run_local() as (process, _):
        process.kill()
        process.wait()
        assert wait_until(copy.is_quiet, 15), copy.processes()
    with copy.run_local() as (process, _):
        assert stop(process) == 0


@pytest.mark.slow
def test_dead_worker_is_started_again(copy):
    with copy.run_local() as (process, _):
        os.kill(copy.oldest("--pool"), signal.SIGKILL)
        while "started again" not in (said := process.stdout.readline()):
            assert said
        assert wait_until(lambda: copy.oldest("--pool"), 10)
        assert stop(process) == 0


@pytest.mark.slow
def test_dead_web_server_ends_the_run(copy):
    with copy.run_local() as (process, _):
        os.kill(copy.oldest("--bind"), signal.SIGKILL)
        assert process.wait(timeout=120) == 1
        assert wait_until(copy.is_quiet, 15), copy.processes()


def test_taken_port_is_said(copy):
    with socket.create_server(("127.0.0.1", copy.port)):
        result = copy.manage("run_local")
    assert result.returncode == 1
    assert f"Port {copy.port} is taken" in result.stderr
    assert copy.is_quiet()
