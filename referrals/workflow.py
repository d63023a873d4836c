"""The verbs of referrals: sent with consent, then what became of it, on the word of the partner (referrals/partner.py)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.workflow import lock_client, refuse_the_dead
from core.workflow import NotAllowed, move
from reference import intervals
from reference.choices import IntervalKey
from services_directory.choices import ServiceStatus

from . import links
from .choices import ReferralStatus, SentHow
from .models import UNANSWERED, SentPack
from .pack import mark_of, pack_of

TERMS = ["consent", "sharing_override", "sent_on", "sent_how", "answer_by"]


def answer_day(today=None):
    """The day by which an answer is expected, unless somebody says otherwise."""
    return (today or timezone.localdate()) + timedelta(days=intervals.days(IntervalKey.REFERRAL_ANSWER))


@transaction.atomic
def send_referral(referral, *, by, how=SentHow.PHONE, answer_by=None, mark=None, **link):
    """Pass the request on, with a pack of what the client agreed to share; by a link, its email waits in the outbox.

    Refused without a live consent for this very service, or an override in its place; and when the pack is no longer
    the one that was shown (`mark`). `link` is what links.make_link takes.
    """
    refuse_the_dead(referral.client)
    if referral.service.status != ServiceStatus.ACTIVE:
        raise NotAllowed(_("The directory says that this service is not running now. Choose another one."))
    referral.consent = referral.live_consent()
    referral.sharing_override = None if referral.consent else referral.live_override()
    if referral.consent is None and referral.sharing_override is None:
        raise NotAllowed(_("The client has not agreed to share information with this service for a referral."))
    referral.sent_on, referral.sent_how = timezone.localdate(), how
    referral.answer_by = answer_by or answer_day(referral.sent_on)
    _moved(referral, ReferralStatus.SENT, by=by, fields=TERMS)
    _pass_on(referral, referral.consent or referral.sharing_override, by=by, mark=mark)
    if how == SentHow.LINK:
        links.make_link(referral, by=by, **link)
    return referral


@transaction.atomic
def renew_link(referral, *, by, mark=None, **link):
    """Send another link, with the pack as it would be made now; the one before it ends."""
    links.lock_referral(referral)
    if not links.is_shared(referral):
        raise NotAllowed(_("Nothing is shared any more: the consent has ended, or the referral was taken back."))
    if not links.is_going_on(referral):
        raise NotAllowed(_("This referral has ended. Nobody needs a link any more."))
    _pass_on(referral, referral.consent or referral.sharing_override, by=by, mark=mark)
    return links.make_link(referral, by=by, **link)


def _pass_on(referral, terms, *, by, mark):
    """Keep the pack as it goes out. Refused when it is not the one that was read before."""
    pack = pack_of(referral, terms, by=by)
    if mark is not None and mark != mark_of(pack):
        raise NotAllowed(_("The record has changed meanwhile. Read what is sent now, and send it then."))
    SentPack(referral=referral, contents=pack).save_by(by)


@transaction.atomic
def receive_referral(referral):
    """The partner has opened it."""
    return _moved(referral, ReferralStatus.RECEIVED, by=None)


@transaction.atomic
def accept_referral(referral, *, by, note=""):
    """The service has said yes."""
    return _moved(referral, ReferralStatus.ACCEPTED, by=by, reason=note)


@transaction.atomic
def wait_referral(referral, *, by, note=""):
    """The service has put the client on its waiting list."""
    return _moved(referral, ReferralStatus.WAITING, by=by, reason=note)


@transaction.atomic
def decline_referral(referral, *, by, decline_reason, note=""):
    """The service, or the client, has said no, and why."""
    referral.decline_reason = decline_reason
    return _moved(referral, ReferralStatus.DECLINED, by=by, reason=note, fields=["decline_reason"])


@transaction.atomic
def attend_referral(referral, *, by, attended_on, note=""):
    """The client has been there for the first time. Refused for a day before the referral was sent."""
    if referral.sent_on and attended_on < referral.sent_on:
        raise NotAllowed(_("The first visit cannot be before the referral was sent."))
    referral.attended_on = attended_on
    return _moved(referral, ReferralStatus.STARTED, by=by, reason=note, fields=["attended_on"])


@transaction.atomic
def complete_referral(referral, *, by, outcome, outcome_note=""):
    """Write down whether it helped, and so end the referral."""
    referral.outcome, referral.outcome_note = outcome, outcome_note
    return _moved(referral, ReferralStatus.COMPLETED, by=by, fields=["outcome", "outcome_note"])


@transaction.atomic
def expire_referral(referral, *, by, reason):
    """Give up on an answer: the need is still there."""
    return _moved(referral, ReferralStatus.EXPIRED, by=by, reason=reason)


@transaction.atomic
def withdraw_referral(referral, *, by, reason):
    """Take the request back; nobody has to answer it any more, and a link that has not gone out does not go out."""
    was_unanswered = referral.status in UNANSWERED
    _moved(referral, ReferralStatus.WITHDRAWN, by=by, reason=reason)
    if was_unanswered:
        links.stop_emails(referral)
    return referral


def _moved(referral, to, **options):
    """Move a referral, and plan what it and a consent in use are late for."""
    if referral.path:
        lock_client(referral.client)
    move(referral, to, **options)
    plan(referral)
    if referral.consent_id:
        plan(referral.consent)
    if referral.path:
        plan(referral.client)  # whether a home is asked for
    return referral
