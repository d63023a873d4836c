"""What ends, waits or comes back with an episode, in one step: closing, pausing, resuming, reopening, custody, a death.

This is the highest app that knows all of it, so that pages call these verbs and not those beneath. Whoever adds
something that can be due, booked or sent about a client adds it to the list of what ends here, and to its test
(tests/aftercare/test_episodes.py). Today the list is:

- alerts, with their messages that have not gone: rules look at the status of the episode, so that planning the client's
  alerts again ends them, and brings them back when the work goes on (also when somebody comes into or out of custody);
- open handovers, with their messages: withdrawn;
- check-ups: cancelled, and restored when the episode or the person comes back;
- appointments still to come: cancelled, also by a pause, and not brought back, because the person has been told;
- the path after a miss: stopped, also by a pause and when somebody comes into custody (custody/workflow.py);
- interventions and pauses: ended (clients/workflow.py);
- enrolments in programmes: ended with the episode or the death, paused and resumed with a pause (and with a stay in
  prison, custody/workflow.py). Whoever comes back asks for a place anew, or somebody takes the end back;
- the referral to us that the episode began with, while treatment has not begun: withdrawn;
- after a death also reminders, referrals, the links by which partners read them, and the coach's assignment, and every alert and
  message that is left.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.models import Alert
from alerts.rules import rule_called
from alerts.workflow import end
from clients import episodes, workflow
from clients.choices import COMPLETED, DischargeReason, EpisodeStatus
from clients.discharge import blocking, findings, warning, with_all
from clients.models import Client
from clients.reach import stop_messages
from core import outbox
from core.workflow import NotAllowed
from programmes import appointments, enrolling, missed, reminders
from programmes.choices import EnrolmentReason
from reference.choices import CodeField
from reference.models import Code
from referrals import incoming, links
from referrals.choices import ReferralStatus
from referrals.models import IncomingReferral
from referrals.workflow import withdraw_referral

from .choices import CancelledBecause
from .models import Aftercare, CheckUp, Handover
from .workflow import withdraw_handover


@transaction.atomic
def close_episode(episode, *, on, reason, by, note="", destination="", exit_status=None, accepted="", wish=""):
    """End an episode, and with it everything that was due because of it.

    Refused while the rules of discharge find an error; with a warning it needs a reason to go on (`accepted`). Support
    is offered for six months at least: before that it ends only by the client's own `wish`.
    """
    episode = episodes.lock_episode(episode)
    found = findings(with_all().get(pk=episode.pk), on=on, reason=reason)
    for finding in blocking(found)[:1]:
        raise NotAllowed(finding.text)
    if warning(found) and not accepted.strip():
        raise NotAllowed(_("Say why the episode is closed although something looks wrong or is missing."))
    _end_aftercare(episode, on, reason, wish, by)
    _withdraw_handovers(episode.handovers, _("The episode was closed"), by)
    missed.stop(episode, by=by, because=_("The episode was closed"))
    _cancel_check_ups(CheckUp.objects.filter(aftercare__episode=episode), CancelledBecause.CLOSED, by)
    appointments.end_ahead(episode.appointments, by=by, reason=_("The episode was closed"))
    enrolling.end_all(episode.enrolments.open(), on=on, reason=EnrolmentReason.EPISODE_CLOSED, by=by)
    words = "\n".join(filter(None, [note, accepted]))
    closed = workflow.close_episode(
        episode, on=on, reason=reason, by=by, note=words, destination=destination, exit_status=exit_status
    )
    still_waiting = IncomingReferral.objects.filter(episode=episode, episode__treatment_started_on=None)
    _withdraw_incoming(still_waiting, _("The episode was closed"), by)
    return closed


def ends_early(episode, on, reason):
    """Whether aftercare would end before the six months are over for which it is offered, and the client can say why."""
    aftercare = Aftercare.objects.filter(episode=episode, episode__status=EpisodeStatus.AFTERCARE).first()
    return bool(aftercare and on < aftercare.offered_until and reason in [*COMPLETED, DischargeReason.DECLINED])


def _end_aftercare(episode, on, reason, wish, by):
    if ends_early(episode, on, reason):
        if not wish.strip():
            raise NotAllowed(_("Support is offered for six months at least: write why the client wants to end it now."))
        aftercare = episode.aftercare
        aftercare.ended_early_because = wish
        aftercare.save_by(by, "ended_early_because")


@transaction.atomic
def pause_episode(episode, *, on, reason, by, expected_until=None, note=""):
    """The work rests for a time, and with it what the person attends; the places are kept, what was booked is cancelled."""
    missed.stop(episode, by=by, because=_("The episode was paused"))
    pause = episodes.pause_episode(episode, on=on, reason=reason, by=by, expected_until=expected_until, note=note)
    enrolling.pause_all(episode.enrolments, reason=EnrolmentReason.EPISODE_PAUSED, by=by)
    appointments.end_ahead(episode.appointments, by=by, reason=_("The episode was paused"))
    return pause


@transaction.atomic
def resume_episode(episode, *, on, by):
    """The work goes on where it stood, and what rested with it."""
    resumed = episodes.resume_episode(episode, on=on, by=by)
    enrolling.resume_all(episode.enrolments, reason=EnrolmentReason.EPISODE_PAUSED, by=by)
    return resumed


@transaction.atomic
def reopen_episode(episode, *, on, reason, by, note=""):
    """A closed episode goes on, and the check-ups from that day on with it. A handover is prepared anew."""
    mine = CheckUp.objects.filter(aftercare__episode=episode, due_on__gte=on)
    _restore_check_ups(mine, CancelledBecause.CLOSED, by)
    return episodes.reopen_episode(episode, on=on, reason=reason, by=by, note=note)


@transaction.atomic
def record_death(client, *, died_on, how_known, by, note="", exit_status=None):
    """Somebody has died: every episode closes, nothing is due any more, and no message goes out about the person."""
    client = workflow.lock_client(client)
    _withdraw_handovers(client.handovers, _("The person died"), by)
    _cancel_check_ups(client.check_ups, CancelledBecause.DIED, by)
    for referral in client.referrals.open():
        if referral.status == ReferralStatus.STARTED:
            links.end_links(referral, by=by)  # the person has been there, and that stays so
        else:
            withdraw_referral(referral, by=by, reason=_("The person died"))
    appointments.end_ahead(client.appointments, by=by, reason=_("The person died"))
    _end_coaching(client, by)
    enrolling.end_all(client.enrolments.open(), on=died_on, reason=EnrolmentReason.DIED, by=by)
    missed.stop_for(client, by=by, because=_("The person died"))
    reminders.take_back_all(client, _("The person died"))
    death = episodes.write_death(
        client, died_on=died_on, how_known=how_known, by=by, note=note, exit_status=exit_status
    )
    _withdraw_incoming(client.incoming_referrals, _("The person died"), by)
    workflow.plan_alerts(client)
    _end_every_message(client)
    return death


@transaction.atomic
def withdraw_death(death, *, reason, by):
    """The person has not died: the episodes that the death closed go on, with their check-ups and what is due.

    Withdrawn handovers and referrals and the coach's assignment are made anew: others have been told of their end.
    """
    death = episodes.withdraw_death(death, reason=reason, by=by)
    client = Client.objects.get(pk=death.client_id)
    why = Code.objects.filter(code_set__field=CodeField.REOPENING_REASON, code="closed_in_error").first()
    today = timezone.localdate()
    for episode in client.episodes.filter(discharge_reason=DischargeReason.DIED):
        episodes.reopen_episode(episode, on=max(today, episode.ended_on), reason=why, by=by, note=reason)
    _restore_check_ups(client.check_ups, CancelledBecause.DIED, by)
    workflow.plan_alerts(client)
    return death


def _withdraw_incoming(referrals, reason, by):
    for referral in referrals.all().open():
        incoming.withdraw(referral, reason=reason, by=by)


def _withdraw_handovers(handovers, why, by):
    for handover in handovers.open():
        withdraw_handover(handover, by=by, reason=why)
        outbox.cancel_all(f"handover-{handover.pk}-")


def _cancel_check_ups(check_ups, why, by):
    for check_up in check_ups.to_do():
        check_up.cancelled_because = why
        check_up.save_by(by, "cancelled_because")


def _restore_check_ups(check_ups, why, by):
    for check_up in check_ups.filter(cancelled_because=why):
        check_up.cancelled_because = ""
        check_up.save_by(by, "cancelled_because")


def _end_coaching(client, by):
    today = timezone.localdate()
    for assignment in client.coach_assignments.exclude(ends_on__lt=today):
        assignment.starts_on, assignment.ends_on = min(assignment.starts_on, today), today
        assignment.save_by(by, "starts_on", "ends_on")


def _end_every_message(client):
    """Whatever a rule has left open ends too, and no message that waits goes out."""
    for alert in Alert.objects.open().filter(client_id=client.pk).select_for_update(of=("self",)):
        if not rule_called(alert.rule).after_death:
            end(alert, because=_("The person died"))
    stop_messages(client)
    for handover in Handover.objects.filter(client=client):
        outbox.cancel_all(f"handover-{handover.pk}-")
