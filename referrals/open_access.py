"""The open door: logging a visit without a record, signposting from it, making a client of it, counting it."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import Count, F, Func, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from clients import personal
from clients.choices import ContactKind, ContactOutcome
from clients.models import Contact
from clients.workflow import record_contact
from core.workflow import NotAllowed
from services_directory.models import Poster

from .choices import AgeBand, Given, HeardFrom, OpenAccessWay, Topic, TurnedInto
from .models import OpenAccessContact

KIND_OF_CONTACT = {
    OpenAccessWay.DROP_IN: ContactKind.FACE_TO_FACE,
    OpenAccessWay.PHONE: ContactKind.PHONE,
    OpenAccessWay.OUTREACH: ContactKind.OUTREACH,
    OpenAccessWay.ONLINE: ContactKind.LETTER_OR_MESSAGE,
}
NOON = time(12)  # the log knows the day and not the hour


@dataclass(frozen=True)
class Tally:
    """How often each answer was given: label and number, the most frequent first."""

    title: str
    rows: list


def tallies(contacts):
    """What a report says of contacts, one query for each table: about what, given, how old, heard of us how and where.

    `contacts` is any part of the log: of one team or several, of a quarter, of one topic.
    """
    return [
        Tally(_("What was talked about"), _unnested(contacts, "topics", Topic)),
        Tally(_("What was given"), _unnested(contacts, "given", Given)),
        Tally(_("About how old"), _in_order(_grouped(contacts, "age_band", AgeBand), AgeBand)),
        Tally(_("How they heard of us"), _grouped(contacts, "heard_from", HeardFrom)),
        Tally(_("From which poster or leaflet"), _by_poster(contacts)),
    ]


def _unnested(contacts, column, choices):
    rows = contacts.order_by().annotate(answer=Func(F(column), function="unnest")).values_list("answer")
    return _labelled(rows.annotate(number=Count("pk")), choices)


def _grouped(contacts, column, choices):
    return _labelled(contacts.order_by().values_list(column).annotate(number=Count("pk")), choices)


def _in_order(rows, choices):
    """The rows in the order of the list, where that says more than the numbers."""
    return sorted(rows, key=lambda row: choices.labels.index(row[0]))


def _by_poster(contacts):
    """The codes that people came with; a code with the place where it hangs."""
    coded = contacts.exclude(poster_code="").order_by()
    places = Poster.objects.filter(code=OuterRef("poster_code")).values("place")
    rows = coded.annotate(place=Subquery(places)).values_list("poster_code", "place").annotate(number=Count("pk"))
    named = ((f"{code} · {place}" if place else code, number) for code, place, number in rows)
    return sorted(named, key=lambda row: (-row[1], row[0]))


def _labelled(rows, choices):
    labels = dict(choices.choices)
    return sorted(((labels.get(value, value), number) for value, number in rows), key=lambda row: (-row[1], row[0]))


@transaction.atomic
def signpost(contact, service, *, by):
    """Note down that somebody was told about a service. Twice is once."""
    contact = OpenAccessContact.objects.select_for_update().get(pk=contact.pk)
    if not service.is_listed:
        raise NotAllowed(_("This service cannot be offered now."))
    contact.signposted.add(service)
    contact.save_by(by)
    return contact


@transaction.atomic
def take_back_signpost(contact, service, *, by):
    """Take back a service that was named by mistake."""
    contact = OpenAccessContact.objects.select_for_update().get(pk=contact.pk)
    contact.signposted.remove(service)
    contact.save_by(by)
    return contact


@transaction.atomic
def turn_into_client(contact, form, *, by):
    """Add the person as a client, because the person wishes it; what was talked about becomes the first contact.

    The log keeps no link to the record. Raises NotAllowed when it was done already.
    """
    contact = _not_turned(contact)
    client = personal.add_client(form, by=by)
    record_contact(
        Contact(
            client=client,
            kind=KIND_OF_CONTACT[contact.way],
            outcome=ContactOutcome.ATTENDED,
            happened_at=min(timezone.make_aware(datetime.combine(contact.happened_on, NOON)), timezone.now()),
            note=in_words(contact),
        ),
        by=by,
    )
    _turn(contact, TurnedInto.CLIENT, by)
    return client


@transaction.atomic
def mark_known(contact, *, by):
    """Say that the person turned out to have a record; nothing is written on it from here."""
    return _turn(_not_turned(contact), TurnedInto.KNOWN, by)


def _not_turned(contact):
    contact = OpenAccessContact.objects.select_for_update().get(pk=contact.pk)
    if contact.turned_into:
        raise NotAllowed(_("This visit has become a record already."))
    return contact


def _turn(contact, into, by):
    contact.turned_into = into
    contact.save_by(by, "turned_into")
    return contact


def in_words(contact):
    """What happened, as the first note of a record."""
    said = [_("From the open-door log.")]
    said.append(_("Talked about: %(what)s.") % {"what": ", ".join(map(str, contact.topic_labels))})
    if contact.given:
        said.append(_("Given: %(what)s.") % {"what": ", ".join(map(str, contact.given_labels))})
    if told := [str(service) for service in contact.signposted.all()]:
        said.append(_("Told about: %(what)s.") % {"what": ", ".join(told)})
    if contact.heard_from != HeardFrom.NOT_ASKED:
        said.append(_("Heard of us: %(where)s.") % {"where": contact.get_heard_from_display()})
    return " ".join(said)
