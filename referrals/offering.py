"""The first appointment: what is written about it, sent once and only where it is safe, and what became of it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from alerts.workflow import plan
from clients.banner import warnings
from clients.choices import ContactKind, ContactOutcome, MissedBy, MissedReason
from clients.letters import may_say_who, refusal, ways_for
from clients.models import Contact
from clients.reach import CHANNELS, reach_of, reference_of, why_not
from clients.workflow import lock_client, plan_alerts, record_contact
from core import outbox
from core.templatetags.ui import clock as in_hours
from core.templatetags.ui import weekday
from core.workflow import NotAllowed, lock
from reference.choices import WordingKey, WordingKind
from reference.wordings import fill, words

from .choices import IncomingStatus, OfferedHow, OfferOutcome
from .models import AppointmentOffer

KINDS = {
    OfferedHow.LETTER: WordingKind.LETTER,
    OfferedHow.TEXT: WordingKind.TEXT,
    OfferedHow.EMAIL: WordingKind.EMAIL,
}
LONGEST_TEXT = 612  # four parts; a longer one may arrive in pieces


@dataclass(frozen=True)
class Invitation:
    """What is written to somebody, word for word, and whether it may go."""

    kind: str
    title: str
    body: str
    way: object  # by which it is sent; None for a letter
    refusal: str
    team: object  # who writes; None where we must not say who we are
    place: object  # where a letter goes
    is_unread: bool  # a first translation, which nobody who speaks the language well has read

    @property
    def text(self):
        return f"{self.title}\n\n{self.body}" if self.title else self.body

    @property
    def mark(self):
        """What stands for these very words and this way, so that nothing else is sent than was shown."""
        return salted_hmac("referrals.offering", f"{self.way and self.way.pk} {self.text}").hexdigest()[:32]


def invitation(referral, key, how, *, by, language="", when=None, where=""):
    """The text of the service's own for this person; None where nothing is written (by phone, in person)."""
    if how not in KINDS:
        return None
    client, kind = referral.client, KINDS[how]
    known = warnings(client, by)
    reach = reach_of(client, known)
    ways = ways_for(kind, reach)
    way, reason = _way(client, ways, known) if kind != WordingKind.LETTER else (None, _paper(client, reach, ways))
    team = referral.team if may_say_who([way] if way else ways, reach) else None
    with override(language or "en-gb"):
        text = words(key, kind, language or "en")
        values = {
            "called": client.called, "worker": by.first_name, "where": where,
            "team": team.name if team else "", "team_phone": team.phone if team else "",
            "day": weekday(when) if when else "", "time": in_hours(when) if when else "",
        }  # fmt: skip
    title, body = fill(text.title, values), fill(text.body, values).strip()
    if not reason and kind == WordingKind.TEXT and len(body) > LONGEST_TEXT:
        reason = _("This is too long for a text message: shorten where to come.")
    return Invitation(kind, title, body, way, reason, team, reach.on_paper, text.is_unread)


def last_words(referral, *, by):
    """What is written to somebody who did not come to three appointments."""
    return invitation(referral, WordingKey.REFERRAL_ENDED, OfferedHow.LETTER, by=by).text


def _way(client, ways, known):
    """The first way by which a message may go now, else why by none."""
    reasons = [(way, why_not(client, way, known)) for way in ways if way.kind in CHANNELS]
    allowed = next((way for way, reason in reasons if not reason), None)
    if allowed:
        return allowed, ""
    return None, next((reason for _way, reason in reasons), _("No such way to reach the person is on the record."))


def _paper(client, reach, ways):
    frozen = _("This record may be read and not used: the person has asked for that.") if client.is_frozen else ""
    return reach.stopped or frozen or refusal(ways)


@transaction.atomic
def offer(referral, *, offered_for, where, how, by, language="", mark=""):
    """Offer a first appointment. A text or email is sent once, in the words that were shown (`mark`), where that is safe."""
    lock(referral)
    if referral.status != IncomingStatus.WAITING:
        raise NotAllowed(_("Take the person on first: then an appointment can be offered."))
    client = lock_client(referral.client)
    if referral.offers.filter(outcome="").exists():
        raise NotAllowed(_("Say first what became of the appointment before."))
    said = {"when": offered_for, "where": where, "language": language}
    written = invitation(referral, WordingKey.FIRST_APPOINTMENT, how, by=by, **said)
    if written and written.refusal:
        raise NotAllowed(written.refusal)
    if written and written.mark != mark:
        raise NotAllowed(_("The words have changed. Read what is written now, and offer the appointment then."))
    row = AppointmentOffer(referral=referral, offered_for=offered_for, where=where, how=how)
    row.text = written.text if written else ""
    row.save_by(by)
    if written and written.way:
        outbox.send(
            reference_of(client, row.pk),
            address=written.way.value,
            channel=CHANNELS[written.way.kind],
            subject=written.title or _("A date for you"),
            body=written.body,
        )
    _stop_the_clock(referral, offered_for, by)
    return row


def _stop_the_clock(referral, offered_for, by):
    """The first appointment that was ever offered counts, whatever becomes of it."""
    episode = referral.episode
    if episode.first_appointment_offered_on is None:
        episode.first_appointment_offered_on = timezone.localtime(offered_for).date()
        episode.save_by(by, "first_appointment_offered_on")
    plan_alerts(referral.client)


@transaction.atomic
def say_outcome(offered, *, outcome, outcome_note, by):
    """Write down what became of an appointment; one that was kept or missed is a contact on the record too."""
    offered = AppointmentOffer.objects.select_for_update(of=("self",)).select_related("referral__client").get(
        pk=offered.pk
    )  # fmt: skip
    if offered.outcome:
        raise NotAllowed(_("What became of this appointment has been said already."))
    if outcome != OfferOutcome.CANCELLED and offered.offered_for > timezone.now():
        raise NotAllowed(_("The appointment is still to come."))
    offered.outcome, offered.outcome_note = outcome, outcome_note
    offered.save_by(by, "outcome", "outcome_note")
    referral = offered.referral
    if outcome == OfferOutcome.CANCELLED:
        outbox.cancel(reference_of(referral.client, offered.pk))
    else:
        record_contact(_as_contact(offered, referral), by=by)
    plan(referral)
    return offered


def _as_contact(offered, referral):
    why = {"missed_by": MissedBy.PERSON, "missed_reason": MissedReason.NO_REASON_KNOWN}
    missed = {"outcome": ContactOutcome.MISSED, **why}
    came = {"outcome": ContactOutcome.ATTENDED}
    return Contact(
        client=referral.client,
        episode=referral.episode,
        kind=ContactKind.FACE_TO_FACE,
        happened_at=offered.offered_for,
        note=" ".join(filter(None, [_("First appointment."), offered.outcome_note])),
        **(came if offered.outcome == OfferOutcome.ATTENDED else missed),
    )
