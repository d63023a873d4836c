"""What becomes of each record of a feed: created, updated, unchanged, or refused and why."""

import hashlib
import itertools
from dataclasses import dataclass, field

from django.db import connection, transaction

from ..models import Organisation, Service
from .fields import Refused
from .files import Records, canonical
from .services import read_service
from .storing import Run, Storing

ONE_IMPORT_AT_A_TIME = 7_411_203  # the number of an advisory lock
AT_A_TIME = 200  # records in memory
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

    def count(self, stored, changed):
        if stored is None:
            self.created += 1
        elif changed:
            self.updated += 1
        else:
            self.unchanged += 1

    def leave(self, service, said):
        """A record kept here: the feed's is refused, unless it is what the feed said before the edit."""
        if service.source_digest == said.digest:
            self.unchanged += 1
        else:
            self.refuse(str(said.id), KEPT_HERE if service.source else MADE_HERE)

    def as_dict(self):
        counts = {"created": self.created, "updated": self.updated, "unchanged": self.unchanged}
        return {"services": {**counts, "refused": len(self.refusals)}, "refusals": self.refusals}


class Import:
    """One reading of a feed, some records at a time."""

    def __init__(self, *, by, source):
        self.result = ImportResult()
        self.run = Run(by=by, source=source, result=self.result)
        self.place = 0

    @transaction.atomic
    def take(self, records):
        """Take some records in: all of them, or, when something breaks, none."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_IMPORT_AT_A_TIME])
        Storing(self.run, list(self.readable(records))).run()

    def take_all(self, records):
        for some in batched(records, AT_A_TIME):
            self.take(some)
        self.end()

    @transaction.atomic
    def end(self):
        """Give services the organisations that came after them, and what came in their place."""
        known = set(Organisation.objects.filter(pk__in=set(self.run.waiting.values())).values_list("pk", flat=True))
        waiting = {service: key for service, key in self.run.waiting.items() if key in known}
        for service in Service.objects.select_for_update().filter(pk__in=waiting, kept_here=False):
            service.organisation_id = waiting[service.pk]
            service.save_by(self.run.by, "organisation")
        self.run.waiting = {}
        known = set(Service.objects.filter(pk__in=self.run.replaced.values()).values_list("pk", flat=True))
        for service in Service.objects.select_for_update().filter(pk__in=self.run.replaced, kept_here=False):
            other = self.run.replaced[service.pk]
            if other in known and other not in (service.replaced_by_id, service.pk):
                service.replaced_by_id = other
                service.save_by(self.run.by, "replaced_by")

    def readable(self, records):
        """What the records say, each id once: the first stays, a repetition counts as unchanged, another is refused."""
        for record in records:
            self.place += 1
            identity = identity_of(record)
            try:
                said = read_service(record)
                content = hashlib.sha256(canonical(record).encode("utf-8", "surrogatepass")).digest()
            except (Refused, RecursionError) as error:
                reason = str(error) if isinstance(error, Refused) else "It is nested too deeply."
                self.result.refuse(identity, reason if identity else f"Record {self.place} of the file: {reason}")
                continue
            if said.id not in self.run.seen:
                self.run.seen[said.id] = content
                self.result.notes += [f"{said.id}: {note}" for note in said.notes]
                yield said
            elif self.run.seen[said.id] == content:
                self.result.unchanged += 1
            else:
                self.result.refuse(
                    identity, "Its id stands in the file twice with different content: the first was kept."
                )


@transaction.atomic
def import_file(stream, *, by, source, dry_run=False):
    """Take in every service of a file (a stream of bytes that can be read twice) that can be. Raises NotAFeed.

    The file is read to its end before anything is stored, and is one transaction.
    """
    for _record in Records(stream):
        pass
    stream.seek(0)
    running = Import(by=by, source=source)
    running.take_all(Records(stream))
    if dry_run:
        transaction.set_rollback(True)
    return running.result


def batched(items, size):
    """
    >>> [list(some) for some in batched("abcde", 2)]
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    items = iter(items)
    while some := list(itertools.islice(items, size)):
        yield some


def identity_of(record):
    """The id as it stands in the file, short and printable."""
    value = record.get("id") if isinstance(record, dict) else None
    return ascii(value)[1:-1][:100] if isinstance(value, str) else "" if value is None else str(value)[:100]
