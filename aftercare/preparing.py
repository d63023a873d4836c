"""What belongs to the end of treatment: an assessment that opens by itself, referrals for its needs, what goes on."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.choices import EpisodeStatus
from clients.models import Episode
from clients.workflow import refuse_the_dead
from core.workflow import NotAllowed, lock
from referrals.models import Referral

from .alerts import is_in_custody
from .choices import HandoverStatus
from .lists import AHEAD
from .models import Handover
from .workflow import lock_handover, prepare_handover


def open_handovers(today=None):
    """Begin the assessment of ongoing support needs 28 days before each planned end, where nobody has; say how many.

    Once for each episode: one that was withdrawn or declined is prepared again by people.
    """
    last = (today or timezone.localdate()) + AHEAD
    leaving = Episode.objects.filter(status=EpisodeStatus.IN_TREATMENT, planned_exit_on__lte=last)
    without = leaving.filter(~Exists(Handover.objects.filter(episode=OuterRef("pk"))), client__is_frozen=False)
    return sum(_open(episode) for episode in without.select_related("client").order_by("planned_exit_on", "pk"))


def _open(episode):
    """Begin one, unless somebody has meanwhile; in custody the plan goes on until and after release."""
    if is_in_custody(episode.client):
        return False
    try:
        prepare_handover(episode, by=None)
    except NotAllowed:
        return False
    return True


@transaction.atomic
def refer_need(need, *, by):
    """A referral to the service that meets a need, with what is known: it is read through and sent by its link.

    What the service answers, and whether it is chased, is a matter of the referral from then on.
    """
    handover = lock_handover(need.handover)
    lock(need)
    refuse_the_dead(handover.client)
    if handover.status in (HandoverStatus.DECLINED, HandoverStatus.WITHDRAWN):
        raise NotAllowed(_("This handover can no longer be changed. To change it, withdraw it and prepare it again."))
    if not need.may_be_referred:
        raise NotAllowed(_("Choose the service and write what is needed first; nothing may go there already."))
    known = {"client": handover.client, "episode": handover.episode, "service": need.service}
    referral = Referral(**known, domain=need.domain, reason=need.detail)
    referral.save_by(by)
    need.referral = referral
    need.save_by(by, "referral")
    plan(referral)
    return referral


def go_on_or_end(running, *, go_on, exit_status, on, by):
    """Of the interventions that are running, some go on as aftercare; the others end with treatment."""
    for row in running:
        if on < (row.started_on or row.referred_on):
            raise NotAllowed(_("An intervention began after this day. Correct it, or the day, first."))
        if row.pk in go_on:
            row.aftercare_since = on
            row.save_by(by, "aftercare_since")
        elif exit_status is None:
            raise NotAllowed(_("Say how the interventions ended that do not go on."))
        else:
            row.ended_on, row.exit_status = on, exit_status
            row.save_by(by, "ended_on", "exit_status")
