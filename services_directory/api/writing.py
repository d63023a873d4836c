"""Rows of the directory as records of Open Referral UK 3.0.

Nothing is null: what is not known is left out; a list that is empty is there, for a reader must learn that it became
so. What the standard has no place for begins with `tc_`. Never written: who is asked to check a service, the names of
whoever changed or checked it here, and whose team runs it.
"""

import re
from datetime import UTC
from urllib.parse import quote, urlsplit, urlunsplit

from ..own_terms import KEYS, TAXONOMY, TAXONOMY_NAME, key_of, languages, names
from .reading import OF_LOCATION

SAFE = "%/:=&?~+!$,;'@()*"
PLAIN_URI = re.compile(r"https?://[A-Za-z0-9.:-]+(?:[/?#](?:[A-Za-z0-9/?:=&~+!$,;'@()*._-]|%[0-9A-Fa-f]{2})*)?")
IDENTIFIER = re.compile(r"([A-Z]{2}-[A-Z0-9]+)-(.+)", re.DOTALL)
IDENTIFIER_TYPES = {"GB-COH": "Company number", "GB-CHC": "Charity number", "GB-SC": "Charity number"}
TEXTS = {
    "description": "description",
    "fees": "fees",
    "accreditations": "accreditations",
    "alert": "notice",
    "eligibility_description": "eligibility",
    "application_process": "attending",
    "tc_name_cy": "name_cy",
    "tc_description_cy": "description_cy",
    "tc_gender": "gender",
    "tc_cost": "cost",
    "tc_capacity": "capacity",
    "tc_known_from": "known_from",
}
NUMBERS = {"minimum_age": "minimum_age", "maximum_age": "maximum_age", "tc_waiting_days": "waiting_days"}
DAYS = {
    "assured_date": "checked_on",
    "tc_capacity_on": "capacity_on",
    "tc_ended_on": "ended_on",
    "tc_known_on": "known_on",
}


def known(**values):
    """The values that there are."""
    return {name: value for name, value in values.items() if value is not None and value != ""}


