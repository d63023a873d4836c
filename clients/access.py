"""Fetching a client's record: in scope or not found, and every look written down."""

from django.core.exceptions import PermissionDenied
from django.db.models import Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core import audit
from core.choices import AccessAction

from .models import BreakGlass, Client
from .models.client import STAFF_ROLES


def get_client(request, pk, *, queryset=None, action=AccessAction.LOOK, in_emergency=False, in_rights=False):
    """The client with this key, if the user may see it; the look is recorded. Raises Http404.

    `in_emergency` lets a form be sent by somebody who sees the record by break-glass alone; `in_rights` one about a
    record that is not to be changed: the person's rights themselves, somebody's safety, a death, a search.
    """
    clients = (Client.objects.all() if queryset is None else queryset).visible_to(request.user)
    client = get_object_or_404(clients, pk=pk)
    record_look(request, action, client, in_emergency=in_emergency, in_rights=in_rights)
    return client


def get_of_client(request, queryset, pk, *, action=AccessAction.LOOK, in_emergency=False, in_rights=False):
    """A record that belongs to a client (its `client` is selected with it), on the same terms. Raises Http404."""
    record = get_object_or_404(queryset.visible_to(request.user).select_related("client"), pk=pk)
    kind = record._meta.label_lower
    record_look(request, action, record.client, detail=kind, in_emergency=in_emergency, in_rights=in_rights)
    return record


def record_look(request, action, client, *, detail="", in_emergency=False, in_rights=False):
    """Write a look down, and by what the record was open if that is break-glass.

    Break-glass is for reading: what belongs to a team is changed by that team. Raises PermissionDenied.
    """
    if request.method == "POST" and client.is_frozen and not in_rights:
        audit.record(request, AccessAction.REFUSED, client, detail="not to be changed")
        raise PermissionDenied(_("This record may be read and not changed: the person has asked for that."))
    if request.user.role not in STAFF_ROLES:
        audit.record(request, action, client, detail=detail)
        return
    opening = BreakGlass.objects.opening(request.user, client)
    if request.method == "POST" and not in_emergency and opening.exists():
        audit.record(request, AccessAction.REFUSED, client, detail="break-glass is for reading")
        raise PermissionDenied
    audit.record(request, action, client, detail=detail, break_glass=Key(opening.values("pk")[:1]))


class Key(Subquery):
    """A key that the database finds while it writes the row, so that a look stays one statement."""

    contains_column_references = False  # of the row that is written; those of the subquery are its own
