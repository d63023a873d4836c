"""A public form put aside: sealed with a key that is made of the code, which only the person has."""

import base64
import json
import secrets
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clients.models.client import REFERENCE_ALPHABET
from core.drafts import NOT_KEPT, Typed

from .models import SavedForm

KEPT = timedelta(days=14)
CODE_LENGTH, GROUP = 12, 4
LONGEST = 100_000
NOT_SAVED = {"website", "begun", "saved", "put_aside", "send"}


def put_aside(route, data):
    """Seal what was typed into a form; gives the code, which is kept nowhere."""
    typed = {name: values for name, values in data.lists() if name not in NOT_SAVED and not NOT_KEPT.match(name)}
    if sum(len(name) + sum(map(len, values)) for name, values in typed.items()) > LONGEST:
        return ""
    code = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(CODE_LENGTH))
    digest, key = _keys(code)
    sealed = Fernet(key).encrypt(json.dumps(typed).encode(errors="replace"))
    SavedForm.objects.create(digest=digest, sealed=sealed, route=route, expires_at=timezone.now() + KEPT)
    return "-".join(code[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP))


def take_up(code):
    """The form behind a code, as (row, what was typed); None for a code that never was, has expired, or was used up."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    if len(plain) != CODE_LENGTH:
        return None
    digest, key = _keys(plain)
    row = SavedForm.objects.filter(digest=digest, expires_at__gt=timezone.now()).first()
    try:
        typed = json.loads(Fernet(key).decrypt(bytes(row.sealed))) if row else None
    except InvalidToken:
        return None
    return (row, _as_typed(typed)) if row else None


def forget(digest):
    """Remove a form that has been sent."""
    SavedForm.objects.filter(digest=digest).delete()


def forget_expired():
    """Remove what nobody came back to in time."""
    SavedForm.objects.filter(expires_at__lte=timezone.now()).delete()


def _keys(code):
    """What a form is found by, and what it is sealed with: two keys of one code, neither told by the other."""
    salt = salted_hmac("referrals.saved", "salt", algorithm="sha256").digest()
    secret = Scrypt(salt=salt, length=32, n=2**14, r=8, p=1).derive(code.encode(errors="replace"))
    found, sealed = (
        HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=use).derive(secret) for use in (b"found", b"sealed")
    )
    return found.hex(), base64.urlsafe_b64encode(sealed)


def _as_typed(values):
    data = Typed(mutable=True)
    for name, entries in values.items():
        data.setlist(name, entries)
    data._mutable = False
    return data
