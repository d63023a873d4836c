"""How often an address may ask, and how many streams are sent at a time: counted in each process, by itself.

The limits of sign-in are counted in the database, because there one try too many is a break-in. Here one too many is
only work, which each process can refuse for itself: no write per request, nothing to wait for, and it holds when
neither Redis nor the database answers. With n processes an address gets at most n times as much.
"""

import threading
import time

from django.conf import settings

from accounts.tries import network_of

WINDOW = 60  # seconds
MOST_STREAMS = 2  # of the four threads of a process: the rest stays with the people who work here


class Throttle:
    """Counts requests in windows of a minute; what is remembered goes with its minute."""

    def __init__(self):
        self.lock, self.window, self.counts = threading.Lock(), None, {}

    def wait(self, request):
        """How many seconds an address has to wait; 0 where it may ask now, and that is counted."""
        now = time.monotonic()
        window, network = int(now // WINDOW), network_of(request)
        with self.lock:
            if window != self.window:
                self.window, self.counts = window, {}
            count = self.counts[network] = self.counts.get(network, 0) + 1
        return 0 if count <= settings.OPENREFERRAL_PER_MINUTE else int(WINDOW - now % WINDOW) + 1


throttle = Throttle()
streams = threading.BoundedSemaphore(MOST_STREAMS)


class Stream:
    """What is sent while it is made; gives its place back when it has ended, or whoever asked went away."""

    def __init__(self, parts):
        self.parts, self.is_open = parts, True

    def __iter__(self):
        return self.parts

    def close(self):
        self.parts.close()
        if self.is_open:
            self.is_open = False
            streams.release()
