"""The timeline: what happened with a client, from every part of the work, newest first, in one query."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from django.core import signing
from django.db import connection
from django.db.models import DateTimeField, F, Q, TextField, UUIDField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .models import Client
from .reading_up import labels_of, model_and_path, name_of, of_clients, text_of

PAGE_SIZE = 50
ANYBODY = UUID(int=0)


@dataclass(frozen=True)
class Source:
    """One kind of event: where its rows are, and which of their fields say what."""

    relation: str
    title: str  # may hold {words}
    at: str = "changed_at"
    written_at: str = "changed_at"
    by: str = "changed_by"
    status: str = "to_status"
    status_of: str = ""  # the field whose choices give the words for the status; else `status`
    words: str = ""
    why: str = ""  # a field with choices that says why it came to this status
    text: str = "reason"
    about: str = "record_id"
    url_name: str = ""
    is_day: bool = False
    only: Q = field(default_factory=Q)


def moves(relation, title, url_name="", words=""):
    """The status changes of the records behind a relation."""
    return Source(f"{relation}.status_changes", title, words=words, url_name=url_name)


def recorded(relation, title, at, **options):
    """Records that are events themselves."""
    plain = {"written_at": "created_at", "by": "created_by", "status": "", "text": "", "about": "id"}
    return Source(relation, title, at, **(plain | options))


CONTACTS = "contact"
SOURCES = {
    CONTACTS: recorded(
        "contacts", "{words}", "happened_at", status="outcome", words="kind", why="missed_reason", text="note"
    ),
    "episode": recorded("episodes", _("Referred to us: {words}"), "referred_on", words="referral_source", is_day=True),
    "episode_moved": moves("episodes", _("Episode of treatment")),
    "plan_moved": moves("care_plans", "{words}", "careplans:care_plan_detail", words="record__kind"),
    "referral_moved": moves(
        "referrals", _("Referral to {words}"), "referrals:referral_detail", words="record__service__name"
    ),
    "stay": recorded(
        "custody_stays", _("Into custody: {words}"), "custody_started_on", words="prison", is_day=True,
        url_name="custody:stay_detail",
    ),
    "stay_moved": moves("custody_stays", _("Custody: {words}"), "custody:stay_detail", words="record__prison"),
    "handover_moved": moves("handovers", _("Handover to aftercare"), "aftercare:handover_detail"),
    "assessment": recorded(
        "capital_assessments", _("Recovery capital assessed"), "assessed_on", is_day=True,
        url_name="recovery_capital:assessment_detail",
    ),
    "review": recorded(
        "care_plans.review", _("Care plan reviewed"), "reviewed_on", is_day=True, text="what_changed", about="plan_id",
        url_name="careplans:care_plan_detail",
    ),
    "check_up": recorded(
        "check_ups", _("Check-up after treatment"), "done_on", is_day=True, status="outcome", text="note",
        only=Q(done_on__isnull=False), written_at="updated_at", by="updated_by",
    ),
    "consent": recorded(
        "consents", _("Consent to share with {words}"), "given_on", is_day=True, words="recipient__name"
    ),
    "consent_withdrawn": recorded(
        "consents", _("Consent withdrawn: {words}"), "withdrawn_on", is_day=True, words="recipient__name",
        only=Q(withdrawn_on__isnull=False), written_at="updated_at", by="updated_by",
    ),
}  # fmt: skip


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


@dataclass(frozen=True)
class Events:
    """One page of events, and the address of the next one."""

    items: list
    next_cursor: str


def events_of(client, *, cursor="", kinds=None, size=PAGE_SIZE):
    """One page of what happened with a client, newest first."""
    before, kinds = _read(cursor), tuple(kinds or SOURCES)
    if before:
        rows = list(_together([_branch(kind, client, before) for kind in kinds], size + 1))
    else:
        rows = _first_page(client, kinds, size + 1)
    shown = rows[:size]
    return Events([_event(row) for row in shown], _write(shown[-1]) if len(rows) > size else "")


def _first_page(client, kinds, size):
    """The newest rows, by the query that is compiled already."""
    sql, parameters = _compiled(kinds, size)
    with connection.cursor() as cursor:
        cursor.execute(sql, [client.pk if value == ANYBODY else value for value in parameters])
        return cursor.fetchall()


@cache
def _compiled(kinds, size):
    """The query of a first page for anybody. Writing so long a query anew takes several times as long as running it."""
    anybody = Client(pk=ANYBODY)
    return _together([_branch(kind, anybody, None) for kind in kinds], size).query.sql_with_params()


def written_since(clients, moment, *, by_others_than, kinds, size=PAGE_SIZE):
    """What others have written about these clients since a moment, newest first."""
    branches = []
    for kind in kinds:
        source = SOURCES[kind]
        new = Q(**{f"{source.written_at}__gte": moment}) & ~Q(**{source.by: by_others_than})
        branches.append(_branch(kind, clients, None, new))
    return [_event(row) for row in _together(branches, size)]


def _branch(kind, clients, before, only=None):
    source = SOURCES[kind]
    rows = of_clients(source.relation, clients).filter(source.only, only or Q())
    _model, path = model_and_path(source.relation)
    rows = rows.annotate(
        event_at=Cast(F(source.at), DateTimeField()),
        event_key=Concat(Value(f"{kind}:"), Cast("pk", TextField()), output_field=TextField()),
    )
    if before:
        at, key = before
        rows = rows.filter(Q(event_at__lt=at) | Q(event_at=at, event_key__lt=key))
    return rows.values_list(
        "event_at",
        "event_key",
        Cast(Value(kind), TextField()),
        Cast(F(source.about), UUIDField()),
        Cast(F(f"{path}_id"), UUIDField()),
        name_of(source.by),
        text_of(source.status),
        text_of(source.words),
        text_of(source.why),
        text_of(source.text),
    )


def _together(branches, size):
    """The newest rows of all branches: each gives its own newest, so that none is read to its end."""
    newest = [branch.order_by("-event_at", "-event_key")[:size] for branch in branches]
    first, *others = newest
    return first.union(*others, all=True).order_by("-event_at", "-event_key")[:size] if others else first


def _event(row):
    at, _key, kind, about, client_id, by, status, words, why, text = row
    source = SOURCES[kind]
    model, _path = model_and_path(source.relation)
    return Event(
        at=at.astimezone(UTC).date() if source.is_day else at,
        title=str(format_lazy(source.title, words=_words(model, source.words, words))),
        by=by.strip(),
        text="\n".join(filter(None, [_words(model, source.why, why), text])),
        status=status,
        status_label=str(_status_labels(model, source).get(status, status)),
        url=reverse(source.url_name, args=[about]) if source.url_name else "",
        client_id=client_id,
    )


def _status_labels(model, source):
    if not source.status:
        return {}
    if source.status == "to_status":
        return labels_of(model._meta.get_field("record").related_model, "status")
    return labels_of(model, source.status)


def _words(model, name, value):
    """The words of a coded field; the text of any other."""
    *parents, last = name.split("__") if name else [""]
    for parent in parents:
        model = model._meta.get_field(parent).related_model
    return str(labels_of(model, last).get(value, value)) if last else ""


def _write(row):
    return signing.dumps([row[0].isoformat(), row[1]], salt="timeline", compress=True)


def _read(cursor):
    """What a cursor of ours points at; None for any other text."""
    try:
        at, key = signing.loads(cursor, salt="timeline")
        return datetime.fromisoformat(at), key
    except (signing.BadSignature, ValueError, TypeError):
        return None
