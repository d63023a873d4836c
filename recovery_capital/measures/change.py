"""How the totals of measures changed: the first beside the last, judged only where a threshold is sourced."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from . import MEASURES, Measure
from .texts import threshold_of


@dataclass(frozen=True)
class Trend:
    """The results of one measure that have a total, the oldest first."""

    measure: Measure
    results: list

    @property
    def first(self):
        return self.results[0]

    @property
    def last(self):
        return self.results[-1]

    @property
    def in_words(self):
        """The change since the first time; empty after one time."""
        if len(self.results) < 2:
            return ""
        return change_in_words(self.measure, self.first.total, self.last.total, self.last.answered_on)


def trends(results):
    """A trend for each measure that has a total, in the order of the registry."""
    known = sorted(
        (result for result in results if result.total is not None and result.measure in MEASURES), key=_order
    )
    for name, group in groupby(known, key=lambda result: result.measure):
        yield Trend(MEASURES[name], list(group))


def _order(result):
    return list(MEASURES).index(result.measure), result.answered_on, result.created_at


def change_in_words(measure, first, last, day=None):
    """What a change means, by the threshold of reliable change in force on a day; else only the number."""
    difference, threshold = last - first, threshold_of(measure.name, day=day)
    points = signed(difference)
    if threshold is None:
        return points if difference else _("the same")
    if abs(difference) < threshold.points:
        return _("%(points)s, no reliable change") % {"points": points}
    is_better = (difference > 0) == measure.higher_is_better
    words = _("%(points)s, reliably better") if is_better else _("%(points)s, reliably worse")
    return words % {"points": points}


def signed(number):
    """A number with its sign, as print has it: +4, −2, 0."""
    return f"{float(number):+g}".replace("-", "\N{MINUS SIGN}") if number else "0"
