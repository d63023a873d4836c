"""Keeping the figures up to date: all of them at night, and during the day those of the clients that changed.

What depends on the day (still open, cannot be said yet) is counted as on the day of the last full refresh, so that a
change during the day moves a figure by that change alone.
"""

from django.db import connection, transaction
from django.utils import timezone

from clients.models import Client
from core.database import alone

from . import counting, directory, facts, periods, provision
from .facts import anew
from .measures import REGISTRY
from .models import Figure, MissingAnswer, Refresh

NAME = "figures of reports"
SORTED_IN = "128MB"  # memory for sorting all facts, which on disk takes several times as long
CHANGED = "DELETE FROM reports_changedclient RETURNING client_key"


def everything(as_at=None):
    """Count everything anew, as on a day (default today). Gives the refresh; None where another process is at it."""
    as_at = as_at or timezone.localdate()
    with alone(NAME) as is_ours, transaction.atomic():
        return _count_all(as_at) if is_ours else None


def changes():
    """Bring the figures of the clients up to date whose records changed since the last refresh.

    Gives the refresh; None where nothing is to do, or where another process is at it. The first time, all are counted.
    """
    last = Refresh.objects.exclude(finished_at=None).first()
    if last is None:
        return everything()
    with alone(NAME) as is_ours, transaction.atomic():
        if not is_ours:
            return None
        clients = _changed()
        if not clients:
            return None
        if Client.objects.filter(pk__in=clients).count() < len(clients):
            return _count_all(last.as_at)  # the facts of an erased record went with it: nothing says what to take away
        refresh = Refresh.objects.create(as_at=last.as_at, clients=len(clients))
        _sort_in_memory()
        different = anew.work_out(facts.FILLED_BY, clients)
        touched = [(measure, _touched(measure, different)) for measure in REGISTRY.values()]
        with counting.moving(touched, last.as_at):
            anew.put_in_place(different)
        for measure, keys in touched:
            if keys and measure.not_counted:
                MissingAnswer.objects.filter(measure=measure.key, client__in=keys).delete()
                counting.note_missing(measure, last.as_at, keys)
        Figure.objects.filter(number=0, amount=0).delete()
        return _finished(refresh)


def _count_all(as_at):
    refresh = Refresh.objects.create(as_at=as_at)
    _sort_in_memory()
    _changed()
    periods.lay_out(as_at)
    facts.fill()
    Figure.objects.all()._raw_delete(Figure.objects.db)
    MissingAnswer.objects.all()._raw_delete(MissingAnswer.objects.db)
    for measure in REGISTRY.values():
        counting.add(measure, as_at)
        counting.note_missing(measure, as_at)
    provision.count(as_at)
    directory.count(as_at)
    return _finished(refresh)


def _sort_in_memory():
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL work_mem = '{SORTED_IN}'")


def _touched(measure, different):
    """The clients for whom a measure may have another answer, or another place in a breakdown."""
    read = [model for model in different if model is measure.facts or model._meta.db_table in measure.by.join]
    return sorted({key for model in read for key in different[model]}, key=str)


def _changed():
    with connection.cursor() as cursor:
        cursor.execute(CHANGED)
        return sorted({key for (key,) in cursor.fetchall()}, key=str)


def _finished(refresh):
    refresh.finished_at = timezone.now()
    refresh.save(update_fields=["finished_at"])
    return refresh
