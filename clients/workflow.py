"""The verbs of clients: open, assign, start and close an episode; contacts, consents, flags and coaches; break-glass."""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Role
from alerts.rules import RULES, worth_planning
from alerts.workflow import plan
from core import database
from core.calendar import add_working_days
from core.templatetags.ui import age
from core.workflow import NotAllowed, lock, move

from .choices import COMPLETED, ContactOutcome, DischargeReason, EpisodeStatus, FlagKind, OverrideStatus
from .models import CONTACT_FACTS, Client, ContactVersion, EpisodeSubstance, NamedReader, NationalConsent

UNDER_18 = gettext_lazy(
    "The person was under 18 on the day of the referral, and %(team)s is not marked as a young people’s team. "
    "Choose one that is."
)
# Reasons of the list that cannot wait for an approval, and how long an override opens sharing. Our own choice.
CANNOT_WAIT = {"danger_to_life", "child_at_risk", "adult_at_risk"}
OVERRIDE_LASTS = timedelta(days=28)
WHEN_SEEN = []  # what the apps above do once somebody was seen or spoken to


def plan_alerts(client):
    """Plan again every alert about a client: rules look at the keyworker, the episode, its substances and the flags."""
    for kind in sorted({rule.subject for rule in RULES.values()}):
        model = apps.get_model(kind)
        if model is not Client and not any(field.name == "client" for field in model._meta.fields):
            continue  # about staff, not about a client
        of_client = {"pk": client.pk} if model is Client else {"client": client}
        for subject in model._base_manager.filter(worth_planning(kind), **of_client).order_by("pk"):
            plan(subject)


def lock_client(client):
    """The client as it is now; whoever else writes what a client has only once waits until this transaction ends."""
    return Client.objects.select_for_update(no_key=True).get(pk=client.pk)


def refuse_the_dead(client):
    if client.has_died:
        raise NotAllowed(_("This person has died: nothing new begins. If that is wrong, correct the death first."))


def is_under_18(client, day):
    """Whether a client was under 18 on a day. Born on 29 February, somebody comes of age on 1 March."""
    return age(client.date_of_birth, day) < 18


@transaction.atomic
def open_episode(episode, *, substances, by):
    """Open an episode of treatment with a team; the client becomes known to that team."""
    client = lock_client(episode.client)
    refuse_the_dead(client)
    if is_under_18(client, episode.referred_on) and not episode.team.is_young_peoples:
        raise NotAllowed(UNDER_18 % {"team": episode.team})
    if client.episodes.open().filter(team=episode.team_id).exists():
        raise NotAllowed(_("This client already has an open episode with this team."))
    if episode.keyworker:
        _refuse_strangers(episode, episode.keyworker)
        episode.keyworker_since = timezone.now()
    episode.save_by(by)
    set_substances(episode, substances, by=by)
    plan_alerts(episode.client)
    return episode


@transaction.atomic
def edit_episode(form, *, by):
    """Change the facts of an episode and its planned end; what is due because of them is planned again."""
    if "planned_exit_on" in form.changed_data:
        form.instance.planned_exit_since = timezone.now() if form.instance.planned_exit_on else None
    episode = form.save(by=by)
    set_substances(episode, form.substances, by=by, age_first_used=form.cleaned_data["age_first_used"])
    plan_alerts(episode.client)
    return episode


def set_substances(episode, substances, *, by, age_first_used=None):
    """Write down what brought the person to treatment: (substance, route) of each, the main one first, and its age."""
    wanted = [(*pair, None if rank else age_first_used) for rank, pair in enumerate(substances)]
    if list(episode.substances.values_list("substance", "route", "age_first_used")) == wanted:
        return
    episode.substances.all().delete()
    for rank, (substance, route, age_then) in enumerate(wanted, start=1):
        row = EpisodeSubstance(episode=episode, rank=rank, substance=substance, route=route, age_first_used=age_then)
        row.save_by(by)


@transaction.atomic
def assign_keyworker(episode, *, keyworker, case_manager, by):
    """Say who keeps and who manages the episode; a new keyworker sees it as new for a week."""
    if not episode.is_open:
        raise NotAllowed(_("This episode is closed. Open a new one first."))
    for person in (keyworker, case_manager):
        if person:
            _refuse_strangers(episode, person)
    if keyworker != episode.keyworker:
        episode.keyworker_since = timezone.now() if keyworker else None
    episode.keyworker, episode.case_manager = keyworker, case_manager
    episode.save_by(by, "keyworker", "case_manager", "keyworker_since")
    if episode.client.is_restricted:
        people = [person for person in (keyworker, case_manager) if person]
        name_readers(episode.client, people, by=by, why=_("Keeps an open episode"))
    plan_alerts(episode.client)
    return episode


