"""Fetching a client's record: in scope or not found, and every look written down."""

from django.shortcuts import get_object_or_404

from core import audit
from core.choices import AccessAction

from .models import Client


def get_client(request, pk, *, queryset=None, action=AccessAction.LOOK):
    """The client with this key, if the user may see it; the look is recorded. Raises Http404."""
    clients = (Client.objects.all() if queryset is None else queryset).visible_to(request.user)
    client = get_object_or_404(clients, pk=pk)
    audit.record(request, action, client)
    return client


def get_of_client(request, queryset, pk, *, action=AccessAction.LOOK):
    """A record that belongs to a client (its `client` is selected with it), on the same terms. Raises Http404."""
    record = get_object_or_404(queryset.visible_to(request.user).select_related("client"), pk=pk)
    audit.record(request, action, record.client, detail=record._meta.label_lower)
    return record
