"""What a measure is: which facts it looks at, what each of them answers, and everything that must be said beside it."""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.functional import Promise

from ..choices import Part
from ..models import Fact, Journey


@dataclass(frozen=True)
class Answer:
    """One thing that a fact can answer to a measure, in words, and what that means for the share."""

    label: str | Promise
    part: Part


@dataclass(frozen=True)
class Breakdowns:
    """By what else the counts of a measure are broken down: SQL of each dimension, over `u` and what `join` adds to it.

    Each fact has one value of each; `join` must not make two rows of one.
    """

    columns: dict[str, str] = field(default_factory=dict)
    join: str = ""


ANSWERS = {part.value: Answer(part.label, part) for part in Part}


@dataclass(frozen=True)
class Measure:
    """A figure by a definition that is written down.

    `among` and `answer` are SQL over `u`, a row of the facts, and `p`, the period (`starts_on`, `ends_on`, and `as_at`, the
    day as on which is counted): which facts belong to the period, and which of `answers` each gives. `amount` is what
    each counts for in money. With `latest` a person counts once in a period, by the fact that began last.
    """

    key: str
    title: str | Promise
    numerator: str | Promise
    source: str
    among: str
    answer: str = f"'{Part.MET}'"
    denominator: str | Promise = ""  # empty: a number, with no share
    window: str | Promise = ""
    exclusions: str | Promise = ""
    missing: str | Promise = ""
    facts: type[Fact] = Journey
    latest: str = ""  # the column that says which began last; empty: every fact counts
    once_for: str = ""  # with `latest`: once for each value of this column, not once in all
    amount: str = "0"
    answers: dict[str, Answer] = field(default_factory=lambda: ANSWERS)
    by: Breakdowns = Breakdowns()  # besides substance group, sex and age
    is_of_a_day: bool = False  # counted as things stand on the day of the refresh, not over a period

    @property
    def not_counted(self):
        """The answers of those of whom it cannot be said, because something is missing or contradicts itself."""
        parts = (Part.MISSING, Part.INVALID)
        return [name for name, one in self.answers.items() if one.part in parts and f"'{name}'" in self.answer]

    @cached_property
    def has_share(self):
        return bool(self.denominator)  # looks a text up in every language there is: once in a process


REGISTRY: dict[str, Measure] = {}


def register(measure):
    """Put a measure on the list of all; its key must be new."""
    assert measure.key not in REGISTRY, measure.key
    REGISTRY[measure.key] = measure
    return measure
