"""The verbs of the directory: taking in a feed, and a person's check of a service."""

from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from .feed_fields import Refused
from .models import Location, Organisation, Service, ServiceAtLocation
from .openreferral import canonical, read_feed, read_service

ONE_IMPORT_AT_A_TIME = 7_411_203  # the number of an advisory lock
KEPT_HERE = "It was edited here, and the feed has changed since: the record kept here stays."
MADE_HERE = "A service with this id was made here: it stays."


@dataclass
class ImportResult:
    """What became of each record of a feed; `notes` are details that were left out."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refusals: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def refuse(self, identity, reason):
        self.refusals.append({"id": identity, "reason": reason})

    def as_dict(self):
        counts = {"created": self.created, "updated": self.updated, "unchanged": self.unchanged}
        return {"services": {**counts, "refused": len(self.refusals)}, "refusals": self.refusals}


@transaction.atomic
def check_service(service, *, by):
    """Say that all of a service's record was checked today, its needs too."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    service.checked_on = timezone.localdate()
    service.checked_by = by.get_full_name()[:200]
    service.needs_guessed = False
    service.save_by(by, "checked_on", "checked_by", "needs_guessed")
    return service


@transaction.atomic
def import_feed(content, *, by, source, dry_run=False):
    """Take in every service of an Open Referral UK file that can be taken in. Raises NotAFeed.

    What a person here has edited or made stays as it is; what a person has said of needs and of a check stays too.
    `by` is None for a command.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_IMPORT_AT_A_TIME])
    result = ImportResult()
    _Import(_readable(read_feed(content), result), by, source, result).run()
    if dry_run:
        transaction.set_rollback(True)
    return result


def _readable(records, result):
    """What the records say, each id once: the first stays, a repetition counts as unchanged, another is refused."""
    seen, found = {}, []
    for place, record in enumerate(records, 1):
        identity = _identity(record)
        try:
            said = read_service(record)
            content = canonical(record)
        except (Refused, RecursionError) as error:
            reason = str(error) if isinstance(error, Refused) else "It is nested too deeply."
            result.refuse(identity, reason if identity else f"Record {place} of the file: {reason}")
            continue
        if said.id not in seen:
            seen[said.id] = content
            found.append(said)
            result.notes += [f"{said.id}: {note}" for note in said.notes]
        elif seen[said.id] == content:
            result.unchanged += 1
        else:
            result.refuse(identity, "Its id stands in the file twice with different content: the first was kept.")
    return found


def _identity(record):
    """The id as it stands in the file, short and printable."""
    value = record.get("id") if isinstance(record, dict) else None
    return ascii(value)[1:-1][:100] if isinstance(value, str) else "" if value is None else str(value)[:100]


class _Import:
    """Compares what a feed says with what is stored, and writes the difference in a few statements."""

    def __init__(self, found, by, source, result):
        self.found, self.by, self.source, self.result = found, by, source, result
        self.changed = {Organisation: {}, Location: {}, Service: {}}
        self.settled = {Organisation: set(), Location: set()}
        self.links, self.gone = [], []

    def run(self):
        self.load()
        for said in self.found:
            self.take_surroundings(said)
        for said in self.found:
            self.take(said)
        for model, rows in self.changed.items():
            self.write(model, list(rows.values()))
        ServiceAtLocation.objects.filter(pk__in=self.gone).delete()
        ServiceAtLocation.objects.bulk_create(self.links, batch_size=500)

    def load(self):
        """Lock and fetch every record that the feed names."""
        places = {place["id"] for said in self.found for place in said.locations or []}
        ids = {
            Organisation: {said.organisation_id for said in self.found if said.organisation_id},
            Location: places,
            Service: {said.id for said in self.found},
        }
        self.stored = {
            model: model.objects.select_for_update(of=("self",)).in_bulk(list(keys)) for model, keys in ids.items()
        }
        self.stored_links = {}
        for link in ServiceAtLocation.objects.filter(service__in=ids[Service]):
            self.stored_links.setdefault(link.service_id, {})[link.location_id] = link.pk

    def take_surroundings(self, said):
        """The organisation and locations of a record; of one that several records name, the first word stays."""
        named = [(Organisation, said.organisation)] if said.organisation else []
        named += [(Location, place) for place in said.locations or []]
        for model, values in named:
            if values["id"] not in self.settled[model]:
                self.settled[model].add(values["id"])
                self.merge(model, values)

    def take(self, said):
        """Count one record, and note down what of it has to be written."""
        service = self.stored[Service].get(said.id)
        if service and service.kept_here:
            self.leave(service, said)
            return
        values = self.values_of(said, service)
        changed = self.merge(Service, values | {"id": said.id})
        changed = self.link(said) or changed or self.surroundings_changed(said)
        if service is None:
            self.result.created += 1
        elif changed:
            self.result.updated += 1
        else:
            self.result.unchanged += 1

    def surroundings_changed(self, said):
        places = {place["id"] for place in said.locations or []}
        return said.organisation_id in self.changed[Organisation] or not places.isdisjoint(self.changed[Location])

    def leave(self, service, said):
        """A record kept here: the feed's is refused, unless it is what the feed said before the edit."""
        if service.source_digest == said.digest:
            self.result.unchanged += 1
        else:
            self.result.refuse(str(said.id), KEPT_HERE if service.source else MADE_HERE)

    def values_of(self, said, service):
        """What is to be stored of a service."""
        known = said.organisation_id if said.organisation_id in self.stored[Organisation] else None
        values = said.values | {"organisation_id": known, "source_digest": said.digest}
        if service is None or service.needs_guessed:
            values |= {"needs": said.needs, "needs_guessed": True}
        if service and service.source_digest == said.digest and was_checked_later(service, said):
            values |= {"checked_on": service.checked_on, "checked_by": service.checked_by}
        return values

    def merge(self, model, values):
        """Put values on the stored record, or on a new one; whether that changes anything."""
        key = values["id"]
        record = self.stored[model].get(key)
        if record is None:
            record = model(id=key, source=self.source, kept_here=False, created_by=self.by, version=0)
            self.stored[model][key] = record
        elif record.kept_here or not differs(record, values):
            return False
        for name, value in values.items():
            setattr(record, name, value)
        record.version += 1
        record.updated_by = self.by
        self.changed[model][key] = record
        return True

    def link(self, said):
        """Note down at which locations a service is new, and at which it is no more; whether there are any."""
        if said.locations is None:
            return False
        stored = self.stored_links.get(said.id, {})
        named = {place["id"] for place in said.locations}
        new = [ServiceAtLocation(service_id=said.id, location_id=key) for key in named - set(stored)]
        gone = [] if said.adds_locations else [pk for key, pk in stored.items() if key not in named]
        self.links += new
        self.gone += gone
        return bool(new or gone)

    @staticmethod
    def write(model, records):
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
