"""The embedded servers: shared by all who use them, stopped by the last one out, gone with their keeper."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.embedded import Postgres, Redis, try_lock, wait_until
from tests import database

USER = """
import sys
from config.embedded import Postgres, Redis
server = {"postgres": Postgres, "redis": Redis}[sys.argv[1]](*sys.argv[2:])
server.use()
print("ready", flush=True)
sys.stdin.read()
"""

PARENT = """
import time
from config import embedded
embedded.ctypes.CDLL = lambda name: object()  # as on macOS, which has no prctl
print(embedded.start_dying_with_us(["sleep", "60"], 15, stdout=embedded.subprocess.DEVNULL).pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(params=[Redis, Postgres])
def server(request, tmp_path):
    """A server nobody uses yet."""
    options = ["-c", "fsync=off"] if request.param is Postgres else []
    return request.param(tmp_path / request.param.name, *options)


@pytest.fixture
def use(server):
    """Starts a process that uses the server until its input is closed."""
    users = []

    def start():
        users.append(
            subprocess.Popen(
                [sys.executable, "-c", USER, server.name, server.folder, *server.options],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=settings.BASE_DIR,
                env=os.environ | {"PYTHONPATH": str(settings.BASE_DIR)},
            )
        )
        return users[-1]

    yield start
    for user in users:
        leave(user)
        user.stdout.close()
    assert has_stopped(server)


def leave(user):
    """Let a process that uses the server end by itself."""
    if not user.stdin.closed:
        user.stdin.close()
    user.wait()


def is_ready(user):
    return user.stdout.readline() == "ready\n"


def has_stopped(server):
    """True once keeper and server have let go of their lock, and no socket is left."""

    def is_free():
        with (server.folder / "server").open("w") as lock:
            return try_lock(lock, fcntl.LOCK_EX)

    return wait_until(is_free, 10) and not server.answers() and not (server.folder / "socket").exists()


def keepers(server):
    """The processes that keep a server in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        words = process.read_bytes().split(b"\0")
        if b"-P" in words and os.fsencode(server.folder) in words:
            found.append(int(process.parent.name))
    return found


def test_last_one_out_stops_it(server, use):
    first, second = use(), use()
    assert is_ready(first)
    assert is_ready(second)
    assert len(keepers(server)) == 1
    leave(first)
    assert server.answers()
    leave(second)
    assert not server.answers()


def test_stops_after_its_users_are_killed(server, use):
    user = use()
    assert is_ready(user)
    user.kill()
    user.wait()
    assert has_stopped(server)


def test_many_at_once_share_one(server, use):
    users = [use() for _ in range(4)]
    assert all(is_ready(user) for user in users)
    assert len(keepers(server)) == 1


def test_dies_with_its_keeper_and_starts_again(server, use):
    assert is_ready(use())
    os.kill(keepers(server)[0], signal.SIGKILL)
    assert wait_until(lambda: not server.answers(), 10)
    assert is_ready(use())
    assert server.answers()


def test_new_user_waits_while_it_stops(server, use):
    for _ in range(3):
        user = use()
        assert is_ready(user)
        user.stdin.close()


def test_unfinished_data_folder_is_made_again(tmp_path):
    server = Postgres(tmp_path / "postgres")
    (server.folder / "data.new" / "base").mkdir(parents=True)
    server.use()
    assert server.answers()
    server.leave()


def test_long_path_has_its_socket_elsewhere(tmp_path):
    server = Redis(tmp_path / ("long" * 30) / "redis")
    place = Path(server.use()).parent
    assert place.stat().st_mode & 0o777 == 0o700
    assert tmp_path not in place.parents
    server.leave()
    assert not place.exists()


def test_child_ends_with_its_parent_where_the_kernel_cannot_see_to_it():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)
    with parent:
        child = int(parent.stdout.readline())
        assert database.runs(child)
        parent.kill()
    assert wait_until(lambda: not database.runs(child), 10)
