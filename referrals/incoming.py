"""The verbs of referrals to us: received, looked at, matched, taken on or not, passed on, ended.

Appointments that are offered have verbs of their own (offering.py).
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Setting
from accounts.models import Team
from alerts.workflow import plan
from clients import personal
from clients.choices import Answer, ReferralSource, WayKind
from clients.models import ContactWay, Episode
from clients.reach import reference_of
from clients.workflow import lock_client, open_episode, refuse_the_dead, start_treatment
from core import database, outbox
from core.folding import fold
from core.workflow import NotAllowed, lock, move

from .choices import Danger, IncomingStatus, IncomingWay
from .models import OPEN_INCOMING, IncomingReferral

SAME_FORM = timedelta(minutes=30)


@transaction.atomic
def receive(referral, *, by=None):
    """Take in a request. Without a user it comes from a public form: under 18 it goes to the young people's team of the
    area where there is one, and the same form twice is one referral."""
    if by is None:
        referral.team = team_for(referral)
        database.lock(f"incoming {fold(referral.family_name)} {referral.date_of_birth}")
        if known := _sent_before(referral):
            return known
    referral.save_by(by)
    plan(referral)
    return referral


@transaction.atomic
def receive_from_release(referral, client, *, by):
    """Somebody who leaves prison is referred to the team of the place: it sees what is said here, and the record only
    where it knows the person."""
    refuse_the_dead(lock_client(client))
    for name in ("first_name", "family_name", "preferred_name", "date_of_birth", "nhs_number"):
        setattr(referral, name, getattr(client, name))
    waiting = IncomingReferral.objects.open().filter(
        team=referral.team, way=IncomingWay.RELEASE, first_name=client.first_name, family_name=client.family_name,
        date_of_birth=client.date_of_birth,
    )  # fmt: skip
    if waiting.exists():
        raise NotAllowed(_("This team has a referral of this person from prison already."))
    referral.way, referral.source, referral.dangers = IncomingWay.RELEASE, ReferralSource.PRISON, [Danger.RELEASE]
    referral.referrer_name, referral.referrer_phone = str(by), client.registered_team.phone
    referral.referrer_organisation = str(client.registered_team)
    if referral.team_id in by.team_ids:
        referral.client = client
    return receive(referral, by=by)


def team_for(referral):
    """Which team gets a request from outside."""
    if not referral.is_under_18 or referral.team.is_young_peoples:
        return referral.team
    young = Team.objects.filter(area=referral.team.area_id, settings__contains=[Setting.YOUNG_PEOPLE])
    return young.order_by("-takes_referrals", "name").first() or referral.team


def _sent_before(referral):
    same = ("team", "way", "first_name", "family_name", "date_of_birth", "what_for", "phone", "email", "referrer_name")
    said = {name: getattr(referral, name) for name in same}
    return IncomingReferral.objects.filter(**said, created_at__gt=timezone.now() - SAME_FORM).first()


@transaction.atomic
def save_incoming(form, *, by):
    """Save what was corrected, and plan again what is due because of it."""
    referral = form.save(by=by)
    plan(referral)
    return referral


@transaction.atomic
def triage(referral, *, urgency, triage_note, allocated_to, by):
    """Say how soon somebody has to be seen, and who goes on with it."""
    lock(referral)
    _refuse_ended(referral)
    if allocated_to:
        _refuse_strangers(referral, allocated_to)
    referral.urgency, referral.triage_note, referral.allocated_to = urgency, triage_note, allocated_to
    referral.triaged_on = referral.triaged_on or timezone.localdate()
    referral.save_by(by, "urgency", "triage_note", "allocated_to", "triaged_on")
    plan(referral)
    return referral


def _refuse_ended(referral):
    if referral.status not in OPEN_INCOMING:
        raise NotAllowed(_("This referral has ended. Reopen it first."))


def _refuse_strangers(referral, person):
    if not person.is_active or not person.memberships.filter(team=referral.team_id).exists():
        raise NotAllowed(_("%(person)s is not in %(team)s.") % {"person": person, "team": referral.team})


@transaction.atomic
def match(referral, client, *, by):
    """Say whose record this is about."""
    lock(referral)
    if referral.status != IncomingStatus.RECEIVED:
        raise NotAllowed(_("Whose referral this is can be said only until it is taken on."))
    if referral.client_id and client and referral.client_id != client.pk:
        raise NotAllowed(_("This referral has been matched meanwhile. Undo that first."))
    if referral.episode_id:
        raise NotAllowed(_("This referral had an episode of this person before: it stays with this record."))
    if client:
        refuse_the_dead(lock_client(client))
    referral.client = client
    referral.save_by(by, "client")
    plan(referral)
    return referral


@transaction.atomic
def add_client(referral, form, *, by):
    """Add the person as a client, with what the referral says about how to reach them safely."""
    client = personal.add_client(form, by=by)
    _say_what_is_safe(referral, client, by)
    match(referral, client, by=by)
    return client


def _say_what_is_safe(referral, client, by):
    """A yes that was ticked counts as asked; where nothing was ticked nobody has asked."""
    if referral.may_leave_message:
        for way in client.contact_ways.filter(value__in=[referral.phone, referral.email]):
            way.may_leave_message = Answer.YES
            way.save_by(by, "may_leave_message")
    if referral.may_text and referral.phone:
        safe = {"may_leave_message": Answer.YES, "when": referral.reach_note[:200]}
        ContactWay(client=client, kind=WayKind.TEXT, value=referral.phone, **safe).save_by(by)


@transaction.atomic
def take_on(referral, *, keyworker, by, substances=()):
    """The person becomes, or is again, one of ours: an episode is opened that waits for treatment, with a keyworker."""
    lock(referral)
    if referral.client is None:
        raise NotAllowed(_("Say first whose record this is: look for the person, or add a new client."))
    if not referral.triaged_on:
        raise NotAllowed(_("Say first how soon the person has to be seen: triage comes before taking on."))
    if referral.status != IncomingStatus.RECEIVED:
        raise NotAllowed(_("This referral has been dealt with already."))
    if referral.episode is None or not referral.episode.is_open:
        facts = {"referral_source": referral.source, "referred_on": referral.referred_on, "keyworker": keyworker}
        episode = Episode(client=referral.client, team=referral.team, **facts)
        referral.episode = open_episode(episode, substances=list(substances), by=by)
    referral.allocated_to = keyworker
    move(referral, IncomingStatus.WAITING, by=by, fields=["episode", "allocated_to"])
    plan(referral)
    return referral


@transaction.atomic
def start(referral, *, on, by):
    """Treatment begins: the wait is over."""
    lock(referral)
    if referral.status != IncomingStatus.WAITING:
        raise NotAllowed(_("Only somebody who was taken on and waits can start."))
    if referral.episode.treatment_started_on is None:
        start_treatment(referral.episode, on=on, by=by)
    return _ended(referral, IncomingStatus.STARTED, on=referral.episode.treatment_started_on, by=by)


def follow_episodes():
    """Referrals whose treatment has begun on the record itself have started; gives how many. A job calls this."""
    begun = IncomingReferral.objects.filter(
        status=IncomingStatus.WAITING, episode__treatment_started_on__isnull=False
    ).select_related("episode")
    return sum(_follow(referral) for referral in begun)


@transaction.atomic
def _follow(referral):
    lock(referral)
    if referral.status != IncomingStatus.WAITING:
        return 0
    _ended(referral, IncomingStatus.STARTED, on=referral.episode.treatment_started_on, by=None)
    return 1


@transaction.atomic
def decline(referral, *, not_taken_on, answer_note, by):
    """We do not take the person on: why, and what they were told."""
    lock(referral)
    referral.not_taken_on, referral.answer_note = not_taken_on, answer_note
    return _ended(referral, IncomingStatus.DECLINED, by=by, fields=["not_taken_on", "answer_note"])


@transaction.atomic
def pass_on(referral, service, *, by):
    """Note to which service somebody was passed whom we did not take on."""
    lock(referral)
    if referral.status in (IncomingStatus.RECEIVED, *OPEN_INCOMING, IncomingStatus.STARTED):
        raise NotAllowed(_("Say first that we do not take the person on, and why."))
    if not service.is_listed:
        raise NotAllowed(_("This service cannot be offered now."))
    referral.onward_service = service
    referral.save_by(by, "onward_service")
    return referral


@transaction.atomic
def withdraw(referral, *, reason, by):
    """The person, or who referred them, takes the request back."""
    lock(referral)
    return _ended(referral, IncomingStatus.WITHDRAWN, by=by, reason=reason)


@transaction.atomic
def expire(referral, *, answer_note, by):
    """The person did not come three times: we stop asking, and tell them how to come back."""
    lock(referral)
    if referral.status == IncomingStatus.RECEIVED:
        raise NotAllowed(_("Nothing was offered yet. Where nobody could be reached, say so under “Do not take on”."))
    if referral.times_missed < MISSED_ENOUGH:
        raise NotAllowed(_("Offer another appointment first: after three that were missed this can end."))
    referral.answer_note = answer_note
    return _ended(referral, IncomingStatus.EXPIRED, by=by, fields=["answer_note"])


@transaction.atomic
def reopen(referral, *, reason, by):
    """It goes on after all, and is looked at anew; the clock has run on."""
    lock(referral)
    referral.not_taken_on, referral.urgency, referral.triaged_on, referral.ended_on = "", "", None, None
    fields = ["not_taken_on", "urgency", "triaged_on", "ended_on"]
    move(referral, IncomingStatus.RECEIVED, by=by, reason=reason, fields=fields)
    plan(referral)
    return referral


@transaction.atomic
def transfer(referral, *, team, reason, by):
    """Another team is the right one: it looks at the referral anew."""
    lock(referral)
    if referral.status != IncomingStatus.RECEIVED:
        raise NotAllowed(_("Only a referral that nobody has taken on goes to another team."))
    if team.pk == referral.team_id:
        raise NotAllowed(_("The referral is with this team already."))
    words = _("Passed from %(before)s to %(after)s.") % {"before": referral.team, "after": team}
    referral.team, referral.allocated_to, referral.urgency, referral.triaged_on = team, None, "", None
    referral.client = referral.episode = None  # the other team may not see the record
    referral.save_by(by, "team", "allocated_to", "urgency", "triaged_on", "client", "episode")
    referral.status_changes.create(
        from_status=referral.status, to_status=referral.status, changed_by=by, reason=f"{words} {reason}".strip()
    )
    plan(referral)
    return referral


MISSED_ENOUGH = 3


def _ended(referral, to, *, by, on=None, reason="", fields=()):
    """Move a referral to its end, and plan that nothing is due any more: an invitation that has not gone does not go."""
    for offered in referral.offers.filter(outcome="") if to != IncomingStatus.STARTED else ():
        outbox.cancel(reference_of(referral.client, offered.pk))
    referral.ended_on = on or timezone.localdate()
    move(referral, to, by=by, reason=reason, fields=["ended_on", *fields])
    plan(referral)
    return referral
