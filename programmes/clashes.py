"""What stands in the way of a time: its room, its staff or the client are taken by a session or an appointment."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q, Value
from django.utils.translation import gettext as _

from core.templatetags.ui import clock, short_day

from .attendance import expected
from .models import Appointment, Enrolment, ProgrammeSession

LONGEST = timedelta(days=1)  # what takes longer clashes on its first day alone
ROOM, STAFF, CLIENT = "room", "staff", "client"


@dataclass(frozen=True)
class Clash:
    """One thing that takes the same time: whose time it is (ROOM, STAFF or CLIENT), their name, and what takes it."""

    whose: str
    name: str
    by: ProgrammeSession | Appointment

    def __str__(self):
        """A sentence for staff, which names nobody who is helped."""
        is_session = isinstance(self.by, ProgrammeSession)
        told = {
            "who": _("This client") if self.whose == CLIENT else self.name,
            "what": self.by.programme.name if is_session else _("an appointment"),
            "day": short_day(self.by.begins_at),
            "from": clock(self.by.begins_at),
            "to": clock(self.by.ends_at),
        }
        if self.whose == ROOM:
            return _("%(who)s is taken by %(what)s on %(day)s, %(from)s to %(to)s.") % told
        return _("%(who)s has %(what)s on %(day)s, %(from)s to %(to)s.") % told


def clashes_of(begins_at, ends_at, *, room=None, people=(), client=None, besides=None):
    """What takes the same room, the same staff or the same client at a time, in two queries; nothing that is cancelled.

    `people` are users; `besides` is the session or the appointment that the time is for. What ends when the other begins
    does not clash.
    """
    people = [user for user in people if user]
    if not (begins_at and ends_at and (room or people or client)):
        return []
    time = {"begins_at__gt": begins_at - LONGEST, "begins_at__lt": ends_at, "ends_at__gt": begins_at}
    is_there = Q(room=room) if room else Q(pk=None)
    sessions = ProgrammeSession.objects.not_cancelled().annotate(of_client=_goes(client, time))
    sessions = sessions.filter(is_there | Q(lead__in=people) | Q(co_lead__in=people) | Q(of_client=True), **time)
    appointments = Appointment.objects.not_cancelled().filter(
        is_there | Q(worker__in=people) | (Q(client=client) if client else Q(pk=None)), **time
    )
    taken = [
        *sessions.select_related("programme", "room", "lead", "co_lead"),
        *appointments.select_related("room", "worker"),
    ]
    taken = [row for row in taken if besides is None or row.pk != besides.pk]
    return [clash for row in sorted(taken, key=lambda row: row.begins_at) for clash in _of(row, room, people, client)]


def _goes(client, time):
    """Whether the client is expected at a session."""
    if client is None:
        return Value(False, output_field=BooleanField())
    names = {"begins_at__gt": "begins__gt", "begins_at__lt": "begins__lt", "ends_at__gt": "ends__gt"}
    theirs = expected(Enrolment.objects.filter(client=client), **{names[name]: at for name, at in time.items()})
    return ExpressionWrapper(Q(pk__in=theirs.values("session")), output_field=BooleanField())


def _of(row, room, people, client):
    """Everything that a session or an appointment takes of what is asked for."""
    is_session = isinstance(row, ProgrammeSession)
    staff = {row.lead, row.co_lead} if is_session else {row.worker}
    if room and row.room_id == room.pk:
        yield Clash(ROOM, str(row.room), row)
    for user in people:
        if user in staff:
            yield Clash(STAFF, str(user), row)
    if client and (row.of_client if is_session else row.client_id == client.pk):
        yield Clash(CLIENT, "", row)
