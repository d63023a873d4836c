"""The verbs of planning a release: its sections, what the prison was asked, the first appointment, and no known date."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.models import Consent
from clients.workflow import when_seen
from core.workflow import NotAllowed

from .choices import StayStatus
from .models import CustodyStay, PrisonAsked, ReleasePlan
from .papers import terms_of


@transaction.atomic
def save_section(stay, form, *, by):
    """Keep one section of the plan, and what the stay holds of it. Raises core.forms.EditConflict."""
    stay = _locked(stay)
    form.save(by=by, in_verb=True)
    for name, value in form.of_stay.items():
        setattr(stay, name, value)
    if form.of_stay:
        stay.save_by(by, *form.of_stay)
    plan(stay)
    return form.instance


@transaction.atomic
def ask_prison(stay, *, by):
    """Write down that the list of what we need goes to the prison today, once a day; gives the row with its `terms`.

    Raises NotAllowed where nothing lets the prison know whom it is about, or the person has limited the use of the record.
    """
    if stay.client.is_frozen:
        raise NotAllowed(_("This record may be read and not used: the person has asked for that."))
    terms = terms_of(stay, is_locked=True)
    if terms is None:
        raise NotAllowed(_("The client has not agreed that the prison is told who this is about."))
    right = {"consent": terms} if isinstance(terms, Consent) else {"sharing_override": terms}
    about = {"stay": stay, "shared_on": timezone.localdate(), **right}
    asked = PrisonAsked.objects.filter(**about).first()
    if asked is None:
        asked = PrisonAsked(client=stay.client, prison=stay.prison_name, **about)
        asked.save_by(by)
    return asked


@transaction.atomic
def record_first_outcome(stay, form, *, by):
    """Keep what came of the first appointment in the community. Raises NotAllowed before the release."""
    stay = _locked(stay)
    if not stay.released_on:
        raise NotAllowed(_("The first appointment is after the release: record the release first."))
    form.save(by=by, in_verb=True)
    plan(stay)
    return form.instance


@transaction.atomic
def record_date_unknown(stay, *, by, because):
    """Nobody knows the release date, because …; a date that was told holds no longer. Asked again every week.

    Raises NotAllowed when the client has been released.
    """
    stay = _locked(stay)
    if stay.status != StayStatus.IN_CUSTODY:
        raise NotAllowed(_("This client has been released: the release date is known."))
    for version in stay.release_dates.filter(superseded_at=None):
        version.superseded_at = timezone.now()
        version.save_by(by, "superseded_at")
    stay.date_unknown_because, stay.date_checked_on = because, timezone.localdate()
    stay.save_by(by, "date_unknown_because", "date_checked_on")
    plan(stay)
    return stay


def stay_was_planned(stay, *, by):
    """Who opened a section before the stay itself was edited is told so: the plan counts as changed too."""
    for row in ReleasePlan.objects.filter(stay=stay).select_for_update(of=("self",)):
        row.save_by(by, "updated_by")


@when_seen
def keep_warm(contact, *, by):
    """Somebody in prison was seen or spoken to: the weeks of silence begin anew."""
    for stay in CustodyStay.objects.in_custody().filter(client=contact.client_id):
        plan(stay)


def _locked(stay):
    return CustodyStay.objects.select_for_update(of=("self",)).select_related("client").get(pk=stay.pk)
