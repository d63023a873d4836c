"""The verbs of who works with whom: cover, caseloads passed on, notes between shifts."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Cover
from aftercare.workflow import readdress_handovers
from alerts.workflow import plan
from clients.models import CoachAssignment, Episode
from clients.workflow import assign_coach, assign_keyworker, end_coaching
from core import database
from core.workflow import NotAllowed, lock
from programmes import missed
from programmes.appointments import pass_on

from .models import Reassignment, ShiftNote


@transaction.atomic
def set_cover(cover, *, by):
    """A colleague stands in while somebody is away: one who is in each team where that person has clients."""
    lock(cover.person)  # of two covers set at once, the second sees the first
    if not cover.covered_by.is_active:
        raise NotAllowed(_("%(person)s does not work here any more.") % {"person": cover.covered_by})
    teams = set(_open_episodes(cover.person).values_list("team_id", flat=True))
    if teams - set(cover.covered_by.team_ids):
        raise NotAllowed(
            _("%(person)s is not in every team where there are clients to cover.") % {"person": cover.covered_by}
        )
    days = {"starts_on__lte": cover.ends_on, "ends_on__gte": cover.starts_on}
    if Cover.objects.filter(person=cover.person, **days).exists():
        raise NotAllowed(_("There is a cover for some of these days already."))
    cover.save_by(by)
    return cover


@transaction.atomic
def end_cover(cover, *, on, by):
    """The person is back: the cover's last day is brought forward."""
    cover = Cover.objects.select_for_update().get(pk=cover.pk)
    if cover.ends_on < timezone.localdate():
        raise NotAllowed(_("This cover has ended already."))
    cover.ends_on = max(on, cover.starts_on)
    cover.save_by(by, "ends_on")
    return cover


def _open_episodes(person):
    return Episode.objects.open().kept_or_managed_by(person)


@transaction.atomic
def reassign_clients(episodes, *, of, to, why, by):
    """Pass episodes from one member of staff to another, with all that is due; gives the reassignments.

    What the person keeps, the other keeps; what the person manages, the other manages; appointments pass on. Alerts are planned again for
    the other in the same transaction. Nothing is passed on unless everything is. Once the person has nobody left in a
    team, handovers that wait there for the person wait for the other.
    """
    locked = Episode.objects.select_for_update(of=("self",)).select_related(
        "client", "team", "keyworker", "case_manager"
    )
    rows = []
    for episode in locked.filter(pk__in=[episode.pk for episode in episodes]).order_by("pk"):
        if of not in (episode.keyworker, episode.case_manager):
            raise NotAllowed(
                _("%(person)s no longer works with %(reference)s.")
                % {"person": of, "reference": episode.client.reference}
            )
        keyworker = to if episode.keyworker == of else episode.keyworker
        case_manager = to if episode.case_manager == of else episode.case_manager
        if case_manager == to and to.role == Role.KEYWORKER:
            raise NotAllowed(_("%(person)s is a keyworker and cannot manage a case.") % {"person": to})
        assign_keyworker(episode, keyworker=keyworker, case_manager=case_manager, by=by)
        rows.append(_write_down(episode, of, to, why, by))
    passed = [row.episode for row in rows]
    pass_on(passed, of=of, to=to, by=by)
    missed.pass_on(passed, of=of, to=to, by=by)
    left = {row.episode.team_id for row in rows} - set(_open_episodes(of).values_list("team_id", flat=True))
    readdress_handovers(left, of=of, to=to, by=by)
    return rows


@transaction.atomic
def reassign_coaching(assignments, *, of, to, why, by):
    """Pass the clients of one recovery coach to another, from today on."""
    today, rows = timezone.localdate(), []
    for old in CoachAssignment.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in assignments]):
        end_coaching(old, on=today, by=by)
        assign_coach(CoachAssignment(client=old.client, coach=to, starts_on=today), by=by)
        row = Reassignment(client=old.client, from_user=of, to_user=to, why=why)
        row.save_by(by)
        rows.append(row)
    return rows


def _write_down(episode, of, to, why, by):
    row = Reassignment(client=episode.client, episode=episode, from_user=of, to_user=to, why=why)
    row.save_by(by)
    return row


@transaction.atomic
def take_up_note(note, *, by):
    """Somebody of the next shift has taken the note up."""
    note = ShiftNote.objects.select_for_update().get(pk=note.pk)
    if note.done_at:
        raise NotAllowed(_("%(person)s has taken this up already.") % {"person": note.done_by})
    note.done_at, note.done_by = database.now(), by
    note.save_by(by, "done_at", "done_by")
    return note


@transaction.atomic
def record_about_staff(form, *, by):
    """Keep a qualification or a supervision; what runs out is planned, and what it replaces is no longer waited for."""
    row = form.save(by=by)
    for each in type(row).objects.filter(user=row.user):
        plan(each)
    return row
