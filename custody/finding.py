"""Whom somebody means who was released without notice: by name or number, among those whom the user may see."""

from django.db.models import Q

from clients.finding import named
from clients.models import Client


def found_by(user, words, most):
    """The first people with this name, day of birth, number or prison number; one more than `most` says that there are more."""
    number = "".join(words.upper().split())
    inside = Q(prison_number=number) | Q(custody_stays__prison_number=number)
    keys = _keys(named(words)).union(_keys(inside))
    return list(Client.objects.visible_to(user).filter(pk__in=keys).select_related("registered_team")[: most + 1])


def _keys(condition):
    return Client.objects.filter(condition).order_by().values("pk")
