"""What becomes of each record of a feed: created, updated, unchanged, or refused and why."""

import hashlib
import itertools
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from ..choices import ServiceStatus
from ..models import Organisation, Service
from .fields import Refused
from .files import Records, canonical
from .pages import Pages, number_in
from .services import read_service
from .storing import Run, Storing

ONE_IMPORT_AT_A_TIME = 7_411_203  # the number of an advisory lock
ENDED = (ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT)
NOT_RUNNING = {"status": ServiceStatus.INACTIVE}
TOO_MANY_GONE = "{gone} of {held} services are no longer in the feed. So many are not ended without a person’s word."
AT_A_TIME = 200  # records in memory


@dataclass
class ImportResult:
    """What became of the records of a feed; `notes` are details that were left out.

    `each` says it record by record (id, what became of it, why), of those that were read since it was last told.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    vanished: int = 0
    refusals: list = field(default_factory=list)
    left_to_decide: list = field(default_factory=list)  # services that are gone: so many that a person decides
    doubt: str = ""  # why nothing is concluded from what is not there
    notes: list = field(default_factory=list)
    each: list = field(default_factory=list)

    def refuse(self, identity, reason):
        self.refusals.append({"id": identity, "reason": reason})
        self.each.append((identity, "refused", reason))

    def count(self, identity, became):
        """One record that was created, updated or unchanged."""
        setattr(self, became, getattr(self, became) + 1)
        self.each.append((str(identity), became, ""))

    def as_dict(self):
        counts = {"created": self.created, "updated": self.updated, "unchanged": self.unchanged}
        return {"services": {**counts, "refused": len(self.refusals)}, "refusals": self.refusals}


class Import:
    """One reading of a feed, some records at a time. `told` is called after each of them that went in."""

    def __init__(self, *, by, source, told=lambda running: None):
        self.result = ImportResult()
        self.run = Run(by=by, source=source, result=self.result)
        self.place, self.pages, self.named, self.told = 0, 0, set(), told

    @transaction.atomic
    def take(self, records):
        """Take some records in: all of them, or, when something breaks, none."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_IMPORT_AT_A_TIME])
        Storing(self.run, list(self.readable(records))).run()

    def take_page(self, records):
        """Take a page in: what was taken stays, whatever becomes of the rest."""
        self.pages += 1
        for some in batched(records, AT_A_TIME):
            self.take(some)
            self.told(self)
            self.result.each.clear()

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
            self.named.add(identity.lower())
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
                self.result.count(said.id, "unchanged")
            else:
                self.result.refuse(
                    identity, "Its id stands in the file twice with different content: the first was kept."
                )


@transaction.atomic
def import_file(stream, *, by, source, dry_run=False, told=lambda running: None):
    """Take in every service of a file (a stream of bytes that can be read twice) that can be. Raises NotAFeed.

    The file is read to its end before anything is stored, and is one transaction.
    """
    for _record in Records(stream):
        pass
    stream.seek(0)
    running, records = Import(by=by, source=source, told=told), Records(stream)
    running.take_page(records)
    running.end()
    if is_all(records):
        end_vanished(running)
    if dry_run:
        transaction.set_rollback(True)
    return running.result


def is_all(records):
    """Whether a file that was read may be all that its directory has: a list, or a page that has no others."""
    pages = number_in(records.envelope, "total_pages", "totalPages")
    return records.is_list and pages in (None, 0, 1)


def import_address(address, *, by, source, since=None, told=lambda running: None):
    """Take in every service behind an address, each page in a transaction of its own. Raises NotAFeed: what went in stays.

    `since` asks for what has changed since then alone; then nothing can be said of services that vanished.
    """
    pages, running = Pages(address, since), Import(by=by, source=source, told=told)
    try:
        for page in pages:
            running.take_page(page)
    finally:
        running.end()
    if pages.doubt:
        running.result.doubt = pages.doubt
    elif pages.complete:
        end_vanished(running)
    return running.result


@transaction.atomic
def end_vanished(running):
    """Services that are no longer in a feed that was read to its end are not running now; none is deleted.

    When that would be more of them than the site allows at once, it is left to a person: they are named in the result.
    """
    held = Service.objects.filter(source=running.run.source, vanished_on=None, kept_here=False).exclude(source="")
    held = held.exclude(status__in=ENDED)
    gone = [key for key in held.values_list("pk", flat=True) if str(key) not in running.named]
    result = running.result
    if len(gone) > settings.FEED_MOST_VANISHED * held.count():
        result.left_to_decide = [str(key) for key in gone]
        result.doubt = TOO_MANY_GONE.format(gone=len(gone), held=held.count())
    else:
        result.vanished = vanish(gone, by=running.run.by)


def vanish(keys, *, by):
    """Say of services that they are no longer in their feed; how many."""
    services = Service.objects.filter(pk__in=keys, vanished_on=None, kept_here=False)
    return services.update(
        **NOT_RUNNING,
        vanished_on=timezone.localdate(),
        version=F("version") + 1,
        updated_by=by,
        updated_at=timezone.now(),
    )


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
