"""Text messages by GOV.UK Notify, which can be asked afterwards whether it has taken one."""

import base64
import hashlib
import hmac
import json
import socket
import time
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

from .senders import MessageRefused, Sender, SenderBusy

KEY_LENGTH = 36  # an API key ends in the service and its secret, each a UUID
SECONDS = 20
NOT_NOW = (401, 403, 429)  # our key, our clock or our limit: no fault of a message
NOT_REACHED = (ConnectionRefusedError, socket.gaierror)


class NotifySender(Sender):
    """Sends the body of a message as a text, by a template that holds nothing else (NOTIFY_API_KEY, NOTIFY_TEMPLATE)."""

    def send(self, message, address):
        self._ask(
            "/v2/notifications/sms",
            {
                "phone_number": dialled(address),
                "template_id": settings.NOTIFY_TEMPLATE,
                "personalisation": {"body": message.body},
                "reference": message.reference,
            },
        )

    def knows(self, reference):
        about = urlencode({"reference": reference, "template_type": "sms"})
        return bool(self._ask(f"/v2/notifications?{about}").get("notifications"))

    def _ask(self, path, data=None):
        """What Notify answers.

        Where it may have taken the message before something went wrong, the error goes up as it is: that counts as an
        attempt, and before the next one it is asked.
        """
        headers = {"Authorization": f"Bearer {token()}", "Content-Type": "application/json"}
        body = None if data is None else json.dumps(data).encode()
        try:
            with urlopen(Request(settings.NOTIFY_URL + path, body, headers), timeout=SECONDS) as answer:
                return json.load(answer)
        except HTTPError as error:
            said = f"{error.code} {error.read(300).decode(errors='replace')}"
            if error.code == 400:
                raise MessageRefused(said) from error
            if error.code in NOT_NOW:
                raise SenderBusy(said) from error
            raise
        except URLError as error:
            if isinstance(error.reason, NOT_REACHED):
                raise SenderBusy(type(error.reason).__name__) from error
            raise


def dialled(number):
    """
    >>> dialled("+44 (0)7700 900-123")
    '+4407700900123'
    """
    return "".join(letter for letter in number if letter.isdecimal() or letter == "+")


def token(now=None):
    """What shows Notify who asks: a JSON Web Token of the service in the key, signed with the secret in it."""
    key = settings.NOTIFY_API_KEY
    service, secret = key[-2 * KEY_LENGTH - 1 : -KEY_LENGTH - 1], key[-KEY_LENGTH:]
    parts = [{"typ": "JWT", "alg": "HS256"}, {"iss": service, "iat": int(now or time.time())}]
    signed = b".".join(_coded(json.dumps(part).encode()) for part in parts)
    return (signed + b"." + _coded(hmac.digest(secret.encode(), signed, hashlib.sha256))).decode()


def _coded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")
