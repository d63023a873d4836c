"""The schedules of Open Referral (RFC 5545 words) as a line that a person can read."""

import re

DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
WHICH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last"}
UNITS = {"WEEKLY": "weeks", "MONTHLY": "months"}


def days(byday):
    """
    >>> days("MO,FR"), days("2TU,-1SA"), days("whenever")
    ('Monday, Friday', 'second Tuesday, last Saturday', 'whenever')
    """
    return ", ".join(filter(None, (day(part.strip()) for part in byday.split(","))))


def day(word):
    found = re.fullmatch(r"([+-]?\d)?([A-Z]{2})", word.upper())
    if not found or found[2] not in DAYS:
        return word
    which = WHICH.get((found[1] or "").lstrip("+"), found[1] or "")
    return f"{which} {DAYS[found[2]]}".strip()


def clock(time):
    """
    >>> clock("10:00:00"), clock("18:30Z"), clock("00:00"), clock("noon")
    ('10am', '6:30pm', '12am', 'noon')
    """
    found = re.match(r"([01]\d|2[0-3]):([0-5]\d)", time)
    if not found:
        return time
    hour, minutes = int(found[1]), "" if found[2] == "00" else f":{found[2]}"
    return f"{hour % 12 or 12}{minutes}{'am' if hour < 12 else 'pm'}"


def hours(opens, closes):
    """
    >>> hours("10:00", "18:00"), hours("10:00", "")
    ('10am to 6pm', 'from 10am')
    """
    if opens and closes:
        return f"{clock(opens)} to {clock(closes)}"
    return f"from {clock(opens)}" if opens else f"until {clock(closes)}" if closes else ""


def repeats(freq, interval):
    """
    >>> repeats("WEEKLY", 2), repeats("WEEKLY", 1)
    ('every 2 weeks', '')
    """
    return f"every {interval} {UNITS[freq]}" if freq in UNITS and interval and interval > 1 else ""


def month_days(numbers):
    """
    >>> month_days("2,3")
    'on day 2, 3 of the month'
    """
    return f"on day {', '.join(numbers.replace(' ', '').split(','))} of the month" if numbers else ""


def in_words(*, byday="", bymonthday="", freq="", interval=None, opens="", closes="", notes=(), until=""):
    """One schedule: its rule, then what is said about it.

    >>> in_words(byday="TH", opens="10:00", closes="12:00", notes=["Ring first."], until="1 May 2026")
    'Thursday, 10am to 12pm. Ring first. (Until 1 May 2026.)'
    """
    rule = ", ".join(
        filter(None, [days(byday), month_days(bymonthday), repeats(freq.upper(), interval), hours(opens, closes)])
    )
    said = [note if note.endswith((".", "!", "?")) else f"{note}." for note in [rule, *notes] if note]
    return " ".join([*said, f"(Until {until}.)"] if until else said)
