"""What there are several of in a record: prices, people to ask, numbers to ring. Each becomes rows, in their order."""

from .fields import Refused
from .languages import codes_of


def rows(records, read):
    """The rows of a list, without those that are broken; None when the record says nothing of it."""
    return None if records is None else [row for record in records if (row := sound(record, read))]


def sound(record, read):
    """What a part of a record says; None, and noted, when it is broken: that takes nothing from the rest."""
    try:
        return read(record)
    except Refused as reason:
        record.notes.append(f"{str(reason).removesuffix('.')}: left out")
        return None


def prices(service):
    return rows(service.children("cost_options"), price)


def price(cost):
    amount, currency = cost.pounds("amount"), cost.line("currency", 10).upper()
    per = cost.line("amount_description", 250)
    if amount is not None and currency not in ("", "GBP"):
        amount, per = None, f"{amount} {currency} {per}".strip()
    starts, ends = cost.days("valid_from", "valid_to")
    values = {"option": cost.line("option", 300), "amount": amount, "amount_description": per}
    if not any(value not in ("", None) for value in values.values()):
        return None
    return values | {"id": cost.key(), "valid_from": starts, "valid_to": ends}


def contacts(service):
    return rows(service.children("contacts"), contact)


def contact(person):
    values = {"name": person.line("name", 300), "title": person.line("title", 300)}
    return values | {"id": person.key()} if any(values.values()) else None


def phones(service):
    """The number to ring first, of the service or of one of its contacts, and the rows of the others.

    The first number has a row too where something is said of it. Both are None when the record has no lists of numbers.
    """
    holders = [service, *(service.children("contacts") or [])]
    lists = [numbers for holder in holders if (numbers := holder.children("phones")) is not None]
    if not lists:
        return None, None
    found = [row for numbers in lists for item in numbers if (row := sound(item, phone))]
    first = found[0]["number"] if found else ""
    return first, [row for row in found if row["number"] != first or row["description"] or row["language_codes"]]


def phone(item):
    number = item.line("number", 100)
    if not number:
        return None
    extension = item.line("extension", 20)
    return {
        "id": item.key(),
        "number": f"{number} ext. {extension}"[:100] if extension else number,
        "description": item.line("description", 300),
        "language_codes": codes_of(item),
    }
