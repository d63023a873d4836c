"""Secrets that must be read again, such as the seeds of one-time codes, are stored encrypted.

Any text can be a key: what encrypts is its digest. The first of `SECRETS_KEYS` writes, all of them read.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def vault():
    """What encrypts and decrypts with the keys of the settings."""
    digests = (hashlib.sha256(key.encode()).digest() for key in settings.SECRETS_KEYS)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def encrypt(text):
    return vault().encrypt(text.encode()).decode()


def decrypt(token):
    """The text again; raises cryptography.fernet.InvalidToken when no key of ours wrote it."""
    return vault().decrypt(token.encode()).decode()


def rotate(token):
    """The same secret, encrypted by the first key."""
    return vault().rotate(token.encode()).decode()
