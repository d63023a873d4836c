"""What an entry of the timeline says besides its text: written when, who was there, corrections, a mark of error."""

from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from .choices import ContactKind, ContactOutcome, ErrorReason, MissedBy, MissedReason
from .models import CONTACT_FACTS, ContactVersion
from .reading_up import name_of

LATER = timedelta(minutes=5)  # a note written straight after the contact was written when it happened


def error_columns():
    """The columns of a record that may be marked as entered in error."""
    return {
        "author": "created_by_id",
        "error_at": "error_at",
        "error_by": name_of("error_by"),
        "error_reason": "error_reason",
        "error_note": "error_note",
    }


def contact_columns():
    """The columns of a contact, with what it said before each correction."""
    facts = {name: name for name in CONTACT_FACTS}
    versions = ContactVersion.objects.filter(contact=OuterRef("pk")).order_by("-created_at")
    version = JSONObject(corrected_at="created_at", corrected_by=name_of("created_by"), reason="reason", **facts)
    more = {name: name for name in ("minutes", "present", "missed_by", "is_restricted")}
    return (
        error_columns() | more | {"written_at": "created_at", "versions": ArraySubquery(versions.values_list(version))}
    )


def session_columns():
    """What a session's note says to everybody who was marked in its register."""
    return {"group_note": "session__group_note"}


def in_words(more, at):
    """The columns as a template shows them."""
    if more.get("error_at"):
        more["error"] = ErrorReason(more["error_reason"]).label
    for name in ("error_at", "written_at"):
        more[name] = _moment(more.get(name))
    if more["written_at"] and more["written_at"] - at < LATER:
        more["written_at"] = None
    more["missed_by"] = _label(MissedBy, more.get("missed_by"))
    more["versions"] = [_version(version) for version in more.get("versions", [])]
    more["author"] = str(more.get("author") or "")
    return more


def _version(version):
    """What a contact said before it was corrected."""
    return version | {
        "corrected_at": _moment(version["corrected_at"]),
        "happened_at": _moment(version["happened_at"]),
        "kind": _label(ContactKind, version["kind"]),
        "outcome": _label(ContactOutcome, version["outcome"]),
        "missed_by": _label(MissedBy, version["missed_by"]),
        "missed_reason": _label(MissedReason, version["missed_reason"]),
    }


def _moment(text):
    return datetime.fromisoformat(text) if text else None


def _label(choices, value):
    return choices(value).label if value else ""
