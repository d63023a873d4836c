"""Counting one measure in a test, from the records as they are, without any kept figure."""

from django.utils import timezone

from reports import counting, facts
from reports.measures import ANSWERS, REGISTRY


def counted(key, starts_on, ends_on, as_at=None):
    """How many gave each answer to a measure: {answer: number}, without those that nobody gave."""
    facts.fill()
    return kept(key, starts_on, ends_on, as_at)


def kept(key, starts_on, ends_on, as_at=None):
    """The same of the facts that are there."""
    found = kept_by(key, "", starts_on, ends_on, as_at)
    return {answer: number for (_value, answer), number in found.items()}


def kept_by(key, by, starts_on, ends_on, as_at=None):
    """The same by a dimension: {(its value, answer): number}."""
    found = {}
    rows = counting.counts(REGISTRY[key], starts_on, ends_on, as_at=as_at or timezone.localdate())
    for _team, dimension, value, _is_restricted, answer, number, _amount in rows:
        if dimension == by:
            found[value, answer] = found.get((value, answer), 0) + number
    return found


def never_said(key, answers):
    """The answers that a measure can give and that are not among these: a crowd that lacks them shows nothing of them."""
    measure = REGISTRY[key]
    can = (
        measure.answers
        if measure.answers is not ANSWERS
        else [name for name in ANSWERS if f"'{name}'" in measure.answer]
    )
    return set(can) - set(answers)


def share(key, starts_on, ends_on, as_at=None):
    """(met, of) of a measure."""
    from reports.figures import Result

    result = Result(REGISTRY[key], counted(key, starts_on, ends_on, as_at))
    return result.met, result.of
