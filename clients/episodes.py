"""The verbs of an episode: its facts and interventions, pausing, resuming, reopening, and a death recorded.

Each changes what this app knows. What else ends, waits or comes back with it is in the verbs of the same names of the
highest app (aftercare/episodes.py), which pages call.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from core.workflow import NotAllowed, move

from .choices import DischargeReason, EpisodeStatus, FactsKind
from .models import Death, Episode, EpisodePause, EpisodeReopening
from .workflow import close_episode, lock_client, plan_alerts, refuse_the_dead

DAY_PROGRAMME = "structured_day"  # the intervention that has a care plan and keywork (Welsh framework, 6.2)


def lock_episode(episode):
    """The episode as it is now, locked until the end of the transaction, its client too."""
    lock_client(episode.client)
    return Episode.objects.select_for_update(of=("self",)).select_related("client", "team").get(pk=episode.pk)


@transaction.atomic
def save_facts(form, *, by):
    """Write down what was asked: the start in its first days, or a review. Raises EditConflict and NotAllowed."""
    facts = form.instance
    episode = lock_episode(facts.episode)
    _refuse_twice(facts, episode.facts.standing().exclude(pk=facts.pk))
    if not facts._state.adding and not facts.may_be_changed:
        raise NotAllowed(_("These facts are locked now. Correct them with a reason: the old ones stay readable."))
    saved = form.save(by=by)
    plan(episode)
    return saved


def _refuse_twice(facts, others):
    """An episode has one start, and one review a day."""
    if facts.is_start and others.filter(kind=FactsKind.START).exists():
        raise NotAllowed(_("The facts at the start are recorded already."))
    if not facts.is_start and others.filter(kind=FactsKind.REVIEW, asked_on=facts.asked_on).exists():
        raise NotAllowed(_("A review on this day is recorded already. Change that one."))


@transaction.atomic
def correct_facts(facts, corrected, *, reason, by):
    """Put facts right that are locked: a new row takes their place, and the old one stays readable beside its reason."""
    lock_episode(facts.episode)
    facts = type(facts).objects.select_for_update().get(pk=facts.pk)
    if facts.replaced_at:
        raise NotAllowed(_("Somebody has corrected these facts already."))
    if not reason.strip():
        raise NotAllowed(_("Say why the facts are corrected."))
    _refuse_twice(corrected, facts.episode.facts.standing().exclude(pk=facts.pk))
    facts.replaced_at = timezone.now()
    facts.save_by(by, "replaced_at")
    corrected.replaces, corrected.reason = facts, reason
    corrected.save_by(by)
    plan(facts.episode)
    return corrected


@transaction.atomic
def save_intervention(form, *, by):
    """Write down an intervention of an open episode, or correct one."""
    episode = lock_episode(form.instance.episode)
    if not episode.is_open and form.instance._state.adding:
        raise NotAllowed(_("This episode is closed. Reopen it first."))
    row = form.instance
    if row.kind.code == DAY_PROGRAMME and row.started_on and not episode.client.care_plans.active().exists():
        raise NotAllowed(_("A structured day programme starts with an active plan. Agree the plan first."))
    return form.save(by=by)


@transaction.atomic
def pause_episode(episode, *, on, reason, by, expected_until=None, note=""):
    """The work rests for a time; what was due waits."""
    episode = lock_episode(episode)
    if on < episode.referred_on:
        raise NotAllowed(_("The pause cannot begin before the referral."))
    pause = EpisodePause(
        client=episode.client,
        episode=episode,
        reason=reason,
        note=note,
        starts_on=on,
        expected_until=expected_until,
        was=episode.status,
    )
    move(episode, EpisodeStatus.PAUSED, by=by, reason=str(reason))
    pause.save_by(by)
    plan_alerts(episode.client)
    return pause


@transaction.atomic
def resume_episode(episode, *, on, by):
    """The work goes on where it stood; what was due is due again."""
    episode = lock_episode(episode)
    pause = episode.pauses.filter(ended_on=None).first()
    if pause is None or episode.status != EpisodeStatus.PAUSED:
        raise NotAllowed(_("This episode is not paused."))
    if on < pause.starts_on:
        raise NotAllowed(_("The work cannot go on before the pause began."))
    pause.ended_on = on
    pause.save_by(by, "ended_on")
    move(episode, pause.was, by=by)
    plan_alerts(episode.client)
    return episode


@transaction.atomic
def reopen_episode(episode, *, on, reason, by, note=""):
    """A closed episode goes on where it stood before; the end that it had stays readable, with why it did not hold."""
    episode = lock_episode(episode)
    refuse_the_dead(episode.client)
    if episode.is_open:
        raise NotAllowed(_("This episode is open."))
    if episode.client.episodes.open().filter(team=episode.team_id).exists():
        raise NotAllowed(_("This client already has an open episode with this team."))
    if on < episode.ended_on:
        raise NotAllowed(_("The episode cannot be reopened before it ended."))
    ending = {name: getattr(episode, name) for name in ("ended_on", "discharge_reason", "destination")}
    row = EpisodeReopening(client=episode.client, episode=episode, reason=reason, note=note, reopened_on=on, **ending)
    row.save_by(by)
    episode.ended_on, episode.discharge_reason, episode.destination = None, "", ""
    move(episode, before_it_closed(episode), by=by, reason=str(reason), fields=list(ending))
    plan_alerts(episode.client)
    return episode


def before_it_closed(episode):
    """The status to which an episode goes back."""
    last = episode.status_changes.filter(to_status=EpisodeStatus.CLOSED).order_by("-changed_at", "-id").first()
    was = last.from_status if last else ""
    if was == EpisodeStatus.PAUSED:
        pause = episode.pauses.first()
        was = pause.was if pause else ""
    return was or (EpisodeStatus.IN_TREATMENT if episode.treatment_started_on else EpisodeStatus.WAITING)


@transaction.atomic
def write_death(client, *, died_on, how_known, by, note="", exit_status=None):
    """Write down that a client died, and close every episode with it; episodes that ended before stay as they are."""
    client = lock_client(client)
    if client.has_died:
        raise NotAllowed(_("The death of this person is recorded already."))
    if died_on < client.date_of_birth:
        raise NotAllowed(_("The death cannot be before the birth."))
    death = Death(client=client, died_on=died_on, how_known=how_known, note=note)
    death.save_by(by)
    for episode in client.episodes.open().select_related("client"):
        on = max([died_on, *_known_days(episode)])
        close_episode(episode, on=on, reason=DischargeReason.DIED, by=by, exit_status=exit_status)
    return death


def _known_days(episode):
    """The days before which an episode cannot end, also when it turns out that somebody died before them."""
    starts = episode.interventions.running().values_list("started_on", "referred_on")
    return [episode.referred_on, *[started or referred for started, referred in starts]]


@transaction.atomic
def withdraw_death(death, *, reason, by):
    """The person has not died: the record of it is taken back with a reason, and stays readable."""
    lock_client(death.client)
    death = Death.objects.select_for_update(of=("self",)).select_related("client").get(pk=death.pk)
    if death.withdrawn_at:
        raise NotAllowed(_("This has been corrected already."))
    death.withdrawn_at, death.withdrawn_by, death.withdrawn_reason = timezone.now(), by, reason
    death.save_by(by, "withdrawn_at", "withdrawn_by", "withdrawn_reason")
    return death
