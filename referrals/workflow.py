"""The verbs of referrals: sent with consent, then what became of it, recorded on the word of the partner."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.workflow import refuse_the_dead
from core.workflow import NotAllowed, move
from services_directory.choices import ServiceStatus

from .choices import ReferralStatus


@transaction.atomic
def send_referral(referral, *, by):
    """Pass the request on. Refused without a live consent for this very service, or an override in its place."""
    refuse_the_dead(referral.client)
    if referral.service.status != ServiceStatus.ACTIVE:
        raise NotAllowed(_("The directory says that this service is not running now. Choose another one."))
    referral.consent = referral.live_consent()
    referral.sharing_override = None if referral.consent else referral.live_override()
    if referral.consent is None and referral.sharing_override is None:
        raise NotAllowed(_("The client has not agreed to share information with this service for a referral."))
    referral.sent_on = timezone.localdate()
    return _moved(referral, ReferralStatus.SENT, by=by, fields=["consent", "sharing_override", "sent_on"])


@transaction.atomic
def accept_referral(referral, *, by, note=""):
    """The service has said yes."""
    return _moved(referral, ReferralStatus.ACCEPTED, by=by, reason=note)


@transaction.atomic
def decline_referral(referral, *, by, decline_reason, note=""):
    """The service, or the client, has said no, and why."""
    referral.decline_reason = decline_reason
    return _moved(referral, ReferralStatus.DECLINED, by=by, reason=note, fields=["decline_reason"])


@transaction.atomic
def attend_referral(referral, *, by, attended_on):
    """The client has been there for the first time. Refused for a day before the referral was sent."""
    if referral.sent_on and attended_on < referral.sent_on:
        raise NotAllowed(_("The first visit cannot be before the referral was sent."))
    referral.attended_on = attended_on
    return _moved(referral, ReferralStatus.STARTED, by=by, fields=["attended_on"])


@transaction.atomic
def complete_referral(referral, *, by, outcome, outcome_note=""):
    """Write down whether it helped, and so end the referral."""
    referral.outcome, referral.outcome_note = outcome, outcome_note
    return _moved(referral, ReferralStatus.COMPLETED, by=by, fields=["outcome", "outcome_note"])


@transaction.atomic
def withdraw_referral(referral, *, by, reason):
    """Take the request back; nobody has to answer it any more."""
    return _moved(referral, ReferralStatus.WITHDRAWN, by=by, reason=reason)


def _moved(referral, to, **options):
    """Move a referral, and plan what a consent in use is late for."""
    move(referral, to, **options)
    if referral.consent_id:
        plan(referral.consent)
    return referral
