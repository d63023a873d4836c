"""What leaving treatment can be late for: ongoing needs, the relapse plan, check-ups; and what sharing can be late for.

Source: the catalogue AC01 to AC05 (docs/alerts.md; AC05 is CO01 to CO04). AC02 and AC06 are no alerts: the verbs refuse.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alerts.choices import Severity
from alerts.rules import Planned, occurrence_on, rule
from clients.choices import EpisodeStatus, OverrideStatus
from clients.models import CoachAssignment
from clients.responsible import approver_for, case_manager_of, keyworker_of, team_of
from core.calendar import london
from custody.models import CustodyStay
from referrals.models import TAKEN_ON, UNANSWERED

from .choices import HandoverStatus

EPISODE, CHECK_UP = "clients.episode", "aftercare.checkup"
FIRST_LEAD, LAST_LEAD = -28, -14
OVERDUE_LEAD = 3
CONSENT, OVERRIDE = "clients.consent", "clients.sharingoverride"
RUNS_OUT_LEAD = -30


def is_leaving(episode):
    """Whether the planned end counts now: in custody the care plan goes on until and after release."""
    is_planned = episode.status == EpisodeStatus.IN_TREATMENT and episode.planned_exit_on is not None
    return is_planned and not is_in_custody(episode.client)


def is_in_custody(client):
    return CustodyStay.objects.in_custody().filter(client=client).exists()


def of_exit(episode, lead, recipient, severity=None):
    """An alert so many days from the planned end; its occurrence is that date, so that another date alerts anew."""
    day = episode.planned_exit_on
    occurrence = occurrence_on(episode, day)
    team = team_of(episode.client, episode)
    return Planned(occurrence, london(day + timedelta(days=lead)), recipient, team, lead, day, severity)


@rule("AC01", subject=EPISODE, title=_("Treatment ends soon without an agreed handover"), severity=Severity.AMBER,
      todo=_("Prepare the handover with the client: needs, relapse plan, way back"),
      url_name="aftercare:handover_prepare")  # fmt: skip
def handover_missing(episode):
    if not is_leaving(episode) or episode.handovers.current().filter(agreed_on__isnull=False).exists():
        return
    recipient = case_manager_of(episode.client, episode)
    if episode.planned_exit_on + timedelta(days=LAST_LEAD) > timezone.localdate():
        yield of_exit(episode, FIRST_LEAD, recipient)
    yield of_exit(episode, LAST_LEAD, recipient, Severity.RED)


@rule("AC03", subject=EPISODE, title=_("Treatment ends without a relapse plan or a way back"), severity=Severity.RED,
      todo=_("Write the relapse plan and the way back before the client leaves"),
      url_name="aftercare:handover_prepare")  # fmt: skip
def relapse_plan_missing(episode):
    if not is_leaving(episode):
        return
    handover = episode.handovers.current().first()
    if handover is None or not (handover.relapse_plan_is_complete and handover.way_back_is_complete):
        yield of_exit(episode, 0, keyworker_of(episode.client, episode))


@rule("AC04", subject=CHECK_UP, title=_("Check-up after treatment"), severity=Severity.AMBER,
      todo=_("Get in touch and record how the person is"), url_name="aftercare:check_up_record")  # fmt: skip
def check_up_due(check_up):
    episode = check_up.aftercare.episode
    if check_up.done_on or check_up.cancelled_because or episode.status != EpisodeStatus.AFTERCARE:
        return
    if is_in_custody(check_up.client):
        return
    recipient = coach_of(check_up.client) or keyworker_of(check_up.client, episode)
    team = team_of(check_up.client, episode)
    for lead, severity in ((0, Severity.AMBER), (OVERDUE_LEAD, Severity.RED)):
        due_at = london(check_up.due_on + timedelta(days=lead))
        yield Planned(check_up.pk, due_at, recipient, team, lead, check_up.due_on, severity)


def coach_of(client):
    """The recovery coach assigned to the client today, or None."""
    today = timezone.localdate()
    rows = CoachAssignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), client=client, starts_on__lte=today)
    row = rows.filter(coach__is_active=True).select_related("coach").first()
    return row.coach if row else None


def of_consent(consent, day, lead=0, hour=9):
    """An alert to the keyworker about a consent."""
    client = consent.client
    return Planned(
        consent.pk, london(day + timedelta(days=lead), hour), keyworker_of(client), team_of(client), lead, day
    )


def is_last_of_its_kind(consent):
    """Whether it ends by itself, and no other consent takes its place."""
    if not consent.expires_on or consent.withdrawn_on:
        return False
    longer = Q(expires_on=None) | Q(expires_on__gt=consent.expires_on)
    same = consent.client.consents.filter(longer, recipient=consent.recipient_id, purpose=consent.purpose)
    return not same.filter(withdrawn_on=None).exists()


def is_in_use(consent):
    """Whether something that was shared under it goes on."""
    referrals = consent.referrals.filter(status__in=[*UNANSWERED, *TAKEN_ON])
    return (
        referrals.exists()
        or consent.handovers.filter(status__in=[HandoverStatus.SENT, HandoverStatus.QUERIED]).exists()
    )


def was_used(consent):
    """Whether anything has ever been shared under it."""
    referrals = consent.referrals.filter(sent_on__isnull=False)
    return referrals.exists() or consent.handovers.filter(sent_at__isnull=False).exists()


@rule("CO01", subject=CONSENT, title=_("A consent to share runs out soon"), severity=Severity.AMBER,
      todo=_("Ask the client whether it goes on"), url_name="clients:consent_detail")  # fmt: skip
def consent_runs_out(consent):
    if is_last_of_its_kind(consent) and consent.client.episodes.open().exists():
        yield of_consent(consent, consent.expires_on, RUNS_OUT_LEAD)


@rule("CO02", subject=CONSENT, title=_("A consent has run out that something is shared under"), severity=Severity.RED,
      todo=_("Ask the client again, or end what is shared"), url_name="clients:consent_detail")  # fmt: skip
def consent_ran_out(consent):
    if is_last_of_its_kind(consent) and is_in_use(consent):
        yield of_consent(consent, consent.expires_on, 1)


@rule("CO03", subject=CONSENT, title=_("A consent was withdrawn: the recipient must be told"), severity=Severity.RED,
      todo=_("Tell whoever has received something under it"), url_name="clients:consent_detail")  # fmt: skip
def recipient_to_tell(consent):
    if consent.withdrawn_on and not consent.recipients_told_on and was_used(consent):
        yield of_consent(consent, consent.withdrawn_on, hour=0)


@rule("CO04", subject=OVERRIDE, after_death=True, title=_("Sharing without consent waits for your approval"), severity=Severity.AMBER,
      todo=_("Approve it or refuse"), url_name="clients:override_detail")  # fmt: skip
def override_to_approve(override):
    if override.status != OverrideStatus.REQUESTED:
        return
    person, team = approver_for(override.client, override.created_by), team_of(override.client)
    moments = ((0, override.created_at, None), (1, london(override.approve_by), Severity.RED))
    for lead, moment, severity in moments:
        yield Planned(override.pk, moment, person, team, lead, override.approve_by, severity)
