"""Keeping the figures up to date: brought to the new day at night, and to what changed during the day.

A figure moves by the clients of whom something else is to be said: those whose records changed, and at night those of whom the
new day says something else (twelve weeks are over, three weeks after a release are over). Nobody else is counted again. All are
counted anew once a week, and whenever what they are counted by is another (reports.basis).

What depends on the day (still open, cannot be said yet) is counted as on the last night, so that a change during the day moves
a figure by that change alone.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from clients.models import Client
from core.database import alone

from . import counting, directory, facts, periods, provision
from .basis import basis
from .choices import PeriodKind
from .facts import anew
from .measures import REGISTRY
from .models import Figure, MissingAnswer, Period, Refresh

NAME = "figures of reports"
# Memory for sorting all facts, which on disk takes several times as long; and no plan is compiled: there are hundreds.
ROOM = "SET LOCAL work_mem = '128MB'; SET LOCAL jit = off"
CHANGED = "DELETE FROM reports_changedclient RETURNING client_key"
ANEW_AFTER = timedelta(days=7)


def everything(as_at=None):
    """Count everything anew, as on a day (default today). Gives the refresh; None where another process is at it."""
    as_at = as_at or timezone.localdate()
    with alone(NAME) as is_ours, transaction.atomic():
        return _count_all(as_at) if is_ours else None


def nightly(as_at=None):
    """Bring the figures to a day (default today): by what differs, or all anew. Gives the refresh; None as `everything`."""
    as_at = as_at or timezone.localdate()
    with alone(NAME) as is_ours, transaction.atomic():
        if not is_ours:
            return None
        done = Refresh.objects.exclude(finished_at=None)
        last, whole = done.first(), done.filter(clients=None).first()
        stands = whole and whole.basis == basis() and whole.as_at <= last.as_at <= as_at < whole.as_at + ANEW_AFTER
        return _move(last.as_at, as_at, _changed()) if stands else _count_all(as_at)


def changes():
    """Bring the figures of the clients up to date whose records changed since the last refresh.

    Gives the refresh; None where nothing is to do, or where another process is at it. The first time, all are counted.
    """
    last = Refresh.objects.exclude(finished_at=None).first()
    if last is None:
        return everything()
    with alone(NAME) as is_ours, transaction.atomic():
        clients = _changed() if is_ours else []
        return _move(last.as_at, last.as_at, clients) if clients else None


def _count_all(as_at):
    refresh = Refresh.objects.create(as_at=as_at, basis=basis())
    _make_room()
    _changed()
    periods.lay_out(as_at)
    facts.fill()
    Figure.objects.exclude(measure__in=REGISTRY).delete()
    every = list(Period.objects.values_list("pk", flat=True))
    for measure in REGISTRY.values():
        counting.count_all(measure, as_at, every)
    _forget_nothing()
    _note_all_missing(as_at)
    provision.count(as_at)
    directory.count(as_at)
    return _finished(refresh)


def _move(before, as_at, clients):
    """Bring the figures from one day to another, and to the records of some clients as they are now."""
    if Client.objects.filter(pk__in=clients).count() < len(clients):
        return _count_all(as_at)  # the facts of an erased record went with it: nothing says what to take away
    refresh = Refresh.objects.create(as_at=as_at, clients=len(clients))
    _make_room()
    different = anew.work_out(facts.FILLED_BY, clients) if clients else {}
    stay, new = periods.lay_out(as_at)
    touched = [
        (measure, sorted(_touched(measure, different) | counting.passed(measure, stay, before, as_at), key=str))
        for measure in REGISTRY.values()
    ]
    with counting.moving(touched, stay, before, as_at):
        anew.put_in_place(different)
    _forget_nothing()
    if new:
        for measure in REGISTRY.values():
            counting.count_all(measure, as_at, new)
        provision.count(as_at)
        directory.count(as_at)
    if Period.objects.filter(pk__in=new, kind=PeriodKind.YEAR).exists():
        _note_all_missing(as_at)
    else:
        _note_missing(touched, as_at)
    return _finished(refresh)


def _forget_nothing():
    Figure.objects.filter(number=0, amount=0).delete()


def _make_room():
    with connection.cursor() as cursor:
        cursor.execute(ROOM)


def _touched(measure, different):
    """The clients for whom a measure may have another answer, or another place in a breakdown."""
    read = [model for model in different if model is measure.facts or model._meta.db_table in measure.by.join]
    return {key for model in read for key in different[model]}


def _changed():
    with connection.cursor() as cursor:
        cursor.execute(CHANGED)
        return sorted({key for (key,) in cursor.fetchall()}, key=str)


def _note_all_missing(as_at):
    MissingAnswer.objects.all()._raw_delete(MissingAnswer.objects.db)
    for measure in REGISTRY.values():
        counting.note_missing(measure, as_at)


def _note_missing(touched, as_at):
    for measure, clients in touched:
        if clients and measure.not_counted:
            MissingAnswer.objects.filter(measure=measure.key, client__in=clients).delete()
            counting.note_missing(measure, as_at, clients)


def _finished(refresh):
    refresh.finished_at = timezone.now()
    refresh.save(update_fields=["finished_at"])
    return refresh
