"""The rhythm of key work: how often keyworker and client meet in an episode, when they last did, and by when they must."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alerts.workflow import plan
from clients.choices import ContactKind, ContactOutcome, EpisodeStatus
from reference import intervals
from reference.choices import IntervalKey

from .choices import AppointmentKind
from .models import KeyWorkRhythm

# A talk that nobody had booked counts, so these do too; an assessment, a medical review and a prescription do not.
KEY_WORK = [
    AppointmentKind.KEY_WORK, AppointmentKind.REVIEW, AppointmentKind.ONE_TO_ONE, AppointmentKind.HOME_VISIT,
    AppointmentKind.PHONE,
]  # fmt: skip


@dataclass(frozen=True)
class Rhythm:
    """Where one episode stands: the days between two meetings, the day of the last one, and one that is booked."""

    every: int
    is_own: bool  # set for this episode, and not the service's usual interval
    last_on: date | None  # none before the first one: then it runs from the start of treatment
    since: date
    booked_on: date | None

    @property
    def due_on(self):
        """The last day in time."""
        return self.since + timedelta(days=self.every)

    @property
    def late_on(self):
        """The first day on which it is late; None while an appointment within the rhythm is booked."""
        is_kept = self.booked_on and self.booked_on <= self.due_on
        return None if is_kept else self.due_on + timedelta(days=1)

    @property
    def is_late(self):
        return bool(self.late_on) and self.late_on <= timezone.localdate()


def rhythm_of(episode):
    """Where an episode stands; None while nobody is in treatment in it, or in custody."""
    in_custody = episode.client.custody_stays.filter(status="in_custody")  # of an app above: read by its relation
    if episode.status != EpisodeStatus.IN_TREATMENT or in_custody.exists():
        return None
    row = KeyWorkRhythm.objects.filter(episode=episode).first()
    last_on, booked_on = last_meeting(episode), next_booked(episode)
    since = max(filter(None, [last_on, episode.treatment_started_on]))
    every = row.every_days if row else intervals.days(IntervalKey.KEY_WORK)
    return Rhythm(every, bool(row), last_on, since, booked_on)


def last_meeting(episode):
    """The day of the last key work that the person attended: a talk in this episode, or in none that is named."""
    contacts = episode.client.contacts.valid().filter(Q(episode=episode) | Q(episode=None))
    contacts = contacts.filter(outcome=ContactOutcome.ATTENDED).exclude(kind=ContactKind.LETTER_OR_MESSAGE)
    contacts = contacts.filter(Q(appointment=None) | Q(appointment__kind__in=KEY_WORK))
    latest = contacts.order_by("-happened_at").values_list("happened_at", flat=True).first()
    return latest and timezone.localtime(latest).date()


def next_booked(episode):
    """The day of the first key work that is booked and of which nobody has said what came of it."""
    booked = episode.client.appointments.booked().filter(Q(episode=episode) | Q(episode=None), kind__in=KEY_WORK)
    first = booked.order_by("begins_at").values_list("begins_at", flat=True).first()
    return first and timezone.localtime(first).date()


@transaction.atomic
def set_rhythm(form, *, by):
    """Say how often they meet in one episode; what is late because of it is planned again."""
    row = form.save(by=by)
    plan(row.client)
    return row
