"""The nursery: a process that has loaded the application once and forks a node whenever it is told to.

A node is a process of its own, with real settings: a sweeper (`./manage.py sweep_alerts` every second, as a timer of
the operating system would run it), a Celery worker with its timetable, or one call of a function whose answer is kept
in a file. To fork takes milliseconds where a start takes seconds, so that a node may be killed four times a second.

With the argument `skewed` every node may have a clock of its own.
"""

import ctypes
import datetime as clock
import io
import json
import os
import signal
import sys
import time
from importlib import import_module
from pathlib import Path

EVERY = 1


class Skew:
    """How wrong the clock of this process is, in seconds: what Python is told by `time` and `datetime`."""

    seconds = 0

    @classmethod
    def begin(cls):
        """Before anything else is loaded, since modules keep `datetime` under names of their own."""
        real_time, real = time.time, clock.datetime

        class AnyDatetime(type):
            def __instancecheck__(self, value):
                return isinstance(value, real)

        class Skewed(real, metaclass=AnyDatetime):
            @classmethod
            def now(cls, tz=None):
                return real.fromtimestamp(real_time() + Skew.seconds, tz)

            @classmethod
            def utcnow(cls):
                return cls.now(clock.UTC).replace(tzinfo=None)

        Skewed.__name__ = Skewed.__qualname__ = "datetime"
        Skewed.__module__ = "datetime"
        clock.datetime, time.time = Skewed, lambda: real_time() + Skew.seconds


def sweep_every_second():
    """The timer: a round that fails is over, and the next one comes."""
    from django.core.management import call_command
    from django.db import connections

    while True:
        begun = time.monotonic()
        try:
            call_command("sweep_alerts", json=True, stdout=io.StringIO())
        except Exception as error:
            print("The sweep failed:", type(error).__name__, error, flush=True)  # noqa: T201 into the log of the node
        finally:
            connections.close_all()
        time.sleep(max(0.05, EVERY - (time.monotonic() - begun)))


def work(folder):
    """A Celery worker with the timetable of the application."""
    from config.celery import app

    schedule = f"--schedule={folder}/beat-{os.getpid()}"
    quiet = ["--without-gossip", "--without-mingle", "--loglevel=WARNING"]
    app.worker_main(["worker", "--beat", "--concurrency=2", schedule, *quiet])


def serve(port):
    """The web application, with threads."""
    from django.core.servers.basehttp import run

    from config.wsgi import application

    run("127.0.0.1", port, application, threading=True)


def call(folder, function, *arguments):
    """Keep what a function answers, in a file named after this process."""
    module, name = function.split(":")
    answer = Path(folder, f"answer-{os.getpid()}")
    answer.with_suffix(".new").write_text(json.dumps(getattr(import_module(module), name)(*arguments)))
    answer.with_suffix(".new").rename(answer)


def what_time():
    """By the clock of this process, in all the ways that there are; it may be wrong."""
    return max(time.time(), clock.datetime.now(clock.UTC).timestamp())


def become(order):
    """What the forked process is from now on."""
    from django.conf import settings
    from django.db import connections

    Skew.seconds = order.get("skew", 0)
    connections.settings["default"].update(order.get("database", {}))
    for name, value in order.get("settings", {}).items():
        setattr(settings, name, value)
    for module in order.get("load", []):
        import_module(module)
    if order["kind"] == "sweeper":
        sweep_every_second()
    elif order["kind"] == "worker":
        work(order["folder"])
    elif order["kind"] == "web":
        serve(order["port"])
    else:
        call(order["folder"], *order["call"])


def fork(order):
    """The process id of a new node, in a group of its own; it dies with the nursery."""
    if child := os.fork():
        return child
    try:
        os.setsid()
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(f"{order['folder']}/log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for to, source in enumerate((nothing, log, log)):
            os.dup2(source, to)
        become(order)
    except BaseException as error:
        os.write(2, f"The node ended: {error!r}\n".encode())
        os._exit(0 if isinstance(error, SystemExit) else 1)
    os._exit(0)


def main():
    if "skewed" in sys.argv:
        Skew.begin()
    import django

    django.setup()
    for module in ("config.celery", "config.urls", "celery.apps.worker", "celery.concurrency.prefork", "config.wsgi"):
        import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that nobody has to bury the dead
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        print(fork(json.loads(line)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
