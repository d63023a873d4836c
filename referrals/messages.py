"""The verbs of our side of the thread: what we write to the partner, and what the partner has said by telephone."""

from django.db import transaction
from django.utils.translation import gettext as _

from alerts.workflow import plan
from core.workflow import NotAllowed

from . import links
from .choices import MessageKind
from .models import ReferralMessage


@transaction.atomic
def reply(referral, *, by, text):
    """Write to the partner, behind the link; an email says that there is something to read. Refused once it is not shared."""
    links.lock_referral(referral)
    if not links.is_shared(referral):
        raise NotAllowed(
            _("The partner can read nothing any more: the consent has ended, or the referral was taken back.")
        )
    message = ReferralMessage(referral=referral, kind=MessageKind.REPLY, text=text)
    message.save_by(by)
    link = referral.links.live().first()
    if link:
        link.referral = referral
        links.tell_of_answer(link, message)
    plan(referral)
    return message


@transaction.atomic
def record_call(referral, *, by, kind, said_by, text="", day=None):
    """Write down what the partner has said by telephone or letter: a question, a date, whether the person came."""
    links.lock_referral(referral)
    if kind == MessageKind.OFFER:
        if not links.is_going_on(referral):
            raise NotAllowed(_("This referral has ended: no date is expected any more."))
        referral.offered_on = day
        referral.save_by(by, "offered_on")
    message = ReferralMessage(referral=referral, kind=kind, said_by=said_by, text=text, day=day)
    message.save_by(by)
    plan(referral)
    return message
