"""The verbs of leaving treatment: a handover is prepared, agreed, sent and taken over; then aftercare begins."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Duty
from alerts.workflow import plan
from careplans.choices import PlanStatus
from careplans.models import CarePlan
from careplans.workflow import complete_plan, discard_draft
from clients import workflow as consents
from clients.choices import EpisodeStatus
from clients.models import KnownToTeam
from clients.responsible import case_manager_of
from clients.workflow import lock_client
from core import outbox
from core.forms import EditConflict
from core.workflow import NotAllowed, lock, move
from custody.models import CustodyStay
from recovery_capital.domains import domain_choices
from referrals.models import UNANSWERED
from referrals.workflow import withdraw_referral

from .checklist import first_missing
from .choices import CheckUpOutcome, CheckUpSchedule, HandoverStatus
from .models import Aftercare, CheckUp, Handover, SupportNeed
from .schedule import NEXT_TRY, TRIES, due_days

# What the client agrees to. When one of these changes while the handover is prepared, the client is asked again.
AGREED_FIELDS = {
    "summary", "strengths", "triggers", "warning_signs", "coping", "people_to_call", "if_i_lapse", "way_back_name",
    "way_back_phone", "way_back_how", "way_back_days", "may_contact_again", "receiving_service",
}  # fmt: skip
COPIED_FIELDS = [*sorted(AGREED_FIELDS), "overdose_advice_given", "receiving_worker"]
TERMS = ["consent", "sharing_override", "sent_at"]  # under what it was sent, and when
COPIED_FROM_NEED = ["has_need", "detail", "service", "no_service_reason", "action", "by_when"]


@transaction.atomic
def prepare_handover(episode, *, by):
    """Begin a handover with all domains of support to ask about; what an earlier one said is carried over."""
    if episode.status != EpisodeStatus.IN_TREATMENT:
        raise NotAllowed(_("A handover is prepared while the client is in treatment."))
    lock_client(episode.client)
    if episode.handovers.current().exists():
        raise NotAllowed(_("There is a handover for this episode already."))
    before = episode.handovers.first()
    handover = Handover(client=episode.client, episode=episode)
    for name in COPIED_FIELDS if before else ():
        setattr(handover, name, getattr(before, name))
    handover.save_by(by)
    known = {need.domain: need for need in before.needs.all()} if before else {}
    for domain, _label in domain_choices():
        need = SupportNeed(handover=handover, domain=domain)
        for name in COPIED_FROM_NEED if domain in known else ():
            setattr(need, name, getattr(known[domain], name))
        need.save_by(by)
    plan(episode)
    return handover


@transaction.atomic
def save_handover(form, *, by):
    """Keep what the form says; what the client agreed to and has changed must be agreed again. Raises EditConflict."""
    form.check_version()
    _refuse_unless_editable(_locked(form.instance))
    handover = form.save(by=by)
    if AGREED_FIELDS & set(form.changed_data):
        _ask_client_again(handover, by)
    plan(handover.episode)
    return handover


@transaction.atomic
def save_needs(handover, forms, *, by):
    """Keep the answers for the domains that were changed. Raises EditConflict for the first that clashes."""
    handover = _locked(handover)
    _refuse_unless_editable(handover)
    changed = [form for form in forms if form.has_changed()]
    for form in changed:
        form.save(by=by)
    if changed:
        _needs_have_changed(handover, by)
    return handover


@transaction.atomic
def link_service(need, service, *, by, seen=None):
    """A service from the directory will meet this need. Raises EditConflict when it is not the version that was seen."""
    handover = _locked(need.handover)
    _refuse_unless_editable(handover)
    lock(need)
    if seen is not None and need.version != seen:
        raise EditConflict(need)
    need.has_need, need.service, need.no_service_reason = True, service, ""
    need.save_by(by, "has_need", "service", "no_service_reason")
    _needs_have_changed(handover, by)
    return need


@transaction.atomic
def agree_handover(handover, *, by, agreed_on, agreed_how):
    """The client has gone through the handover and agrees."""
    handover = _locked(handover)
    _refuse_unless_editable(handover)
    handover.agreed_on, handover.agreed_how = agreed_on, agreed_how
    handover.save_by(by, "agreed_on", "agreed_how")
    plan(handover.episode)
    return handover


@transaction.atomic
def override_needs(handover, *, by, reason):
    """A manager lets the handover go ahead with needs unmet, and says why. Never on a handover of one's own."""
    handover = _locked(handover)
    _refuse_unless_editable(handover)
    if handover.is_work_of(by):
        raise NotAllowed(_("Nobody decides this on their own work: another manager must."))
    if not handover.needs.unanswered().exists():
        raise NotAllowed(_("Every need has a service or a reason: there is nothing to decide."))
    handover.override_reason, handover.override_by = reason, by
    handover.save_by(by, "override_reason", "override_by")
    return handover


