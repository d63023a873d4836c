"""Open Referral UK: from a file of version 1.0 or 3.0 to the values of our tables.

What is taken and what is not is in docs/directory.md. Nothing here touches the database.
"""

import hashlib
import json
import math
import re
import uuid
from dataclasses import dataclass, field

from core.folding import fold

from . import opening_hours
from .choices import NEED_WORDS, LocationType, ServiceStatus
from .feed_fields import Fields, Refused

# What only the records of another kind have (by the schemas of 3.0), to say of a file what it holds instead.
OTHER_KINDS = {
    "organisations": {"website", "logo", "parent_organization_id", "organization_identifiers"},
    "terms of a taxonomy": {"term", "term_uri", "parent_id"},
    "taxonomies": {"taxonomy_terms", "version"},
    "locations": {"location_type", "addresses", "physical_addresses"},
}
ONLY_OF_SERVICES = {"status", "url", "organization", "organization_id", "fees", "assured_date"}


class NotAFeed(Exception):
    """A file from which no service can be read; the message says why."""


@dataclass
class Found:
    """What one record says: values of a service, of its organisation and its locations.

    A list that the record does not mention (as on a page of summaries) is left out of `values`, and `locations` is
    None: what is stored stays. `adds_locations`: the locations named are not all of them.
    """

    id: uuid.UUID
    values: dict
    organisation: dict | None = None
    organisation_id: uuid.UUID | None = None
    locations: list | None = None
    adds_locations: bool = False
    needs: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def digest(self):
        """The same as long as the record says the same; when it was checked last is no part of that."""
        values = {name: value for name, value in self.values.items() if name not in ("checked_on", "checked_by")}
        said = [values, self.organisation, self.organisation_id, self.locations, self.needs]
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


# The file


def read_feed(content):
    """The records of services in a file (bytes), as they stand there. Raises NotAFeed."""
    try:
        records = list(services_in(json.loads(content, parse_int=whole_number)))
    except UnicodeDecodeError as error:
        raise NotAFeed("The file is not text: JSON in UTF-8 is needed.") from error
    except RecursionError as error:
        raise NotAFeed("The file is nested too deeply to be a feed of services.") from error
    except ValueError as error:
        raise NotAFeed(f"The file is not JSON: {error}") from error
    kinds = [kind_of(record) for record in records]
    if records and all(kinds):
        raise NotAFeed(f"The file holds no services, but {kinds[0]}. Only services are imported.")
    return records


def whole_number(digits):
    return int(digits) if len(digits) < 20 else math.inf


def services_in(found):
    """Every record of a service: a list, a page of one, a single one, or those in organisations and at locations."""
    if isinstance(found, dict):
        pages = [found[key] for key in ("contents", "content") if isinstance(found.get(key), list)]
        found = pages[0] if pages else [found]
    if not isinstance(found, list):
        raise NotAFeed("The file holds no services: a list, a page with “contents” or one service is needed.")
    merged = {}
    for item in found:
        if not isinstance(item, dict):
            yield item
        elif isinstance(item.get("services"), list):
            yield from (of_organisation(service, item) for service in item["services"])
        elif isinstance(item.get("service"), dict) and "location" in item:
            merge_at_location(merged, item)
        else:
            yield item
    yield from merged.values()


def of_organisation(service, organisation):
    """A service that stands within its organisation, the other way round."""
    if not isinstance(service, dict) or "organization" in service:
        return service
    return service | {"organization": {key: value for key, value in organisation.items() if key != "services"}}


def merge_at_location(merged, item):
    """A service at a location, as a service with that location; the same service at several becomes one record."""
    service = item["service"]
    place = {key: value for key, value in item.items() if key != "service"}
    key = canonical(service)
    record = merged.setdefault(key, service | {"service_at_locations": [], ADDS_LOCATIONS: True})
    record["service_at_locations"].append(place)


ADDS_LOCATIONS = "\0adds_locations"  # no feed can hold this key and mean it


def canonical(record):
    """The record as one text, the same for the same content."""
    return json.dumps(record, sort_keys=True, default=str)


def kind_of(record):
    """What a record is when it is not a service; empty for a service, and for what cannot be told."""
    keys = set(record) if isinstance(record, dict) else set()
    if keys & ONLY_OF_SERVICES:
        return ""
    return next((kind for kind, marks in OTHER_KINDS.items() if keys & marks), "")


# One record


def read_service(record):
    """What a record says. Raises Refused when it is broken; a detail that cannot be right is left out and noted."""
    if not isinstance(record, dict):
        raise Refused("This is not an object with the fields of a service.")
    if kind := kind_of(record):
        raise Refused(f"This is not a service: it has the fields of {kind}.")
    notes = []
    service = Fields(record, notes)
    found = Found(id=service.identity(), values=service_values(service), notes=notes)
    if not found.values["name"]:
        raise Refused("It has no name.")
    read_organisation(service, found)
    places = service.children("service_at_locations")
    if places is not None:
        found.locations = [location_values(place) for item in places if (place := item.child("location"))]
        found.adds_locations = ADDS_LOCATIONS in record
    found.needs = guess_needs(service, found.values)
    return found


def service_values(service):
    values = {
        "name": service.line("name", 300),
        "description": service.text("description"),
        "url": service.web_address("url"),
        "email": service.email("email"),
        "status": service.choice("status", ServiceStatus, ServiceStatus.ACTIVE),
        "fees": service.text("fees"),
        "accreditations": service.text("accreditations"),
        "notice": service.text("alert"),
        "attending": attending(service),
        "checked_on": service.past_day("assured_date"),
        "checked_by": assurer(service),
    }
    values |= audience(service)
    lists = {
        "opening_hours": lines(service.children("schedules", "regular_schedules"), schedule_line),
        "cost_options": lines(service.children("cost_options"), cost_line),
        "area": lines(service.children("service_areas"), lambda a: a.line("name") or a.line("service_area")),
        "languages": lines(service.children("languages"), lambda each: each.line("name") or each.line("language")),
        "phone": phone(service),
    }
    return values | {name: value for name, value in lists.items() if value is not None}


