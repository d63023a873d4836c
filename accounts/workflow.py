"""The verbs of accounts: invitations, passwords, second factors; the person is told of every change, without any data."""

import hashlib
import logging
import uuid
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core import database, outbox
from core.choices import AccessAction
from core.models import AccessLog
from core.workflow import NotAllowed

from . import second_factors
from .models import Invitation, User

logger = logging.getLogger(__name__)
INVITATION_LASTS = timedelta(days=7)


def tell(user, subject, text):
    """Send somebody a few words about their account; whoever has no address is told by the page alone."""
    if user.email:
        closing = _("If this was not you, tell your administrator at once.")
        body = f"{text}\n\n{closing}\n\n{settings.SITE_URL}\n"
        outbox.send(f"account-{uuid.uuid4()}", recipient=user, subject=subject, body=body)


def record_waiver():
    """Write down, at each start, for which reason nobody needs a second factor here."""
    if not (settings.REQUIRE_SECOND_FACTOR or settings.DEMO):
        reason = settings.NO_SECOND_FACTOR_REASON
        logger.warning("Second factors are switched off: %s", reason)
        AccessLog.objects.create(action=AccessAction.FACTOR_WAIVED, detail=reason[:500])


@transaction.atomic
def add_totp(user, secret, typed):
    """Take an app for one-time codes into use, if it shows the right code; gives the factor, or None."""
    factor = second_factors.add_totp(user, secret, typed)
    if factor:
        tell(user, _("A second factor was added"), _("An app for one-time codes now signs in to your account."))
    return factor


@transaction.atomic
def add_passkey(user, name, answer):
    """Take a passkey into use; gives the factor, or None where the browser's answer proves nothing."""
    factor = second_factors.add_passkey(user, name, answer)
    if factor:
        tell(user, _("A second factor was added"), _("A new passkey now signs in to your account."))
    return factor


@transaction.atomic
def make_recovery_codes(user):
    """Give somebody with a second factor ten new recovery codes; the old ones end."""
    if not second_factors.has_one(user):
        raise NotAllowed(_("Set up an app or a passkey first."))
    tell(user, _("New recovery codes"), _("New recovery codes were made for your account; the old ones have ended."))
    return second_factors.make_recovery_codes(user)


@transaction.atomic
def remove_factor(user, factor):
    """End an app or a passkey; the last one stays where everybody must have one."""
    others = second_factors.of(user).select_for_update().exclude(pk=factor.pk)
    if not others and settings.REQUIRE_SECOND_FACTOR:
        raise NotAllowed(_("This is your only second factor. Set up another one first."))
    if not others:
        second_factors.Authenticator.objects.filter(user=user).delete()
    factor.delete()
    tell(user, _("A second factor was removed"), _("An app or a passkey no longer signs in to your account."))


@transaction.atomic
def add_staff(person, teams, *, by):
    """Add a member of staff to their teams and send them a link; until they use it, nobody can sign in as them."""
    person.set_unusable_password()
    person.save()
    person.teams.set(teams)
    invite(person, by=by)
    return person


@transaction.atomic
def reset_factors(user, *, by):
    """End the second factors of somebody who has lost them; they sign in by password and set up new ones."""
    refuse_oneself(user, by)
    second_factors.Authenticator.objects.filter(user=user).delete()
    end_sessions(user, by=by)
    tell(user, _("Your second factors were removed"), _("An administrator removed them; set up new ones at once."))


def end_sessions(user, *, by):
    """Sign somebody out everywhere; gives how many sessions that ended."""
    return user.sessions.all().delete()[0]


def refuse_oneself(user, by):
    if user == by:
        raise NotAllowed(_("Another administrator must do this for you."))


@transaction.atomic
def invite(user, *, by=None):
    """Send somebody a link by which they set their password, and end the links sent before; gives the link.

    `by` is nobody where the person asked for it at the sign-in page.
    """
    if not user.is_active:
        raise NotAllowed(_("This account is switched off."))
    if not user.email:
        raise NotAllowed(_("There is no email address to send a link to."))
    Invitation.objects.filter(user=user).live().update(ends_at=Now())
    token = token_urlsafe(32)
    ends_at = database.now() + INVITATION_LASTS
    invitation = Invitation(user=user, token_digest=digest(token), ends_at=ends_at)
    invitation.save_by(by)
    link = settings.SITE_URL + reverse("accounts:invitation_accept", args=[token])
    context = {"service": settings.SERVICE_NAME, "link": link, "username": user.username, "by_request": by is None}
    body = render_to_string("accounts/emails/invitation.txt", context)
    outbox.send(f"invitation-{invitation.pk}", recipient=user, subject=_("Set your password"), body=body)
    return link


def live_invitation(token):
    """The invitation that a link belongs to, if it may still be used."""
    return Invitation.objects.live().select_related("user").filter(token_digest=digest(token)).first()


@transaction.atomic
def accept(invitation, password):
    """Set the password that the invited person chose; the link has then been used, and old sessions end."""
    invitation = Invitation.objects.live().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if invitation is None:
        raise NotAllowed(_("This link has been used, or is too old. Ask for a new one."))
    invitation.used_at = database.now()
    invitation.save_by(invitation.user, "used_at")
    return set_password(invitation.user, password)


@transaction.atomic
def set_password(user, password):
    """Set the password that somebody chose for their own account; their other sessions end."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user, by=user)
    tell(user, _("Your password was changed"), _("The password of your account was changed."))
    return user


def digest(token):
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
