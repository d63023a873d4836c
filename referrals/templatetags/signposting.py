"""The client for whom somebody looks in the directory: the directory is below referrals and clients, and cannot ask."""

from uuid import UUID

from django import template

from ..signposting import in_hand

register = template.Library()


@register.simple_tag(takes_context=True)
def client_in_hand(context):
    """The client named by `?client=` in the address, if the user may tell them about services; else None."""
    request = context["request"]
    if not hasattr(request, "_client_in_hand"):
        try:
            key = UUID(request.GET.get("client", ""))
        except ValueError:
            key = None
        request._client_in_hand = in_hand(request.user, key)
    return request._client_in_hand
