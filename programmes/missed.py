"""Missed and lost: the steps after somebody did not come, from the first miss until they are back or the team decides.

The steps are those of the wraparound notes, 2.6, whose numbers are design choices: an attempt on the same day, a second
one by another way within five working days, prescriber and pharmacy where somebody gets medicine, a visit where the risk
is high, the referrer or probation, and a decision of the team at day 28. With a child in the house all of it is sooner.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from clients.alerts import has_child_at_home
from clients.choices import ContactKind, ContactOutcome, EpisodeStatus, FlagKind, MissedBy, MissedReason, ReferralSource
from clients.models import Contact
from clients.reading_up import of_clients
from clients.responsible import keyworker_of, manager_of
from clients.workflow import lock_client, record_contact, when_seen
from core.calendar import add_working_days
from core.workflow import NotAllowed, lock, move
from reference import intervals
from reference.choices import IntervalKey
from safeguarding.choices import RiskBand
from safeguarding.models import RiskAssessment

from .choices import AppointmentStatus, Mark, PathStatus, StepKind, StepOutcome
from .models import MissedPath, MissedStep

PRESCRIBING = "94"  # the kind of intervention: pharmacological (NDTMS)
HIGH_RISK = [FlagKind.OVERDOSE_RISK, FlagKind.SELF_HARM, FlagKind.SAFEGUARDING]
NO_MISS = [MissedReason.SERVICE_CANCELLED, MissedReason.IN_CUSTODY]
ATTEMPTS = [StepKind.FIRST_ATTEMPT, StepKind.SECOND_ATTEMPT, StepKind.OUTREACH]
VISITS = [ContactKind.HOME_VISIT, ContactKind.OUTREACH, ContactKind.FACE_TO_FACE]
TELLING = [StepKind.PRESCRIBER, StepKind.PHARMACY, StepKind.REFERRER]
WAYS_BEFORE_CLOSING = 2
NOBODY_TO_TELL = [ReferralSource.SELF, ReferralSource.FAMILY, ReferralSource.OTHER]


@transaction.atomic
def begin(*, appointment=None, attendance=None, by):
    """Somebody did not come: the path begins, or the one that is open goes on. Gives the open path, or None.

    There is none without an episode that is open, nor while the person is in custody, nor where they have been seen since.
    """
    row = appointment or attendance
    client = lock_client(row.client)
    if not _is_miss(row) or client.has_died or is_in_custody(client):
        return None
    episode = _episode_of(row, client)
    missed_at = _moment_of(row)
    if episode is None or seen_since(client, missed_at):
        return None
    path = MissedPath.objects.open().filter(episode=episode).first()
    if path is None:
        path = _new_path(client, episode, appointment, attendance, timezone.localtime(missed_at).date(), by)
    plan(client)
    plan(path)
    return path


def _is_miss(row):
    """Whether a row says that somebody did not come, and it was neither excused nor ours."""
    if row.missed_reason in NO_MISS:
        return False
    if hasattr(row, "mark"):
        return row.mark == Mark.MISSED
    return row.status == AppointmentStatus.MISSED and not (row.contact and row.contact.missed_by == MissedBy.US)


def _moment_of(row):
    return row.begins_at if hasattr(row, "begins_at") else row.session.begins_at


def moment_of(path):
    """When the person did not come."""
    return _moment_of(path.appointment or path.attendance)


def _episode_of(row, client):
    """The episode that somebody may be lost from: that of what was missed, else the newest one, while it goes on."""
    going_on = client.episodes.open().exclude(status=EpisodeStatus.PAUSED).select_related("team", "keyworker")
    own = getattr(row, "episode_id", None) or (row.enrolment.episode_id if row.enrolment_id else None)
    return going_on.filter(pk=own).first() or going_on.first()


def _new_path(client, episode, appointment, attendance, day, by):
    path = MissedPath(client=client, episode=episode, appointment=appointment, attendance=attendance, missed_on=day)
    path.child_at_home = has_child_at_home(client)
    path.save_by(by)
    for kind, due_on in steps_for(path):
        owner = manager_of(client, episode) if kind == StepKind.TEAM_DECISION else keyworker_of(client, episode)
        MissedStep(path=path, kind=kind, due_on=due_on, owner=owner).save_by(by)
    return path


def steps_for(path):
    """What is to be done after this miss, and by when: (kind, day), the soonest first."""
    day, client, key = path.missed_on, path.client, IntervalKey

    def within(general, with_child):
        """So many working days after the miss, as they are set; fewer where a child is in the house."""
        return add_working_days(day, intervals.days(with_child if path.child_at_home else general, on=day))

    decide = key.MISSED_CHILD_TEAM_DECISION if path.child_at_home else key.MISSED_TEAM_DECISION
    steps = [
        (StepKind.FIRST_ATTEMPT, day),
        (StepKind.SECOND_ATTEMPT, within(key.MISSED_SECOND_ATTEMPT, key.MISSED_CHILD_SECOND_ATTEMPT)),
        (StepKind.TEAM_DECISION, day + timedelta(days=intervals.days(decide, on=day))),
    ]
    if gets_medicine(client):
        told = within(key.MISSED_TELL_PRESCRIBER, key.MISSED_TELL_PRESCRIBER)
        steps += [(StepKind.PRESCRIBER, told), (StepKind.PHARMACY, told)]
    if path.child_at_home or is_at_high_risk(client):
        steps.append((StepKind.OUTREACH, within(key.MISSED_VISIT, key.MISSED_VISIT)))
    if path.episode.referral_source not in NOBODY_TO_TELL:
        steps.append((StepKind.REFERRER, within(key.MISSED_SECOND_ATTEMPT, key.MISSED_CHILD_SECOND_ATTEMPT)))
    return sorted(steps, key=lambda step: step[1])


def gets_medicine(client):
    """Whether the record says that somebody is prescribed for: an intervention that runs, or what was found out last."""
    if client.interventions.running().filter(kind__code=PRESCRIBING, started_on__isnull=False).exists():
        return True
    health = of_clients("capital_assessments.health", client).filter(assessment__status="recorded")
    newest = health.order_by("-assessment__assessed_on", "-assessment__created_at").first()
    return bool(newest and newest.supply_from)


def is_at_high_risk(client):
    """Whether a flag, or the risk assessment that holds, says that the danger is high."""
    if client.flags.filter(kind__in=HIGH_RISK, ended_on=None).exists():
        return True
    assessment = RiskAssessment.objects.latest_of(client)
    return bool(assessment and any(risk.band == RiskBand.HIGH for risk in assessment.present))


def is_in_custody(client):
    return of_clients("custody_stays", client).filter(status="in_custody").exists()


def seen_since(client, moment):
    """Whether the person was seen or spoken to at or after a moment: a contact, or a register."""
    contacts = client.contacts.valid().filter(outcome=ContactOutcome.ATTENDED, happened_at__gte=moment)
    there = client.attendances.there().filter(session__begins_at__gte=moment)
    return contacts.exists() or there.exists()


@transaction.atomic
def record_attempt(step, *, kind, happened_at, reached, note, by):
    """Somebody tried to reach the person: a contact on the record. Whoever was reached is back, and the path ends."""
    path, step = _lock_step(step, ATTEMPTS)
    if happened_at < moment_of(path):
        raise NotAllowed(_("This was before the appointment was missed."))
    why = {"missed_by": MissedBy.PERSON, "missed_reason": MissedReason.NO_REASON_KNOWN}
    outcome = {"outcome": ContactOutcome.ATTENDED} if reached else {"outcome": ContactOutcome.MISSED, **why}
    step.contact = Contact(
        client=path.client, episode=path.episode, kind=kind, happened_at=happened_at, note=note, **outcome
    )
    record_contact(step.contact, by=by)
    _done(step, StepOutcome.REACHED if reached else StepOutcome.NOT_REACHED, happened_at, by=by)
    plan(path)
    return step


@transaction.atomic
def record_step(step, *, outcome, note, by):
    """Somebody was told, or it is written down why that was not needed or not allowed."""
    path, step = _lock_step(step, [*ATTEMPTS, *TELLING])
    if step.kind in ATTEMPTS and outcome != StepOutcome.NOT_NEEDED:
        raise NotAllowed(_("An attempt to reach somebody is written down as a contact."))
    _done(step, outcome, timezone.now(), by=by, note=note)
    plan(path)
    return step


def _lock_step(step, kinds):
    path = MissedPath.objects.select_for_update(of=("self",)).select_related("client", "episode").get(pk=step.path_id)
    lock(step)
    if path.status != PathStatus.OPEN:
        raise NotAllowed(_("This has ended: nobody has to be reached any more."))
    if step.done_on:
        raise NotAllowed(_("Somebody has done this already."))
    if step.kind not in kinds:
        raise NotAllowed(_("This is done in another way."))
    return path, step


def _done(step, outcome, moment, *, by, note=""):
    step.outcome, step.done_on, step.note = outcome, timezone.localtime(moment).date(), note
    step.save_by(by, "outcome", "done_on", "note", "contact")


@transaction.atomic
def decide(path, *, close, note, by):
    """The team decides to close the episode, which is done on its own page, or to keep it open."""
    path = MissedPath.objects.select_for_update(of=("self",)).select_related("client", "episode").get(pk=path.pk)
    if path.status != PathStatus.OPEN:
        raise NotAllowed(_("This has ended already."))
    if not note.strip():
        raise NotAllowed(_("Write down what the team decided, and why."))
    path.decision_note = note
    path.save_by(by, "decision_note")
    for step in path.steps.filter(kind=StepKind.TEAM_DECISION, done_on=None):
        _done(step, StepOutcome.TOLD, timezone.now(), by=by, note=note)
    _end(path, PathStatus.LET_GO if close else PathStatus.KEPT_OPEN, by, because=note)
    return path


def ways_tried(path):
    """By which ways somebody has tried to reach the person since the miss; what was missed itself is no attempt."""
    tried = path.client.contacts.valid().filter(happened_at__gte=moment_of(path), appointment=None)
    return set(tried.values_list("kind", flat=True))


def kinds_tried(path):
    """Those ways in words, in the order of the list."""
    tried = ways_tried(path)
    return [kind for kind in ContactKind if kind in tried]


@when_seen
def _seen(contact, *, by):
    """A contact that was attended, wherever it is written down, brings the person back."""
    came_back(contact.client, on=timezone.localtime(contact.happened_at).date(), by=by, at=contact.happened_at)


@transaction.atomic
def came_back(client, *, on, by, at=None):
    """The person was seen or spoken to on a day (`at` a moment, where it is known): every path that began before ends."""
    for path in MissedPath.objects.open().filter(client=client, missed_on__lte=on).select_related("client"):
        if at is None or at >= moment_of(path):
            _end(path, PathStatus.BACK, by, on=on)


@transaction.atomic
def stop(episode, *, by, because=""):
    """The episode ends or rests: nobody is to be reached any more."""
    _stop(MissedPath.objects.filter(episode=episode), by, because)


@transaction.atomic
def stop_for(client, *, by, because=""):
    """The person has died, or is in custody."""
    _stop(client.missed_paths.all(), by, because)


def _stop(paths, by, because):
    for path in paths.open().select_related("client"):
        _end(path, PathStatus.STOPPED, by, because=because)


def pass_on(episodes, *, of, to, by):
    """Somebody else works with these episodes now: the steps that are to be done are that person's. In a verb's transaction."""
    for path in MissedPath.objects.open().filter(episode__in=episodes).select_related("client"):
        for step in path.steps.filter(owner=of, done_on=None):
            step.owner = to
            step.save_by(by, "owner")
        plan(path)


@transaction.atomic
def undo(*, appointment=None, attendance=None, by):
    """It was no miss: the path that it began ends, unless there has been another miss since."""
    for path in MissedPath.objects.open().filter(appointment=appointment, attendance=attendance):
        if not misses_of(path):
            _end(path, PathStatus.STOPPED, by, because=_("It was no miss."))


def misses_of(path):
    """Every miss that the path is about, the first first: (moment, what was missed)."""
    days = (path.missed_on, path.ended_on or timezone.localdate())
    missed = path.client.appointments.filter(status=AppointmentStatus.MISSED, begins_at__date__range=days)
    lines = path.client.attendances.filter(mark=Mark.MISSED, session__begins_at__date__range=days)
    rows = [(row.begins_at, row.get_kind_display()) for row in missed]
    for line in lines.select_related("session__programme"):
        rows.append((line.session.begins_at, f"{line.session.programme}: {line.session.name}"))
    return sorted(rows)


def _end(path, status, by, *, on=None, because=""):
    """End a path on a day; its alerts end with it, and those about missed contacts look at what comes after."""
    path.ended_on = max(on or timezone.localdate(), path.missed_on)
    move(path, status, by=by, reason=because, fields=["ended_on"])
    plan(path)
    plan(path.client)
