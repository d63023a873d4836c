"""What a look-up offers for break-glass: kept with the session, so that no page and no address holds a client's key."""

import secrets

from django.utils import timezone

from .models import Client

GOOD_FOR_SECONDS = 15 * 60
OFFERS_KEPT = 5


def offer(request, clients):
    """Keep which records a look-up found elsewhere; gives the word that stands for them, for this user and a short time."""
    word = secrets.token_urlsafe(16)
    until = timezone.now().timestamp() + GOOD_FOR_SECONDS
    latest = list(request.session.get("offers", {}).items())[1 - OFFERS_KEPT :]
    mine = [request.user.pk, until, [str(client.pk) for client in clients]]
    request.session["offers"] = dict([*latest, (word, mine)])
    return word


def offered(request, word):
    """The records that a word stands for; none when it is not of this user and session, or is too old."""
    user, until, keys = request.session.get("offers", {}).get(word, [None, 0, []])
    if user != request.user.pk or until < timezone.now().timestamp():
        return []
    return list(Client.objects.filter(pk__in=keys).select_related("registered_team").order_by("pk"))


def withdraw(request, word):
    """The word has been used."""
    request.session["offers"] = {key: kept for key, kept in request.session.get("offers", {}).items() if key != word}
