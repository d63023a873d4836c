"""paginate(): one keyset page of a queryset, as fast on the thousandth page as on the first; beginning(): its first rows."""

import json
from dataclasses import dataclass

from django.core import signing
from django.db.models import Q

PAGE_SIZE = 50


@dataclass
class Page:
    """The rows of one page and the addresses (query-string values) of its neighbours."""

    rows: list
    next_cursor: str = ""
    is_first: bool = True


def paginate(queryset, *keys, cursor="", size=PAGE_SIZE):
    """Give the page of `queryset` that follows `cursor`, ordered by `keys` (field names, the last one unique).

    A cursor that was not made for this list, or was damaged, gives the first page.
    """
    after = read_cursor(cursor, queryset.model, keys)
    if after:
        queryset = queryset.filter(beyond(keys, after))
    rows = list(queryset.order_by(*keys)[: size + 1])
    return page_of(rows, queryset.model, keys, size=size, is_first=not after)


def page_of(rows, model, keys, *, size=PAGE_SIZE, is_first=True):
    """The page that starts with these rows, which are one more than it holds where there is a next page."""
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, _write(rows[-1], keys, _salt(model, keys)) if more else "", is_first=is_first)


def page_of_all(rows, cursor="", *, size=PAGE_SIZE):
    """One page of rows whose order has no keys, because they are worked out or few; the cursor is how many come before it.

    >>> page_of_all(list("abcde"), "2", size=2)
    Page(rows=['c', 'd'], next_cursor='4', is_first=False)
    """
    is_number = cursor and len(cursor) < 7 and cursor.isascii() and cursor.isdecimal()
    start = int(cursor) if is_number else 0
    found = list(rows[start : start + size + 1])
    return Page(found[:size], str(start + size) if len(found) > size else "", is_first=not start)


@dataclass
class Beginning:
    """The first rows of a list that has no pages, and how many there are, no further than was read."""

    rows: list
    is_cut: bool
    counted: str = ""

    @property
    def how_many(self):
        return self.counted or (f"{len(self.rows)}+" if self.is_cut else str(len(self.rows)))


def beginning(queryset, most):
    """The first `most` rows."""
    rows = list(queryset[: most + 1])
    return Beginning(rows[:most], len(rows) > most)


def parts_of(parts, cursor, most):
    """The beginning of each part of a list, by its name; and where one part alone is shown, its page, else None."""
    if len(parts) != 1:
        return {name: beginning(rows, most) for name, rows in parts.items()}, None
    [(name, rows)] = parts.items()
    page = page_of_all(rows, cursor, size=most)
    return {name: Beginning(page.rows, is_cut=False, counted=counted(rows))}, page


def counted(queryset, most=1_000):
    """How many rows there are, counted no further than `most`, as text."""
    number = queryset.order_by()[: most + 1].count()
    return f"{most:,}+" if number > most else f"{number:,}"


def _salt(model, keys):
    return f"page {model._meta.label} {' '.join(keys)}"


def beyond(keys, values):
    """(a, b) > (x, y), spelled out: a > x, or a = x and b > y."""
    condition, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        name, operator = (key[1:], "lt") if key.startswith("-") else (key, "gt")
        condition |= equal & Q(**{f"{name}__{operator}": value})
        equal &= Q(**{name: value})
    # Says nothing new, but lets the database start in the index at the first key instead of at the first row.
    first, descending = keys[0].lstrip("-"), keys[0].startswith("-")
    return Q(**{f"{first}__{'lte' if descending else 'gte'}": values[0]}) & condition


def _write(row, keys, salt):
    get = row.get if isinstance(row, dict) else lambda name: getattr(row, name)
    values = [get(key.lstrip("-")) for key in keys]
    return signing.dumps([v if isinstance(v, int | str) else str(v) for v in values], salt=salt, compress=True)


def read_cursor(cursor, model, keys):
    """The keys of the last row before a page; None for any text that is not such a cursor."""
    try:
        return signing.loads(cursor, salt=_salt(model, keys))
    except (signing.BadSignature, json.JSONDecodeError, ValueError, UnicodeError):
        return None
