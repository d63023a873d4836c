"""The link by which a partner opens one referral without an account: made, ended, found again by its token.

The token stands in the email alone, the code goes another way, and of both only a digest is kept.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.responsible import team_of
from clients.workflow import lock_client
from core import database, outbox
from core.workflow import lock
from services_directory.reminders import digest

from .choices import ReferralStatus
from .models import TAKEN_ON, UNANSWERED, ReferralLink

LINK_LASTS = timedelta(days=42)
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another one, on paper or by telephone
LENGTH = 6
SHOWN_BY = ["client", "service", "consent", "sharing_override", "episode__team"]


def new_code():
    """Six letters that are said by telephone, or sent by text."""
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


def plain_code(typed):
    """A code as it was made, however it is typed.

    >>> plain_code(" abc-def ")
    'ABCDEF'
    """
    return "".join(letter for letter in typed.upper() if letter.isalpha())


def make_link(referral, *, email, code, code_sent_how, by):
    """A new link in an email, which takes the place of the one before. Called in the transaction of a verb."""
    end_links(referral, by=by)
    token = secrets.token_urlsafe(32)
    link = ReferralLink(
        referral=referral,
        token_digest=digest(token),
        code_digest=make_password(plain_code(code)),
        sent_to=email,
        code_sent_how=code_sent_how,
        expires_at=timezone.now() + LINK_LASTS,
    )
    link.save_by(by)
    address = reverse("referrals:partner_page", args=[token])
    _write(link, "link", f"referral-link-{link.pk}", _("A referral waits for your answer"), address)
    return link


def tell_of_answer(link, message):
    """Write to the partner that we have answered: the address is in the email before, for we have kept no token."""
    _write(link, "answer", f"referral-answer-{message.pk}", _("We have written to you about a referral"))


def _write(link, words, reference, subject, path=""):
    """An email that names nobody, and us only as far as the partner must know who writes."""
    team = team_of(link.referral.client, link.referral.episode)
    context = {"team": team, "link": settings.SITE_URL.rstrip("/") + path, "until": link.expires_at}
    context |= {"service": link.referral.service, "sent_on": link.created_at}
    body = render_to_string(f"referrals/emails/{words}.txt", context)
    outbox.send(reference, address=link.sent_to, subject=subject, body=body)


def end_links(referral, *, by):
    """End the link that works, and take back its email where it has not gone yet."""
    stop_emails(referral)
    for link in referral.links.filter(revoked_at=None):
        link.revoked_at = database.now()
        link.save_by(by, "revoked_at")


def stop_emails(referral):
    for link in referral.links.filter(revoked_at=None):
        outbox.cancel(f"referral-link-{link.pk}")


def link_behind(token):
    """The link of a token, or None where it has ended, has run out, or was guessed."""
    referral = [f"referral__{name}" for name in SHOWN_BY]
    return ReferralLink.objects.live().filter(token_digest=digest(token)).select_related(*referral).first()


def fits(link, code):
    """Whether this is the code of the link."""
    return check_password(plain_code(code), link.code_digest)


def lock_referral(referral):
    """Read a referral again with the terms under which it was sent; nobody else changes it meanwhile."""
    if referral.path:
        lock_client(referral.client)  # before the referral, because what is due about the person is planned with it
    lock(referral)
    return referral


def is_shared(referral):
    """Whether the partner may still see anything: sent, not taken back, and the consent or the override holds today."""
    terms = referral.consent or referral.sharing_override
    is_out = referral.status not in (ReferralStatus.DRAFT, ReferralStatus.WITHDRAWN)
    return bool(is_out and terms and terms.is_live and not referral.client.is_frozen)


def is_going_on(referral):
    """Whether either side still waits for something."""
    return referral.status in [*UNANSWERED, *TAKEN_ON]
