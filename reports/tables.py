"""From the figures of a measure to a table of counts, with nothing in it from which a small count could be worked out.

For a commissioner the same table hides small counts (reports.disclosure), in this way:

1. Answers that few gave are put together with others, first those of the same side of the share, until the total of each
   column is 0 or at least 5. The columns are so decided on the whole, and are the same in every breakdown.
2. Groups (teams, or the values of a breakdown) that hold few are put together in the same way. That rests on the size of
   the groups alone, so that all measures that look at the same facts have the same groups.
3. All totals are then on show, in every table, and tables share nothing but totals: what is hidden inside one cannot be
   worked out from another. Inside the table `suppress` hides what must be hidden.
4. What is a part of another figure stands in no breakdown (reports.related).
5. A share is shown of SMALLEST_BASE or more, and only where its two numbers are shown.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from .choices import Part
from .disclosure import is_small, merged, suppress
from .figures import Result
from .measures import Measure
from .related import PARTS

SMALLEST_BASE = 20  # a share of fewer moves by five in a hundred with each person
MET = frozenset([Part.MET])
SHARE = frozenset([Part.MET, Part.NOT_MET])
WRONG = frozenset([Part.MISSING, Part.INVALID])
ASIDE = frozenset([Part.PENDING, Part.EXCLUDED, Part.NOT_CLASSIFIABLE])


@dataclass(frozen=True)
class Table:
    """Counts of a measure: a row for each group, a column for each answer (or several together).

    None stands for a count that is not shown. `groups` and `columns` are tuples of keys; `withheld` says that nothing
    inside the table is shown, and `total` None that not even its size is.
    """

    measure: Measure
    groups: list
    columns: list
    cells: list
    row_totals: list
    column_totals: list
    total: int | None
    amounts: list
    is_suppressed: bool = False
    withheld: bool = False

    @property
    def is_whole(self):
        """Whether it has no breakdown."""
        return self.groups == [("",)]

    @property
    def is_empty(self):
        return self.total == 0

    @cached_property
    def meanings(self):
        """What each column means for the share: sets of parts."""
        return [frozenset(self.measure.answers[answer].part for answer in answers) for answers in self.columns]

    def number(self, parts, row=None):
        """How many gave answers of these parts (a set), in a row or in all; None where that is not shown."""
        counts = self.column_totals if row is None else self.cells[row]
        found = 0
        for meant, count in zip(self.meanings, counts, strict=True):
            if meant.isdisjoint(parts):
                continue
            if count is None or not meant <= parts:
                return None
            found += count
        return None if self.total is None else found

    def met(self, row=None):
        return self.number(MET, row)

    def of(self, row=None):
        return self.number(SHARE, row)

    def percent(self, row=None):
        """The share in percent with one decimal; None where there is none, and where it is not shown."""
        met, of = self.met(row), self.of(row)
        if not self.measure.has_share or not of or met is None or (self.is_suppressed and of < SMALLEST_BASE):
            return None
        return round(100 * min(met, of) / of, 1)

    def amount(self, row=None):
        """What those who met it come to in money; None where it is not shown."""
        return (sum(self.amounts) if None not in self.amounts else None) if row is None else self.amounts[row]


def table_of(measure, results, groups, *, is_suppressed, is_hidden=False):
    """The table of a measure from {group: Result}; `groups` are all keys that have a row, in their order.

    Of what is part of another figure (reports.related) a commissioner gets the whole, and nothing where `is_hidden`.
    """
    if is_suppressed and measure.key in PARTS:
        groups, results = [""], {"": summed(measure, results)}
    counts = {group: results[group].answers if group in results else {} for group in groups}
    amounts = {group: results[group].amount if group in results else 0 for group in groups}
    if is_suppressed and is_hidden:
        return nothing(measure)
    make = safe_table if is_suppressed else whole_table
    return make(measure, counts, amounts)


def summed(measure, results):
    """The groups of a breakdown as one."""
    answers = Counter()
    for result in results.values():
        answers.update(result.answers)
    return Result(measure, answers, sum(result.amount for result in results.values()))


def nothing(measure):
    """The table of which nothing is shown."""
    return Table(
        measure, [("",)], [tuple(measure.answers)], [[None]], [None], [None], None, [None], True, withheld=True
    )


def whole_table(measure, counts, amounts):
    """The table with nothing hidden: for those who work with these people."""
    totals = totals_by_answer(measure, counts)
    columns = [(answer,) for answer in totals if totals[answer] or measure.answers[answer].part in standing(measure)]
    cells = [[found.get(answer, 0) for (answer,) in columns] for found in counts.values()]
    return Table(
        measure, [(group,) for group in counts], columns, cells, [sum(row) for row in cells],
        [totals[answer] for (answer,) in columns], sum(totals.values()), list(amounts.values()),
    )  # fmt: skip


def safe_table(measure, counts, amounts):
    """The table for somebody who must not be able to turn it back into a person."""
    columns = columns_of(measure, totals_by_answer(measure, counts))
    sizes = {group: sum(found.values()) for group, found in counts.items()}
    order = {group: place for place, group in enumerate(counts)}
    groups = sorted((tuple(sorted(keys, key=order.get)) for keys in merged(sizes)), key=lambda keys: order[keys[0]])
    cells = [
        [sum(counts[group].get(answer, 0) for group in keys for answer in answers) for answers in columns]
        for keys in groups
    ]
    safe = suppressed(tuple(map(tuple, cells)))
    money = [sum(amounts[group] for group in keys) for keys in groups]
    return Table(
        measure, groups, columns, [list(map(public, row)) for row in safe.cells], list(map(public, safe.row_totals)),
        list(map(public, safe.column_totals)), public(safe.total), safe_amounts(measure, columns, safe, money),
        is_suppressed=True, withheld=safe.withheld,
    )  # fmt: skip


@lru_cache(maxsize=2000)
def suppressed(cells):
    """What is hidden in these counts: worked out once in a process, as it takes longer than all else on a page."""
    return suppress(cells, known_totals=True, known_rows=True)


def totals_by_answer(measure, counts):
    return {answer: sum(found.get(answer, 0) for found in counts.values()) for answer in measure.answers}


def standing(measure):
    """The parts whose columns stand even with nobody in them."""
    return SHARE if measure.has_share else ()


def columns_of(measure, totals):
    """The columns of a safe table: tuples of answers whose totals are 0 or not small, wherever that can be reached."""
    known, stand = measure.answers, standing(measure)
    if not any(map(is_small, totals.values())):
        return [(answer,) for answer, total in totals.items() if total or known[answer].part in stand]
    sides = {}
    for answer, total in totals.items():
        part = known[answer].part
        if total or part in stand:
            sides.setdefault(part in SHARE, {})[answer] = total
    joined = [keys for sizes in sides.values() for keys in merged(sizes)]
    if any(is_small(sum(totals[answer] for answer in keys)) for keys in joined):
        together = merged({tuple(keys): sum(totals[answer] for answer in keys) for keys in joined})
        joined = [[answer for keys in group for answer in keys] for group in together]
    order = list(totals)
    return sorted((tuple(sorted(keys, key=order.index)) for keys in joined), key=lambda keys: order.index(keys[0]))


def safe_amounts(measure, columns, safe, amounts):
    """Money by group, only where every count that it stands for is shown in every group."""
    met = [
        place for place, answers in enumerate(columns)
        if any(measure.answers[answer].part == Part.MET for answer in answers)
    ]  # fmt: skip
    clear = all(
        {measure.answers[answer].part for answer in columns[place]} == {Part.MET}
        and all(row[place] is not None for row in safe.cells)
        for place in met
    )
    return amounts if clear and safe.total is not None else [None] * len(amounts)


def public(count):
    """A count as the site shows it to those outside the teams: as it is, or to the nearest 5 (REPORT_ROUNDING)."""
    step = settings.REPORT_ROUNDING
    return count if count is None or step < 2 else (count + step // 2) // step * step


def labels_of(measure, answers):
    """What a column is called."""
    first, *others = [str(measure.answers[answer].label) for answer in answers]
    return _(", or ").join([first, *map(uncapped, others)])


def uncapped(label):
    """A label in the middle of a sentence.

    >>> uncapped("Not met"), uncapped("PHQ-9 only")
    ('not met', 'PHQ-9 only')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
