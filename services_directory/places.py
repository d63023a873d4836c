"""Where somebody is: a point, from the browser or a postcode, or no more than a postcode district."""

import math
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

EARTH_IN_MILES, MILES_PER_DEGREE = 3958.8, 69.0
LONGEST_DISTRICT = 4
POSITION = re.compile(r"(-?\d{1,2}(?:\.\d{1,10})?),(-?\d{1,3}(?:\.\d{1,10})?)")
AREA = re.compile(r"[A-Z]{1,2}")
# From the middle of the earth, between a place and a point.
MILES = f"""{2 * EARTH_IN_MILES} * asin(least(1, sqrt(
    sin(radians(place.latitude - %(latitude)s) / 2) ^ 2 + cos(radians(place.latitude)) * cos(radians(%(latitude)s))
    * sin(radians(place.longitude - %(longitude)s) / 2) ^ 2
)))"""
# OFFSET 0 keeps the distance from being worked out twice for each place.
NEAR = f"""SELECT service_id, min(miles) AS miles FROM (
    SELECT place.service_id, {MILES} AS miles FROM services_directory_serviceplace AS place
    WHERE place.latitude BETWEEN %(south)s AND %(north)s AND place.longitude BETWEEN %(west)s AND %(east)s OFFSET 0
) AS around WHERE miles <= %(miles)s GROUP BY service_id"""


@dataclass(frozen=True)
class Place:
    """A point, or only a postcode district; `note` says what is not as exact as it was asked."""

    label: str
    latitude: float | None = None
    longitude: float | None = None
    district: str = ""
    note: str = ""

    @property
    def is_point(self):
        return self.latitude is not None

    @property
    def area(self):
        return AREA.match(self.district)[0] if self.district else ""

    def values(self, miles):
        """What NEAR asks for: the point, and the box around it by which an index finds what is near."""
        up = miles / MILES_PER_DEGREE
        aside = up / max(0.01, math.cos(math.radians(self.latitude)))
        return {
            "latitude": self.latitude, "longitude": self.longitude, "miles": miles,
            "south": self.latitude - up, "north": self.latitude + up,
            "west": self.longitude - aside, "east": self.longitude + aside,
        }  # fmt: skip


def miles_between(one, other):
    """Miles between two points (latitude, longitude), as in MILES.

    >>> round(miles_between((51.5, -0.12), (51.48, -3.18)))
    132
    """
    up, aside = (math.radians(a - b) / 2 for a, b in zip(one, other, strict=True))
    north, south = math.radians(one[0]), math.radians(other[0])
    arc = math.sin(up) ** 2 + math.cos(north) * math.cos(south) * math.sin(aside) ** 2
    return 2 * EARTH_IN_MILES * math.asin(min(1, math.sqrt(arc)))


def position_of(request):
    """Where the browser says it is, to about 100 metres: sent with one request, never kept, in no address and no log."""
    found = POSITION.fullmatch(request.headers.get("X-Position", ""))
    if not found or not (abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180):  # noqa: PLR2004 - degrees
        return None
    return Place(_("where you are"), round(float(found[1]), 3), round(float(found[2]), 3))


def place_of(code, found):
    """A postcode or a district (in capitals, without a space); `found`: what is known of where it is (lookup.looked_up)."""
    is_district = len(code) <= LONGEST_DISTRICT
    district = code if is_district else code[:-3]
    label = code if is_district else f"{code[:-3]} {code[-3:]}"
    if not found:
        note = _("This site does not know where %(place)s is. Services in %(district)s come first, without distances.")
        return Place(label, district=district, note=note % {"place": label, "district": district})
    is_middle = min(found) > 1 and not is_district
    note = _("Distances are from the middle of %(district)s.") % {"district": district} if is_middle else ""
    return Place(label, *found[min(found)], district=district, note=note)
