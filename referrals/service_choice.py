"""Choosing a service from the directory inside a client's record: search by words and need, without script."""

from dataclasses import dataclass

from django.db.models import FloatField, Func, Subquery, Value

from services_directory import search
from services_directory.models import Postcode, ServicePlace
from services_directory.places import miles_between

from .answers import answers_to
from .choices import NEEDS_OF_DOMAIN
from .forms import ServiceQuery

SHOWN = 25


def service_choice(request, domain="", needs=(), client=None):
    """What the search panel needs: its form, the services found, and whether there are more than are shown.

    Coming from a need of the client (`domain`), or from several of the directory (`needs`), without a search, the
    services that help with them are shown at once. With `client`, each says how far it is from where the client lives.
    """
    query = ServiceQuery(request.GET)
    values = query.values()
    domain = values["domain"] or domain
    found = search.offered(values["words"], values["need"])
    if (wanted := needs or NEEDS_OF_DOMAIN.get(domain)) and not (values["words"] or values["need"]):
        found = found.filter(needs__overlap=wanted)
    rows = list(found[: SHOWN + 1])
    shown = _with_what_is_known(rows[:SHOWN], client)
    return {"query": query, "services": shown, "more_services": len(rows) > SHOWN, "domain": domain}


@dataclass
class Whereabouts:
    """The nearest place of a service: its postcode district, and miles from the client where both are known."""

    district: str = ""
    miles: float | None = None


def _with_what_is_known(services, client):
    """Put beside each what became of referrals to it lately, and where it is."""
    answers, places = answers_to(services), _places_of(services, client)
    for service in services:
        service.answers, service.whereabouts = answers[service.pk], places.get(service.pk, Whereabouts())
    return services


def _home_of(client):
    """The point of the postcode where the client lives, unless the address is hidden, as columns of another query."""
    homes = client.addresses.current().with_hides().filter(hides=False).exclude(postcode="").newest_first()
    code = Func("postcode", Value(" "), Value(""), function="replace")
    codes = homes.annotate(code=code).values("code")[:1]
    home = Postcode.objects.filter(code=Subquery(codes))
    return {"north": Subquery(home.values("latitude")), "east": Subquery(home.values("longitude"))}


NOWHERE = {"north": Value(None, FloatField()), "east": Value(None, FloatField())}


def _places_of(services, client):
    """{key of a service: Whereabouts}, in one query."""
    found = {}
    places = ServicePlace.objects.filter(service__in=services).order_by("district", "id")
    places = places.annotate(**(_home_of(client) if client else NOWHERE))
    columns = ("service", "district", "latitude", "longitude", "north", "east")
    for key, district, *points in places.values_list(*columns):
        miles = miles_between(points[:2], points[2:]) if None not in points else None
        known = found.get(key)
        if known is None or (miles is not None and (known.miles is None or miles < known.miles)):
            found[key] = Whereabouts(district, miles)
    return found
