"""The verbs of custody: a stay opens, its release date becomes known and changes, the plan is made, the day comes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.personal import add_client
from clients.responsible import current_episode
from clients.workflow import lock_client, plan_alerts, refuse_the_dead
from core.workflow import NotAllowed, move
from programmes import enrolling, missed
from programmes.appointments import end_ahead
from programmes.choices import EnrolmentReason

from .choices import LegalStatus, ReleaseManner, StayStatus
from .models import CustodyStay, ReleaseDate
from .planning import stay_was_planned
from .release_dates import planning_dates


@transaction.atomic
def open_stay(stay, *, by):
    """Record that a client is in prison; the open episode goes with it, programmes rest, and what was booked is cancelled.

    Raises NotAllowed for a second.
    """
    lock_client(stay.client)
    if stay.client.custody_stays.in_custody().exists():
        raise NotAllowed(_("This client is already recorded as in custody."))
    stay.episode = stay.episode or current_episode(stay.client)
    stay.save_by(by)
    enrolling.pause_all(stay.client.enrolments, reason=EnrolmentReason.CUSTODY, by=by)
    end_ahead(stay.client.appointments, by=by, reason=_("In custody"))
    missed.stop_for(stay.client, by=by, because=_("The person is in custody"))
    plan_alerts(stay.client)  # what makes no sense in custody waits until the release
    return stay


@transaction.atomic
def record_release_date(stay, *, by, release_type, nominal_on, days_served, source):
    """Write down a release date as it was told; the one before it is kept.

    The alerts of the old date that have not gone out are withdrawn, and those of the new one stand at once.
    Raises NotAllowed when the client has been released.
    """
    stay = _locked(stay)
    if stay.status != StayStatus.IN_CUSTODY:
        raise NotAllowed(_("This client has been released: a release date can no longer change."))
    stay.release_dates.filter(superseded_at=None).update(superseded_at=timezone.now())
    dates = planning_dates(nominal_on, release_type, days_served)
    version = ReleaseDate(
        stay=stay,
        release_type=release_type,
        nominal_on=nominal_on,
        days_served=days_served,
        source=source,
        received_at=timezone.now(),
        earliest_on=dates.earliest,
        expected_on=dates.expected,
        last_working_day_on=dates.last_working_day,
        friday_or_pre_holiday=dates.friday_or_pre_holiday,
    )
    version.save_by(by)
    if stay.date_unknown_because:
        stay.date_unknown_because = ""
        stay.save_by(by, "date_unknown_because")
    plan(stay)
    return version


@transaction.atomic
def save_surge_day(form, *, by):
    """Keep a day on which many are let out, and tell the managers. Raises core.forms.EditConflict."""
    surge = form.save(by=by)
    plan(surge)
    return surge


@transaction.atomic
def save_release_plan(form, *, by):
    """Keep what the form says about the day of release. Raises core.forms.EditConflict."""
    stay = form.save(by=by)
    stay_was_planned(stay, by=by)
    plan(stay)
    return stay


@transaction.atomic
def record_release(stay, *, by, released_on, manner):
    """The client has left prison, as planned or not. Raises NotAllowed when that is recorded already."""
    stay = _locked(stay)
    if released_on < stay.custody_started_on:
        raise NotAllowed(_("The release cannot be before custody started."))
    stay.released_on, stay.release_manner = released_on, manner
    # One UPDATE, so that the database never sees a release date on somebody still in custody.
    move(stay, StayStatus.RELEASED, by=by, fields=["released_on", "release_manner"])
    enrolling.resume_all(stay.client.enrolments, reason=EnrolmentReason.CUSTODY, by=by)
    plan_alerts(stay.client)  # what waited goes on
    return stay


@transaction.atomic
def release_today(client, *, by, place=""):
    """The client has walked out today, from court or otherwise without notice; the steps of the same day begin.

    Somebody who was not known to be in prison gets a stay of that one day, and what is booked stays booked.
    Raises NotAllowed when the same was recorded before, and for the dead.
    """
    client, today = lock_client(client), timezone.localdate()
    refuse_the_dead(client)
    if client.custody_stays.filter(released_on=today).exists():
        raise NotAllowed(_("This client’s release today is recorded already."))
    stay = client.custody_stays.in_custody().first()
    if stay is None:
        facts = {"prison": place or _("Court"), "legal_status": LegalStatus.UNSENTENCED, "custody_started_on": today}
        stay = CustodyStay(client=client, episode=current_episode(client), **facts)
        stay.save_by(by)
    return record_release(stay, by=by, released_on=today, manner=ReleaseManner.FROM_COURT)


@transaction.atomic
def add_and_release(form, *, by):
    """Add somebody who is not on the books, and record that they have walked out today. Raises NotAllowed."""
    return release_today(add_client(form, by=by), by=by, place=form.cleaned_data["place"])


@transaction.atomic
def record_first_seen(stay, *, by, seen_on):
    """Somebody met the client after release. Raises NotAllowed before the release."""
    stay = _locked(stay)
    if not stay.released_on or seen_on < stay.released_on:
        raise NotAllowed(_("The first meeting after release cannot be before the release."))
    stay.first_seen_on = seen_on
    stay.save_by(by, "first_seen_on")
    plan(stay)
    return stay


@transaction.atomic
def decide_reconnect(stay, *, by, reconnect):
    """Write down what was decided about RECONNECT."""
    stay = _locked(stay)
    stay.reconnect = reconnect
    stay.save_by(by, "reconnect")
    plan(stay)
    return stay


def _locked(stay):
    return CustodyStay.objects.select_for_update(of=("self",)).select_related("client").get(pk=stay.pk)
