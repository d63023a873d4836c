"""The fields of one object of a feed, read with care: what is broken is refused, what cannot be right is left out."""

import math
import re
import uuid
from datetime import date, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from ..models import is_web_address
from .plain_text import one_line, plain

LONGEST_TEXT = 20_000
BROKEN = re.compile("[\0\ud800-\udfff]")
CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d\d))?(?:[:.]\d\d(?:\.\d+)?)? ?([ap]m)?(?:z|[+-]\d\d:?\d\d)?", re.IGNORECASE)
BRITISH = re.compile(r"(\d\d)/(\d\d)/(\d{4})\b.*")  # 25/12/2024: the day comes first
MOST_POUNDS = 9_999_999
IDENTITY = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)


class Refused(Exception):
    """A record that is not taken; the message says why."""


class Fields:
    """The fields of one object of a feed, read with care: absent, null and empty are the same.

    A value of the wrong kind refuses the record; a detail that cannot be right is noted and left out.
    """

    def __init__(self, values, notes, path=""):
        self.values, self.notes, self.path = values, notes, path

    def has(self, name):
        return self.values.get(name) not in (None, "")

    def raw(self, name, kinds, wanted):
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, kinds) or isinstance(value, bool):
            raise Refused(f"{self.path}{name} is not {wanted}.")
        return value

    def text(self, name, longest=LONGEST_TEXT, clean=plain):
        value = self.raw(name, str, "a text") or ""
        if BROKEN.search(value):
            raise Refused(f"{self.path}{name} holds characters that are no text.")
        value = clean(value)
        if len(value) > longest:
            raise Refused(f"{self.path}{name} is too long: {len(value)} characters, {longest} fit.")
        return value

    def line(self, name, longest=LONGEST_TEXT):
        return self.text(name, longest, one_line)

    def identity(self, name="id"):
        value = self.line(name)
        if not value:
            raise Refused(f"{self.path}{name} is missing.")
        if not IDENTITY.fullmatch(value):
            raise Refused(f"{self.path}{name} is not a UUID.")
        return uuid.UUID(value)

    def key(self, name="id"):
        """The id of a part of a record, where it is a UUID; None where not: such a part gets one of ours."""
        value = self.values.get(name)
        return uuid.UUID(value) if isinstance(value, str) and IDENTITY.fullmatch(value) else None

    def choice(self, name, choices, default):
        value = self.line(name).lower()
        if value and value not in choices.values:
            raise Refused(f"{self.path}{name} “{value[:50]}” is none of: {', '.join(choices.values)}.")
        return value or default.value

    def number(self, name):
        value = self.raw(name, (int, float, str), "a number")
        try:
            value = None if value is None else float(value)
        except (ValueError, OverflowError) as error:
            raise Refused(f"{self.path}{name} is not a number.") from error
        if value is not None and not math.isfinite(value):
            raise Refused(f"{self.path}{name} is not a number.")
        return int(value) if value is not None and value.is_integer() else value

    def age(self, name):
        value = self.number(name)
        if value is not None and not 0 <= value <= 150:
            raise Refused(f"{self.path}{name} {value} is not an age.")
        return None if value is None else int(value)

    def coordinates(self):
        if not (self.has("latitude") and self.has("longitude")):
            return None, None
        try:
            latitude, longitude = self.number("latitude"), self.number("longitude")
        except Refused as refusal:
            self.notes.append(f"{str(refusal).removesuffix('.')}: left out")
            return None, None
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            return float(latitude), float(longitude)
        self.notes.append(f"{self.path}latitude {latitude}, longitude {longitude} is no place on Earth: left out")
        return None, None

    def day(self, name):
        value = self.line(name)
        try:
            day = date.fromisoformat(BRITISH.sub(r"\3-\2-\1", value)[:10]) if value else None
        except ValueError as error:
            raise Refused(f"{self.path}{name} “{value[:50]}” is not a date.") from error
        if day and not 1900 <= day.year <= 2100:
            self.notes.append(f"{self.path}{name} {day} is too long ago or too far away: left out")
            return None
        return day

    def past_day(self, name):
        day = self.day(name)
        if day and day > timezone.localdate():
            self.notes.append(f"{self.path}{name} {day} is in the future: left out")
            return None
        return day

    def days(self, first, last):
        """Two days in their order; both are left out when the last is before the first."""
        one, two = self.day(first), self.day(last)
        if one and two and two < one:
            self.notes.append(f"{self.path}{last} {two} is before {first} {one}: both left out")
            return None, None
        return one, two

    def clock(self, name):
        """A time of the day, as on the clock in London; None when there is none, or none that can be understood."""
        value = self.line(name)
        found = read_clock(value)
        if value and found is None:
            self.notes.append(f"{self.path}{name} “{value[:50]}” is not a time: left out")
        return found

    def pounds(self, name):
        value = self.number(name)
        if value is not None and not 0 <= value <= MOST_POUNDS:
            self.notes.append(f"{self.path}{name} {value} is not a price: left out")
            return None
        return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))

    def email(self, name):
        value = self.line(name, 254).removeprefix("mailto:").strip(" .,;")
        try:
            if value:
                validate_email(value)
        except ValidationError:
            self.notes.append(f"{self.path}{name} “{value[:80]}” is not an e-mail address: left out")
            return ""
        return value

    def web_address(self, name):
        value = self.line(name, 490)
        address = mend_web_address(value)
        if value and not address:
            self.notes.append(f"{self.path}{name} “{value[:80]}” is not a web address: left out")
        return address

    def child(self, name):
        value = self.raw(name, dict, "an object")
        return Fields(value, self.notes, f"{self.path}{name}.") if value else None

    def children(self, *names):
        """The objects of the first of these lists that is there; None when none is."""
        name = next((name for name in names if self.values.get(name) is not None), None)
        if name is None:
            return None
        items = self.raw(name, list, "a list") or []
        if not all(isinstance(item, dict) for item in items):
            raise Refused(f"{self.path}{name} holds something that is not an object.")
        return [Fields(item, self.notes, f"{self.path}{name}[{place}].") for place, item in enumerate(items)]


def read_clock(text):
    """
    >>> [str(read_clock(text)) for text in ("10:00:00", "18:30Z", "9am", "12.15 am", "24:00", "0930", "noon", "25:00")]
    ['10:00:00', '18:30:00', '09:00:00', '00:15:00', '00:00:00', '09:30:00', 'None', 'None']
    """
    found = CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour % 24, minute) if hour < 24 and minute < 60 or (hour, minute) == (24, 0) else None


def mend_web_address(text):
    """The address with its scheme; empty when it is none that a page may link to.

    >>> mend_web_address("www.example.org/a"), mend_web_address("http:www.example.org")
    ('https://www.example.org/a', 'http://www.example.org')
    >>> mend_web_address("Warmley Community Centre"), mend_web_address("javascript:alert(1)")
    ('', '')
    """
    if mended := re.match(r"(https?):/*", text, re.IGNORECASE):
        text = f"{mended[1].lower()}://{text[mended.end() :]}"
    elif re.match(r"[a-z][a-z0-9+.-]*:(?!\d)", text, re.IGNORECASE):
        return ""
    elif text:
        text = f"https://{text.lstrip('/')}"
    if re.match(r"https?://[^/?#]*@", text):
        return ""
    try:
        is_web_address(text)
    except (ValidationError, ValueError):
        return ""
    return text
