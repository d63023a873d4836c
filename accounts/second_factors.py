"""Second factors: one-time codes, passkeys and recovery codes.

django-allauth keeps them (`Authenticator`) and does the arithmetic and the WebAuthn ceremony; here is what it leaves
open: a code is taken once, in the database and not in a process's memory, and recovery codes are stored hashed.
"""

import json
from secrets import compare_digest

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from core import secrets

Type = Authenticator.Type
PROOFS = (Type.TOTP, Type.WEBAUTHN)
CODES, CODE_LENGTH = 10, 10
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def of(user):
    """The factors by which somebody may prove who they are, oldest first."""
    return Authenticator.objects.filter(user=user, type__in=PROOFS).order_by("created_at", "pk")


def has_one(user):
    return of(user).exists()


def matching_counter(secret, typed, after):
    """The half minute whose code was typed, if it is later than the one used last and the clocks nearly agree."""
    for counter in yield_hotp_counters_from_time():
        if compare_digest(format_hotp_value(hotp_value(secret, counter)).encode(), typed.encode()) and counter > after:
            return counter
    return None


@transaction.atomic
def use_totp(user, typed):
    """Whether a code of the user's app is right; each is taken once, whichever process it reaches."""
    row = Authenticator.objects.select_for_update().filter(user=user, type=Type.TOTP).first()
    counter = row and matching_counter(decrypt(row.data["secret"]), typed, row.data["last_counter"])
    if not counter:
        return False
    row.data["last_counter"] = counter
    row.last_used_at = timezone.now()
    row.save(update_fields=["data", "last_used_at"])
    return True


@transaction.atomic
def use_recovery_code(user, typed):
    """Whether a recovery code is right; it is taken once."""
    row = Authenticator.objects.select_for_update().filter(user=user, type=Type.RECOVERY_CODES).first()
    used = row and next((code for code in row.data["hashes"] if check_password(typed, code)), None)
    if not used:
        return False
    row.data["hashes"].remove(used)
    row.last_used_at = timezone.now()
    row.save(update_fields=["data", "last_used_at"])
    return True


def use_code(user, typed):
    """Whether what was typed is a code of the app, or else a recovery code."""
    plain = "".join(character for character in typed.casefold() if character.isalnum())
    if len(plain) == 6:
        return use_totp(user, plain)
    return len(plain) == CODE_LENGTH and use_recovery_code(user, plain)


def use_passkey(user, answer):
    """Whether a browser's answer proves a passkey of the user's."""
    try:
        credential = json.loads(answer)
        webauthn.parse_authentication_response(credential)
        passkey = webauthn.complete_authentication(user, credential)
    except Exception:  # what a script sends may be anything, and breaks the parsers in as many ways
        return False
    passkey.record_usage()
    return True


def add_totp(user, secret, typed):
    """Keep the seed of an app that shows the right code; gives the factor, or None. The code is used up by it."""
    counter = matching_counter(secret, typed.strip().replace(" ", ""), after=0)
    if not counter:
        return None
    data = {"secret": encrypt(secret), "last_counter": counter}
    factor, _is_new = Authenticator.objects.update_or_create(user=user, type=Type.TOTP, defaults={"data": data})
    return factor


def add_passkey(user, name, answer):
    """Keep the passkey that a browser made; gives the factor, or None."""
    try:
        credential = json.loads(answer)
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except Exception:  # as above
        return None
    return webauthn.WebAuthn.add(user, name, credential).instance


def make_recovery_codes(user):
    """Ten new recovery codes, which replace those there were; this is the only time that they can be read."""
    codes = [get_random_string(CODE_LENGTH, CODE_LETTERS) for _ in range(CODES)]
    hashes = [make_password(code) for code in codes]
    Authenticator.objects.update_or_create(user=user, type=Type.RECOVERY_CODES, defaults={"data": {"hashes": hashes}})
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_codes_left(user):
    row = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    return len(row.data["hashes"]) if row else 0


@transaction.atomic
def rotate_seeds():
    """Encrypt every seed by the first key; gives how many there are."""
    rows = Authenticator.objects.select_for_update().filter(type=Type.TOTP)
    for row in rows:
        row.data["secret"] = secrets.rotate(row.data["secret"])
        row.save(update_fields=["data"])
    return len(rows)