def read_organisation(service, found):
    organisation = service.child("organization")
    if organisation is None:
        found.organisation_id = service.identity("organization_id") if service.has("organization_id") else None
        return
    values = {"id": organisation.identity(), "name": organisation.line("name", 300)}
    if not values["name"]:
        found.notes.append("its organisation has no name: left out")
        return
    if organisation.has("description"):
        values["description"] = organisation.text("description")
    if organisation.has("email"):
        values["email"] = organisation.email("email")
    if organisation.has("website") or organisation.has("url"):
        values["website"] = organisation.web_address("website") or organisation.web_address("url")
    found.organisation, found.organisation_id = values, values["id"]


def location_values(location):
    latitude, longitude = location.coordinates()
    values = {
        "id": location.identity(),
        "location_type": location.choice("location_type", LocationType, LocationType.PHYSICAL),
        "name": location.line("name", 300),
        "latitude": latitude,
        "longitude": longitude,
    }
    addresses = location.children("addresses", "physical_addresses")
    if addresses is not None:
        postcodes = [address.line("postal_code", 20) for address in addresses]
        values |= {"address": lines(addresses, address_line), "postcode": next(filter(None, postcodes), "")}
    access = lines(location.children("accessibility", "accessibility_for_disabilities"), access_line)
    return values if access is None else values | {"accessibility": access}


# The parts of a record that become a few lines of text


def lines(records, line):
    """One line of each; None when the record says nothing of them."""
    return None if records is None else "\n".join(dict.fromkeys(filter(None, map(line, records))))


def address_line(address):
    return ", ".join(filter(None, map(address.line, ("address_1", "address_2", "city", "state_province"))))


def access_line(access):
    return " ".join(filter(None, [access.line("description") or access.line("accessibility"), access.line("details")]))


def schedule_line(schedule):
    return opening_hours.in_words(
        byday=schedule.line("byday"),
        bymonthday=schedule.line("bymonthday"),
        freq=schedule.line("freq"),
        interval=schedule.number("interval"),
        opens=schedule.line("opens_at"),
        closes=schedule.line("closes_at"),
        notes=[schedule.line("description"), schedule.line("notes"), schedule.line("attending_type")],
        until=as_words(schedule.day("valid_to")),
    )


def cost_line(cost):
    amount = cost.number("amount")
    price = "" if amount is None else "free" if amount == 0 else f"£{amount:,.2f}".removesuffix(".00")
    line = ": ".join(
        filter(None, [cost.line("option"), " ".join(filter(None, [price, cost.line("amount_description")]))])
    )
    until = as_words(cost.day("valid_to"))
    return f"{line} (until {until})" if line and until else line  # fmt: skip


def as_words(day):
    return f"{day.day} {day:%B %Y}" if day else ""


def phone(service):
    """The first number: of the service (HSDS), or of one of its contacts (1.0). Names of contacts are not taken."""
    holders = [service, *(service.children("contacts") or [])]
    lists = [numbers for holder in holders if (numbers := holder.children("phones")) is not None]
    if not lists:
        return None
    return next((number for each in lists for item in each if (number := item.line("number", 100))), "")


def attending(service):
    """How somebody gets to use it, in the words of 1.0."""
    words = [service.line("attending_access"), service.line("attending_type")]
    first = ". ".join(dict.fromkeys(filter(None, words)))
    return "\n".join(filter(None, [first, service.text("pc_attendingAccess_additionalInfo")]))


def audience(service):
    """For whom it is: ages (on the service in 3.0, in `eligibilitys` in 1.0), and in words."""
    rules = service.children("eligibilitys") or []
    groups = service.children("pc_targetAudience") or []
    ages = {}
    for name in ("minimum_age", "maximum_age"):
        said = [holder.age(name) for holder in [service, *rules]]
        ages[name] = next((age for age in said if age is not None), None)
    if None not in ages.values() and ages["minimum_age"] > ages["maximum_age"]:
        raise Refused(f"minimum_age {ages['minimum_age']} is above maximum_age {ages['maximum_age']}.")
    names = [group.line("audienceType").split(">")[-1].strip() for group in groups]
    words = [*(rule.text("eligibility") for rule in rules), ", ".join(dict.fromkeys(filter(None, names)))]
    return {**ages, "eligibility": "\n".join(filter(None, words))}


def assurer(service):
    """Who checked, as an organisation: of an e-mail address only the part behind the @, for it names a person."""
    metadata = service.child("pc_metadata")
    said = service.line("assurer_email") or (metadata.line("assured_by") if metadata else "")
    return said.rpartition("@")[2][:200]


def guess_needs(service, values):
    """What it seems to help with, by NEED_WORDS: a guess."""
    terms = [term for item in service.children("attributes") or [] if (term := item.child("taxonomy_term"))]
    terms += [term for item in service.children("service_taxonomys") or [] if (term := item.child("taxonomy"))]
    texts = [values["name"], values["eligibility"], values["description"], *(term.line("name") for term in terms)]
    words = " " + re.sub(r"[\s/(),.;:•-]+", " ", fold(" ".join(texts)))
    return [
        need.value
        for need, beginnings in NEED_WORDS.items()
        if any(" " + beginning.replace("-", " ") in words for beginning in beginnings)
    ]