@transaction.atomic
def send_handover(handover, *, by):
    """Pass the handover on to the service that takes over. Refused while anything is missing, or without consent."""
    handover = _locked(handover)
    _make_ready(handover)
    _moved(handover, HandoverStatus.SENT, by=by, fields=TERMS)
    _tell_receiver(handover, _("A handover waits for you"))
    plan(handover.episode)
    return handover


@transaction.atomic
def answer_handover(handover, *, by, answer):
    """Answer the receiver's question, and so send the handover again on the same terms."""
    handover = _locked(handover)
    _make_ready(handover)
    handover.answer = answer
    _moved(handover, HandoverStatus.SENT, by=by, reason=answer, fields=[*TERMS, "answer"])
    _tell_receiver(handover, _("Your question about a handover is answered"))
    return handover


@transaction.atomic
def readdress_handovers(teams, *, of, to, by):
    """What waits for one member of staff in some receiving teams waits for another, who is told."""
    waiting = Handover.objects.open().filter(receiving_worker=of, receiving_service__run_by_team__in=teams)
    for handover in waiting.select_for_update(of=("self",)).select_related("receiving_service").order_by("pk"):
        handover.receiving_worker = to
        handover.save_by(by, "receiving_worker")
        if handover.status != HandoverStatus.DRAFT:
            _tell_receiver(handover, _("A handover waits for you"))


@transaction.atomic
def withdraw_handover(handover, *, by, reason):
    """Take the handover back: the receiver no longer sees it."""
    handover = _moved(_locked(handover), HandoverStatus.WITHDRAWN, by=by, reason=reason)
    plan(handover.episode)
    return handover


@transaction.atomic
def accept_handover(handover, *, by):
    """The receiver takes over: from now on the receiver's team knows the client."""
    handover = _locked_for_receiver(handover, by)
    if handover.receiving_service.run_by_team is None:
        raise NotAllowed(_("No team of ours runs this service any more: ask the sender to choose another one."))
    handover.answered_by = by
    _moved(handover, HandoverStatus.ACCEPTED, by=by, fields=["answered_by"])
    KnownToTeam.objects.get_or_create(
        client=handover.client,
        team=handover.receiving_service.run_by_team,
        defaults={"created_by": by, "updated_by": by},
    )
    _tell_sender(handover, _("A handover was accepted"))
    return handover


@transaction.atomic
def query_handover(handover, *, by, question):
    """The receiver asks before deciding; the preparer answers."""
    handover = _locked_for_receiver(handover, by)
    handover.question, handover.answer, handover.answered_by = question, "", by
    _moved(handover, HandoverStatus.QUERIED, by=by, reason=question, fields=["question", "answer", "answered_by"])
    _tell_sender(handover, _("A question about a handover"))
    return handover


@transaction.atomic
def decline_handover(handover, *, by, decline_reason):
    """The receiver does not take over, and says why; the receiver no longer sees the handover."""
    handover = _locked_for_receiver(handover, by)
    handover.decline_reason, handover.answered_by = decline_reason, by
    _moved(handover, HandoverStatus.DECLINED, by=by, reason=decline_reason, fields=["decline_reason", "answered_by"])
    _tell_sender(handover, _("A handover was declined"))
    plan(handover.episode)
    return handover


@transaction.atomic
def begin_aftercare(handover, *, by, started_on, schedule=CheckUpSchedule.STANDARD):
    """The care plan is complete: close it, move the episode to aftercare and set the check-ups; a draft is discarded.

    Leaving prison or rehab is not aftercare (Welsh framework, 6.5): there must be a care plan to complete, and nobody
    in custody begins. Refused until the receiver has accepted, and while a need has neither a service nor a reason.
    """
    handover = _locked(handover)
    of_treatment = _plans_of_treatment(handover)
    _refuse_to_begin(handover, of_treatment, started_on)
    for care_plan in of_treatment.active():
        complete_plan(care_plan, by=by, on=started_on)
    for draft in of_treatment.in_making():
        discard_draft(draft, by=by, reason=_("Aftercare has begun: treatment is complete."))
    episode = handover.episode
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
def record_check_up(check_up, *, by, done_on, outcome, note=""):
    """Write down how somebody is after treatment. Where nobody was reached, another try is set, three in all."""
    check_up = CheckUp.objects.select_for_update(of=("self",)).select_related("aftercare__client").get(pk=check_up.pk)
    if check_up.done_on:
        raise NotAllowed(_("Somebody has recorded this check-up already."))
    if check_up.cancelled_because:
        raise NotAllowed(_("This check-up was cancelled."))
    if done_on < check_up.aftercare.started_on:
        raise NotAllowed(_("The check-up cannot be before aftercare began."))
    check_up.done_on, check_up.outcome, check_up.note = done_on, outcome, note
    check_up.save_by(by, "done_on", "outcome", "note")
    if outcome == CheckUpOutcome.NOT_REACHED:
        _set_next_try(check_up, by)
    plan(check_up)
    return check_up


