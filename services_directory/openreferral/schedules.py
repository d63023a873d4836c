"""When a service is open: the schedules of a record, at all its places or at one of them."""

import re
from functools import partial

from ..choices import Frequency
from .details import sound
from .fields import LONGEST_TEXT

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NAMES = {"monday": "MO", "tuesday": "TU", "wednesday": "WE", "thursday": "TH", "friday": "FR", "saturday": "SA",
         "sunday": "SU"}  # fmt: skip
NAMES |= {name[:3]: day for name, day in NAMES.items()} | {"tues": "TU", "thur": "TH", "thurs": "TH"}


def schedules(service):
    """The rows of a record's schedules, each with the id of its location in `place`; None when it says nothing."""
    lists, places = [(None, service.children("schedules", "regular_schedules"))], {None: None}
    for at_location in service.children("service_at_locations") or []:
        location = at_location.child("location")
        places[at_location.key()] = location.key() if location else None
        own = at_location.children("schedules", "regular_schedules", "regular_schedule")
        lists.append((location.key() if location else None, own))
    if all(items is None for _place, items in lists):
        return None
    return [
        row
        for place, items in lists
        for item in items or []
        if (row := sound(item, partial(schedule, place=place or places.get(item.key("service_at_location_id")))))
    ]


def schedule(item, place):
    """One row; None for one that says nothing."""
    rule, left_over = read_rule(item)
    opens, closes = item.clock("opens_at"), item.clock("closes_at")
    said = [left_over, item.text("description"), item.text("notes"), item.web_address("schedule_link")]
    values = {
        **rule,
        "opens_at": opens,
        "closes_at": closes,
        "attending": item.line("attending_type", 300),
        "notes": "\n".join(dict.fromkeys(filter(None, said)))[:LONGEST_TEXT],
    }
    if not any(values[name] for name in ("byday", "bymonthday", "attending", "notes")) and (opens or closes) is None:
        return None
    starts, ends = item.days("valid_from", "valid_to")
    return values | {"id": item.key(), "place": place, "valid_from": starts, "valid_to": ends}


def read_rule(item):
    """How often, on which days; and the words of days that cannot be understood, which go to the notes."""
    freq = item.line("freq").upper()
    days, not_understood = read_days(item.line("byday") or item.line("weekday"))
    interval = item.number("interval")
    if freq == "DAILY" and not days:
        freq, days = Frequency.WEEKLY, list(DAYS)
    if freq not in Frequency.values:
        freq = "" if not days else Frequency.MONTHLY if days[0][:-2] else Frequency.WEEKLY
    rule = {
        "freq": str(freq),
        "interval": int(interval) if interval is not None and 1 <= interval <= 100 else None,
        "byday": joined(days, 60),
        "bymonthday": joined(read_month_days(item.line("bymonthday")), 100),
        "dtstart": item.day("dtstart"),
    }
    return rule, not_understood


def joined(parts, most):
    """As many of the parts as fit in so many characters.

    >>> joined(["1MO", "-1FR"], 8), joined(["1MO", "-1FR"], 7)
    ('1MO,-1FR', '1MO')
    """
    text = ",".join(parts)
    return text if len(text) <= most else text[: most + 1].rpartition(",")[0]


def read_days(text):
    """
    >>> read_days("MO, we,Friday"), read_days("2TU,-1FR"), read_days("http://schema.org/Sunday"), read_days("term time")
    ((['MO', 'WE', 'FR'], ''), (['2TU', '-1FR'], ''), (['SU'], ''), ([], 'term time'))
    """
    found, words = [], []
    for part in filter(None, (part.strip() for part in re.split("[,;]", text))):
        name = part.rpartition("/")[2].lower()
        day = re.fullmatch(r"\+?(-?[1-5])?([a-z]{2})", name)
        if name in NAMES or (day and day[2].upper() in DAYS):
            found.append(NAMES.get(name) or f"{day[1] or ''}{day[2].upper()}")
        else:
            words.append(part)
    return list(dict.fromkeys(found)), ", ".join(words)


def read_month_days(text):
    """
    >>> read_month_days("2, 3,40,x")
    ['2', '3']
    """
    numbers = [part.strip() for part in text.split(",") if re.fullmatch(r"\s*-?\d{1,2}\s*", part)]
    return [str(int(number)) for number in numbers if 1 <= abs(int(number)) <= 31]
