"""What every list has: its filters in the address, counts, pages, saved lists, and the spreadsheet of what is shown."""

from django.db.models import Count
from django.urls import resolve, reverse
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from . import audit
from .choices import AccessAction
from .saved import LISTS, saved_for
from .spreadsheets import csv_stream

MOST_EXPORTED = 10_000


def list_page(request, query, page=None):
    """What stands around the rows of a list (components/list_top.html, list_summary.html, list_end.html).

    `page` is of core.pagination. A list whose view is `savable` can be saved; the spreadsheet of `…_list` is `…_export`.
    """
    route = request.resolver_match.view_name
    more = page.next_cursor if page else ""
    return {
        "query": query,
        "tags": query.tags(),
        "sorted_by": sorted_by(query),
        "clear_url": request.path,
        "saved": saved_for(request.user, route, query) if route in LISTS else None,
        "export_url": export_url(request, query),
        "page": page,
        "next_url": f"?{query.address(after=more)}" if more else "",
        "first_url": f"?{query.address()}" if page and not page.is_first else "",
    }


def sorted_by(query):
    """In which order the list stands, in words; nothing where none can be chosen."""
    if "sort" not in query.fields:
        return ""
    labels = dict(flatten_choices(query.fields["sort"].choices))
    return _("Sorted by: %(order)s") % {"order": labels[query.values()["sort"]]}


def export_url(request, query):
    """Where the list as it is narrowed is had as a spreadsheet; nothing for those who may not have it."""
    match = request.resolver_match
    address = reverse(f"{match.view_name.removesuffix('_list')}_export", kwargs=match.kwargs)
    may_have_it = resolve(address).func.access_rule.admits(request.user)
    return f"{address}?{query.address()}" if may_have_it else ""


def spreadsheet(request, name, head, rows, *, detail=""):
    """The rows as the file `name`, for a spreadsheet; that somebody took them is written down."""
    audit.record(request, AccessAction.EXPORT, detail=detail or name)
    return csv_stream(f"{name}.csv", head, rows)


def headings(labels, place=None, direction=""):
    """The columns of components/table.html, and by which of them the list is sorted."""
    return [{"label": label, "sort": direction if number == place else ""} for number, label in enumerate(labels)]


def tally(query, name, numbers):
    """How many rows each choice of the filter `name` has, each a link to the list narrowed to it; and how many are shown.

    `numbers` holds them by value; a choice without any is left out unless it is the one that is shown.
    """
    field, chosen = query.fields[name], query.values()[name] or ""
    rows = [
        {"label": label, "number": numbers.get(value, 0), "url": f"?{query.address(**{name: value})}", "is_current": value == chosen}
        for value, label in field.choices
        if numbers.get(value) or value == chosen
    ]  # fmt: skip
    return {"tally": rows, "tally_label": str(field.label).rstrip("?"), "how_many": str(numbers.get(chosen, 0))}


def numbers_of(rows, field):
    """How many rows have each value of a field; and, under "", how many there are."""
    numbers = dict(rows.order_by().values_list(field).annotate(Count("pk")))
    return numbers | {"": sum(numbers.values())}
