"""A storm of alerts, the nodes that work on it, and the counts that say what became of it.

`FAULT_ALERTS` alerts (60) and `FAULT_ROUNDS` rounds (once): `make faults` has 5,000 and five.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import close_old_connections

from alerts.choices import Severity
from alerts.models import Alert
from config.embedded import start_dying_with_us, wait_until
from core import database
from core.models import OutboxMessage
from tests.factories.alerts import AlertFactory

ALERTS = int(os.environ.get("FAULT_ALERTS", "60"))
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "1"))
LONG = ALERTS >= 1000
OUTAGE = 20 if LONG else 2  # seconds
SPREAD = 20 if LONG else 1  # the seconds within which the alerts fall due
PATIENCE = 60 + ALERTS / 10  # seconds, on a busy machine

SMTP = {"OUTBOX_SENDER": "core.senders.EmailSender"}
each_round = pytest.mark.parametrize("turn", range(1, ROUNDS + 1))


def times(short, full):
    """So often in the short form, so often in the full one."""
    return full if LONG else short


class Nursery:
    """Starts nodes (tests/faults/nursery.py)."""

    def __init__(self, environment, *arguments):
        command = [sys.executable, "-W", "ignore", "-m", "tests.faults.nursery", *arguments]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = start_dying_with_us(
            command, signal.SIGKILL, env=environment, cwd=settings.BASE_DIR, **pipes, bufsize=1
        )
        assert self.process.stdout.readline() == "ready\n"

    def fork(self, order):
        self.process.stdin.write(json.dumps(order) + "\n")
        return int(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.kill()
        self.process.wait()


class Nodes:
    """The nodes of one test, on its database; `settings` of all of them, or of one."""

    def __init__(self, nursery, folder, database):
        self.nursery, self.folder, self.database, self.settings = nursery, folder, database, {}
        self.alive, self.kills, self.dice = {}, 0, random.Random(7)
        self.load = []  # modules that every node loads first

    def start(self, kind, number=1, *, skew=0, **settings):
        """Start nodes; gives the process id of the last one."""
        for _ in range(number):
            pid = self._fork({"kind": kind, "skew": skew, "settings": self.settings | settings})
            self.alive[pid] = (kind, settings)
        return pid

    def serve(self):
        """The address of a web server, as a node."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.alive[self._fork({"kind": "web", "port": port, "settings": self.settings})] = ("web", {})
        assert wait_until(lambda: answers(port), 30), self.log
        return f"http://127.0.0.1:{port}"

    def ask(self, function, *arguments, skew=0):
        """What a function answers in a process of its own, with the settings of a server."""
        call = [function, *map(str, arguments)]
        pid = self._fork({"kind": "call", "call": call, "skew": skew, "settings": self.settings})
        answer = Path(self.folder, f"answer-{pid}")
        assert wait_until(answer.exists, 30), self.log
        return json.loads(answer.read_text())

    def _fork(self, order):
        more = {"database": self.database, "load": self.load, "folder": str(self.folder)}
        return self.nursery.fork(order | more)

    def kill(self, pid, number=signal.SIGKILL):
        """Send a node and all it has started a signal; True when it was there."""
        if self.alive.pop(pid, None) is None:
            return False
        with suppress(ProcessLookupError):
            os.killpg(pid, number)
        self.kills += 1
        return True

    def replace_one(self):
        """Kill a random node and start another one like it."""
        pid = self.dice.choice(sorted(self.alive))
        kind, settings = self.alive[pid]
        self.kill(pid)
        self.start(kind, **settings)

    def refill(self, number):
        """Have so many sweepers, after some were killed at a call."""
        missing = number - sum(kind == "sweeper" for kind, _ in self.alive.values())
        if missing > 0:
            self.start("sweeper", missing)

    def restart_the_dead(self):
        """As a supervisor would."""
        for pid, (kind, changed) in list(self.alive.items()):
            if not is_alive(pid):
                del self.alive[pid]
                self.start(kind, **changed)

    @property
    def log(self):
        log = Path(self.folder, "log")
        return log.read_text()[-3000:] if log.exists() else ""

    def stop(self):
        kills = self.kills
        for pid in list(self.alive):
            self.kill(pid)
        self.kills = kills


def answers(port):
    with socket.socket() as caller:
        return not caller.connect_ex(("127.0.0.1", port))


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def red_alerts(person, *, number=ALERTS, since=timedelta(0), spread=timedelta(seconds=SPREAD)):
    """So many red alerts for one person that fall due from `since` on (by now, if not said), in even steps."""
    begins = database.now() + since
    steps = [begins + spread * step / number for step in range(number)]
    rows = [AlertFactory.build(recipient=person, severity=Severity.RED, due_at=at) for at in steps]
    return Alert.objects.bulk_create(rows)


class Storm:
    """The alerts of a test, and what came of them outside."""

    def __init__(self, person, outside, alerts=None):
        self.person, self.outside = person, outside
        self.alerts = red_alerts(person) if alerts is None else alerts
        self.due_at = {alert.reference: alert.due_at for alert in self.alerts}

    def sent(self):
        """How many messages of these alerts the outbox has marked as sent."""
        close_old_connections()
        return len(
            self.due_at.keys() & set(OutboxMessage.objects.exclude(sent_at=None).values_list("reference", flat=True))
        )

    def wait(self, nodes, **options):
        """Until all is sent, and then two more rounds of everything, in which nothing may come again."""
        self.wait_until_sent(nodes, **options)
        self.settle(nodes)

    def wait_until_sent(self, nodes, *, every=0.2, meanwhile=lambda: None, unsent=0):
        ends = time.monotonic() + PATIENCE
        while (sent := self.sent()) < len(self.alerts) - unsent:
            assert time.monotonic() < ends, f"Sent {sent} of {len(self.alerts)}\n{nodes.log}"
            meanwhile()
            time.sleep(every)

    def settle(self, nodes):
        time.sleep(1.5)
        nodes.stop()

    def shown(self):
        keys = [alert.pk for alert in self.alerts]
        return Alert.objects.due().visible_to(self.person).filter(pk__in=keys).count()

    def tell(self, name, nodes, *, most_doubled=0, unsent=0):
        """Print the counts and check them: due = shown = sent, none lost, none doubled; gives how late."""
        came = Counter(reference for reference in self.outside.taken if reference in self.due_at)
        first = dict(reversed([*zip(self.outside.taken, self.outside.taken_at, strict=True)]))
        late = max(first[reference] - self.due_at[reference].timestamp() for reference in came)
        due, shown, sent = len(self.alerts), self.shown(), len(came)
        lost, doubled = due - unsent - sent, came.total() - sent
        print(  # noqa: T201 the counts are what this is for
            f"\n{name}: due {due}, shown {shown}, sent {sent}, lost {lost}, doubled {doubled}, "
            f"late max {late:.1f} s, kills {nodes.kills}"
        )
        assert (shown, sent, lost) == (due, due - unsent, 0)
        assert self.sent() == sent
        assert doubled <= most_doubled
        return late
