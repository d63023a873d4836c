"""Counting one measure in a test, from the records as they are, without any kept figure."""

from django.utils import timezone

from reports import counting, facts
from reports.measures import REGISTRY


def counted(key, starts_on, ends_on, as_at=None):
    """How many gave each answer to a measure: {answer: number}, without those that nobody gave."""
    facts.fill()
    return kept(key, starts_on, ends_on, as_at)


def kept(key, starts_on, ends_on, as_at=None):
    """The same of the facts that are there."""
    found = {}
    rows = counting.counts(REGISTRY[key], starts_on, ends_on, as_at=as_at or timezone.localdate())
    for _team, dimension, _value, _is_restricted, answer, number, _amount in rows:
        if not dimension:
            found[answer] = found.get(answer, 0) + number
    return found


def share(key, starts_on, ends_on, as_at=None):
    """(met, of) of a measure."""
    from reports.figures import Result

    result = Result(REGISTRY[key], counted(key, starts_on, ends_on, as_at))
    return result.met, result.of
