"""The times and prices of a service in words that a person can read."""

import re

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .choices import Frequency

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def times(schedule):
    """One schedule in a line: its rule, how to attend, what is said about it, and until when it holds."""
    said = [rule(schedule), schedule.attending, *schedule.notes.splitlines()]
    said = [each if each.endswith((".", "!", "?")) else f"{each}." for each in said if each]
    return " ".join(filter(None, [*said, valid(schedule)]))


def rule(schedule):
    """On which days, and from when until when."""
    parts = [
        days(schedule.byday),
        month_days(schedule.bymonthday),
        repeats(schedule.freq, schedule.interval),
        hours(schedule.opens_at, schedule.closes_at),
    ]
    return ", ".join(filter(None, parts))


def days(byday):
    """
    >>> days("MO,FR"), days("2TU,-1SA"), days("MO,TU,WE,TH,FR"), days("MO,TU,WE,TH,FR,SA,SU")
    ('Monday, Friday', 'second Tuesday, last Saturday', 'Monday to Friday', 'Every day')
    """
    parts = byday.split(",") if byday else []
    if len(parts) == len(DAYS) and set(parts) == set(DAYS):
        return _("Every day")
    if len(parts) > 2 and ",".join(parts) in ",".join(DAYS):
        return _("%(first)s to %(last)s") % {"first": day(parts[0]), "last": day(parts[-1])}
    return ", ".join(map(day, parts))


def day(word):
    which = {"1": _("first"), "2": _("second"), "3": _("third"), "4": _("fourth"), "5": _("fifth"), "-1": _("last")}
    number, name = word[:-2], word[-2:]
    label = str(WEEKDAYS[DAYS.index(name)]) if name in DAYS else name
    return f"{which.get(number, number)} {label}".strip()


def clock(time):
    """
    >>> from datetime import time
    >>> clock(time(10)), clock(time(18, 30)), clock(time(0))
    ('10am', '6:30pm', '12am')
    """
    minutes = f":{time:%M}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes}{'am' if time.hour < 12 else 'pm'}"


def hours(opens, closes):
    if opens and closes:
        return _("%(opens)s to %(closes)s") % {"opens": clock(opens), "closes": clock(closes)}
    if opens:
        return _("from %(opens)s") % {"opens": clock(opens)}
    return _("until %(closes)s") % {"closes": clock(closes)} if closes else ""


def repeats(freq, interval):
    if not interval or interval == 1 or not freq:
        return ""
    words = _("every %(number)d weeks") if freq == Frequency.WEEKLY else _("every %(number)d months")
    return words % {"number": interval}


def month_days(numbers):
    return _("on day %(days)s of the month") % {"days": numbers.replace(",", ", ")} if numbers else ""


def valid(schedule):
    """Between which days it holds, in brackets."""
    starts, ends = (date_format(each, "j F Y") if each else "" for each in (schedule.valid_from, schedule.valid_to))
    if starts and ends:
        return _("(%(starts)s to %(ends)s.)") % {"starts": starts, "ends": ends}
    if starts:
        return _("(From %(starts)s.)") % {"starts": starts}
    return _("(Until %(ends)s.)") % {"ends": ends} if ends else ""


def price(row):
    """One price in a line."""
    pounds = ""
    if row.amount is not None:
        pounds = f"£{row.amount:,.2f}".removesuffix(".00") if row.amount else _("free")
    line = ": ".join(filter(None, [row.option, " ".join(filter(None, [pounds, row.amount_description]))]))
    return " ".join(filter(None, [line, valid(row)]))


def dialling(number):
    """The address that dials a number.

    >>> dialling("029 2018 0123"), dialling("+44 (0)29 2018 0123"), dialling("ring the bell")
    ('tel:02920180123', 'tel:+442920180123', '')
    """
    if not re.fullmatch(r"\+?[\d\s().-]{3,30}", number):
        return ""
    return "tel:" + re.sub(r"\(0\)|[^\d+]", "", number, flags=re.ASCII)