@transaction.atomic
def withdraw_consent(consent, *, on, by, why=""):
    """The client takes a consent back: what was sent under it and nobody has answered is taken back in the same step.

    Whoever has more than that is told by the keyworker, who gets an alert.
    """
    consent = consents.withdraw_consent(consent, on=on, by=by, why=why)
    _take_back(consent, by, _("The client has withdrawn the consent."))
    return consent


@transaction.atomic
def decide_override(override, *, by, approved, note):
    """A second person approves sharing without consent; or refuses, and what nobody has answered is taken back."""
    override = consents.decide_override(override, by=by, approved=approved, note=note)
    if not approved:
        _take_back(override, by, _("Sharing without consent was refused."))
    return override


def _moved(handover, to, **options):
    """Move a handover, and plan what a consent in use is late for."""
    move(handover, to, **options)
    if handover.consent_id:
        plan(handover.consent)
    return handover


def _take_back(terms, by, reason):
    """Take back what was shared under a consent or an override and has not been answered."""
    for referral in terms.referrals.filter(status__in=UNANSWERED):
        withdraw_referral(referral, by=by, reason=reason)
    for handover in terms.handovers.filter(status__in=[HandoverStatus.SENT, HandoverStatus.QUERIED]):
        withdraw_handover(handover, by=by, reason=reason)


def _locked(handover):
    rows = Handover.objects.select_for_update(of=("self",))
    return rows.select_related("client", "episode__team", "receiving_service__run_by_team").get(pk=handover.pk)


def _locked_for_receiver(handover, user):
    handover = _locked(handover)
    if not Handover.objects.receivable_by(user).filter(pk=handover.pk).exists():
        raise NotAllowed(_("This handover has been taken back, or the client no longer agrees to share it."))
    return handover


def _refuse_unless_editable(handover):
    if not handover.can_be_edited:
        raise NotAllowed(_("This handover can no longer be changed. To change it, withdraw it and prepare it again."))


def _ask_client_again(handover, by):
    """What was agreed has changed. After a question the answer page says so instead: the handover has been sent."""
    if handover.status == HandoverStatus.DRAFT and handover.agreed_on:
        handover.agreed_on, handover.agreed_how = None, ""
        handover.save_by(by, "agreed_on", "agreed_how")


def _needs_have_changed(handover, by):
    """A decision to go ahead with needs unmet was about the needs as they were."""
    if handover.override_reason:
        handover.override_reason, handover.override_by = "", None
        handover.save_by(by, "override_reason", "override_by")
    _ask_client_again(handover, by)
    plan(handover.episode)


def _make_ready(handover):
    """Check that nothing is missing, and write down under which consent and when it goes."""
    missing = first_missing(handover)
    if missing:
        raise NotAllowed(missing)
    if handover.receiving_service.run_by_team is None:
        raise NotAllowed(_("Nobody at this service signs in here: choose one of our own services."))
    handover.consent, handover.sent_at = handover.live_consent(), timezone.now()
    handover.sharing_override = None if handover.consent else handover.live_override()


def _plans_of_treatment(handover):
    plans = CarePlan.objects.of_treatment().filter(client=handover.client)
    return plans.filter(episode=handover.episode) | plans.filter(episode=None)


def _refuse_to_begin(handover, of_treatment, started_on):
    if handover.status != HandoverStatus.ACCEPTED:
        raise NotAllowed(_("Aftercare begins when somebody has accepted the handover."))
    if handover.needs.unanswered().exists() and not handover.override_reason:
        raise NotAllowed(_("A need has neither a service nor a reason: aftercare cannot begin."))
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


def _set_next_try(check_up, by):
    """Another try in a few days, unless a check-up is due by then or enough have been made in a row."""
    others = check_up.aftercare.check_ups.exclude(pk=check_up.pk)
    latest = [row.outcome for row in others.filter(done_on__isnull=False).order_by("-done_on", "-due_on")[: TRIES - 1]]
    day = check_up.done_on + NEXT_TRY
    in_a_row = len(latest) == TRIES - 1 and set(latest) == {CheckUpOutcome.NOT_REACHED}
    if not in_a_row and not others.filter(done_on=None, due_on__lte=day).exists():
        _add_check_up(check_up.aftercare, day, by)


def _tell_receiver(handover, subject):
    """An email without the client's name to the worker named, else to whoever has the duty in the receiving team."""
    worker = handover.receiving_worker
    stays = worker is not None and worker.is_active
    person = worker if stays else handover.receiving_service.run_by_team.holder_of(Duty.DUTY_WORKER)
    _tell(handover, person, subject)


def _tell_sender(handover, subject):
    """To whoever prepared the handover, else to whoever manages the episode now."""
    preparer = handover.created_by
    stays = preparer is not None and preparer.is_active
    _tell(handover, preparer if stays else case_manager_of(handover.client, handover.episode), subject)


def _tell(handover, person, subject):
    if person and person.is_active:
        body = _("Please sign in and open Handovers.")
        outbox.send(f"handover-{handover.pk}-{handover.version}", recipient=person, subject=subject, body=body)
