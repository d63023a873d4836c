"""Everything in one terminal: PostgreSQL, Redis, web, worker and beat, with demo data; Ctrl-C stops it all."""

import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from accounts.models import User
from config import embedded, embedded_redis
from config.demo.places import PASSWORD, PEOPLE
from config.embedded_postgres import base as embedded_postgres

WORKERS = {"worker": ["default", 2], "documents": ["documents", 1]}  # each with its queue and its processes
RESTARTS = 3  # of a worker or beat that dies; more than that is a fault to look at
STOP_SECONDS = 30  # for the job in hand to end
ALREADY_RUNS = 3


class Command(BaseCommand):
    help = "Runs PostgreSQL, Redis, the web server, the Celery worker and beat until Ctrl-C."
    requires_system_checks = []

    def handle(self, **options):
        self.children, self.restarts, self.stopping = {}, dict.fromkeys([*WORKERS, "beat"], RESTARTS), None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.request_stop)
        with only_copy():
            self.listeners = listen(settings.PORT)
            self.environment = environment()
            try:
                self.prepare()
                for name in ("web", *WORKERS, "beat"):
                    self.start(name)
                self.announce()
                self.watch()
            finally:
                self.stop()

    def request_stop(self, *_):
        """The first signal asks everything to end; another one, a second or more later, kills it."""
        if self.stopping is None:
            self.stopping = time.monotonic()
            sys.exit(0)
        # One wish can come twice: from `make`, and from whoever signals the whole process group.
        if time.monotonic() - self.stopping > 1:
            self.kill()
            os._exit(1)

    def prepare(self):
        """Start the servers, and load demo data into an empty database."""
        try:
            if not settings.REDIS_URL:
                embedded_redis.server.use()
            is_empty = not User.objects.exists()
        except embedded.ServerFailed as failure:
            raise CommandError(failure) from failure
        if is_empty and self.environment["DEMO"] == "1":
            self.say("Loading demo data (only on the first run) …")
            self.start("demo_data", [sys.executable, "manage.py", "demo_data"], stdout=subprocess.DEVNULL)
            if self.children["demo_data"].wait():
                raise CommandError("The demo data could not be loaded.")
            del self.children["demo_data"]

    def start(self, name, command=None, **options):
        self.children[name] = embedded.start_dying_with_us(
            command or self.command(name),
            signal.SIGQUIT if name in WORKERS else signal.SIGTERM,  # Celery's SIGTERM waits for the job in hand
            env=self.environment,
            cwd=settings.BASE_DIR,
            pass_fds=[listener.fileno() for listener in self.listeners] if name == "web" else (),
            **options,
        )

    def command(self, name):
        python = [sys.executable, "-W", "ignore:You're running the worker with superuser", "-m"]
        celery = [*python, "celery", "--quiet", "--app", "config"]
        log = ["--loglevel", "WARNING"]
        if name in WORKERS:
            queue, processes = WORKERS[name]
            pool = "prefork" if os.access("/dev/shm", os.W_OK) or sys.platform != "linux" else "threads"
            size = ["--pool", pool, "--concurrency", str(processes), "--without-gossip", "--without-mingle"]
            return [*celery, "worker", "--queues", queue, "--hostname", f"{name}@%h", *size, *log]
        if name == "beat":
            return [*celery, "beat", "--schedule", str(settings.VAR_DIR / "beat"), "--pidfile", "", *log]
        binds = [part for listener in self.listeners for part in ("--bind", f"fd://{listener.fileno()}")]
        workers = ["--preload", "--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "warning"]
        return [*python, "gunicorn", "config.wsgi", *binds, *workers]

    def announce(self):
        """Say where it is once it answers, and who can sign in to the demo."""
        while not answers(settings.PORT):
            self.look_after_children()
            time.sleep(0.1)
        self.say(f"\nThroughcare runs at http://localhost:{settings.PORT} (Ctrl-C stops it).\n")
        if self.environment["DEMO"] == "1" and User.objects.filter(username__in=PEOPLE).exists():
            self.say(f"Sign in with the password “{PASSWORD}” as:")
            for username, (role, place, name) in PEOPLE.items():
                self.say(f"    {username:20}{role.label:32}{name}{', ' + place if place else ''}")
        connections.close_all()

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()

    def watch(self):
        while True:
            time.sleep(0.5)
            self.look_after_children()

    def look_after_children(self):
        for name, child in list(self.children.items()):
            if child.poll() is None:
                continue
            if not self.restarts.get(name):
                raise CommandError(f"The {name} ended with code {child.returncode}, so everything stops.")
            if child.returncode != -signal.SIGKILL:  # who is killed is not at fault
                self.restarts[name] -= 1
            self.stderr.write(f"The {name} ended with code {child.returncode} and is started again.")
            self.start(name)

    def stop(self):
        self.stopping = self.stopping or time.monotonic()
        for child in self.children.values():
            child.terminate()
        embedded.wait_until(lambda: all(child.poll() is not None for child in self.children.values()), STOP_SECONDS)
        self.kill()
        embedded_redis.server.leave()
        embedded_postgres.server.leave()
        self.say("Everything has stopped; the data is kept under var/.")

    def kill(self):
        for child in self.children.values():
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


def environment():
    """What the children are told, unless the environment or `.env` says otherwise."""
    defaults = {
        "DEMO": "0" if settings.DATABASE_URL else "1",  # fictitious people never go into somebody's own database
        "HTTPS": "0",
        "EMAIL_URL": f"filemail:///{settings.VAR_DIR / 'mail'}",
        "PYTHONUNBUFFERED": "1",
    }
    return defaults | os.environ


@contextmanager
def only_copy():
    """Hold the place of the one supervisor of this folder, or say who has it."""
    settings.VAR_DIR.mkdir(mode=0o700, exist_ok=True)
    with (settings.VAR_DIR / "run_local").open("a+") as place:
        place.seek(0)
        if not embedded.try_lock(place, fcntl.LOCK_EX):
            raise CommandError(f"It runs already: {place.read()}", returncode=ALREADY_RUNS)
        place.truncate(0)
        place.write(f"http://localhost:{settings.PORT}, process {os.getpid()}")
        place.flush()
        yield


def listen(port):
    """Sockets at the port on 127.0.0.1 and, where the machine has it, ::1; both are what `localhost` can mean."""
    listeners = []
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            listeners.append(socket.create_server((address, port), family=family))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(f"Port {port} is taken. Choose another one: PORT={port + 1} make run") from error
            if family == socket.AF_INET:
                raise CommandError(f"Port {port} cannot be opened: {error.strerror}") from error
    return listeners


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/healthz/")
        return bool(connection.getresponse().status)
    except OSError:
        return False
    finally:
        connection.close()
