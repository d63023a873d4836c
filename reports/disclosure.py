"""Keeping small counts hidden: no figure of 1 to 4 is shown, and none can be worked out from those that are.

The rule, for one table of counts with totals:

1. A count of 1 to 4 is hidden. Zero is shown: it says nothing about anybody.
2. Further figures are hidden, the smallest ones first, until no hidden count has only one possible value. A reader is
   assumed to know every figure shown, that rows and columns add up, and which of the hidden counts are 1 to 4.
3. Where that cannot be reached, the whole table is withheld.

A table is seen as a network of flows: from its grand total to the row totals, through the cells, to the column totals
and back. A hidden figure can have another value exactly when a loop of hidden figures leads through it along which one
unit more or less can flow; that is what `is_exposed` looks for, and it is exact, as such networks have whole solutions.

Totals that several tables share are given as `known_totals`: they are shown everywhere (`merged` sees to it that none
of them is small), so that two tables have nothing hidden in common.
"""

from collections import deque
from dataclasses import dataclass

SMALLEST_SHOWN = 5
GRAND = ("total", "total")
MUCH = 10**9


def is_small(count):
    return 0 < count < SMALLEST_SHOWN


@dataclass(frozen=True)
class Safe:
    """A table in which None stands for a hidden count; `withheld` when nothing can be shown but its size."""

    cells: list
    row_totals: list
    column_totals: list
    total: int | None
    withheld: bool = False


def suppress(cells, *, known_totals=False, known_rows=False):
    """Hide what must be hidden in a table of counts (a list of rows, each of them a list).

    With `known_totals` the totals of the columns and the grand total are on show elsewhere, and cannot be hidden; with
    `known_rows` those of the rows are.
    """
    figures = with_totals(cells)
    fixed = {key for key in figures if (known_totals and key[0] == "total") or (known_rows and key[1] == "total")}
    if any(is_small(figures[key]) for key in fixed):
        return result(cells, figures, set(figures), withheld=True)
    hidden = {key for key, value in figures.items() if is_small(value) and key not in fixed}
    small = frozenset(hidden)
    while exposed := next((key for key in sorted(hidden, key=str) if is_exposed(key, figures, hidden, small)), None):
        choice = next_to_hide(exposed, figures, hidden, small, fixed)
        if choice is None:
            return result(cells, figures, set(figures) - fixed, withheld=True)
        hidden.add(choice)
    return result(cells, figures, hidden)


def with_totals(cells):
    """Every figure of the table by (row, column), totals included."""
    figures = {(r, c): value for r, row in enumerate(cells) for c, value in enumerate(row)}
    for r, row in enumerate(cells):
        figures[r, "total"] = sum(row)
    for c in range(len(cells[0]) if cells else 0):
        figures["total", c] = sum(row[c] for row in cells)
    figures[GRAND] = sum(map(sum, cells))
    return figures


def ends_of(key):
    """The two points of the network that a figure flows between: from a row to a column.

    A row total flows from the start to its row, a column total from its column to the end, the grand total back.
    """
    row, column = key
    if key == GRAND:
        return "end", "start"
    if column == "total":
        return "start", ("row", row)
    if row == "total":
        return ("column", column), "end"
    return ("row", row), ("column", column)


def steps(key, figures, small):
    """Where one unit more, and one unit less, of a hidden figure would flow."""
    tail, head = ends_of(key)
    low, high = (1, SMALLEST_SHOWN - 1) if key in small else (0, MUCH)
    if figures[key] < high:
        yield tail, head
    if figures[key] > low:
        yield head, tail


def is_exposed(key, figures, hidden, small):
    """Can this hidden figure have no other value than its own?"""
    around = {}
    for other in hidden - {key}:
        for tail, head in steps(other, figures, small):
            around.setdefault(tail, []).append(head)
    return not any(leads_to(head, tail, around) for tail, head in steps(key, figures, small))


def leads_to(start, goal, around):
    seen, queue = {start}, deque([start])
    while queue:
        point = queue.popleft()
        if point == goal:
            return True
        for following in around.get(point, ()):
            if following not in seen:
                seen.add(following)
                queue.append(following)
    return False


def next_to_hide(exposed, figures, hidden, small, fixed):
    """The figure to hide next: the smallest that protects the exposed one, else the smallest beside it; zeros last."""
    open_ones = sorted(
        (key for key in figures if key not in hidden and key not in fixed),
        key=lambda key: (figures[key] == 0, "total" in key, figures[key], str(key)),
    )
    for key in open_ones:
        if not is_exposed(exposed, figures, hidden | {key}, small):
            return key
    beside = (key for key in open_ones if key[0] == exposed[0] or key[1] == exposed[1])
    return next(beside, None) or next(iter(open_ones), None)


def result(cells, figures, hidden, *, withheld=False):
    def shown(key):
        return None if key in hidden else figures[key]

    rows, columns = range(len(cells)), range(len(cells[0]) if cells else 0)
    return Safe(
        cells=[[shown((r, c)) for c in columns] for r in rows],
        row_totals=[shown((r, "total")) for r in rows],
        column_totals=[shown(("total", c)) for c in columns],
        total=shown(GRAND),
        withheld=withheld,
    )


def merged(sizes):
    """Put the smallest groups together until none has a size of 1 to 4; gives lists of keys, the largest group first.

    `sizes` is a dictionary of key and size. A single small group that has no other to go with stays small: nothing
    may be shown of it.

    >>> merged({"a": 30, "b": 3, "c": 9, "d": 0})
    [['a'], ['c', 'b'], ['d']]
    """
    groups = [([key], size) for key, size in sorted(sizes.items(), key=lambda item: (-item[1], str(item[0])))]
    while any(is_small(size) for _, size in groups) and sum(1 for _, size in groups if size) > 1:
        peopled = [group for group in groups if group[1]]
        (last, small), (beside, size) = peopled[-1], peopled[-2]
        groups = [group for group in groups if group[0] not in (last, beside)] + [(beside + last, size + small)]
        groups.sort(key=lambda group: (-group[1], str(group[0])))
    return [keys for keys, _ in groups]