def as_uri(address):
    """A web address as a URI (RFC 3986), which has only some letters; empty where it cannot be one.

    >>> as_uri("https://example.org/dŵr?a=[1]"), as_uri("https://dŵr.example.org"), as_uri("")
    ('https://example.org/d%C5%B5r?a=%5B1%5D', 'https://xn--dr-bva.example.org', '')
    """
    if not address or PLAIN_URI.fullmatch(address):
        return address
    try:
        scheme, host, *rest = urlsplit(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", address))
        mended = urlunsplit([scheme, host.encode("idna").decode(), *(quote(part, safe=SAFE) for part in rest)])
    except ValueError:
        return ""
    return mended if PLAIN_URI.match(mended) else ""


def moment(at):
    """
    >>> from datetime import datetime
    >>> moment(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    '2026-11-22T09:30:00.000Z'
    """
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def minimal(service):
    """That it is there, and when it changed."""
    return {"id": str(service.pk), "modified_date": moment(service.modified_at)}


def summary(service):
    """What there is one of."""
    said = known(**{name: getattr(service, field) for name, field in (TEXTS | NUMBERS).items()})
    days = {name: day.isoformat() for name, field in DAYS.items() if (day := getattr(service, field))}
    return {"id": str(service.pk), "name": service.name, "status": service.status, **said, **days} | known(
        organization_id=service.organisation_id and str(service.organisation_id),
        url=as_uri(service.url),
        email=service.email,
        last_modified=moment(service.modified_at),
        organization=organization(service.organisation) if service.organisation_id else None,
        tc_self_referral=service.self_referral,
        tc_replaced_by_id=service.replaced_by_id and str(service.replaced_by_id),
        tc_source=service.feed and known(**service.feed),
    )


def full(service):
    """A service with everything that belongs to it."""
    key = str(service.pk)
    record = summary(service)
    if service.organisation_id:
        record["organization"] |= {"organization_identifiers": identifiers(service.organisation)}
    return record | {
        "phones": phones(service, key),
        "schedules": [schedule(**row) for row in service.schedules_rows],
        "service_areas": [
            {"id": key_of("area", key, line), "service_id": key, "name": line} for line in lines(service.area)
        ],
        "service_at_locations": [at_location(row, key) for row in service.places_rows],
        "languages": [language(code, key, service_id=key) for code in service.language_codes],
        "cost_options": [known(**row) for row in service.cost_options_rows],
        "contacts": [known(**row) for row in service.contacts_rows],
        "attributes": attributes(service, key),
    }


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def schedule(*, opens_at, closes_at, at_location_id, attending, **row):
    """Times are of the clock in London, as people read them; an offset would be wrong for half of the year."""
    times = known(opens_at=opens_at and opens_at[:5], closes_at=closes_at and closes_at[:5])
    return known(**row, service_at_location_id=at_location_id, attending_type=attending) | times


def phones(service, key):
    """All numbers, the one to ring first at the beginning. The profile for the UK has no place for them; HSDS has."""
    first = {"id": key_of("phone", key), "service_id": key, "number": service.phone}
    return [first] * bool(service.phone) + [phone(**row) for row in service.phones_rows]


def phone(*, language_codes, **row):
    spoken = [language(code, row["id"], phone_id=row["id"]) for code in language_codes]
    return known(**row, languages=spoken or None)


def language(code, holder, **more):
    return {"id": key_of("language", holder, code), **more, "code": code} | known(name=languages().get(code))


def at_location(row, service):
    place = row["location"]
    return {"id": row["id"], "service_id": service, "location_id": place["id"], "location": full_location(**place)}


def location(*, address, city, county, postcode, country, accessibility, uprn, **said):
    """A place without its lists."""
    identifier = {"external_identifier": uprn, "external_identifier_type": "UPRN"} if uprn else {}
    return known(**said) | identifier


def full_location(**place):
    """A place with its address. The standard wants all parts of an address: what is not known of one is empty."""
    key = place["id"]
    return location(**place) | {
        "addresses": list(address(**place)),
        "accessibility": [
            {"id": key_of("accessibility", key, line), "location_id": key, "description": line}
            for line in lines(place["accessibility"])
        ],
    }


def address(*, id, location_type, address, city, county, postcode, country, **rest):  # noqa: A002 - its name in the standard
    if address or city or postcode:
        street, *more = lines(address) or [""]
        yield {
            "id": key_of("address", id),
            "location_id": id,
            "address_1": street,
            "city": city,
            "state_province": county,
            "postal_code": postcode,
            "country": country,
            "address_type": location_type,
        } | known(address_2=", ".join(more))


def attributes(service, key):
    """The terms of a service: ours (`tc_guessed` while no person has looked at them), then those of others."""
    found = [
        (need_term(need), {"tc_guessed": True} if service.needs_guessed else {})
        for need in service.needs
        if need in KEYS
    ]
    found += [(term(**row), {}) for row in service.terms_rows]
    return [
        {
            "id": key_of("attribute", key, said["id"]),
            "link_id": key,
            "link_type": "service",
            "taxonomy_term_id": said["id"],
            "taxonomy_term": said,
            **more,
        }
        for said, more in found
    ]


def need_term(need):
    """One of our own terms. The standard wants a description: it is what its name says."""
    name, welsh = names()[need]
    return {
        "id": KEYS[need],
        "name": name,
        "description": name,
        "code": need,
        "taxonomy": TAXONOMY_NAME,
        "taxonomy_id": TAXONOMY,
    } | known(tc_name_cy=welsh)


def term(*, id, name, description, uri, **rest):  # noqa: A002 - its name in the standard
    """A term of another taxonomy."""
    return {"id": id, "name": name, "description": description} | known(term_uri=as_uri(uri), **rest)


def own_taxonomy(*, in_full=False):
    said = {
        "id": TAXONOMY,
        "name": TAXONOMY_NAME,
        "description": "What a service helps with: the list of Throughcare.",
        "version": "1",
    }
    return said | ({"taxonomy_terms": [need_term(need) for need in KEYS]} if in_full else {})


def taxonomy(row, *, in_full=False):
    said = {"id": str(row.pk), "name": row.name, "description": row.description} | known(
        uri=as_uri(row.uri), tc_licence=row.licence
    )
    return said | ({"taxonomy_terms": [term(**each) for each in row.terms_rows]} if in_full else {})


def organization(row):
    """Who runs services, without lists. The standard wants a description: it is empty where there is none."""
    return {"id": str(row.pk), "name": row.name, "description": row.description} | known(
        email=row.email, website=as_uri(row.website), tc_name_cy=row.name_cy, tc_description_cy=row.description_cy
    )


def identifiers(row):
    """The number of a register, apart from its register where that is told.

    >>> from types import SimpleNamespace
    >>> [found] = identifiers(SimpleNamespace(pk=1, legal_number="GB-CHC-1234567"))
    >>> found["identifier_scheme"], found["identifier_type"], found["identifier"]
    ('GB-CHC', 'Charity number', '1234567')
    """
    if not row.legal_number:
        return []
    parts = IDENTIFIER.fullmatch(row.legal_number)
    scheme, number = parts.groups() if parts else ("", row.legal_number)
    said = {
        "id": key_of("identifier", row.pk),
        "organization_id": str(row.pk),
        "identifier_type": IDENTIFIER_TYPES.get(scheme, "Registration number"),
        "identifier": number,
    }
    return [said | known(identifier_scheme=scheme)]


def full_organization(row, services):
    """An organisation with its numbers and its services."""
    return organization(row) | {"organization_identifiers": identifiers(row), "services": services}


def place(row, service, write):
    """A service at a location: with the least, with what there is one of, or with everything, as `write` does."""
    if write is minimal:
        return {"id": str(row.pk), "modified_date": moment(max(service.modified_at, row.location.updated_at))}
    of_place = {name: getattr(row.location, name) for name in OF_LOCATION} | {"id": str(row.location_id)}
    where = full_location(**of_place) if write is full else location(**of_place)
    return {
        "id": str(row.pk),
        "service_id": str(row.service_id),
        "location_id": str(row.location_id),
        "location": where,
        "service": write(service),
    }
