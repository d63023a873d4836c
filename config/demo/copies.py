"""Many more clients out of the first ones: each copy of them has teams, staff, names, numbers and keys of its own.

The rows of the first clients are read back as COPY writes them. A copy is those bytes with other keys: the first bytes
of each key of ours are a mark, which a copy fills. Only people are written anew, one by one.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha1
from itertools import compress
from operator import itemgetter
from uuid import NAMESPACE_OID, UUID, uuid5

from django.apps import apps
from django.db import connection
from django.db.models import AutoField, UUIDField

from accounts.models import Team, TeamDuty, TeamMembership, User
from alerts.models import Alert
from clients import alike
from clients.models import Address, Client, ClientOfTeam, ContactWay, NameKeys, team
from services_directory.models import Service, ServiceAtLocation
from services_directory.models.index import index_all

from .binary import LENGTH, columns_of, empty, line, read_back, refill, value
from .bulk import in_processes, largest_first, without_indexes, work
from .persons import PERSONAL, Persons, day_of

VERSION_5 = LENGTH.pack(16) + b"%b%c%c%c%b"  # a key made of a name
# What a copy fills: its keys, those of the largest team, its number in keys that count. No text has such bytes.
KEY, LARGEST, NUMBER = b"\xff\xfeK\xff", b"\xff\xfeL\xff", b"\xff\xfeN\xff\xfe\xff"
STAFF = [Team, User, TeamMembership, TeamDuty, Service, ServiceAtLocation]
ONE_PER_TEAM = [Team, TeamDuty, Service, ServiceAtLocation]  # a copy that joins a team has none of these of its own
DERIVED = {NameKeys: alike.write_all, ClientOfTeam: team.write_all}  # what follows from the rest
FIRST_CODE = 0x1000  # the first of the codes of agencies that copies take, which have four digits
LARGE_SHARE = 0.056  # of the copies join the largest team: of a million clients, it knows 25,000


def make_copies(rows, numbers, clients):
    """Write clients until there are as many, all indexes away; their rows are counted in `rows.written`."""
    with connection.cursor() as cursor:
        block = Block(cursor, [apps.get_model(label) for label in rows.written])
    copies = list(make_list_of_copies(rows, block, clients))
    persons = Persons(rows, numbers, block.rows[Client])
    texts = {text.model._meta.db_table: text for text in block.texts(persons)}
    with without_indexes([*texts, *(model._meta.db_table for model in DERIVED)]) as build:
        for written in in_processes(partial(write, texts, copies, build), largest_first(texts)):
            rows.written.update(written)
        in_processes(partial(write_derived, build), DERIVED)
    with work() as cursor:
        for field in filter(None, [counted(text.model) for text in texts.values()]):
            move_sequence_on(cursor, field)
        index_all(cursor)


def counted(model):
    """The key of a table that counts its rows."""
    return model._meta.pk if isinstance(model._meta.pk, AutoField) else None


def write(texts, copies, build, table):
    """The rows of all copies in one table, then its indexes; gives how many by model."""
    text, count = texts[table], 0
    with work() as cursor:
        with refill(cursor, text.model) as target:
            for copy in copies:
                text.persons.begin(copy, text.model)
                lines = text.lines_for(copy)
                target.write(copy.fill(b"".join(lines)))
                count += len(lines)
        build(cursor, table)
    return {text.model._meta.label: count}


def write_derived(build, model):
    with work() as cursor:
        empty(cursor, model)
        DERIVED[model](cursor)
        build(cursor, model._meta.db_table)


@dataclass
class Copy:
    """One copy: so many of the first clients, with keys that begin in its own way."""

    number: int
    clients: int
    key: bytes
    largest: bytes  # how the key of the largest team begins for it: its own way, or that of the first one

    @property
    def joins(self):
        return self.largest != self.key

    def fill(self, text):
        text = text.replace(KEY, self.key).replace(LARGEST, self.largest)
        return text.replace(NUMBER, self.number.to_bytes(len(NUMBER), "big"))


def make_list_of_copies(rows, block, clients):
    size = len(block.clients)
    count = -(-clients // size) - 1
    taken = {key[: len(KEY)] for key in block.keys}
    drawn = rows.random("copies").sample(range(2 ** (8 * len(KEY))), count + len(taken))
    free = (key for number in drawn if (key := number.to_bytes(len(KEY), "big")) not in taken)
    for number, key in zip(range(1, count + 1), free, strict=False):
        joins = number <= round(count * LARGE_SHARE)
        yield Copy(number, min(size, clients - number * size), key, block.largest[: len(KEY)] if joins else key)


class Block:
    """The first clients and their staff, as the bytes of their columns."""

    def __init__(self, cursor, models):
        self.rows = {model: read_back(cursor, model) for model in models}
        self.keys = {}  # key → number of the client it belongs to, or None of staff
        self.find_staff()
        self.find_clients()

    def find_staff(self):
        """Teams, whoever works in one, and the services they run."""
        members = {row["user_id"] for row in self.rows[TeamMembership]}
        self.rows[User] = [row for row in self.rows[User] if row["id"] in members]
        self.users = {row["id"] for row in self.rows[User]}
        self.rows[Service] = [row for row in self.rows[Service] if row["run_by_team_id"]]
        run = {row["id"]: row["run_by_team_id"] for row in self.rows[Service]}
        self.rows[ServiceAtLocation] = [row for row in self.rows[ServiceAtLocation] if row["service_id"] in run]
        self.largest = self.rows[Team][0]["id"]
        self.of_largest = {self.largest} | {key for key, team in run.items() if team == self.largest}
        for model in STAFF:
            self.keys |= {row["id"]: None for row in self.rows[model] if model is not User}

    def find_clients(self):
        """The rows that belong to a client, by their own key or through what they point to."""
        self.clients = {row["id"]: number for number, row in enumerate(self.rows[Client])}
        self.keys |= self.clients
        self.paths = {Client: "id"}
        waiting = [model for model in self.rows if model is not Client and model not in STAFF and self.rows[model]]
        while ready := {model: path for model in waiting if (path := self.path_of(model))}:
            for model, path in ready.items():
                self.paths[model] = path
                if isinstance(model._meta.pk, UUIDField):
                    self.keys |= {row["id"]: self.keys.get(row[path]) for row in self.rows[model]}
            waiting = [model for model in waiting if model not in ready]

    def path_of(self, model):
        """The column through which the rows of a model belong to a client."""
        fields = model._meta.concrete_fields
        if "client_id" in {field.attname for field in fields}:
            return "client_id"
        return next((field.attname for field in fields if field.related_model in self.paths), None)

    def texts(self, persons):
        for model in [*STAFF, *self.paths]:
            yield KINDS.get(model, Text)(self, model, persons)


class Text:
    """The rows of one table with marks, in the order of the clients they belong to."""

    def __init__(self, block, model, persons):
        self.block, self.model, self.persons = block, model, persons
        self.rows, path = block.rows[model], block.paths.get(model)
        if path:
            self.rows = [row for row in self.rows if block.keys.get(row[path]) is not None]
            self.rows.sort(key=lambda row: block.keys[row[path]])
            self.numbers = [block.keys[row[path]] for row in self.rows]
        self.columns, self.counted = columns_of(model), counted(model)
        self.lines = [line([self.marked(field, row[field.attname]) for field in self.columns]) for row in self.rows]

    def marked(self, field, raw):
        """A value, its key marked if it is one of ours."""
        target = field.target_field if field.is_relation else field
        if raw in self.block.keys and isinstance(target, UUIDField):
            mark = LARGEST if raw in self.block.of_largest else KEY
            return value(mark + raw[len(mark) :])
        if raw in self.block.users if target is User._meta.pk else field is self.counted:
            return value(NUMBER + raw[len(NUMBER) :])
        return value(raw)

    def lines_for(self, copy):
        return self.lines[: bisect_left(self.numbers, copy.clients)]


class StaffText(Text):
    """Rows of the staff: a copy that joins the largest team has none of those that a team has once."""

    @cached_property
    def is_elsewhere(self):
        return [LARGEST not in text for text in self.lines]

    def lines_for(self, copy):
        is_joined = copy.joins and self.model in ONE_PER_TEAM
        return list(compress(self.lines, self.is_elsewhere)) if is_joined else self.lines


class OpenText(Text):
    """Rows with gaps, which are filled anew for each copy."""

    gaps = ()

    def marked(self, field, raw):
        return b"%s" if field.name in self.gaps else super().marked(field, raw).replace(b"%", b"%%")


class NamedText(OpenText, StaffText):
    """Teams and services: the number of the copy stands in the name."""

    gaps = ["name"]

    def __init__(self, block, model, persons):
        super().__init__(block, model, persons)
        self.lines = list(zip(self.lines, self.rows, strict=True))

    @cached_property
    def is_elsewhere(self):
        return [LARGEST not in text for text, _row in self.lines]

    def lines_for(self, copy):
        return [text % self.filled(row, copy) for text, row in super().lines_for(copy)]

    def filled(self, row, copy):
        return (value(b"%s %d" % (row["name"], copy.number)),)


class TeamText(NamedText):
    """Teams: where one has a code in the national data set, each copy has another."""

    gaps = ["name", "ndtms_code"]

    def filled(self, row, copy):
        number = FIRST_CODE + copy.number * len(self.rows) + self.rows.index(row)
        return *super().filled(row, copy), value(b"N%04X" % number if row["ndtms_code"] else b"")


class UserText(OpenText):
    """Each member of staff has a name and a user name of their own."""

    gaps = ["first_name", "last_name", "username"]

    def lines_for(self, copy):
        return [text % self.values(row, copy) for text, row in zip(self.lines, self.rows, strict=True)]

    def values(self, row, copy):
        first, last = self.persons.member_of_staff()
        values = {"first_name": first, "last_name": last, "username": b"%s.%d" % (row["username"], copy.number)}
        return tuple(value(values[field.name]) for field in self.columns if field.name in values)


class ClientText(OpenText):
    """Each client is another person with the same story."""

    gaps = PERSONAL

    def __init__(self, block, model, persons):
        super().__init__(block, model, persons)
        areas = {row["id"]: row["area_id"] for row in block.rows[Team]}
        self.stories = [persons.story(row, areas[row["registered_team_id"]]) for row in self.rows]
        self.in_order = itemgetter(*[PERSONAL.index(field.name) for field in self.columns if field.name in PERSONAL])

    def lines_for(self, copy):
        like, in_order = self.persons.like, self.in_order
        return [
            text % in_order(like(story)) for text, story in zip(super().lines_for(copy), self.stories, strict=False)
        ]


class AddressText(OpenText):
    """Each client lives somewhere else, or nowhere."""

    gaps = ["lines", "postcode"]

    def lines_for(self, copy):
        address = self.persons.address
        rows = zip(super().lines_for(copy), self.rows, strict=False)
        return [text % (address(row["postcode"]) if row["lines"] else self.nowhere(row)) for text, row in rows]

    @staticmethod
    def nowhere(row):
        return value(row["lines"]), value(row["postcode"])


class ContactWayText(OpenText):
    """Each client has another number and another address for emails."""

    gaps = ["value"]

    def lines_for(self, copy):
        way = self.persons.contact_way
        return [text % way(row["kind"]) for text, row in zip(super().lines_for(copy), self.rows, strict=False)]


class AlertText(OpenText):
    """Alerts; the occurrence of one about a day of a record is made of the key of that and the day."""

    gaps = ["occurrence"]

    def __init__(self, block, model, persons):
        super().__init__(block, model, persons)
        field = Alert._meta.get_field("occurrence")
        self.days = [self.day_in(row) for row in self.rows]
        for place, (row, day) in enumerate(zip(self.rows, self.days, strict=True)):
            if day is None:
                self.lines[place] %= Text.marked(self, field, row["occurrence"])

    @staticmethod
    def day_in(row):
        """What follows the first bytes of a key where the occurrence is made of key and day; None where it is a key."""
        if row["about_on"] is None:
            return None
        name = f"{UUID(bytes=row['subject_id'])} {day_of(row['about_on'])}"
        rest = name[2 * len(KEY) :].encode()
        is_of_a_day = row["occurrence"] == uuid5(NAMESPACE_OID, name).bytes
        return rest if is_of_a_day else None

    def lines_for(self, copy):
        begun = sha1(NAMESPACE_OID.bytes + copy.key.hex().encode(), usedforsecurity=False)
        lines = zip(super().lines_for(copy), self.days, strict=False)
        return [text if day is None else text % occurrence(begun, day) for text, day in lines]


def occurrence(begun, rest):
    """As `alerts.rules.occurrence_on` makes it, of a name that has been begun: `uuid5` takes five times as long."""
    name = begun.copy()
    name.update(rest)
    key = name.digest()
    return VERSION_5 % (key[:6], key[6] & 0x0F | 0x50, key[7], key[8] & 0x3F | 0x80, key[9:16])


KINDS = dict.fromkeys(STAFF, StaffText) | {
    Team: TeamText, Service: NamedText, User: UserText, Client: ClientText, Address: AddressText,
    ContactWay: ContactWayText, Alert: AlertText,
}  # fmt: skip


def move_sequence_on(cursor, key):
    table, column = key.model._meta.db_table, key.column
    cursor.execute(
        f"SELECT setval(pg_get_serial_sequence(%s, %s), (SELECT max({column}) FROM {table}))", [table, column]
    )
