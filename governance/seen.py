"""Who has seen or changed a record: the log of looks and the history of every table of it, newest first, in one query."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import pghistory
from django.apps import apps
from django.conf import settings
from django.core import signing
from django.db.models import BigIntegerField, Case, F, Q, TextField, UUIDField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from accounts.models import User
from clients.models import BreakGlass, Client
from core.calendar import london
from core.choices import AccessAction
from core.models import AccessLog

from .pages import page_name
from .tables import table_name

PAGE_SIZE = 50
LOOK = "look"
SALT = "who has seen"


@dataclass(frozen=True)
class Entry:
    """One look or one change, in words."""

    at: datetime
    user: User | None
    what: str
    where: str
    why: str
    address: str

    @property
    def role(self):
        return self.user.get_role_display() if self.user else ""


@dataclass(frozen=True)
class Entries:
    items: list
    next_cursor: str


def entries_of(client, reader, *, person=None, first=None, last=None, cursor="", size=PAGE_SIZE):
    """One page of who did what with a record, for a reader; narrowed to a person and to days, both of them included."""
    condition = Q()
    if first:
        condition &= Q(entry_at__gte=london(first, 0))
    if last:
        condition &= Q(entry_at__lt=london(last + timedelta(days=1), 0))
    if person:
        condition &= Q(entry_by=person)
    if before := _read(cursor):
        condition &= Q(entry_at__lt=before[0]) | Q(entry_at=before[0], entry_key__lt=before[1])
    branches = [_looks(client), *(_changes(event, client) for event in events_about_clients())]
    newest = [
        branch.filter(condition)
        .order_by("-entry_at", "-entry_key")
        .values_list(*COLUMNS)[: size + 1]
        for branch in branches
    ]  # fmt: skip
    rows = list(newest[0].union(*newest[1:], all=True).order_by("-entry_at", "-entry_key")[: size + 1])
    shown = rows[:size]
    return Entries(_in_words(shown, reader), _write(shown[-1]) if len(rows) > size else "")


def all_entries(client, reader, **narrowed):
    """Every entry, page by page."""
    cursor, size = "", 1000
    while True:
        page = entries_of(client, reader, cursor=cursor, size=size, **narrowed)
        yield from page.items
        cursor = page.next_cursor
        if not cursor:
            return


COLUMNS = ["entry_at", "entry_key", "entry_of", "entry_what", "entry_by", "entry_page", "entry_from", "entry_why"]


def _text(value):
    return Cast(value, TextField())


def _looks(client):
    return AccessLog.objects.filter(subject_id=client.pk).order_by().annotate(
        entry_at=F("at"),
        entry_key=Concat(Value("look "), Cast("pk", TextField()), output_field=TextField()),
        entry_of=Cast(Value(LOOK), TextField()),
        entry_what=_text(F("action")),
        entry_by=Cast(F("user_id"), BigIntegerField()),
        entry_page=_text(F("route")),
        entry_from=Coalesce(_text(F("address")), Value(""), output_field=TextField()),
        entry_why=F("break_glass"),
    )  # fmt: skip


def _changes(event, client):
    label = event.pgh_tracked_model._meta.label_lower
    context_user = Cast(KeyTextTransform("user", "pgh_context"), BigIntegerField())
    names = {field.name for field in event._meta.fields}
    known = Coalesce(context_user, F("updated_by_id"), output_field=BigIntegerField())
    by = Case(When(pgh_label="delete", then=context_user), default=known)
    return event.objects.filter(about(event, client)).order_by().annotate(
        entry_at=F("pgh_created_at"),
        entry_key=Concat(Value(f"{label} "), Cast("pgh_id", TextField()), output_field=TextField()),
        entry_of=Cast(Value(label), TextField()),
        entry_what=F("pgh_label"),
        entry_by=by if "updated_by" in names else context_user,
        entry_page=Cast(Value(""), TextField()),
        entry_from=Coalesce(KeyTextTransform("from", "pgh_context"), Value(""), output_field=TextField()),
        entry_why=Cast(Value(None), UUIDField()),
    )  # fmt: skip


@cache
def paths():
    """How each table with a history leads to its client: (field, None) or (field, the parent's event table)."""
    events = {
        model.pgh_tracked_model: model
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and model._meta.app_label in settings.LOCAL_APPS
    }
    found = {Client: ("pgh_obj", None)}
    waiting = [model for model in events if model is not Client]
    for may_be_empty in (False, True):  # a row whose key is empty would lead nowhere
        while reached := {m: step for m in waiting if (step := _step(m, found, events, may_be_empty))}:
            found |= reached
            waiting = [model for model in waiting if model not in found]
    return {events[model]: step for model, step in found.items()}


def _step(model, found, events, may_be_empty):
    """The key of a table that leads to a client, straight or over a parent."""
    keys = [
        field
        for field in model._meta.concrete_fields
        if field.many_to_one and field.related_model in found and (may_be_empty or not field.null)
    ]
    keys.sort(key=lambda field: (field.null, field.related_model is not Client))
    if not keys:
        return None
    parent = keys[0].related_model
    return keys[0].name, None if parent is Client else events[parent]


def events_about_clients():
    return list(paths())


def about(event, client):
    """The condition for the history of a table that is about a client."""
    field, parent = paths()[event]
    if parent is None:
        return Q(**{f"{field}_id": client.pk})
    return Q(**{f"{field}__in": parent.objects.filter(about(parent, client)).values("pgh_obj_id")})


def _in_words(rows, reader):
    """The rows with names, roles and reasons, which take one query each."""
    users = User.objects.in_bulk({row[4] for row in rows if row[4]})
    reasons = {
        opening.pk: opening
        for opening in BreakGlass.objects.filter(pk__in={row[7] for row in rows if row[7]}).select_related("reason")
    }
    return [_entry(row, reader, users, reasons) for row in rows]


def _entry(row, reader, users, reasons):
    at, _key, kind, what, by, route, address, opened_by = row
    is_look = kind == LOOK
    opening = reasons.get(opened_by)
    return Entry(
        at=at,
        user=users.get(by),
        what=AccessAction(what).label if is_look else _change_in_words(what),
        where=page_name(route, reader) if is_look else table_name(kind, reader),
        why=_("Break-glass: %(reason)s. %(text)s") % {"reason": opening.reason, "text": opening.text}
        if opening
        else "",
        address=address.split("/")[0],
    )


def _change_in_words(label):
    return {"insert": _("Added"), "update": _("Changed"), "delete": _("Removed")}[label]


def _write(row):
    return signing.dumps([row[0].isoformat(), row[1]], salt=SALT, compress=True)


def _read(cursor):
    """What a cursor of ours points at; None for any other text."""
    try:
        at, key = signing.loads(cursor, salt=SALT)
        return datetime.fromisoformat(at), key
    except (signing.BadSignature, ValueError, TypeError):
        return None
