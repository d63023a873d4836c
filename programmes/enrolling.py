"""The verbs of enrolments: who asks for a place, waits, attends, rests and ends, and what is missing before that.

A structured programme stands on a care plan and a keyworker (Welsh framework, 6.2). All but drop-ins and activities,
which are also for people who have left treatment (6.5), stand on an open episode.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.responsible import current_episode
from clients.workflow import lock_client, refuse_the_dead
from core.workflow import NotAllowed, lock, move

from .appointments import end_ahead
from .choices import CancelledBy, EnrolmentReason, EnrolmentStatus, ProgrammeKind, ProgrammeStatus
from .models import OPEN_ENROLMENTS, Enrolment, EnrolmentSlot

OPEN_TO_ALL = [ProgrammeKind.DROP_IN, ProgrammeKind.ACTIVITY]


@dataclass(frozen=True)
class Missing:
    """Something without which somebody cannot join a programme, and the page on which it is mended."""

    text: str
    link_label: str
    url: str


def missing_for(client, programme):
    """What is missing before this person can join this programme; nothing when nothing is."""
    if programme.kind in OPEN_TO_ALL:
        return []
    episode = current_episode(client)
    if episode is None:
        words = _("There is no open episode of treatment: the last one is closed, or there was none.")
        return [Missing(words, _("Open an episode"), reverse("clients:episode_open", args=[client.pk]))]
    if not programme.is_structured:
        return []
    found = []
    if not client.care_plans.active().exists():
        words = _("A structured programme stands on a plan that is agreed, and none is active.")
        found.append(Missing(words, _("Go to the plans"), reverse("careplans:care_plan_list", args=[client.pk])))
    if not episode.keyworker_id:
        words = _("A structured programme goes with key work, and nobody is the keyworker.")
        found.append(
            Missing(words, _("Choose a keyworker"), reverse("clients:episode_assign", args=[episode.pk]))
        )  # fmt: skip
    return found


def free_places(programme):
    """How many places are free; None where there is no limit."""
    if programme.places is None:
        return None
    return max(0, programme.places - programme.enrolments.holding_a_place().count())


def asked_before(enrolment):
    """How many who wait for the same programme asked before."""
    waiting = list(enrolment.programme.enrolments.waiting().values_list("pk", flat=True))
    return waiting.index(enrolment.pk) if enrolment.pk in waiting else len(waiting)


@transaction.atomic
def ask(enrolment, *, by, start_on=None, why=""):
    """Ask for a place in a programme: on the list, or at once where one is free and nobody waits."""
    client = lock_client(enrolment.client)
    refuse_the_dead(client)
    lock(enrolment.programme)
    _refuse(enrolment)
    if client.enrolments.open().filter(programme=enrolment.programme).exists():
        raise NotAllowed(_("This client attends this programme, or waits for a place there, already."))
    enrolment.episode = current_episode(client)
    enrolment.save_by(by)
    return start(enrolment, on=start_on, by=by, why=why) if start_on else enrolment


@transaction.atomic
def start(enrolment, *, on, by, why=""):
    """Somebody who waits begins on a day. `why` says why they begin before others who asked earlier."""
    _lock(enrolment)
    programme = enrolment.programme
    _refuse(enrolment)
    if on < programme.starts_on or programme.ends_on and on > programme.ends_on:
        raise NotAllowed(_("The programme is not held on that day."))
    if on < enrolment.asked_on:
        raise NotAllowed(_("The first day cannot be before the day on which the place was asked for."))
    _refuse_full(programme)
    others = asked_before(enrolment)
    if others and not why.strip():
        raise NotAllowed(
            ngettext(
                "%(others)d person who waits asked before. Say why this one begins first.",
                "%(others)d people who wait asked before. Say why this one begins first.",
                others,
            )
            % {"others": others}
        )
    enrolment.started_on = on
    enrolment.planned_end_on = enrolment.planned_end_on or planned_end(programme, on)
    return move(enrolment, EnrolmentStatus.ENROLLED, by=by, reason=why, fields=["started_on", "planned_end_on"])


def planned_end(programme, started_on):
    """The last day of somebody who begins on a day; None where nobody has said how long it takes."""
    if not programme.weeks:
        return programme.ends_on
    last = started_on + timedelta(weeks=programme.weeks) - timedelta(days=1)
    return min(last, programme.ends_on) if programme.ends_on else last


@transaction.atomic
def pause(enrolment, *, reason, by, note=""):
    """The person rests from the programme for a time, and keeps the place."""
    _lock(enrolment)
    enrolment.reason = reason
    return move(enrolment, EnrolmentStatus.PAUSED, by=by, reason=note, fields=["reason"])


@transaction.atomic
def resume(enrolment, *, by, note=""):
    """The person attends again."""
    _lock(enrolment)
    if enrolment.status != EnrolmentStatus.PAUSED:
        raise NotAllowed(_("This enrolment is not paused. Somebody may have changed it meanwhile."))
    enrolment.reason = ""
    return move(enrolment, EnrolmentStatus.ENROLLED, by=by, reason=note, fields=["reason"])


@transaction.atomic
def complete(enrolment, *, on, outcome, by, outcome_note=""):
    """The person has completed the programme; what came of it is said."""
    _lock(enrolment)
    _refuse_day(enrolment, on)
    if not outcome:
        raise NotAllowed(_("Say what came of it."))
    enrolment.ended_on, enrolment.outcome, enrolment.outcome_note, enrolment.reason = on, outcome, outcome_note, ""
    fields = ["ended_on", "outcome", "outcome_note", "reason"]
    _end_appointments(enrolment, by)
    return move(enrolment, EnrolmentStatus.COMPLETED, by=by, fields=fields)


@transaction.atomic
def leave(enrolment, *, on, reason, by, note=""):
    """The person leaves before the end; the reason is said."""
    _lock(enrolment)
    _refuse_day(enrolment, on)
    enrolment.ended_on, enrolment.reason = on, reason
    _end_appointments(enrolment, by)
    return move(enrolment, EnrolmentStatus.LEFT, by=by, reason=note, fields=["ended_on", "reason"])


@transaction.atomic
def did_not_start(enrolment, *, on, reason, by, note=""):
    """Somebody who waits will not begin, or had a place and never came; the reason is said."""
    _lock(enrolment)
    if enrolment.attendances.there().exists():
        raise NotAllowed(_("The register says that this person has been there: they left early."))
    if on > timezone.localdate() or on < enrolment.asked_on:
        raise NotAllowed(_("Enter a day from the one on which the place was asked for until today."))
    enrolment.started_on, enrolment.ended_on, enrolment.reason = None, on, reason
    _end_appointments(enrolment, by)
    return move(enrolment, EnrolmentStatus.NOT_STARTED, by=by, reason=note, fields=["started_on", "ended_on", "reason"])


@transaction.atomic
def undo_end(enrolment, *, why, by):
    """It had not ended: the person attends again, or waits again where they asked."""
    _lock(enrolment)
    if enrolment.is_open:
        raise NotAllowed(_("This enrolment has not ended."))
    _refuse(enrolment)
    if enrolment.client.enrolments.open().filter(programme=enrolment.programme_id).exists():
        raise NotAllowed(_("There is another enrolment of this client in this programme. Go on with that one."))
    waited = enrolment.status == EnrolmentStatus.NOT_STARTED
    if not waited:
        _refuse_full(enrolment.programme)
    enrolment.ended_on, enrolment.reason, enrolment.outcome = None, "", ""
    to = EnrolmentStatus.WAITING if waited else EnrolmentStatus.ENROLLED
    return move(enrolment, to, by=by, reason=why, fields=["ended_on", "reason", "outcome"])


@transaction.atomic
def set_timetable(enrolment, slots, *, by):
    """Say which lines of the timetable the person attends; none of them named: the whole programme."""
    lock(enrolment)
    wanted = {slot.pk for slot in slots}
    there = {row.slot_id: row for row in enrolment.slots.all()}
    for key in there.keys() - wanted:
        there[key].delete()
    for slot in slots:
        if slot.pk not in there:
            EnrolmentSlot(enrolment=enrolment, slot=slot).save_by(by)
    enrolment.save_by(by, "planned_end_on")
    return enrolment


# What ends, waits or goes on with something else (aftercare/episodes.py, custody/workflow.py, programmes/workflow.py)


def end_all(enrolments, *, on, reason, by, note=""):
    """End whatever of these is open: who waits does not start, who attends has left."""
    for enrolment in list(enrolments.filter(status__in=OPEN_ENROLMENTS).select_related("client", "programme")):
        started = enrolment.started_on
        enrolment.ended_on, enrolment.reason = max(on, started or on), reason
        waits = enrolment.status == EnrolmentStatus.WAITING
        to = EnrolmentStatus.NOT_STARTED if waits else EnrolmentStatus.LEFT
        _end_appointments(enrolment, by)
        move(enrolment, to, by=by, reason=note, fields=["ended_on", "reason"])


def _end_appointments(enrolment, by):
    """Appointments that were booked as part of the programme are cancelled with its end."""
    reason = _("Their time in the programme has ended")
    end_ahead(enrolment.appointments, by=by, reason=reason, cancelled_by=CancelledBy.SERVICE)


def pause_all(enrolments, *, reason, by):
    """Whoever attends rests for this reason."""
    for enrolment in enrolments.filter(status=EnrolmentStatus.ENROLLED):
        pause(enrolment, reason=reason, by=by, note=EnrolmentReason(reason).label)


def resume_all(enrolments, *, reason, by):
    """Whoever rested for this reason, and for no other, attends again."""
    for enrolment in enrolments.filter(status=EnrolmentStatus.PAUSED, reason=reason):
        resume(enrolment, by=by)


def _lock(enrolment):
    """The enrolment as it is now, its client and its programme locked with it, so that no place is given twice."""
    lock_client(enrolment.client)
    lock(enrolment.programme)
    programme = enrolment.programme
    lock(enrolment)
    enrolment.programme = programme


def _refuse(enrolment):
    """Raise NotAllowed where nobody can join: a programme that has ended, something that is missing, somebody who has died."""
    client, programme = enrolment.client, enrolment.programme
    refuse_the_dead(client)
    if programme.status == ProgrammeStatus.ENDED:
        raise NotAllowed(_("This programme has ended."))
    if missing := missing_for(client, programme):
        raise NotAllowed(" ".join(one.text for one in missing))


def _refuse_full(programme):
    if free_places(programme) == 0:
        waiting = programme.enrolments.filter(status=EnrolmentStatus.WAITING).count()
        words = _("This programme is full: all of its places (%(places)d) are taken, and on the list are: %(waiting)d.")
        raise NotAllowed(words % {"places": programme.places, "waiting": waiting})


def _refuse_day(enrolment, on):
    """An enrolment ends on a day that has come, and not before it began."""
    if on > timezone.localdate():
        raise NotAllowed(_("The day cannot be in the future."))
    if on < (enrolment.started_on or enrolment.asked_on):
        raise NotAllowed(_("The end cannot be before the beginning."))


def same_open(client, programme):
    """The enrolment of this client in this programme that is open, if there is one."""
    return Enrolment.objects.open().filter(client=client, programme=programme).first()
