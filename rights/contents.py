"""What a copy of the record holds: every table about the person, in words, and what the reviewer must look at."""

from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db.models import DateTimeField, ForeignKey, JSONField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from recovery_capital.answers import in_words, is_answer

from .holdings import holdings, rows_about

# Never in a copy, with the reason.
LEFT_OUT = {
    "alerts.alert": "says what staff must do, not what is known about the person",
    "clients.breakglass": "is about the member of staff; the looks are given on request by the governance officer",
    "clients.namekeys": "follows from the names",
    "clients.clientofteam": "follows from the episodes",
    "clients.differentperson": "is about another person's record",
    "clients.namedreader": "is about staff",
    "clients.recordlink": "is about another record",
    "documents.consentevidence": "says which document shows which consent, and both are in the copy",
    "documents.documentcontent": "is the file itself, which the reviewer adds to the copy",
    "rights.itemdecision": "is about this copy",
    "safeguarding.mapparecord": "must not be told to the person by us (MAPPA guidance)",
}
# Apps whose tables only follow from others that are in the copy, and what there is typed all the same.
COUNTED_FROM, TYPED = {"reports"}, {"reports.casestory", "reports.outcomeclaim"}
# About other people too, told in confidence, or dangerous to tell: the reviewer decides on each item.
LOOK_AT_EACH = {
    "clients.client", "clients.child", "clients.relationship", "clients.parentalanswers", "clients.contactversion",
    "clients.clientflag", "clients.sharingoverride", "safeguarding.concern", "safeguarding.concernreview",
    "safeguarding.risk", "safeguarding.riskassessment", "staffing.shiftnote", "documents.clientdocument",
    "governance.restriction", "recovery_capital.environment", "recovery_capital.familyfacts", "referrals.sentpack",
}  # fmt: skip
PLUMBING = {
    "id", "client", "client_id", "version", "created_by", "updated_by", "updated_at", "record", "episode", "content",
    "family_key", "first_key", "preferred_key", "sha256", "digest", "seen_at", "to_follow", "proof",
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One row of the record in words, with what was decided about it."""

    kind: str
    key: UUID
    at: str
    lines: list
    is_shared: bool | None  # None: not decided yet
    reason: str = ""
    shown_instead: str = ""


@dataclass(frozen=True)
class Part:
    """The items of one kind."""

    kind: str
    title: str
    needs_decisions: bool
    items: list = field(default_factory=list)

    @property
    def undecided(self):
        return sum(item.is_shared is None for item in self.items)


@cache
def kinds():
    """The tables that a copy is made of, in the order of the apps."""
    models = [
        model
        for model in holdings()
        if model._meta.label_lower not in LEFT_OUT
        and (model._meta.app_label not in COUNTED_FROM or model._meta.label_lower in TYPED)
    ]
    return [model for model in apps.get_models() if model in models and not model.__name__.endswith("StatusChange")]


def parts_of(request):
    """The record as a copy would hold it now, with the decisions of the request; every part, the empty ones too."""
    decisions = _decisions_of(request)
    return [_part(model, request.client, decisions) for model in kinds()]


def item_of(request, kind, key):
    """One item of the copy, without reading all the others; None where there is none such."""
    model = next((model for model in kinds() if model._meta.label_lower == kind), None)
    items = _part(model, request.client, _decisions_of(request), only=key).items if model and key else []
    return items[0] if items else None


def _decisions_of(request):
    return {(row.kind, row.item_id): row for row in request.decisions.select_related("reason")}


def undecided_of(request):
    """How many items the reviewer has still to look at."""
    return sum(part.undecided for part in parts_of(request))


def _part(model, client, decisions, only=None):
    label = model._meta.label_lower
    each = label in LOOK_AT_EACH
    rows = rows_about(model, client).order_by(*_order(model))
    rows = rows.filter(pk=only) if only else rows
    if keys := _keys_in_words(model):  # named none, Django would follow every key, five tables deep
        rows = rows.select_related(*keys)
    items = [
        _item(label, row, decisions.get((label, row.pk)), each or getattr(row, "is_restricted", False)) for row in rows
    ]
    return Part(label, capfirst(_plural(str(model._meta.verbose_name_plural))), each, items)


def _plural(name):
    """Django's plural only adds an s.

    >>> _plural("addresss"), _plural("pregnancys"), _plural("episode factss"), _plural("names")
    ('addresses', 'pregnancies', 'episode facts', 'names')
    """
    if name.endswith("ss"):
        return f"{name[:-1]}es" if name.endswith("sss") else name[:-1]
    is_y = name.endswith("ys") and name[-3:-2] not in "aeiou"
    return f"{name[:-2]}ies" if is_y else name


def _order(model):
    return ["created_at", "pk"] if any(field.name == "created_at" for field in model._meta.fields) else ["pk"]


def _keys_in_words(model):
    """Keys to rows whose own words say enough: a service, a code, a team, a member of staff."""
    return [field.name for field in _shown(model) if isinstance(field, ForeignKey)]


@cache
def _shown(model):
    ours = set(holdings())
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in PLUMBING and not (isinstance(field, ForeignKey) and field.related_model in ours)
    ]


def _item(label, row, decision, each):
    lines = [(capfirst(str(field.verbose_name)), words) for field in _shown(type(row)) if (words := _words(row, field))]
    at = getattr(row, "created_at", None)
    at = date_format(timezone.localtime(at), "j F Y H:i") if at else ""
    if decision is None:
        return Item(label, row.pk, at, lines, None if each else True)
    if row.updated_at > decision.updated_at:  # what was decided was about other words
        return Item(label, row.pk, at, lines, None)
    return Item(label, row.pk, at, lines, decision.is_shared, str(decision.reason or ""), decision.shown_instead)


def _words(row, field):
    """A value as a person reads it, never a code; nothing where nobody has answered."""
    value = getattr(row, field.name)
    if value == {} or not is_answer(field, value):
        return ""
    if display := getattr(row, f"get_{field.name}_display", None):
        return str(display())
    if isinstance(field, DateTimeField):
        return date_format(timezone.localtime(value), "j F Y H:i")
    if isinstance(field, JSONField):
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return in_words(row, field)


def as_json(request):
    """The copy for a machine: what is shared, and for what is not, that something was left out and why."""
    parts = []
    for part in parts_of(request):
        items = [_json_item(item) for item in part.items]
        parts.append({"part": part.title, "items": items})
    return {"reference": request.client.reference, "received_on": request.received_on.isoformat(), "parts": parts}


def _json_item(item):
    if item.is_shared:
        return {"at": item.at, **{label: value for label, value in item.lines}}
    return {"at": item.at, "left_out": item.reason, "shown_instead": item.shown_instead}
