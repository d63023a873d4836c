"""A worker's calendar for the worker's own calendar program: initials and "Appointment", and nothing that says more.

The address holds a token of which only a digest is kept. The same entries stand on the page of the calendar.
"""

import secrets
from datetime import UTC, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core import database
from core.workflow import NotAllowed
from services_directory.reminders import digest

from .calendar import SESSION, entries
from .models import CalendarLink

BACK, AHEAD = timedelta(days=31), timedelta(days=366)
ASK_AGAIN = timedelta(minutes=30)


@transaction.atomic
def renew(user, *, by):
    """A new address for somebody's calendar, which ends the one before; gives the token, which is shown this once."""
    database.lock(f"calendar-link-{user.pk}")
    for link in CalendarLink.objects.filter(user=user, revoked_at=None):
        _revoke(link, by)
    token = secrets.token_urlsafe(32)
    CalendarLink(user=user, digest=digest(token)).save_by(by)
    return token


@transaction.atomic
def revoke(user, *, by):
    """The address answers no longer."""
    link = CalendarLink.objects.select_for_update(of=("self",)).filter(user=user, revoked_at=None).first()
    if link is None:
        raise NotAllowed(_("There is no address that works."))
    _revoke(link, by)


def _revoke(link, by):
    link.revoked_at = database.now()
    link.save_by(by, "revoked_at")


def link_behind(token):
    """The link of a token; None where it was revoked, altered or guessed, or the user has left."""
    links = CalendarLink.objects.filter(revoked_at=None, user__is_active=True).select_related("user")
    return links.filter(digest=digest(token)).first()


def note_reading(link):
    """Write down on which day the address was last read: once a day, for programs ask many times."""
    now = timezone.now()
    if link.read_at is None or link.read_at.date() != now.date():
        link.read_at = now
        link.save_by(link.user, "read_at")


def calendar_of(user):
    """The calendar as bytes (RFC 5545), from a month ago until a year ahead; what was cancelled says so."""
    calendar = Calendar()
    calendar.add("prodid", "-//Throughcare//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", settings.SERVICE_NAME)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    today = timezone.localdate()
    for entry in entries(user, today - BACK, today + AHEAD, worker=user, with_cancelled=True):
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(entry):
    event = Event()
    event.add("uid", f"{entry.kind}-{entry.key}@throughcare")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("sequence", entry.version)
    event.add("dtstart", entry.begins)
    event.add("dtend", entry.ends)
    event.add("summary", _summary(entry))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event


def _summary(entry):
    """Initials, and no word about help: this is shown on telephones and in cars."""
    if entry.kind == SESSION:
        return _("Session")
    return _("%(who)s, Appointment") % {"who": entry.initials} if entry.initials else _("Busy")
