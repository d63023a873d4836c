"""The verbs of sessions and their registers: marks of many people at once, walk-ins, and what may go wrong with a session.

A register is merged line by line. A form says what each line was when it was opened, so that of two people at the same
register neither loses what the other has ticked, and only what both have changed, differently, is asked again.
"""

import logging
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.choices import MissedReason
from core.workflow import NotAllowed, lock, move

from . import missed, reminders
from .choices import THERE, Mark, ProgrammeStatus, SessionStatus
from .models import Attendance
from .roll import Line, mark_of, roll_of

logger = logging.getLogger(__name__)

FOLLOWED_AT_ONCE = 200
TICK, NOTE = "tick", "note"
WRITTEN = [
    "mark",
    "missed_reason",
    "private_note",
    "seen_at",
    "to_follow",
    "enrolment",
    "version",
    "updated_by",
    "updated_at",
]


@dataclass(frozen=True)
class Sent:
    """What a form says of one person; `was` is the line as it was when the form was opened. None: nothing was said."""

    client: UUID
    mark: str | None
    reason: str = ""
    note: str | None = None
    was: str = ""

    @property
    def tick(self):
        """The mark and, for whoever was not there, the reason; a miss of which nobody knows why says so."""
        if self.mark == Mark.MISSED:
            return self.mark, self.reason or MissedReason.NO_REASON_KNOWN
        return self.mark, self.reason if self.mark == Mark.EXCUSED else ""


@dataclass
class Taken:
    """What came of saving a register: how many lines were written, and those in which somebody else was first."""

    written: int
    conflicts: dict  # the key of the client: the line as it stands, and in what it differs (TICK, NOTE)
    note_conflict: bool = False

    @property
    def is_whole(self):
        return not (self.conflicts or self.note_conflict)


@transaction.atomic
def take_register(session, sent, *, note=None, note_was="", lines=None, by):
    """Save what was ticked and written for many people at once, and the note of the session for all of them.

    What somebody else has changed otherwise since the form was opened stays as it is and is given back; all the rest is
    saved. `lines` are those of the register, read after the session was locked; else both is done here. Raises NotAllowed
    for a session that is cancelled or whose day has not come.
    """
    if lines is None:
        lock(session)
        lines = roll_of(session, by)
    _refuse_marks(session)
    lines = {line.client.pk: line for line in lines}
    rows, conflicts = [], {}
    for one in sent:
        line = lines.get(one.client)
        if line is None or not line.may_mark:
            continue
        merged, differs = _merged(line, one)
        if differs:
            conflicts[line.client.pk] = line, differs
        if (line.mark, line.reason, line.note) != merged:
            rows.append(_row(session, line, *merged, by))
            line.mark, line.reason, line.note = merged
    _write(rows)
    note_is_new, note_conflict = _take_note(session, note, note_was)
    _settle(session, lines.values(), by, note_is_new)
    return Taken(len(rows), conflicts, note_conflict)


def _refuse_marks(session):
    if session.status == SessionStatus.CANCELLED:
        raise NotAllowed(_("This session is cancelled: nobody can be marked."))
    if not session.has_come:
        raise NotAllowed(_("The register opens on the day of the session."))


def _refuse_the_dead(session, client):
    if client.deaths.filter(withdrawn_at=None, died_on__lt=session.day).exists():
        raise NotAllowed(
            _("This person died before the day of the session. If that is wrong, take the death back first.")
        )


def _merged(line, sent):
    """What a line becomes, and in what somebody else has changed it otherwise meanwhile."""
    was_mark, was_reason, was_note = [*sent.was.split("|"), "", "", ""][:3]
    tick, note, differs = line.tick, line.note, set()
    if sent.mark is not None and sent.tick not in ((was_mark, was_reason), line.tick):
        if (was_mark, was_reason) == line.tick:
            tick = sent.tick
        else:
            differs.add(TICK)
    if sent.note is not None and mark_of(sent.note) not in (was_note, mark_of(line.note)):
        if was_note == mark_of(line.note):
            note = sent.note
        else:
            differs.add(NOTE)
    return (*tick, note), differs


def _row(session, line, mark, reason, note, by):
    """A row of a register as it is to be written, new or not."""
    now = timezone.now()
    return Attendance(
        **({"id": line.row_id} if line.row_id else {"created_by": by}),
        session=session,
        client=line.client,
        enrolment_id=line.enrolment_id,
        mark=mark,
        missed_reason=reason,
        private_note=note,
        seen_at=session.begins_at if mark in THERE else None,
        to_follow=line.to_follow or (mark, reason) != line.tick,
        version=line.row_version + 1,
        updated_by=by,
        updated_at=now,
    )


def _write(rows):
    """All of them in one statement; the session is locked, so that nobody else writes any of them."""
    if rows:
        Attendance.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["session", "client"], update_fields=WRITTEN
        )


