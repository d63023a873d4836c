"""The timeline: what happened with a client, from every part of the work, newest first, in one query.

What a user may not read is left out by the database: sources by permission, rows by section, the words of restricted notes.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from uuid import UUID

from django.core import signing
from django.db import connection
from django.db.models import Case, DateTimeField, F, Q, TextField, UUIDField, Value, When
from django.db.models.functions import Cast, Concat, JSONObject
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext

from accounts.choices import Role, Section
from core.calendar import london

from . import entries
from .happened import SOURCES
from .models import Client
from .reading_up import labels_of, model_and_path, name_of, names_of, of_clients, text_of
from .written import ANYBODY

PAGE_SIZE = 50


@dataclass(frozen=True)
class Event:
    """Something that happened, as the timeline shows it."""

    at: datetime | date
    title: str
    by: str
    text: str
    status: str
    status_label: str
    url: str
    client_id: UUID
    more: dict
    correct_url: str = ""
    error_url: str = ""

    @property
    def template(self):
        """The fragment for an entry that has more to say than its text."""
        return "clients/_entry.html" if self.more else ""


@dataclass(frozen=True)
class Events:
    """One page of events, and the address of the next one."""

    items: list
    next_cursor: str


@dataclass(frozen=True)
class Filters:
    """How the timeline is narrowed."""

    group: str = ""
    by: object = None
    since: date | None = None
    until: date | None = None
    words: str = ""


EVERYTHING = Filters()


def events_of(client, user, *, cursor="", kinds=None, filters=EVERYTHING, size=PAGE_SIZE, linked=()):
    """One page of what happened with a client, as far as the user may read it, newest first.

    `linked` are other records of the same person, whose events stand among the client's own.
    """
    before, kinds = _read(cursor), _kinds(user, kinds, filters)
    reader = _reader(user)
    if not kinds:
        rows = []
    elif before or filters != EVERYTHING or linked:
        clients = [client, *linked] if linked else client
        rows = list(_together([_branch(kind, clients, reader, before, filters) for kind in kinds], size + 1))
    else:
        rows = _first_page(client, kinds, reader, size + 1)
    shown = rows[:size]
    return Events([_event(row, user) for row in shown], _write(shown[-1]) if len(rows) > size else "")


def written_since(clients, moment, *, by_others_than, kinds, size=PAGE_SIZE):
    """What others have written about these clients since a moment, newest first."""
    user, branches = by_others_than, []
    for kind in _kinds(user, kinds, EVERYTHING):
        source = SOURCES[kind]
        new = Q(**{f"{source.written_at}__gte": moment}) & ~Q(**{source.by: user})
        branches.append(_branch(kind, clients, _reader(user), only=new))
    return [_event(row, user) for row in _together(branches, size)]


def _kinds(user, kinds, filters):
    """The kinds that are asked for and that the user may see; words are looked for only where there is text."""
    return tuple(
        kind
        for kind in kinds or SOURCES
        if (not SOURCES[kind].permission or user.has_perm(SOURCES[kind].permission))
        and filters.group in ("", SOURCES[kind].group)
        and (not filters.words or _texts(SOURCES[kind]))
    )


def _reader(user):
    """The sections that the user may see: what two people's timelines can differ in."""
    return frozenset(section.value for section in Section if user.has_perm(section))


def _first_page(client, kinds, reader, size):
    """The newest rows, by the query that is compiled already."""
    sql, parameters = _compiled(kinds, reader, size)
    with connection.cursor() as cursor:
        cursor.execute(sql, [client.pk if value == ANYBODY else value for value in parameters])
        return cursor.fetchall()


@cache
def _compiled(kinds, reader, size):
    """The query of a first page for anybody. Writing so long a query anew takes several times as long as running it."""
    anybody = Client(pk=ANYBODY)
    return _together([_branch(kind, anybody, reader) for kind in kinds], size).query.sql_with_params()


