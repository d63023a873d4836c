"""The verbs of accounts: second factors and passwords; the person is told of every change, without any data."""

import logging
import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import outbox
from core.choices import AccessAction
from core.models import AccessLog
from core.workflow import NotAllowed

from . import second_factors

logger = logging.getLogger(__name__)


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
