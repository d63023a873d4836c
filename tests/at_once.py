"""Two people press the same button at once: one is taken, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from core.workflow import NotAllowed


def both(verb):
    """Runs a verb in two threads that start together; gives what each came to. The test asks for `committed_db`."""
    start = Barrier(2)

    def run():
        start.wait(timeout=10)
        try:
            return verb()
        except NotAllowed as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run), pool.submit(run)]]


def refused(answers):
    """How many of them were told no."""
    return sum(isinstance(answer, NotAllowed) for answer in answers)
