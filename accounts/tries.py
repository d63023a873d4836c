"""How often somebody may try: counted in the database before the try is made, so that it holds without Redis.

Five for an account and twenty from an address in five minutes. A try that succeeds is given back.
"""

import hashlib
import unicodedata
from datetime import timedelta
from ipaddress import ip_network

from django.db import connection, transaction
from django.db.models.functions import Now

from core import audit, database
from core.choices import AccessAction

from .models import Try

WINDOW = timedelta(minutes=5)
PER_ACCOUNT, PER_ADDRESS = 5, 20


class TooManyTries(Exception):
    """No further try counts before `until`."""

    def __init__(self, until):
        super().__init__()
        self.until = until


class Taken:
    """A try that has been counted."""

    def __init__(self, account_key, rows):
        self.account_key, self.rows = account_key, rows

    def succeeded(self):
        """It was no guess: the account's count begins anew, and the address gets this one back."""
        Try.objects.filter(key=self.account_key).delete()
        Try.objects.filter(pk__in=[row.pk for row in self.rows]).delete()


def take(request, kind, account):
    """Count a try at something (`kind`) for an account, known or not; raises TooManyTries."""
    limits = {
        digest(kind, "address", network_of(request)): PER_ADDRESS,
        digest(kind, "account", fold(account)): PER_ACCOUNT,
    }
    until = None
    with transaction.atomic():
        lock(limits)
        until = max(filter(None, (full_until(key, most) for key, most in limits.items())), default=None)
        rows = [] if until else Try.objects.bulk_create(Try(key=key) for key in limits)
    if until:
        audit.record(request, AccessAction.LOCKED, detail=kind)
        raise TooManyTries(until)
    return Taken(list(limits)[1], rows)


def full_until(key, most):
    """When the next try may be made, or None where one may be made now."""
    moments = Try.objects.filter(key=key, at__gt=Now() - WINDOW).order_by("-at").values_list("at", flat=True)[:most]
    return moments[most - 1] + WINDOW if len(moments) == most else None


def lock(keys):
    """Let nobody else count for the same account or address until this transaction has ended."""
    with connection.cursor() as cursor:
        for key in sorted(keys):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def forget_old():
    """Delete the tries that no longer count."""
    Try.objects.filter(at__lt=Now() - WINDOW).delete()


def seconds_until(moment):
    return max(1, int((moment - database.now()).total_seconds()) + 1)


def digest(*parts):
    return hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()


def fold(account):
    """Spellings that could be the same account count as one."""
    return unicodedata.normalize("NFKC", str(account)).strip().casefold()


def network_of(request):
    """The address a request comes from; of IPv6 the network, which one household has whole."""
    address = request.META.get("REMOTE_ADDR") or "none"
    return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address
