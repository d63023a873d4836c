"""Kills a worker at random messages, and starts it again, until all is sent."""

import random
import time

from core.models import OutboxMessage

from .processes import kill, start_worker

PATIENCE = 200  # on a busy machine; by itself it takes 20


class Killer:
    """Kills the worker so often: half the time just before a message is taken, half the time just after."""

    def __init__(self, environment, outside, *, due, kills, beat=()):
        moments = random.Random(7).sample(range(1, due), kills)
        self.due, self.beat = due, beat
        self.before, self.after = set(moments[::2]), set(moments[1::2])
        self.environment = environment | outside.environment
        outside.before = lambda number: self.kill_at(number, self.before)
        outside.after = lambda number: self.kill_at(number, self.after)
        self.kills = 0

    def kill_at(self, number, moments):
        if number not in moments:
            return False
        moments.remove(number)
        self.kills += 1
        kill(self.worker)
        return True

    def run_until_all_is_sent(self):
        """Start the worker, and again whenever it has been killed, until nothing waits in the outbox."""
        end = time.monotonic() + PATIENCE
        self.worker = start_worker(self.environment, *self.beat)
        while sent() < self.due and time.monotonic() < end:
            if self.worker.poll() is not None:
                self.worker = start_worker(self.environment, *self.beat)
            time.sleep(0.05)
        kill(self.worker)


def sent():
    return OutboxMessage.objects.exclude(sent_at=None).count()
