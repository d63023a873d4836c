"""Telling a client about services without referring: said, on paper, or sent by text or email.

A message goes only where clients.reach allows it, names neither the person nor us, and holds no word of treatment.
"""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from clients.banner import warnings
from clients.models import Client
from clients.reach import CHANNELS, reach_of, reference_of, to_weigh, why_not
from clients.workflow import lock_client, refuse_the_dead
from core import outbox
from core.choices import Channel
from core.models import OutboxMessage
from core.workflow import NotAllowed
from services_directory.leaflet import entry_of, says_nothing

from .choices import SignpostHow
from .models import Signpost

HOW = {Channel.TEXT: SignpostHow.TEXT, Channel.EMAIL: SignpostHow.EMAIL}
LONGEST_TEXT = 612  # four parts; a longer one may arrive in pieces, or not at all


@dataclass(frozen=True)
class Message:
    """What is sent, word for word, and what cannot be said in it."""

    channel: str
    parts: list  # (service, what is said of it)
    left_out: list  # services of which nothing may be said

    @property
    def subject(self):
        return _("Places that may help")

    @property
    def body(self):
        ends = [_("Ring before you go: times change.")]
        return "\n\n".join([f"{self.subject}:", *(words for _service, words in self.parts), *ends])

    @property
    def fault(self):
        """Why it cannot be sent as it is; empty when it can."""
        if not self.parts:
            return _("Nothing may be said of these services in a message: tell the person, or give it on paper.")
        if self.channel == Channel.TEXT and len(self.body) > LONGEST_TEXT:
            return _("This is too long for a text: choose fewer services, or send an email.")
        return ""

    @property
    def mark(self):
        """What stands for these very words, so that nothing else is sent than was shown."""
        return salted_hmac("signposting", f"{self.channel} {self.body}").hexdigest()[:32]


@dataclass(frozen=True)
class Way:
    """A way to reach the client: why nothing may be sent by it, or what to weigh first."""

    way: object
    refusal: str
    to_weigh: list


def message_of(services, channel):
    """The message about services that can be offered now, in their order."""
    parts, left_out = [], []
    for service in services:
        words = _words_of(service, channel)
        (parts if words else left_out).append((service, words))
    return Message(channel, parts, [service for service, _words in left_out])


def _words_of(service, channel):
    entry = entry_of(service)
    if not (entry.name or entry.phones) or not service.is_listed:
        return ""
    name = entry.name or _("Ring this number")
    lines = [*entry.phones[:1], entry.place] if channel == Channel.TEXT else [*entry.phones, *entry.lines]
    return "\n".join(line for line in (name, *lines) if line)


def ways_of(client, user):
    """The ways by which something could be sent to a client, each with what the rules of safe contact say of it."""
    known = warnings(client, user)
    ways = [way for way in reach_of(client, known).ways if way.kind in CHANNELS]
    return [Way(way, refusal_of(client, way, known), to_weigh(way, known)) for way in ways]


def refusal_of(client, way, known):
    """Why nothing may be sent by a way: the rules of the person, then what our own address gives away."""
    return why_not(client, way, known) or _why_not_from_here(CHANNELS[way.kind])


def _why_not_from_here(channel):
    if channel == Channel.EMAIL and not says_nothing(settings.DEFAULT_FROM_EMAIL):
        return _("The address from which this site writes says what it is for.")
    return ""


@transaction.atomic
def tell(client, services, *, how, by):
    """Note down that a client was told about services, by word of mouth or on paper."""
    client = lock_client(client)
    refuse_the_dead(client)
    return [_row(client, service, by, how=how) for service in _offered(services)]


@transaction.atomic
def send(way, services, *, mark, by):
    """Send what was shown (`mark`) about services to a client, once, and note it down.

    Raises NotAllowed when the rules of safe contact say no, or when the words are no longer those that were shown.
    """
    client = lock_client(way.client)
    way = client.contact_ways.get(pk=way.pk)
    message = message_of(services, CHANNELS.get(way.kind, ""))
    if reason := refusal_of(client, way, warnings(client, by)) or message.fault:
        raise NotAllowed(reason)
    if message.mark != mark:
        raise NotAllowed(_("An entry of the directory has changed meanwhile. Read what is sent now, and send it then."))
    key = uuid.uuid4()
    outbox.send(
        reference_of(client, key),
        address=way.value,
        channel=message.channel,
        subject=message.subject,
        body=message.body,
    )
    sent = {"how": HOW[message.channel], "sent_to": way.value, "sending": key}
    return [_row(client, service, by, words=words, **sent) for service, words in message.parts]


def _offered(services):
    if not services:
        raise NotAllowed(_("Choose a service in the directory first."))
    if any(not service.is_listed for service in services):
        raise NotAllowed(_("One of these services cannot be offered now."))
    return services


def _row(client, service, by, **fields):
    row = Signpost(client=client, service=service, **fields)
    row.save_by(by)
    return row


def with_deliveries(rows):
    """The rows, each with what became of its message: `message` is that of the outbox, or None."""
    references = {row.reference for row in rows if row.sending}
    found = {one.reference: one for one in OutboxMessage.objects.filter(reference__in=references)} if references else {}
    for row in rows:
        row.message = found.get(row.reference)
    return rows


def in_hand(user, key):
    """The client for whom somebody looks in the directory, if the user may tell them; else None."""
    if not key or not user.is_authenticated or not user.has_perm("referrals.signpost"):
        return None
    return Client.objects.visible_to(user).filter(pk=key).only("pk", "reference").first()
