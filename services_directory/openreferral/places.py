"""The locations of a record: where they are, and how to get in."""

import re

from ..choices import LocationType


def locations(service):
    """The values of each location of a record, with the id of the service at it; None when it says nothing."""
    places = service.children("service_at_locations")
    if places is None:
        return None
    found = [(place, location) for place in places if (location := place.child("location"))]
    return [location_values(location) | {"link": place.key()} for place, location in found]


def location_values(location):
    latitude, longitude = location.coordinates()
    values = {
        "id": location.identity(),
        "location_type": location.choice("location_type", LocationType, LocationType.PHYSICAL),
        "name": location.line("name", 300),
        "latitude": latitude,
        "longitude": longitude,
        "uprn": uprn(location),
    }
    if location.has("description"):
        values["description"] = location.text("description")
    addresses = location.children("addresses", "physical_addresses")
    if addresses is not None:
        values |= address_values(addresses)
    access = location.children("accessibility", "accessibility_for_disabilities")
    if access is not None:
        values["accessibility"] = "\n".join(dict.fromkeys(filter(None, map(access_line, access))))
    return values


def uprn(location):
    kind = location.line("external_identifier_type").upper()
    value = location.line("external_identifier", 100)
    return value if kind == "UPRN" and re.fullmatch(r"\d{1,12}", value) else ""


def address_values(addresses):
    """Of several addresses the first that is somewhere to go to; the others are left out, and said."""
    visited = [address for address in addresses if address.line("address_type").lower() != "postal"]
    chosen = (visited or addresses)[:1]
    for other in addresses:
        if other not in chosen:
            other.notes.append(f"{other.path[:-1]} is a further address of the location: left out")
    if not chosen:
        return {"address": "", "city": "", "county": "", "postcode": "", "country": "GB"}
    (address,) = chosen
    lines = map(address.line, ("address_1", "address_2"))
    country = address.line("country").upper()
    return {
        "address": "\n".join(filter(None, lines)),
        "city": address.line("city", 100),
        "county": address.line("state_province", 100) or address.line("region", 100),
        "postcode": address.line("postal_code", 20),
        "country": country if re.fullmatch("[A-Z]{2}", country) else "GB",
    }


def access_line(access):
    return " ".join(filter(None, [access.line("description") or access.line("accessibility"), access.line("details")]))
