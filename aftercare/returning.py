"""The verbs of what follows an end: occasional support, sustained outcomes, an unplanned exit written up, and coming back."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.choices import COMPLETED, DischargeReason, EpisodeStatus, ReferralSource
from clients.workflow import lock_client, refuse_the_dead
from core.workflow import NotAllowed
from reference import intervals
from reference.choices import IntervalKey
from referrals import incoming
from referrals.choices import IncomingWay, Urgency
from referrals.models import IncomingReferral

from . import episodes
from .check_ups import act_on
from .choices import OUTCOME_MONTHS, UNPLANNED
from .models import Aftercare, CheckUp, OccasionalSupport, ReturnToTreatment, SustainedOutcome, UnplannedExit
from .schedule import months_later

NEAR = timedelta(days=14)  # a check-up so near to a month tells how things stand after it


def has_completed(client):
    """Whether somebody has completed a treatment with us: aftercare has begun, or an episode ended so."""
    return (
        Aftercare.objects.filter(client=client).exists()
        or client.episodes.filter(discharge_reason__in=COMPLETED).exists()
    )


@transaction.atomic
def note_support(client, *, by, team, came_on, kind, note):
    """Somebody who has completed treatment came for occasional support: no plan, and no new episode."""
    refuse_the_dead(lock_client(client))
    if not has_completed(client):
        raise NotAllowed(_("Occasional support is for those who have completed treatment. Record a contact instead."))
    support = OccasionalSupport(client=client, team=team, came_on=came_on, kind=kind, note=note)
    support.save_by(by)
    return support


def month_of(check_up):
    """For which of the months 3, 6 and 12 a check-up says how things stand; None for any other."""
    start = check_up.aftercare.started_on
    return next((m for m in OUTCOME_MONTHS if abs(check_up.due_on - months_later(start, m)) <= NEAR), None)


@transaction.atomic
def record_outcome(check_up, *, by, asked_on, use_now, settled_home, work="", note=""):
    """Write down how things stand 3, 6 or 12 months after treatment, as the check-up of that month told."""
    check_up = CheckUp.objects.select_for_update(of=("self",)).select_related("aftercare").get(pk=check_up.pk)
    month = month_of(check_up)
    if month is None:
        raise NotAllowed(_("Outcomes are recorded at the check-ups after 3, 6 and 12 months."))
    if SustainedOutcome.objects.filter(aftercare=check_up.aftercare, month=month).exists():
        raise NotAllowed(_("The outcome of this month is recorded already."))
    if asked_on < check_up.aftercare.started_on:
        raise NotAllowed(_("The check-up cannot be before aftercare began."))
    outcome = SustainedOutcome(
        client=check_up.client, aftercare=check_up.aftercare, check_up=check_up, month=month, asked_on=asked_on,
        use_now=use_now, settled_home=settled_home, work=work, note=note,
    )  # fmt: skip
    outcome.save_by(by)
    return outcome


@transaction.atomic
def write_up_exit(episode, *, by, letter, letter_on, who_was_told, decided_on, decision, way_back):
    """Write down how an episode ended that ended unplanned; once, and before or after it is closed."""
    lock_client(episode.client)
    episode.refresh_from_db()
    if UnplannedExit.objects.filter(episode=episode).exists():
        raise NotAllowed(_("Somebody has written this up already."))
    if not episode.is_open and episode.discharge_reason not in UNPLANNED:
        raise NotAllowed(_("This episode did not end unplanned."))
    row = UnplannedExit(
        client=episode.client, episode=episode, letter=letter, letter_on=letter_on, who_was_told=who_was_told,
        decided_on=decided_on, decision=decision, way_back=way_back,
    )  # fmt: skip
    row.save_by(by)
    plan(episode)
    return row


def left_before(client, user):
    """The newest episode of the user's teams from which somebody can come back, or None while one is in treatment."""
    mine = client.episodes.filter(team__in=user.team_ids)
    going_on = mine.open().exclude(status=EpisodeStatus.AFTERCARE)
    return None if going_on.exists() else mine.select_related("client", "team", "keyworker").first()


def needs_assessment(episode, on):
    """Whether so much time has gone since treatment ended that somebody is assessed anew."""
    aftercare = Aftercare.objects.filter(episode=episode).first()
    ended_on = aftercare.started_on if aftercare else episode.ended_on
    return on > ended_on + timedelta(days=intervals.days(IntervalKey.WAY_BACK, on=on))


@transaction.atomic
def come_back(client, *, by, returned_on, why, urgency, ended=DischargeReason.COMPLETED_OCCASIONAL, exit_status=None):
    """Somebody comes back in one action: referred to us anew, triaged and taken on by who kept them before.

    What was written is carried over: relapse plan, needs and way back. Support that goes on ends with it.
    """
    refuse_the_dead(lock_client(client))
    left = left_before(client, by)
    if left is None:
        raise NotAllowed(_("The person is in treatment with your team, or was never with it."))
    if left.is_open:
        said = _("Came back into treatment.")
        episodes.close_episode(
            left, on=returned_on, reason=ended, by=by, note=said, accepted=said, wish=why, exit_status=exit_status
        )
        left.refresh_from_db()
    if returned_on < left.ended_on:
        raise NotAllowed(_("This is before the treatment ended."))
    referral = _refer(client, left, returned_on, why, urgency, by)
    handover = client.handovers.passed_on().first() or client.handovers.first()
    check_up = client.check_ups.filter(done_on__isnull=False).order_by("-done_on").first()
    row = ReturnToTreatment(
        client=client, left=left, episode=referral.episode, referral=referral, handover=handover, check_up=check_up,
        returned_on=returned_on, why=why, needs_assessment=needs_assessment(left, returned_on),
    )  # fmt: skip
    row.save_by(by)
    if check_up and check_up.waits_for_action:
        act_on(check_up, by=by, action_taken=_("On the way back into treatment."))
    plan(referral.episode)
    return row


def _refer(client, left, day, why, urgency, by):
    """A referral by the person, looked at and taken on at once."""
    keeper = left.keyworker
    stays = keeper is not None and keeper.is_active and keeper.memberships.filter(team=left.team).exists()
    worker = keeper if stays else by
    referral = IncomingReferral(
        team=left.team, way=IncomingWay.STAFF, source=ReferralSource.SELF, referred_on=day, what_for=why, client=client
    )
    for name in ("first_name", "family_name", "preferred_name", "date_of_birth", "nhs_number"):
        setattr(referral, name, getattr(client, name))
    referral = incoming.receive(referral, by=by)
    note = _("Comes back after treatment: relapse plan, needs and way back are carried over.")
    incoming.triage(referral, urgency=Urgency(urgency), triage_note=note, allocated_to=worker, by=by)
    used = left.substances.order_by("rank").values_list("substance", "route")
    return incoming.take_on(referral, keyworker=worker, substances=list(used), by=by)
