"""A cell that a spreadsheet would calculate is made harmless, and comes back as it was typed."""

import itertools

from core.spreadsheets import BEFORE_FORMULA, FORMULA, safe_cell, typed_cell


def test_every_short_cell_is_harmless_and_comes_back_as_typed():
    signs = [*FORMULA, *BEFORE_FORMULA, "a", "1"]
    typed = {"".join(some) for length in range(5) for some in itertools.product(signs, repeat=length)}
    written = {safe_cell(text): text for text in typed}
    assert len(written) == len(typed), "two cells are written alike"
    assert all(typed_cell(cell) == text for cell, text in written.items())
    assert not any(cell.lstrip(" \N{NO-BREAK SPACE}").startswith(FORMULA) for cell in written)
