"""How messages leave the house. `OUTBOX_SENDER` in the settings names the one that is used."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection


class SenderBusy(Exception):
    """The sender takes nothing from anybody now: that is no fault of the message."""


class MessageRefused(Exception):
    """The message can never be delivered as it is; the text says why."""


class Sender:
    """What the outbox asks of a way to send."""

    def send(self, message, address):
        """Hand over an OutboxMessage; returns when it has been taken. Raises SenderBusy, MessageRefused, anything."""
        raise NotImplementedError

    def knows(self, reference):
        """Has a message with this reference been taken before? Asked before every attempt but the first."""
        raise NotImplementedError


class EmailSender(Sender):
    """Plain email (EMAIL_URL). It cannot be asked, so a crash between sending and noting it doubles one message.

    Both then have the same Message-ID, by which many mail programs show them once.
    """

    def send(self, message, address):
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:  # SMTPException is one too
            raise SenderBusy(str(error)) from error
        try:
            connection.send_messages([as_email(message, address)])
        finally:
            connection.close()

    def knows(self, reference):
        return False


def as_email(message, address):
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{message.reference}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(message.subject, message.body, to=[address], headers=headers)
