"""paginate(): one keyset page of a queryset, as fast on the thousandth page as on the first."""

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

    A cursor that was not made here, or was damaged, gives the first page.
    """
    after = _read(cursor, len(keys))
    if after:
        queryset = queryset.filter(_beyond(keys, after))
    rows = list(queryset.order_by(*keys)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, _write(rows[-1], keys) if more else "", is_first=not after)


def _beyond(keys, values):
    """(a, b) > (x, y), spelled out: a > x, or a = x and b > y."""
    condition, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        name, operator = (key[1:], "lt") if key.startswith("-") else (key, "gt")
        condition |= equal & Q(**{f"{name}__{operator}": value})
        equal &= Q(**{name: value})
    return condition


def _write(row, keys):
    get = row.get if isinstance(row, dict) else lambda name: getattr(row, name)
    values = [get(key.lstrip("-")) for key in keys]
    return signing.dumps([v if isinstance(v, int | str) else str(v) for v in values], salt="page", compress=True)


def _read(cursor, length):
    try:
        values = signing.loads(cursor, salt="page")
    except (signing.BadSignature, json.JSONDecodeError, ValueError, UnicodeError):
        return None
    return values if isinstance(values, list) and len(values) == length else None