def name_readers(client, people, *, by, why):
    """Put people on the list of those who may see a restricted record; whoever is on it stays as they are."""
    known = set(client.named_readers.values_list("user", flat=True))
    for person in people:
        if person.pk not in known:
            NamedReader(client=client, user=person, why=why).save_by(by)
            known.add(person.pk)


def _refuse_strangers(episode, person):
    if not person.is_active or not person.memberships.filter(team=episode.team_id).exists():
        raise NotAllowed(_("%(person)s is not in %(team)s.") % {"person": person, "team": episode.team})


@transaction.atomic
def start_treatment(episode, *, on, by):
    """Treatment begins on a day."""
    episode.treatment_started_on = on
    move(episode, EpisodeStatus.IN_TREATMENT, by=by, fields=["treatment_started_on"])
    plan(episode)
    plan(episode.client)
    return episode


@transaction.atomic
def close_episode(episode, *, on, reason, by, note="", destination="", exit_status=None):
    """End an episode without aftercare: an exit that was not planned, a transfer, a death.

    A planned completion goes through aftercare, where the support after treatment is arranged first. What else ends
    with it is in the verb of the same name of the highest app (aftercare), which pages call.
    """
    if reason in COMPLETED and episode.status != EpisodeStatus.AFTERCARE:
        raise NotAllowed(_("A completed treatment ends through aftercare. Prepare the aftercare handover first."))
    if reason == DischargeReason.DIED and not episode.client.has_died:
        raise NotAllowed(_("Record the death first: it ends every episode and every message."))
    episode.ended_on, episode.discharge_reason, episode.destination = on, reason, destination
    fields = ["ended_on", "discharge_reason", "destination"]
    move(episode, EpisodeStatus.CLOSED, by=by, reason=note, fields=fields)
    _end_what_belongs_to(episode, on, exit_status, by)
    plan_alerts(episode.client)
    return episode


def _end_what_belongs_to(episode, on, exit_status, by):
    """Closing an episode closes its interventions and its pause."""
    for intervention in episode.interventions.running():
        if exit_status is None:
            raise NotAllowed(_("Say how the interventions ended that are still running."))
        intervention.ended_on, intervention.exit_status = on, exit_status
        intervention.save_by(by, "ended_on", "exit_status")
    for pause in episode.pauses.filter(ended_on=None):
        pause.ended_on = max(on, pause.starts_on)
        pause.save_by(by, "ended_on")


@transaction.atomic
def record_consent(form, *, by):
    """The client says yes to sharing with one recipient, for one purpose."""
    consent = form.save(by=by)
    plan_alerts(consent.client)
    return consent


@transaction.atomic
def withdraw_consent(consent, *, on, by, why=""):
    """The client takes a consent back; `aftercare.workflow.withdraw_consent` also takes back what was shared."""
    lock(consent)
    if consent.withdrawn_on:
        raise NotAllowed(_("This consent was withdrawn already."))
    consent.withdrawn_on, consent.withdrawn_why = on, why
    consent.save_by(by, "withdrawn_on", "withdrawn_why")
    plan_alerts(consent.client)
    return consent


@transaction.atomic
def tell_recipient(consent, *, on, how, by):
    """The recipient knows that the client has withdrawn the consent."""
    lock(consent)
    if not consent.withdrawn_on or consent.recipients_told_on:
        raise NotAllowed(_("There is nobody to tell: it was not withdrawn, or they know already."))
    if on < consent.withdrawn_on:
        raise NotAllowed(_("They cannot have been told before the consent was withdrawn."))
    consent.recipients_told_on, consent.recipients_told_how = on, how
    consent.save_by(by, "recipients_told_on", "recipients_told_how")
    plan(consent)
    return consent


@transaction.atomic
def answer_national_consent(answer, *, by):
    """The client says yes or no to the national data set; the answer before it stays in the history."""
    lock_client(answer.client)
    for before in NationalConsent.objects.current().filter(client=answer.client):
        before.superseded_at = timezone.now()
        before.save_by(by, "superseded_at")
    answer.save_by(by)
    return answer


@transaction.atomic
def withdraw_national_consent(answer, *, on, by):
    """The client takes the yes to the national data set back."""
    lock(answer)
    if not answer.agreed or answer.withdrawn_on or answer.superseded_at:
        raise NotAllowed(_("There is no yes to take back."))
    if on < answer.asked_on:
        raise NotAllowed(_("This is before the client said yes."))
    answer.withdrawn_on = on
    answer.save_by(by, "withdrawn_on")
    return answer


@transaction.atomic
def request_override(override, *, by):
    """Ask to share without consent. What cannot wait is shared now, and approved by the next working day."""
    today = timezone.localdate()
    override.shares_now = override.reason.code in CANNOT_WAIT
    override.approve_by, override.expires_on = add_working_days(today, 1), today + OVERRIDE_LASTS
    override.save_by(by)
    plan(override)
    return override


