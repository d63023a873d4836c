"""The verbs of leaving treatment: a handover is prepared, agreed, sent and taken over."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.choices import Duty
from alerts.workflow import plan
from clients import workflow as consents
from clients.choices import EpisodeStatus
from clients.models import KnownToTeam
from clients.responsible import case_manager_of
from clients.workflow import lock_client
from core import outbox
from core.forms import EditConflict
from core.workflow import NotAllowed, lock, move
from recovery_capital.domains import domain_choices
from referrals.models import UNANSWERED
from referrals.workflow import withdraw_referral

from .checklist import first_missing, tasks, to_decide
from .choices import ClientAnswer, HandoverStatus
from .models import Handover, SupportNeed

# What the client agrees to. When one of these changes while the handover is prepared, the client is asked again.
AGREED_FIELDS = {
    "summary", "strengths", "triggers", "warning_signs", "coping", "people_to_call", "if_i_lapse", "way_back_name",
    "way_back_phone", "way_back_how", "way_back_days", "may_contact_again", "receiving_service", "signs_others",
    "where_to_go", "harm_reduction", "others_do", "relapse_declined", "way_back_declined", "supporter",
}  # fmt: skip
COPIED_FIELDS = [*sorted(AGREED_FIELDS), "overdose_advice_given", "receiving_worker"]
TERMS = ["consent", "sharing_override", "sent_at"]  # under what it was sent, and when
COPIED_FROM_NEED = [
    "has_need", "detail", "helped_by", "continues", "who_will", "service", "nothing_shared", "referral",
    "no_service_reason", "action", "by_when",
]  # fmt: skip
ANSWER = ["agreed_on", "agreed_how", "client_answer", "client_words"]
DECISION = ["override_reason", "override_by"]


@transaction.atomic
def prepare_handover(episode, *, by):
    """Begin a handover with all domains of support to ask about; what an earlier one said is carried over."""
    if episode.status != EpisodeStatus.IN_TREATMENT:
        raise NotAllowed(_("A handover is prepared while the client is in treatment."))
    lock_client(episode.client)
    if episode.handovers.current().exists():
        raise NotAllowed(_("There is a handover for this episode already."))
    before = episode.handovers.first() or _carried_over(episode)
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


def _carried_over(episode):
    """The handover of the time before, where somebody came back with it."""
    return Handover.objects.filter(returns__episode=episode).first()


@transaction.atomic
def save_handover(form, *, by):
    """Keep what the form says; what the client agreed to and has changed must be agreed again. Raises EditConflict."""
    form.check_version()
    _refuse_unless_editable(lock_handover(form.instance))
    handover = form.save(by=by)
    if AGREED_FIELDS & set(form.changed_data):
        _decide_again(handover, by)
        _ask_client_again(handover, by)
    plan(handover.episode)
    return handover


@transaction.atomic
def save_needs(handover, forms, *, by):
    """Keep the answers for the domains that were changed. Raises EditConflict for the first that clashes."""
    handover = lock_handover(handover)
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
    handover = lock_handover(need.handover)
    _refuse_unless_editable(handover)
    lock(need)
    if seen is not None and need.version != seen:
        raise EditConflict(need)
    need.has_need, need.service, need.no_service_reason = True, service, ""
    need.save_by(by, "has_need", "service", "no_service_reason")
    _needs_have_changed(handover, by)
    return need


@transaction.atomic
def agree_handover(handover, *, by, agreed_on, agreed_how, client_answer=ClientAnswer.AGREES, client_words=""):
    """The client has gone through the handover and agrees, agrees in part, or does not, in words of their own."""
    handover = lock_handover(handover)
    _refuse_unless_editable(handover)
    if client_answer != ClientAnswer.AGREES and not client_words.strip():
        raise NotAllowed(_("Write what the client says, in their words."))
    handover.agreed_on, handover.agreed_how = agreed_on, agreed_how
    handover.client_answer, handover.client_words = client_answer, client_words
    handover.save_by(by, *ANSWER)
    plan(handover.episode)
    return handover


@transaction.atomic
def override_needs(handover, *, by, reason):
    """A manager lets it go ahead with something missing, and says why. Never on a handover of one's own."""
    handover = lock_handover(handover)
    if not handover.can_be_decided:
        raise NotAllowed(_("There is nothing to decide about this handover any more."))
    if handover.is_work_of(by):
        raise NotAllowed(_("Nobody decides this on their own work: another manager must."))
    if not to_decide(handover):
        raise NotAllowed(_("Nothing is missing that a manager could decide about."))
    handover.override_reason, handover.override_by = reason, by
    handover.save_by(by, *DECISION)
    return handover


