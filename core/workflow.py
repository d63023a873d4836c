"""move(): the one function that changes a status; lock(): a record as it is now, and nobody else at it."""

from django.db import transaction
from django.utils.translation import gettext as _


class NotAllowed(Exception):
    """A change that the rules refuse now; the message is a sentence for staff."""


class TransitionNotAllowed(NotAllowed):
    """A move that `TRANSITIONS` of the model does not hold."""


@transaction.atomic
def move(record, to, *, by, reason="", fields=(), is_locked=False):
    """Move a record to the status `to`, and write down who did it, when and why.

    `fields` names fields of the record, already set, that are saved in the same UPDATE.
    The row is locked first, so that of two people moving it at once the second is refused; `is_locked`: the caller has
    locked it and read it since, in this transaction.
    Raises TransitionNotAllowed, with a sentence for staff, when the model's TRANSITIONS do not hold the move.
    """
    if not is_locked:
        locked = type(record)._base_manager.select_for_update().only("status", "version").get(pk=record.pk)
        record.status, record.version = locked.status, locked.version
    current = record.status
    if to not in record.TRANSITIONS.get(current, []):
        labels = dict(type(record)._meta.get_field("status").flatchoices)
        raise TransitionNotAllowed(
            _("This is “%(current)s” and cannot become “%(to)s”. Somebody may have changed it meanwhile.")
            % {"current": labels.get(current, current), "to": labels.get(to, to)}
        )
    record.status = to
    record.save_by(by, "status", *fields)
    record.status_changes.create(from_status=current, to_status=to, changed_by=by, reason=reason)
    return record


def lock(record):
    """Wait until nobody else changes a record, and read it again; the end of the transaction lets go of it."""
    record.refresh_from_db(from_queryset=type(record)._base_manager.select_for_update(of=("self",)))