@transaction.atomic
def decide_override(override, *, by, approved, note):
    """A second person approves sharing without consent, or refuses.

    `aftercare.workflow.decide_override` also takes back what was shared already.
    """
    if override.created_by_id == by.pk:
        raise NotAllowed(_("Nobody approves their own decision: another manager or the governance officer must."))
    override.decided_by, override.decided_at, override.decision_note = by, timezone.now(), note
    status = OverrideStatus.APPROVED if approved else OverrideStatus.REFUSED
    move(override, status, by=by, reason=note, fields=["decided_by", "decided_at", "decision_note"])
    plan(override)
    return override


@transaction.atomic
def add_flag(flag, *, by):
    """Put a flag on a record, where everybody sees it first."""
    lock_client(flag.client)
    if flag.client.flags.filter(kind=flag.kind, ended_on=None).exists():
        raise NotAllowed(_("The record has the flag “%(flag)s” already.") % {"flag": FlagKind(flag.kind).label})
    flag.save_by(by)
    plan_alerts(flag.client)
    return flag


@transaction.atomic
def end_flag(flag, *, on, by):
    """Take a flag off a record; it stays in the history."""
    lock(flag)
    if flag.ended_on:
        raise NotAllowed(_("This flag was ended already."))
    flag.ended_on = on
    flag.save_by(by, "ended_on")
    plan_alerts(flag.client)
    return flag


@transaction.atomic
def assign_coach(assignment, *, by):
    """A recovery coach walks beside the client from a day on, and may see the part of the record meant for coaches."""
    coach = assignment.coach
    refuse_the_dead(assignment.client)
    if coach.role != Role.RECOVERY_COACH or not coach.is_active:
        raise NotAllowed(_("%(person)s is not a recovery coach.") % {"person": coach})
    lock_client(assignment.client)
    others = assignment.client.coach_assignments.filter(coach=coach).exclude(pk=assignment.pk)
    if any(_overlap(assignment, other) for other in others):
        raise NotAllowed(_("%(person)s is assigned at that time already.") % {"person": coach})
    assignment.save_by(by)
    plan_alerts(assignment.client)
    return assignment


@transaction.atomic
def end_coaching(assignment, *, on, by):
    """The coach no longer walks beside the client: after the last day the record is closed to the coach."""
    if assignment.ends_on and assignment.ends_on < timezone.localdate():
        raise NotAllowed(_("This has ended already."))
    assignment.ends_on = on
    assignment.save_by(by, "ends_on")
    plan_alerts(assignment.client)
    return assignment


def _overlap(one, other):
    return (one.ends_on is None or other.starts_on <= one.ends_on) and (
        other.ends_on is None or one.starts_on <= other.ends_on
    )


@transaction.atomic
def record_contact(contact, *, by):
    """Write down a contact; a failed one plans when to try again, one that was attended ends what was planned."""
    contact.save_by(by)
    _after_contact(contact, by)
    return contact


def when_seen(act):
    """Register what an app above does once a contact was attended: `act(contact, by=…)`, in the same transaction."""
    WHEN_SEEN.append(act)
    return act


def _after_contact(contact, by):
    if contact.outcome == ContactOutcome.ATTENDED:
        for act in WHEN_SEEN:
            act(contact, by=by)
    plan(contact.client)


def may_correct(record, user):
    """Whether somebody may correct what stands on a record, or mark it as an error: who wrote it, and team managers."""
    return record.created_by_id == user.pk or user.role == Role.TEAM_MANAGER


def _refuse_correction(record, by):
    if not may_correct(record, by):
        raise NotAllowed(_("Only the person who wrote this, or a team manager, can correct it."))
    if record.is_in_error:
        raise NotAllowed(_("This was marked as entered in error already."))


@transaction.atomic
def correct_contact(form, *, reason, by):
    """Save what a contact should have said; what it said before is kept beside it, with the reason."""
    form.check_version()
    contact = form.instance
    before = type(contact).objects.get(pk=contact.pk)
    _refuse_correction(before, by)
    said = {name: getattr(before, name) for name in CONTACT_FACTS}
    ContactVersion(contact=contact, reason=reason, **said).save_by(by)
    form.save(by=by)
    _after_contact(contact, by)
    return contact


@transaction.atomic
def mark_in_error(record, *, reason, note="", by):
    """Say that something should not be on this record; it stays readable, and nothing counts it any more."""
    record = type(record).objects.select_for_update(of=("self",)).select_related("client").get(pk=record.pk)
    _refuse_correction(record, by)
    record.error_at, record.error_by = database.now(), by
    record.error_reason, record.error_note = reason, note
    record.save_by(by, "error_at", "error_by", "error_reason", "error_note")
    plan(record.client)
    return record
