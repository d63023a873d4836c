"""The verbs of aftercare: it begins when the care plan is complete, and somebody asks how the person is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alerts.workflow import plan
from careplans.choices import PlanStatus
from careplans.models import CarePlan
from careplans.workflow import complete_plan, discard_draft
from clients.choices import EpisodeStatus
from core.workflow import NotAllowed, move
from custody.models import CustodyStay
from programmes.missed import is_at_high_risk

from .checklist import first_missing, gate
from .choices import CheckUpOutcome, CheckUpSchedule, ConcernLevel, HandoverStatus, NextTry
from .models import Aftercare, CheckUp, CheckUpAttempt, CheckUpUse
from .preparing import go_on_or_end
from .schedule import due_days
from .workflow import lock_handover

ANSWERS = {"mood", "housing_changed", "work", "meetings"}


@transaction.atomic
def begin_aftercare(handover, *, by, started_on, schedule=CheckUpSchedule.STANDARD, go_on=(), exit_status=None):
    """The care plan is complete: close it, move the episode to aftercare and set the check-ups; a draft is discarded.

    Leaving prison or rehab is not aftercare (Welsh framework, 6.5): there must be a care plan to complete, and nobody
    in custody begins. Refused until the receiver has accepted, and while the gate finds anything missing
    (checklist.py). Interventions in `go_on` become aftercare; the others end with treatment, as `exit_status` says.
    """
    handover = lock_handover(handover)
    of_treatment = _plans_of_treatment(handover)
    _refuse_to_begin(handover, of_treatment, started_on)
    for care_plan in of_treatment.active():
        complete_plan(care_plan, by=by, on=started_on)
    for draft in of_treatment.in_making():
        discard_draft(draft, by=by, reason=_("Aftercare has begun: treatment is complete."))
    episode = handover.episode
    go_on_or_end(episode.interventions.running(), go_on=go_on, exit_status=exit_status, on=started_on, by=by)
    move(episode, EpisodeStatus.AFTERCARE, by=by)
    aftercare = Aftercare(
        client=handover.client, episode=episode, handover=handover, started_on=started_on, schedule=schedule
    )
    aftercare.save_by(by)
    for day in due_days(schedule, started_on):
        _add_check_up(aftercare, day, by)
    plan(episode)
    return aftercare


@transaction.atomic
def record_check_up(check_up, *, by, done_on, outcome, concern=ConcernLevel.NONE, note="", use=(), **answers):
    """Write down how somebody is after treatment; `use` are pairs of a substance and the days of the last 28."""
    check_up = _lock_to_do(check_up)
    if outcome == CheckUpOutcome.NOT_REACHED and check_up.next_try != NextTry.ENOUGH:
        raise NotAllowed(_("Write down each try to reach the client: after the last one this ends by itself."))
    if done_on < check_up.aftercare.started_on:
        raise NotAllowed(_("The check-up cannot be before aftercare began."))
    check_up.done_on, check_up.outcome, check_up.concern, check_up.note = done_on, outcome, concern, note
    for name in ANSWERS & set(answers):
        setattr(check_up, name, answers[name])
    check_up.save_by(by, "done_on", "outcome", "concern", "note", *sorted(ANSWERS))
    for substance, days in use:
        CheckUpUse(check_up=check_up, substance=substance, days=days).save_by(by)
    plan(check_up)
    plan(check_up.client)  # it is a contact, for the rules about contact (CN01, CN02, FA07)
    return check_up


@transaction.atomic
def try_to_reach(check_up, *, by, kind, tried_on, reached, note=""):
    """Somebody tried to reach the client. After three tries by two ways, and a letter where agreed, it ends unreached.

    Where the record says that the danger is high, nobody reached is something to act on that day.
    """
    check_up = _lock_to_do(check_up)
    if tried_on < check_up.aftercare.started_on:
        raise NotAllowed(_("The check-up cannot be before aftercare began."))
    attempt = CheckUpAttempt(
        client=check_up.client, check_up=check_up, kind=kind, tried_on=tried_on, reached=reached, note=note
    )
    attempt.save_by(by)
    check_up = _lock_to_do(check_up)
    if not reached and check_up.next_try == NextTry.ENOUGH:
        worry = ConcernLevel.ACT if is_at_high_risk(check_up.client) else ConcernLevel.WATCH
        outcome, latest = CheckUpOutcome.NOT_REACHED, check_up.attempts.last()
        record_check_up(check_up, by=by, done_on=latest.tried_on, outcome=outcome, concern=worry)
    plan(check_up)
    plan(check_up.client)
    return attempt


@transaction.atomic
def act_on(check_up, *, by, action_taken):
    """What a check-up said must be done the same day was done."""
    check_up = CheckUp.objects.select_for_update(of=("self",)).select_related("aftercare__client").get(pk=check_up.pk)
    if not check_up.waits_for_action:
        raise NotAllowed(_("Nothing waits to be done because of this check-up."))
    check_up.acted_on, check_up.action_taken = timezone.localdate(), action_taken
    check_up.save_by(by, "acted_on", "action_taken")
    plan(check_up)
    return check_up


def _lock_to_do(check_up):
    rows = CheckUp.objects.select_for_update(of=("self",)).select_related("aftercare__client", "aftercare__handover")
    check_up = rows.get(pk=check_up.pk)
    if check_up.done_on:
        raise NotAllowed(_("Somebody has recorded this check-up already."))
    if check_up.cancelled_because:
        raise NotAllowed(_("This check-up was cancelled."))
    return check_up


def _plans_of_treatment(handover):
    plans = CarePlan.objects.of_treatment().filter(client=handover.client)
    return plans.filter(episode=handover.episode) | plans.filter(episode=None)


def _refuse_to_begin(handover, of_treatment, started_on):
    if handover.status != HandoverStatus.ACCEPTED:
        raise NotAllowed(_("Aftercare begins when somebody has accepted the handover."))
    if missing := first_missing(gate(handover)):
        raise NotAllowed(missing)
    if CustodyStay.objects.in_custody().filter(client=handover.client).exists():
        raise NotAllowed(_("The client is in custody: the care plan goes on until and after release."))
    completed = handover.episode.care_plans.filter(status=PlanStatus.COMPLETED).exists()
    if not completed and not of_treatment.active().exists():
        raise NotAllowed(_("There is no care plan to complete: aftercare follows a completed care plan."))
    if of_treatment.filter(status=PlanStatus.AWAITING_COUNTERSIGN).exists():
        raise NotAllowed(_("A plan waits for a manager. It is countersigned or sent back first."))
    if handover.episode.treatment_started_on and started_on < handover.episode.treatment_started_on:
        raise NotAllowed(_("Aftercare cannot begin before treatment did."))


def _add_check_up(aftercare, day, by):
    check_up = CheckUp(client=aftercare.client, aftercare=aftercare, due_on=day)
    check_up.save_by(by)
    plan(check_up)
