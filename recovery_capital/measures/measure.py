"""What every measure is made of: how many items, which answers, how they add up, what the total means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Answers = Sequence[int | None]


class WrongAnswer(Exception):
    """An answer that a measure does not have; `item` counts from 1, the message names it."""

    def __init__(self, item, message):
        super().__init__(message)
        self.item = item


@dataclass(frozen=True)
class Band:
    """A range of totals, from `least` up to the next band, and what it means in a plain sentence."""

    least: int
    code: str
    label: Promise
    meaning: Promise


@dataclass(frozen=True)
class Score:
    """What answers come to. `total` is None where the measure gives none; `flags` name safety items that were ticked."""

    total: int | Decimal | None
    complete: bool
    band: Band | None
    flags: tuple[str, ...]


def nothing_skipped(answers):
    """Most measures ask every item."""
    return ()


@dataclass(frozen=True)
class Measure:
    """One instrument: pure arithmetic on answers as they were ticked. Its words stand in a data file (`texts.py`).

    `items` holds the answers that each item allows. Those in `turned` are turned here, so that nobody turns them by hand.
    `safety` names the items, and the least answer, that ask for an action at once. `skipped` gives the items that need
    no answer after the others. `prorated_without` is how many may be missing where the instrument has a rule for that;
    without one, incomplete answers have no total.
    """

    name: str
    label: str
    items: tuple[tuple[int, ...], ...]
    bands: tuple[Band, ...] = ()
    turned: frozenset[int] = frozenset()
    safety: dict[int, int] = field(default_factory=dict)
    skipped: Callable[[Answers], Sequence[int]] = nothing_skipped
    prorated_without: int = 0
    higher_is_better: bool = False
    has_follow_up: bool = False  # one more question, not scored, asked where the total is above 0
    needs_conversion: bool = False  # the raw total is not compared: the owners' table turns it into the score

    @cached_property
    def most(self):
        """The highest total there can be."""
        return sum(max(allowed) for allowed in self.items)

    def read(self, texts):
        """Answers as they were typed: a number, or "-" for an item without an answer. Raises WrongAnswer."""
        self._refuse_another_number_than_items(len(texts))
        known = [{str(value): value for value in allowed} | {"-": None} for allowed in self.items]
        for item, (text, answers) in enumerate(zip(texts, known, strict=True), 1):
            if text not in answers:
                self._refuse(item, text)
        return tuple(answers[text] for text, answers in zip(texts, known, strict=True))

    def score(self, answers):
        """The score of answers as they were ticked, None for an item without an answer. Raises WrongAnswer."""
        self._refuse_impossible(answers)
        skipped = set(self.skipped(answers))
        counted = {item: 0 if answer is None and item in skipped else answer for item, answer in enumerate(answers, 1)}
        missing = [item for item, answer in counted.items() if answer is None]
        flags = tuple(f"safety_item_{item}" for item, least in self.safety.items() if (answers[item - 1] or 0) >= least)
        if len(missing) > self.prorated_without:
            return Score(None, False, None, flags)
        total = sum(self._points(item, answer) for item, answer in counted.items() if answer is not None)
        if missing:
            count = len(self.items)
            total = (Decimal(total) * count / (count - len(missing))).quantize(Decimal("0.01"))
        return Score(total, not missing, self.band_of(total), flags)

    def band_of(self, total):
        """The band of a total, None where the instrument has none."""
        return next((band for band in reversed(self.bands) if total >= band.least), None)

    def band(self, code):
        """The band with a code, None for a code of another version."""
        return next((band for band in self.bands if band.code == code), None)

    def _points(self, item, answer):
        allowed = self.items[item - 1]
        return max(allowed) + min(allowed) - answer if item in self.turned else answer

    def _refuse_another_number_than_items(self, count):
        if count < len(self.items):
            raise WrongAnswer(count + 1, _("%(measure)s item %(item)d is missing: there are %(count)d items") % {
                "measure": self.label, "item": count + 1, "count": len(self.items)})  # fmt: skip
        if count > len(self.items):
            item = len(self.items) + 1
            raise WrongAnswer(item, _("%(measure)s has no item %(item)d: there are %(count)d items") % {
                "measure": self.label, "item": item, "count": len(self.items)})  # fmt: skip

    def _refuse_impossible(self, answers):
        self._refuse_another_number_than_items(len(answers))
        for item, (answer, allowed) in enumerate(zip(answers, self.items, strict=True), 1):
            if answer is not None and (type(answer) is not int or answer not in allowed):
                self._refuse(item, answer)

    def _refuse(self, item, answer):
        raise WrongAnswer(item, _("%(measure)s item %(item)d: “%(answer)s” is not an answer. Give one of %(allowed)s") % {
            "measure": self.label, "item": item, "answer": str(answer)[:20],
            "allowed": ", ".join(map(str, self.items[item - 1]))})  # fmt: skip


def each(count, low, high):
    """`count` items that each allow the answers from `low` to `high`."""
    return (tuple(range(low, high + 1)),) * count
