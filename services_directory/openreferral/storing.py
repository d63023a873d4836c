"""Compares what some records of a feed say with what is stored, and writes the difference in a few statements."""

import uuid
from dataclasses import dataclass, field

from ..models import (
    Contact,
    CostOption,
    DirectoryRecord,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from ..own_terms import NAMESPACE
from . import differences

KEPT_HERE = "It was edited here, and the feed has changed since: the record kept here stays."
MADE_HERE = "A service with this id was made here: it stays."
DETAILS = (Schedule, CostOption, Contact, Phone)
TERM_LINK = Service.terms.through


@dataclass
class Run:
    """What one reading of a feed remembers from one page to the next."""

    by: object
    source: str
    result: object
    seen: dict = field(default_factory=dict)  # the id of a service → the digest of its record
    settled: set = field(default_factory=set)  # ids of what services share: the first word about it stays
    waiting: dict = field(default_factory=dict)  # services whose organisation may come on a later page
    replaced: dict = field(default_factory=dict)  # a service → the one that came in its place, perhaps on a later page


class Storing:
    """Some records of a feed against what is stored."""

    def __init__(self, run, found):
        self.kept, self.found, self.result = run, found, run.result
        self.changed = {model: {} for model in (Organisation, Location, Taxonomy, TaxonomyTerm, Service, *DETAILS)}
        self.new_links, self.links_gone, self.details_gone = [], [], {model: [] for model in DETAILS}
        self.new_terms, self.terms_gone = [], []
        self.owners, self.given = {}, set()  # ids of rows that a feed gives: whose they are, and those of this page

    def run(self):
        self.load()
        for said in self.found:
            self.take_surroundings(said)
        for said in self.found:
            self.take(said)
        self.write()

    # What is stored

    def load(self):
        """Lock and fetch every record that these name."""
        places = {place["id"] for said in self.found for place in said.locations or []}
        terms = [term for said in self.found for term in said.terms or []]
        self.named_terms = {term["id"] for term in terms}
        ids = {
            Organisation: {said.organisation_id for said in self.found if said.organisation_id},
            Location: places,
            Service: {said.id for said in self.found},
            Taxonomy: {term["taxonomy"]["id"] for term in terms},
            TaxonomyTerm: self.named_terms | {term["parent_id"] for term in terms} - {None},
        }
        self.stored = {
            model: model.objects.select_for_update(of=("self",)).in_bulk(list(keys)) if keys else {}
            for model, keys in ids.items()
        }
        self.load_links(ids[Service])
        self.load_details()

    def load_links(self, services):
        self.links = {}
        for link in ServiceAtLocation.objects.filter(service__in=services):
            self.links.setdefault(link.service_id, {})[link.location_id] = link
        self.stored_terms = {}
        rows = TERM_LINK.objects.filter(service__in=services)
        for pk, service, term, need in rows.values_list("id", "service_id", "taxonomyterm_id", "taxonomyterm__need"):
            self.stored_terms.setdefault(service, {})[term] = pk, need
        wanted = {place["link"] for said in self.found for place in said.locations or []} - {None}
        self.owners[ServiceAtLocation] = owners(ServiceAtLocation, wanted)

    def load_details(self):
        """The rows of those services that say something new, and the ids that are taken already."""
        changed = [said for said in self.found if not self.is_known(said)]
        self.details = {}
        for model in DETAILS:
            self.details[model] = {}
            for row in model.objects.filter(
                service__in=[said.id for said in changed if said.id in self.stored[Service]]
            ):
                self.details[model].setdefault(row.service_id, []).append(row)
            wanted = {row["id"] for said in changed for row in said.details.get(model, [])} - {None}
            self.owners[model] = owners(model, wanted)

    def is_known(self, said):
        service = self.stored[Service].get(said.id)
        return service is not None and service.source_digest == said.digest

    # What is said

    def take_surroundings(self, said):
        """The organisation, locations and terms of a record; of one that several name, the first word stays."""
        named = [(Organisation, said.organisation)] if said.organisation else []
        named += [
            (Location, {name: value for name, value in place.items() if name != "link"})
            for place in said.locations or []
        ]
        for term in said.terms or []:
            named += [(Taxonomy, term["taxonomy"]), (TaxonomyTerm, self.values_of_term(term))]
        for model, values in named:
            if (model, values["id"]) not in self.kept.settled:
                self.kept.settled.add((model, values["id"]))
                self.merge(model, values)

    def values_of_term(self, term):
        known = term["parent_id"] in self.stored[TaxonomyTerm] or term["parent_id"] in self.named_terms
        values = {name: value for name, value in term.items() if name != "taxonomy"}
        return values | {"taxonomy_id": term["taxonomy"]["id"], "parent_id": term["parent_id"] if known else None}

    def take(self, said):
        """Count one record, and note down what of it has to be written."""
        service = self.stored[Service].get(said.id)
        if service and service.kept_here:
            self.leave(service, said)
            return
        is_known = self.is_known(said)
        values = self.values_of(said, service) | {"id": said.id}
        changed = told = self.merge(Service, values)
        changed = self.link(said) or changed
        changed = self.link_terms(said) or changed
        if not is_known:
            for model, rows in said.details.items():
                changed = self.merge_details(model, said, rows) or changed
        if changed and not told:  # its version and its age are those of its lists too
            self.put(service, values)
        changed = changed or self.surroundings_changed(said)
        self.result.count(said.id, "created" if service is None else "updated" if changed else "unchanged")

    def leave(self, service, said):
        """A record kept here stays: where the feed says something else now, a person decides."""
        if self.is_known(said):
            self.result.count(said.id, "unchanged")
        elif not service.source:
            self.result.refuse(str(said.id), MADE_HERE)
        elif other := differences.between(service, said, self.stored_lists(service)):
            differences.open_difference(service, other, said.digest, by=self.kept.by)
            self.result.refuse(str(said.id), KEPT_HERE)
        else:
            differences.settle(service, said.digest, by=self.kept.by)
            self.result.count(said.id, "unchanged")

    def stored_lists(self, service):
        lists = {model: self.details[model].get(service.id, []) for model in DETAILS}
        return lists | {Location: list(self.links.get(service.id, {}))}

    def surroundings_changed(self, said):
        places = {place["id"] for place in said.locations or []}
        return said.organisation_id in self.changed[Organisation] or not places.isdisjoint(self.changed[Location])

    def values_of(self, said, service):
        """What is to be stored of a service."""
        known = said.organisation_id if said.organisation_id in self.stored[Organisation] else None
        if said.organisation_id and not known:
            self.kept.waiting[said.id] = said.organisation_id
        if said.replaced_by:
            self.kept.replaced[said.id] = said.replaced_by
        values = said.values | {"organisation_id": known, "source_digest": said.digest, "vanished_on": None}
        values |= self.needs_of(said, service)
        if service and service.source_digest == said.digest and was_checked_later(service, said):
            values |= {"checked_on": service.checked_on, "checked_by": service.checked_by}
        return values

    def needs_of(self, said, service):
        """Needs that terms say are no guess; a guess gives way to them, and to what a person has said."""
        mapped = [self.stored[TaxonomyTerm][term["id"]].need for term in said.terms or []]
        named = list(dict.fromkeys([*said.needs, *filter(None, mapped)]))
        if service is None or service.needs_guessed:
            return {"needs": named or said.guess, "needs_guessed": not named}
        if said.terms is None:
            return {}
        before = {need for _pk, need in self.stored_terms.get(said.id, {}).values()}
        return {"needs": list(dict.fromkeys([*(need for need in service.needs if need not in before), *named]))}

    def merge(self, model, values):
        """Put values on the stored record, or on a new one; whether that changes anything."""
        key = values["id"]
        record = self.stored[model].get(key)
        if record is None:
            record = model(id=key, created_by=self.kept.by, version=0)
            if isinstance(record, DirectoryRecord):
                record.source, record.kept_here = self.kept.source, False
            self.stored[model][key] = record
        elif getattr(record, "kept_here", False) or not differs(record, values):
            return False
        self.put(record, values)
        return True

    def put(self, record, values):
        for name, value in values.items():
            setattr(record, name, value)
        record.version += 1
        record.updated_by = self.kept.by
        self.changed[type(record)][record.id] = record

    def link(self, said):
        """Note down at which locations a service is new, and at which it is no more; whether there are any."""
        if said.locations is None:
            return False
        stored = self.links.setdefault(said.id, {})
        named = {place["id"]: place["link"] for place in reversed(said.locations)}
        new = [
            ServiceAtLocation(
                id=self.own_id(ServiceAtLocation, link, said.id, f"at {key}"), service_id=said.id, location_id=key
            )
            for key, link in named.items()
            if key not in stored
        ]
        gone = [] if said.adds_locations else [link for key, link in stored.items() if key not in named]
        self.new_links += new
        self.links_gone += [link.pk for link in gone]
        stored |= {link.location_id: link for link in new}
        return bool(new or gone)

    def link_terms(self, said):
        """Note down which terms are new on a service, and which are no more; whether there are any."""
        if said.terms is None:
            return False
        stored, named = self.stored_terms.get(said.id, {}), [term["id"] for term in said.terms]
        new = [TERM_LINK(service_id=said.id, taxonomyterm_id=key) for key in named if key not in stored]
        gone = [pk for key, (pk, _need) in stored.items() if key not in named]
        self.new_terms += new
        self.terms_gone += gone
        return bool(new or gone)

    def merge_details(self, model, said, rows):
        """Note down which rows of a list are new, other or gone; whether there are any."""
        stored = {row.id: row for row in self.details[model].get(said.id, [])}
        changed, named = False, set()
        for position, row in enumerate(rows):
            values = self.values_of_row(model, said, row, position)
            named.add(values["id"])
            record = stored.get(values["id"])
            if record is None:
                record = model(id=values["id"], service_id=said.id, created_by=self.kept.by, version=0)
            elif not differs(record, values):
                continue
            self.put(record, values)
            changed = True
        gone = [key for key in stored if key not in named]
        self.details_gone[model] += gone
        return changed or bool(gone)

    def values_of_row(self, model, said, row, position):
        kind = model._meta.model_name
        values = row | {"id": self.own_id(model, row["id"], said.id, f"{kind} {position}")}
        if model is Schedule:
            link = self.links.get(said.id, {}).get(values.pop("place"))
            values["at_location_id"] = link.pk if link else None
        return values | {"position": position}

    def own_id(self, model, key, service_id, name):
        """The id that a feed gives, unless it is none or stands for something else already; then one by its place."""
        owner = self.owners[model].get(key, service_id)
        if key is None or owner != service_id or (model, key) in self.given:
            return uuid.uuid5(NAMESPACE, f"{service_id} {name}")
        self.given.add((model, key))
        return key

    # What is written

    def write(self):
        """Delete, then write: shared things before the services, and these before their details.

        Where a service is and its terms go in before it, for a service is indexed whenever one of them is written, and
        of one that is not there yet that is nothing; its foreign keys are checked at the end.
        """
        ServiceAtLocation.objects.filter(pk__in=self.links_gone).delete()
        TERM_LINK.objects.filter(pk__in=self.terms_gone).delete()
        for model, keys in self.details_gone.items():
            if keys:
                model.objects.filter(pk__in=keys).delete()
        for model in (Organisation, Location, Taxonomy, TaxonomyTerm):
            write(model, list(self.changed[model].values()))
        ServiceAtLocation.objects.bulk_create(self.new_links, batch_size=500)
        TERM_LINK.objects.bulk_create(self.new_terms, batch_size=500)
        for model in (Service, *DETAILS):
            write(model, list(self.changed[model].values()))


def owners(model, ids):
    """Which of these ids are stored, and the service that each belongs to."""
    return dict(model.objects.filter(pk__in=ids).values_list("pk", "service_id")) if ids else {}


def write(model, records):
    if not records:
        return
    fields = [
        each.name
        for each in model._meta.concrete_fields
        if not each.generated and each.name not in ("id", "created_at", "created_by")
    ]
    model.objects.bulk_create(
        records, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=500
    )


def differs(record, values):
    """Whether a record would change; that the feed said the same in more or fewer words is no change."""
    return any(getattr(record, name) != value for name, value in values.items() if name != "source_digest")


def was_checked_later(service, said):
    """Whether a person here has checked a service since the feed's own check of the same words."""
    theirs = said.values["checked_on"]
    return service.checked_on is not None and (theirs is None or service.checked_on > theirs)
