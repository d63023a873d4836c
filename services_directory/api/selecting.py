"""Which services, and which services at locations, a question is about: each parameter as the standard words it."""

import math

from django.db.models import Exists, F, FloatField, OuterRef, Q, Value
from django.db.models.functions import ASin, Cast, Cos, Least, Power, Radians, Sin, Sqrt
from django.utils import timezone

from .. import search
from ..models import Postcode, Schedule, Service, ServiceAtLocation, TaxonomyTerm
from ..own_terms import TAXONOMY, need_of
from .answers import Wrong
from .reading import changed_since

EARTH = 6_371_000  # metres from its middle
# Lines of an area that a postcode can be held against, such as BS1, BS1 3 or BS1 3NX.
DISTRICT = r"[A-Z]{1,2}\d[A-Z\d]?(\s*\d([A-Z]{2})?)?"
ONLY_DISTRICTS = rf"^(\s*{DISTRICT}\s*(\n|$))+$"


def services(query):
    """Services that answer to a question, whatever their status is: that a service has ended is worth knowing."""
    words = query["search"]
    found = search.matching(words) if words else Service.objects.order_by("name_key", "id")
    if query["taxonomy_term_id"]:
        found = found.filter(with_term(query["taxonomy_term_id"]))
    if query["taxonomy_id"]:
        found = found.filter(with_any_term_of(query["taxonomy_id"]))
    if query["organization_id"]:
        found = found.filter(organisation=query["organization_id"])
    if query["minimum_age"] is not None:
        found = found.filter(minimum_age__gte=query["minimum_age"])
    if query["maximum_age"] is not None:
        found = found.filter(maximum_age__lte=query["maximum_age"])
    if query["modified_after"]:
        found = changed_since(found, query["modified_after"])
    return found


def services_at_times(query):
    """As `services`, and open at the times that are asked for."""
    found = services(query)
    times = schedules(query)
    return found if times is None else found.filter(Exists(times.filter(service=OuterRef("pk"))))


def places(query):
    """Services at locations that answer to a question."""
    found = ServiceAtLocation.objects.filter(service__in=services(query).order_by()).order_by("service__name_key", "id")
    times = schedules(query)
    if times is not None:
        here = Q(at_location=None) | Q(at_location=OuterRef("pk"))
        found = found.filter(Exists(times.filter(here, service=OuterRef("service"))))
    if query["proximity"] is not None:
        return near(found, query["postcode"], query["proximity"])
    return covering(found, query["postcode"]) if query["postcode"] else found


def with_term(key):
    need = need_of(key)
    return Q(needs__contains=[need]) if need else Exists(TaxonomyTerm.objects.filter(pk=key, services=OuterRef("pk")))


def with_any_term_of(taxonomy):
    if str(taxonomy) == TAXONOMY:
        return ~Q(needs=[])
    return Exists(TaxonomyTerm.objects.filter(taxonomy=taxonomy, services=OuterRef("pk")))


def schedules(query):
    """Schedules that hold today or later and fit the day and times asked for; None where nothing was asked."""
    day, start, end = query["day"], query["start_time"], query["end_time"]
    if not day and start is None and end is None:
        return None
    found = Schedule.objects.filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate()))
    if day:
        found = found.filter(byday__icontains=day)
    if start is not None:
        found = found.filter(opens_at__gte=start)
    if end is not None:  # what closes after midnight closes late, not early
        found = found.filter(closes_at__lte=end).exclude(closes_at__lt=F("opens_at"))
    return found


def covering(found, code):
    """Without those whose area is told in postcodes, none of which is this one. Any other area excludes nobody."""
    outward, inward = code[:-3], code[-3:]
    parts = "|".join([outward, rf"{outward}\s*{inward[0]}", rf"{outward}\s*{inward}"])
    is_named = Q(service__area__iregex=rf"(^|\n)\s*({parts})\s*($|\n)")
    return found.filter(is_named | ~Q(service__area__iregex=ONLY_DISTRICTS))


def near(found, code, metres):
    """Those at most so far from the middle of a postcode, the nearest first."""
    centre = Postcode.objects.filter(pk=code).first()
    if centre is None:
        raise Wrong(postcode="Where this postcode is, is not known here.")
    degrees = math.degrees(metres / EARTH)
    found = found.filter(location__latitude__range=(centre.latitude - degrees, centre.latitude + degrees))
    found = found.annotate(metres=distance(centre.latitude, centre.longitude))
    return found.filter(metres__lte=metres).order_by("metres", "service__name_key", "id")


def distance(latitude, longitude):
    """Metres along the Earth between a place and where a location is (haversine)."""
    here, there = Value(math.radians(latitude), FloatField()), Radians("location__latitude")
    around = Radians("location__longitude") - Value(math.radians(longitude), FloatField())
    square = Power(Sin((there - here) / 2.0), 2) + Cos(here) * Cos(there) * Power(Sin(around / 2.0), 2)
    return Cast(2.0 * EARTH * ASin(Sqrt(Least(Value(1.0), square))), FloatField())