def _take_note(session, note, was):
    """Put the note of the session where it belongs: whether it is new, and whether somebody else has written another one."""
    now = mark_of(session.group_note)
    if note is None or mark_of(note) in (was, now):
        return False, False
    if was != now:
        return False, True
    session.group_note = note
    return True, False


def _settle(session, lines, by, note_is_new=False):
    """A session of which anybody is marked was held, and one of which nobody is marked was not yet. The caller has locked it."""
    to = SessionStatus.HELD if any(line.mark for line in lines) else SessionStatus.PLANNED
    if session.status != to:
        move(session, to, by=by, fields=["group_note"], is_locked=True)
    elif note_is_new:
        session.save_by(by, "group_note")


@transaction.atomic
def undo_register(session, *, by):
    """The register was taken for the wrong session, or wrongly: nobody is marked any more. What was written stays.

    Whoever this user may not mark keeps the mark. Raises NotAllowed where nobody is marked.
    """
    lock(session)
    lines = roll_of(session, by)
    marked = [line for line in lines if line.mark and line.may_mark]
    if not marked:
        raise NotAllowed(_("Nobody is marked in this register, or nobody whom you may mark."))
    rows = [_row(session, line, "", "", line.note, by) for line in marked]
    for line in marked:
        line.mark = line.reason = ""
    _write(rows)
    _settle(session, lines, by)
    return len(rows)


@transaction.atomic
def walk_in(session, client, *, by):
    """Somebody came: they are marked as attended, whether or not they were expected. Once.

    Raises NotAllowed when they are marked already, or died before that day.
    """
    lock(session)
    _refuse_marks(session)
    _refuse_the_dead(session, client)
    lines = roll_of(session, by)
    line = next((line for line in lines if line.client.pk == client.pk), None)
    if line is None:
        line = Line(client, None, None, 0, "", "", "", "", False, may_see=True, may_mark=True, glass=None)
        lines.append(line)
    if line.mark or not line.may_mark:
        raise NotAllowed(_("This person is in the register and marked already, or may not be marked by you."))
    _write([_row(session, line, Mark.ATTENDED, "", line.note, by)])
    line.mark = Mark.ATTENDED
    _settle(session, lines, by)
    return line


@transaction.atomic
def cancel_session(session, because, *, note="", by):
    """A session is not held. Its reminders are taken back. Raises NotAllowed when its register was taken."""
    session.cancelled_because = because
    move(session, SessionStatus.CANCELLED, by=by, reason=note, fields=["cancelled_because"])
    reminders.take_back(session, _("The session was moved or cancelled."))
    return session


@transaction.atomic
def restore_session(session, *, by):
    """A session that was cancelled is held after all, at its time."""
    lock(session)
    if session.status != SessionStatus.CANCELLED:
        raise NotAllowed(_("This session is not cancelled."))
    session.cancelled_because = ""
    move(session, SessionStatus.PLANNED, by=by, fields=["cancelled_because"])
    reminders.plan_for_session(session)


@transaction.atomic
def move_session(session, *, begins_at, ends_at, room, lead, co_lead, because, by):
    """A session is held at another time, elsewhere or by somebody else; those who are reminded hear of the new time.

    Raises NotAllowed when its register was taken or it is cancelled.
    """
    lock(session)
    if session.status != SessionStatus.PLANNED:
        raise NotAllowed(_("Only a session that is still planned can be moved."))
    if session.begins_at != begins_at:
        session.moved_from = session.moved_from or session.begins_at
    session.begins_at, session.ends_at, session.room = begins_at, ends_at, room
    session.lead, session.co_lead, session.moved_because = lead, co_lead, because
    session.save_by(by)
    reminders.plan_for_session(session)
    return session


@transaction.atomic
def add_session(programme, session, *, by):
    """A session beside the timetable of a programme. Raises NotAllowed when the programme has ended."""
    lock(programme)
    if programme.status == ProgrammeStatus.ENDED:
        raise NotAllowed(_("This programme has ended."))
    session.programme = programme
    session.save_by(by)
    reminders.plan_for_session(session)
    return session


def follow():
    """Do what follows from marks in registers: a path after a miss begins, or ends with somebody who came.

    Each line stands for itself, so that one that fails waits for the next round and holds up no other.
    """
    waiting = Attendance.objects.filter(to_follow=True).order_by("updated_at").values_list("pk", flat=True)
    for key in list(waiting[:FOLLOWED_AT_ONCE]):
        try:
            _follow(key)
        except Exception:
            logger.exception("A line of a register waits to be followed.")


@transaction.atomic
def _follow(key):
    rows = Attendance.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("client", "session", "enrolment", "updated_by")
    row = rows.filter(pk=key, to_follow=True).first()
    if row is None:
        return
    if row.mark == Mark.MISSED:
        missed.begin(attendance=row, by=row.updated_by)
    else:
        missed.undo(attendance=row, by=row.updated_by)
    if row.is_there:
        missed.came_back(row.client, on=row.session.day, by=row.updated_by)
    Attendance.objects.filter(pk=key).update(to_follow=False)
