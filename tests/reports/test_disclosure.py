"""Small counts stay hidden: every table is attacked by trying all values that the hidden figures could have."""

import random
from itertools import product

import pytest

from reports.disclosure import is_small, merged, suppress, with_totals

TRIALS = 60


def possible_tables(cells, safe, known_totals):
    """All tables that fit the figures shown, for a reader who knows which hidden ones are 1 to 4."""
    rows, columns = len(cells), len(cells[0])
    top = max(map(max, cells)) + 3
    ranges = []
    for row, shown_row in zip(cells, safe.cells, strict=True):
        for value, shown in zip(row, shown_row, strict=True):
            if shown is not None:
                ranges.append([shown])
            else:
                ranges.append(range(1, 5) if is_small(value) else range(top))
    true = with_totals(cells)
    for values in product(*ranges):
        table = [list(values[r * columns : (r + 1) * columns]) for r in range(rows)]
        if fits(with_totals(table), true, safe, known_totals):
            yield table


def fits(figures, true, safe, known_totals):
    shown = {(r, "total"): value for r, value in enumerate(safe.row_totals)}
    shown |= {("total", c): value for c, value in enumerate(safe.column_totals)}
    shown["total", "total"] = safe.total
    for key, value in shown.items():
        if known_totals and key[0] == "total":
            value = true[key]
        if value is not None and figures[key] != value:
            return False
        if value is None and is_small(true[key]) and not is_small(figures[key]):
            return False
    return True


def exposed_cells(cells, *, known_totals=False):
    """The hidden cells that can have only one value; and whether anything small is shown."""
    safe = suppress(cells, known_totals=known_totals)
    if safe.withheld:
        return set()
    hidden = [(r, c) for r, row in enumerate(safe.cells) for c, value in enumerate(row) if value is None]
    values = {place: set() for place in hidden}
    for table in possible_tables(cells, safe, known_totals):
        for r, c in hidden:
            values[r, c].add(table[r][c])
        if all(len(found) > 1 for found in values.values()):
            return set()
    return {place for place, found in values.items() if len(found) == 1}


def random_table(rng, rows, columns):
    return [[rng.choice([0, 0, 1, 2, 3, 4, 5, 6, 7]) for _ in range(columns)] for _ in range(rows)]


@pytest.mark.parametrize(("rows", "columns"), [(1, 3), (2, 2), (2, 3), (3, 2)])
@pytest.mark.parametrize("known_totals", [False, True])
def test_no_hidden_count_can_be_worked_out(rows, columns, known_totals):
    rng, shown_tables = random.Random(f"{rows}{columns}{known_totals}"), 0
    for _ in range(TRIALS):
        cells = random_table(rng, rows, columns)
        if known_totals and any(is_small(sum(column)) for column in zip(*cells, strict=True)):
            continue  # `merged` has seen to that
        assert exposed_cells(cells, known_totals=known_totals) == set(), cells
        shown_tables += not suppress(cells, known_totals=known_totals).withheld
    assert shown_tables > 5


def test_no_small_count_is_shown():
    rng = random.Random("shown")
    for _ in range(TRIALS):
        safe = suppress(random_table(rng, 4, 6))
        figures = [value for row in safe.cells for value in row] + safe.row_totals + safe.column_totals + [safe.total]
        assert not [value for value in figures if value is not None and is_small(value)]


def test_a_table_without_small_counts_is_shown_whole():
    cells = [[10, 0, 7], [5, 6, 20]]
    safe = suppress(cells)
    assert (safe.cells, safe.row_totals, safe.column_totals, safe.total) == (cells, [17, 31], [15, 6, 27], 48)


def test_a_single_small_count_takes_others_with_it():
    safe = suppress([[3, 20, 30], [9, 40, 50]])
    assert safe.cells[0][0] is None
    assert sum(value is None for row in safe.cells for value in row) >= 2


def test_two_counts_at_their_limit_are_not_left_alone():
    """4 and 4 beside a total of 8 would both be known."""
    assert exposed_cells([[4, 4, 0], [10, 12, 0]]) == set()


def test_zero_is_shown():
    assert suppress([[0, 12], [6, 0]]).cells == [[0, 12], [6, 0]]


@pytest.mark.parametrize(
    "sizes", [{"a": 3}, {"a": 3, "b": 4, "c": 50}, {"a": 1, "b": 1, "c": 1}, {"a": 0, "b": 2, "c": 9}]
)
def test_merged_groups_are_not_small(sizes):
    groups = merged(sizes)
    assert sorted(key for group in groups for key in group) == sorted(sizes)
    totals = [sum(sizes[key] for key in group) for group in groups]
    assert not any(is_small(total) for total in totals) or sum(sizes.values()) < 5


def test_nothing_at_all():
    assert suppress([]).total == 0
    assert merged({}) == []
