"""Collects the rows of the demo in memory, with keys and times that the seed decides, and writes them by COPY."""

import random
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter

from django.db import connection
from psycopg.types.json import Jsonb

from core.calendar import london
from core.models import BaseModel
from reference.models import Code


@dataclass(frozen=True)
class Stories:
    """How much there is to tell of each person, at most."""

    contacts: int
    assessments: int
    has_earlier_plan: bool


FULL, SHORT = Stories(14, 4, True), Stories(4, 1, False)


class Rows:
    """The rows so far, by model, in the order in which they were added."""

    def __init__(self, seed, today, stories=FULL):
        self.seed, self.today, self.stories = seed, today, stories
        self.by_model = defaultdict(list)
        self.written = Counter()
        self.keys = self.random("keys")
        self.code_lists = {}

    def random(self, *part):
        """A stream of random numbers for one part, so that a change to one part leaves the others as they were."""
        return random.Random("/".join(map(str, [self.seed, *part])))

    def codes(self, field):
        """The codes of a list, in their order."""
        if field not in self.code_lists:
            self.code_lists[field] = list(Code.objects.offered(field, self.today).order_by("position"))
        return self.code_lists[field]

    def add(self, model, /, at, by=None, **fields):
        """A new row, made at a moment by somebody; one that brings its key leaves those of the others as they were."""
        if issubclass(model, BaseModel):
            key = fields.get("id") or uuid.UUID(int=self.keys.getrandbits(128), version=4)
            fields = {"id": key, "created_at": at, "updated_at": at, "created_by": by, "updated_by": by} | fields
        row = model(**fields)
        self.by_model[model].append(row)
        return row

    def moves(self, model, record, *moves):
        """What `core.workflow.move` would have written: moves of (from, to, at, by) or (…, reason)."""
        for from_status, to_status, at, by, *reason in moves:
            self.by_model[model].append(
                model(
                    record=record,
                    from_status=from_status,
                    to_status=to_status,
                    changed_at=at,
                    changed_by=by,
                    reason=reason[0] if reason else "",
                )
            )
            record.version += 1
            record.updated_at, record.updated_by = at, by

    def write(self):
        """Write what has been added since the last time, in the caller's transaction."""
        with connection.cursor() as cursor:
            for model in pointed_to_first(self.by_model):
                if rows := self.by_model[model]:  # of some kinds a demo of a few clients has none
                    copy(cursor, model, rows)
                    self.written[model._meta.label] += len(rows)
        self.by_model.clear()


def reserve_keys(model, count):
    """The next keys of a table that counts, for rows that others must point to before they are written."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
        )
        return [key for (key,) in cursor.fetchall()]


def pointed_to_first(by_model):
    """The models in an order in which foreign keys find their rows."""
    waiting = {model: targets(model, rows) - {model} for model, rows in by_model.items()}
    while waiting:
        ready = [model for model, needed in waiting.items() if not needed & waiting.keys()]
        if not ready:
            raise ValueError(f"These point at each other: {list(waiting)}")
        yield from ready
        waiting = {model: needed for model, needed in waiting.items() if model not in ready}


def targets(model, rows):
    """The models that these rows point to."""
    keys = [field for field in model._meta.concrete_fields if field.is_relation]
    return {field.related_model for field in keys if any(getattr(row, field.attname) is not None for row in rows)}


def copy(cursor, model, rows):
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    if rows[0].pk is None:
        fields.remove(model._meta.pk)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    read = attrgetter(*(field.attname for field in fields))
    with cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as target:
        for row in rows:
            target.write_row([plain(value) for value in read(row)])


def plain(value):
    """A value as COPY takes it: a member of a code list as the word that is stored."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return Jsonb(value)
    return [plain(item) for item in value] if isinstance(value, list) else value


def moment(day, rng, first_hour=9, last_hour=16):
    """A minute of the working day."""
    return london(day, rng.randint(first_hour, last_hour)).replace(minute=rng.randrange(0, 60, 5))


def pick(rng, weights):
    """One key of a dictionary of weights."""
    return rng.choices(list(weights), weights.values())[0]
