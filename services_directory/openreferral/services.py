"""What one record of a service says, as values of our tables. Nothing here touches the database."""

import hashlib
import json
import re
import uuid
from dataclasses import dataclass, field

from ..choices import Cost, ServiceStatus
from ..models import Contact, CostOption, Phone, Schedule
from .details import contacts, phones, prices
from .fields import Fields, Refused
from .files import ADDS_LOCATIONS, kind_of
from .languages import languages
from .needs import guess_needs
from .ours import guessed_needs, own_values, welsh
from .places import locations
from .schedules import schedules
from .terms import terms

FREE = re.compile(r"(it is |this is )?(a )?free( of charge| service)?( to (use|all|everyone))?[.!]?", re.IGNORECASE)


@dataclass
class Found:
    """What one record says: values of a service, of its organisation and its locations, and rows of its details.

    What the record does not mention (as on a page of summaries) is not in `values` or `details`, and `locations` and
    `terms` are None: what is stored stays. `adds_locations`: the locations named are not all of them. `needs` are said
    by terms of ours; `guess` is what the words point to.
    """

    id: uuid.UUID
    values: dict
    details: dict = field(default_factory=dict)
    organisation: dict | None = None
    organisation_id: uuid.UUID | None = None
    locations: list | None = None
    adds_locations: bool = False
    terms: list | None = None
    needs: list = field(default_factory=list)
    guess: list = field(default_factory=list)
    replaced_by: uuid.UUID | None = None
    notes: list = field(default_factory=list)

    @property
    def digest(self):
        """The same as long as the record says the same; when it was checked last is no part of that."""
        values = {name: value for name, value in self.values.items() if name not in ("checked_on", "checked_by")}
        details = {model.__name__: rows for model, rows in self.details.items()}
        said = [values, details, self.organisation, self.organisation_id, self.locations, self.terms, self.needs]
        said += [self.replaced_by] if self.replaced_by else []
        return hashlib.sha256(json.dumps([*said, self.guess], sort_keys=True, default=str).encode()).hexdigest()


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
    read_details(service, found)
    found.locations, found.adds_locations = locations(service), ADDS_LOCATIONS in record
    found.replaced_by = service.key("tc_replaced_by_id")
    found.terms, found.needs = terms(service)
    found.guess = guessed_needs(service) or guess_needs(found.values, found.terms)
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
        **audience(service),
    }
    return values | mentioned(area=area(service), language_codes=languages(service))


def mentioned(**values):
    return {name: value for name, value in values.items() if value is not None}


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
    if legal := next(filter(None, map(legal_number, organisation.children("organization_identifiers") or [])), ""):
        values["legal_number"] = legal
    values |= welsh(organisation)
    found.organisation, found.organisation_id = values, values["id"]


def legal_number(identifier):
    """A number in a register, with the register before it: GB-COH-01234567."""
    scheme, number = identifier.line("identifier_scheme", 20), identifier.line("identifier", 60)
    return (number if not scheme or number.startswith(scheme) else f"{scheme}-{number}")[:60] if number else ""


def read_details(service, found):
    first, further = phones(service)
    lists = {Schedule: schedules(service), CostOption: prices(service), Contact: contacts(service), Phone: further}
    found.details = {model: rows for model, rows in lists.items() if rows is not None}
    found.values |= mentioned(phone=first, cost=cost(found.values["fees"], found.details.get(CostOption)))
    found.values |= own_values(service, found.values["status"])


def cost(fees, prices):
    """Whether it is free, where the words or the prices say so; None where nothing is known, empty where it is open."""
    amounts = [price["amount"] for price in prices or [] if price["amount"] is not None]
    if FREE.fullmatch(fees) or (amounts and not any(amounts)):
        return Cost.FREE.value
    if amounts:
        return (Cost.PAID if all(amounts) else Cost.SOME).value
    return None if prices is None else ""


def area(service):
    """One area in a line; None when nothing is said of them."""
    areas = service.children("service_areas")
    names = None if areas is None else [each.line("name") or each.line("service_area") for each in areas]
    return None if names is None else "\n".join(dict.fromkeys(filter(None, names)))


def attending(service):
    """How somebody gets to use it, in the words of 1.0, or of HSDS."""
    words = [service.line("attending_access"), service.line("attending_type")]
    first = ". ".join(dict.fromkeys(filter(None, words)))
    more = [service.text("pc_attendingAccess_additionalInfo"), service.text("application_process")]
    return "\n".join(filter(None, [first, *more]))


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
    words.append(service.text("eligibility_description"))
    return {**ages, "eligibility": "\n".join(filter(None, words))}


def assurer(service):
    """Who checked, as an organisation: of an e-mail address only the part behind the @, for it names a person."""
    metadata = service.child("pc_metadata")
    said = service.line("assurer_email") or (metadata.line("assured_by") if metadata else "")
    return said.rpartition("@")[2][:200]