def _branch(kind, clients, reader, before=None, filters=EVERYTHING, only=None):
    source = SOURCES[kind]
    rows = of_clients(source.relation, clients).filter(source.only, only or Q(), _asked(source, filters))
    if source.section:
        rows = rows.filter(Q(**{f"{source.section}__in": ["", *sorted(reader)]}))
    is_hidden = Q()
    if source.restricted and Section.RESTRICTED_NOTES not in reader:
        is_hidden = Q(**{source.restricted: True})
        rows = rows.exclude(is_hidden) if filters.words else rows
    _model, path = model_and_path(source.relation)
    rows = rows.annotate(
        event_at=Cast(F(source.at), DateTimeField()),
        event_key=Concat(Value(f"{kind}:"), Cast("pk", TextField()), output_field=TextField()),
    )
    if before:
        at, key = before
        rows = rows.filter(Q(event_at__lt=at) | Q(event_at=at, event_key__lt=key), event_at__lte=at)
    texts = [text_of(name) for name in (source.status, source.words, source.why, source.text)]
    if source.people:
        texts[1] = names_of(*source.people)
    texts.append(Cast(JSONObject(**source.more()), TextField()) if source.more else Value("", TextField()))
    return rows.values_list(
        "event_at",
        "event_key",
        Cast(Value(kind), TextField()),
        Cast(F(source.about), UUIDField()),
        Cast(F(f"{path}_id"), UUIDField()),
        name_of(source.by),
        *[_kept_from(is_hidden, text, instead) for text, instead in zip(texts, HIDDEN, strict=True)],
    )


HIDDEN = ["", "", "", "", '{"is_hidden": true}']


def _kept_from(is_hidden, text, instead):
    """The column, without its words in the rows that are hidden."""
    return Case(When(is_hidden, then=Value(instead)), default=text, output_field=TextField()) if is_hidden else text


def _asked(source, filters):
    """The condition that a row is what was asked for."""
    asked = Q(**{source.by: filters.by}) if filters.by else Q()
    if filters.since:
        asked &= Q(**{f"{source.at}__gte": filters.since if source.is_day else london(filters.since, 0)})
    if filters.until:
        after = filters.until + timedelta(days=1)
        asked &= Q(**{f"{source.at}__lt": after if source.is_day else london(after, 0)})
    if filters.words:
        found = Q()
        for name in _texts(source):
            found |= Q(**{f"{name}__icontains": filters.words})
        asked &= found
    return asked


def _texts(source):
    """The fields of a source in which words can stand, which are not those with a code."""
    model, _path = model_and_path(source.relation)
    fields = (source.text, *source.words.split("|"), *source.also)
    return [name for name in fields if name and not _labels(model, name)]


def _together(branches, size):
    """The newest rows of all branches: each gives its own newest, so that none is read to its end."""
    newest = [branch.order_by("-event_at", "-event_key")[:size] for branch in branches]
    first, *others = newest
    return first.union(*others, all=True).order_by("-event_at", "-event_key")[:size] if others else first


def _event(row, user):
    at, _key, kind, about, client_id, by, status, words, why, text, more = row
    source = SOURCES[kind]
    model, _path = model_and_path(source.relation)
    more = entries.in_words(json.loads(more), at) if more else {}
    is_open = more.get("author") and not more.get("error")
    may_correct = is_open and (more["author"] == str(user.pk) or user.role == Role.TEAM_MANAGER)
    title = format_lazy(source.title, words=words if source.people else _words(model, source.words, words))
    return Event(
        at=at.astimezone(UTC).date() if source.is_day else at,
        title=gettext("Restricted note") if more.get("is_hidden") else str(title),
        by=by.strip(),
        text="\n".join(filter(None, [_words(model, source.why, why), text])),
        status="in_error" if more.get("error") else status,
        status_label=gettext("Entered in error")
        if more.get("error")
        else str(_status_labels(model, source).get(status, status)),
        url=reverse(source.url_name, args=[about]) if source.url_name else "",
        client_id=client_id,
        more=more,
        correct_url=reverse(source.correct_url, args=[about]) if may_correct and source.correct_url else "",
        error_url=reverse(source.error_url, args=[about]) if may_correct and source.error_url else "",
    )


def _status_labels(model, source):
    if not source.status:
        return {}
    if source.status == "to_status":
        return labels_of(model._meta.get_field("record").related_model, "status")
    return labels_of(model, source.status)


def _labels(model, name):
    """The words for the values of a coded field, which may be a related one; nothing for any other."""
    *parents, last = name.partition("|")[0].split("__")
    for parent in parents:
        model = model._meta.get_field(parent).related_model
    return labels_of(model, last)


def _words(model, name, value):
    """The words of a coded field, also of one whose codes the model does not hold; the text of any other."""
    labels = _labels(model, name) if name else {"": ""}
    in_words = not labels and getattr(model, f"get_{name}_display", None)
    return str(in_words(model(**{name: value})) if in_words else labels.get(value, value if name else ""))


def _write(row):
    return signing.dumps([row[0].isoformat(), row[1]], salt="timeline", compress=True)


def _read(cursor):
    """What a cursor of ours points at; None for any other text."""
    try:
        at, key = signing.loads(cursor, salt="timeline")
        return datetime.fromisoformat(at), key
    except (signing.BadSignature, ValueError, TypeError):
        return None
