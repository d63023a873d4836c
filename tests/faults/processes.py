"""The processes under test."""

import json
import os
import signal
import subprocess
import sys

from django.conf import settings

from config.embedded import start_dying_with_us

CELERY = [
    sys.executable,
    "-W",
    "ignore:You're running the worker with superuser",
    "-m",
    "celery",
    "--quiet",
    "--app=config",
]
WORKER = [*CELERY, "worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=ERROR"]
SWEEP = [sys.executable, "manage.py", "sweep_alerts", "--json"]


def start_worker(environment, *more):
    return start_dying_with_us([*WORKER, *more], signal.SIGQUIT, env=environment, cwd=settings.BASE_DIR)


def kill(process):
    """`kill -9` of the process and all it has started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def start_sweep(environment):
    return subprocess.Popen(SWEEP, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)


def counts_of(sweep):
    """What a sweep has printed last."""
    output, _ = sweep.communicate(timeout=200)
    assert sweep.returncode == 0
    return json.loads(output.splitlines()[-1])


def browse(environment, *arguments):
    """What a browser gets from the web application in a process of its own (tests/faults/browser.py)."""
    command = [sys.executable, "-m", "tests.faults.browser", *map(str, arguments)]
    environment = environment | {"DEBUG": "1"}  # no need to collect the static files first
    output = subprocess.check_output(command, env=environment, cwd=settings.BASE_DIR, text=True)
    return json.loads(output.splitlines()[-1])