@transaction.atomic
def send_handover(handover, *, by):
    """Pass the handover on to the service that takes over. Refused while anything is missing, or without consent."""
    handover = lock_handover(handover)
    _make_ready(handover)
    _moved(handover, HandoverStatus.SENT, by=by, fields=TERMS)
    _tell_receiver(handover, _("A handover waits for you"))
    plan(handover.episode)
    return handover


@transaction.atomic
def answer_handover(handover, *, by, answer):
    """Answer the receiver's question, and so send the handover again on the same terms."""
    handover = lock_handover(handover)
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
    handover = _moved(lock_handover(handover), HandoverStatus.WITHDRAWN, by=by, reason=reason)
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
    """Move a handover, and plan what it and a consent in use are late for."""
    move(handover, to, **options)
    plan(handover)
    if handover.consent_id:
        plan(handover.consent)
    return handover


def _take_back(terms, by, reason):
    """Take back what was shared under a consent or an override and has not been answered."""
    for referral in terms.referrals.filter(status__in=UNANSWERED):
        withdraw_referral(referral, by=by, reason=reason)
    for handover in terms.handovers.filter(status__in=[HandoverStatus.SENT, HandoverStatus.QUERIED]):
        withdraw_handover(handover, by=by, reason=reason)


def lock_handover(handover):
    """The handover as it is now, kept from others until the transaction ends."""
    rows = Handover.objects.select_for_update(of=("self",))
    return rows.select_related("client", "episode__team", "receiving_service__run_by_team").get(pk=handover.pk)


def _locked_for_receiver(handover, user):
    handover = lock_handover(handover)
    if not Handover.objects.receivable_by(user).filter(pk=handover.pk).exists():
        raise NotAllowed(_("This handover has been taken back, or the client no longer agrees to share it."))
    return handover


def _refuse_unless_editable(handover):
    if not handover.can_be_edited:
        raise NotAllowed(_("This handover can no longer be changed. To change it, withdraw it and prepare it again."))


def _ask_client_again(handover, by):
    """What was agreed has changed. After a question the answer page says so instead: the handover has been sent."""
    if handover.status == HandoverStatus.DRAFT and handover.agreed_on:
        handover.agreed_on, handover.agreed_how, handover.client_answer, handover.client_words = None, "", "", ""
        handover.save_by(by, *ANSWER)


def _needs_have_changed(handover, by):
    _decide_again(handover, by)
    _ask_client_again(handover, by)
    plan(handover.episode)


def _decide_again(handover, by):
    """A decision to go ahead was about what was missing then."""
    if handover.override_reason:
        handover.override_reason, handover.override_by = "", None
        handover.save_by(by, *DECISION)


def _make_ready(handover):
    """Check that nothing is missing, and write down under which consent and when it goes."""
    missing = first_missing(tasks(handover))
    if missing:
        raise NotAllowed(missing)
    if handover.receiving_service.run_by_team is None:
        raise NotAllowed(_("Nobody at this service signs in here: choose one of our own services."))
    handover.consent, handover.sent_at = handover.live_consent(), timezone.now()
    handover.sharing_override = None if handover.consent else handover.live_override()


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
