"""What leaving treatment can be late for: ongoing needs, the relapse plan, check-ups; and what sharing can be late for.

Source: the catalogue AC01 to AC05 (docs/alerts.md; AC05 is CO01 to CO04); AC09 to AC11 are ours. AC02 and AC06 are no alerts: the verbs refuse.
"""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alerts.choices import Person, Severity
from alerts.rules import AT_ONCE, Days, Ended, Planned, occurrence_on, rule
from alerts.tuning import leads, sharpness
from clients.choices import ConsentPurpose, EpisodeStatus, OverrideStatus
from clients.endings import over, while_open
from clients.responsible import approver_for, newest_open, team_of, told_by
from core.calendar import add_working_days, london
from core.memory import remembered
from custody.models import CustodyStay
from reference import intervals
from reference.choices import IntervalKey
from referrals.models import TAKEN_ON, UNANSWERED

from .choices import UNPLANNED, CheckUpOutcome, ClientAnswer, HandoverStatus

EPISODE, CHECK_UP = "clients.episode", "aftercare.checkup"
CONSENT, OVERRIDE = "clients.consent", "clients.sharingoverride"


def is_leaving(episode):
    """Whether the planned end counts now: in custody the care plan goes on until and after release."""
    is_planned = episode.status == EpisodeStatus.IN_TREATMENT and episode.planned_exit_on is not None
    return is_planned and not is_in_custody(episode.client)


@remembered
def is_in_custody(client):
    return CustodyStay.objects.in_custody().filter(client=client).exists()


def of_exit(episode, code, lead):
    """Alerts so many days from the planned end; their occurrence is that date, so that another date alerts anew."""
    day, team = episode.planned_exit_on, team_of(episode.client, episode)
    occurrence, due_at = occurrence_on(episode, day), london(day + timedelta(days=lead))
    for recipient in told_by(code, episode.client, episode):
        yield Planned(occurrence, due_at, recipient, team, lead, day, sharpness(code, lead))


def not_leaving(episode, _alert):
    """Why nothing is due about a planned end any more, whatever it was."""
    if episode.status == EpisodeStatus.AFTERCARE:
        return _("Aftercare has begun")
    if not episode.is_open:
        return _("The episode was closed")
    if episode.planned_exit_on is None:
        return _("The planned end was taken back")
    return _("The person is in custody: treatment goes on") if is_in_custody(episode.client) else ""


def of_exit_unplanned(episode, _alert):
    """Why an unplanned end is not to be written up any more."""
    if hasattr(episode, "unplanned_exit"):
        return _("It is written up")
    if episode.is_open:
        return _("The episode was reopened")
    if told_long_after(episode):
        return _("It was written down long after it happened")
    return _("It was no unplanned end after all")


def of_check_up(check_up, _alert):
    """What has become of a check-up."""
    if check_up.done_on:
        is_unreached = check_up.outcome == CheckUpOutcome.NOT_REACHED
        return _("It ended without reaching the person") if is_unreached else _("The check-up was done")
    if check_up.cancelled_because:
        return check_up.get_cancelled_because_display()
    if is_in_custody(check_up.client):
        return _("The person is in custody")
    return _("Somebody tried: the next try has its own day") if check_up.attempts.exists() else ""


def has_agreed_handover(episode):
    agreed = episode.handovers.current().filter(agreed_on__isnull=False)
    return agreed.exclude(client_answer=ClientAnswer.NOT).exists()


@rule("AC01", ended=Ended(_("The handover was agreed"), not_leaving), leads=(-28, -14), red_from=-14, to=[Person.CASE_MANAGER],
      subject=EPISODE, title=_("Treatment ends soon without an agreed handover"), severity=Severity.AMBER,
      todo=_("Prepare the handover with the client: needs, relapse plan, way back"),
      url_name="aftercare:handover_prepare")  # fmt: skip
def handover_missing(episode):
    """A lead that was past when the planned end was written down gives way to the next one that was past too."""
    if not is_leaving(episode) or has_agreed_handover(episode):
        return
    days, since = leads("AC01"), episode.planned_exit_since
    for lead, following in zip(days, [*days[1:], None], strict=True):
        if not (
            since and following is not None and london(episode.planned_exit_on + timedelta(days=following)) <= since
        ):
            yield from of_exit(episode, "AC01", lead)


@rule("AC03", ended=Ended(_("The relapse plan and the way back are written"), not_leaving), leads=(0,), to=[Person.KEYWORKER],
      subject=EPISODE, title=_("Treatment ends without a relapse plan or a way back"), severity=Severity.RED,
      todo=_("Write the relapse plan and the way back before the client leaves"),
      url_name="aftercare:handover_prepare")  # fmt: skip
def relapse_plan_missing(episode):
    if not is_leaving(episode):
        return
    handover = episode.handovers.current().first()
    if handover is None or not (handover.has_relapse_plan and handover.has_way_back):
        for lead in leads("AC03"):
            yield from of_exit(episode, "AC03", lead)


@rule("AC04", ended=Ended(_("It is told of on another day"), of_check_up), leads=(0, 3), red_from=3, to=[Person.COACH],
      subject=CHECK_UP, title=_("Check-up after treatment"), severity=Severity.AMBER,
      todo=_("Get in touch and record how the person is"), url_name="aftercare:check_up_record")  # fmt: skip
def check_up_due(check_up):
    episode = check_up.aftercare.episode
    if check_up.done_on or check_up.cancelled_because or episode.status != EpisodeStatus.AFTERCARE:
        return
    if is_in_custody(check_up.client):
        return
    team, tried = team_of(check_up.client, episode), check_up.attempts.last()
    occurrence, day = (tried.pk, check_up.to_do_on) if tried else (check_up.pk, check_up.due_on)
    people = told_by("AC04", check_up.client, episode)
    for lead in leads("AC04"):
        for recipient in people:
            due_at, severity = london(day + timedelta(days=lead)), sharpness("AC04", lead)
            yield Planned(occurrence, due_at, recipient, team, lead, day, severity)


@rule("AC09", days=(AT_ONCE,),
      ended=while_open(_("What was done is written down")), to=[Person.KEYWORKER],
      subject=CHECK_UP, title=_("A check-up found something that must be done today"), severity=Severity.RED,
      todo=_("Do what is needed, and write down what was done"), url_name="aftercare:check_up_act", until_done=True)  # fmt: skip
def check_up_to_act_on(check_up):
    episode = check_up.aftercare.episode
    if check_up.waits_for_action and episode.is_open:
        team = team_of(check_up.client, episode)
        for recipient in told_by("AC09", check_up.client, episode):
            yield Planned(check_up.pk, london(check_up.done_on, 0), recipient, team, about_on=check_up.done_on)


@rule("AC10", subject=EPISODE, title=_("An unplanned end of treatment is not written up"), severity=Severity.AMBER,
      ended=Ended("", of_exit_unplanned), leads=(1, 5), in_working_days=True, red_from=5, to=[Person.KEYWORKER],
      todo=_("Write down the letter, who was told, the decision and the way back"), url_name="aftercare:exit_record",
      until_done=True)  # fmt: skip
def exit_not_written_up(episode):
    """So many working days after it, until it is written up; not of an end that was only told when it was long over."""
    is_unplanned = not episode.is_open and episode.treatment_started_on and episode.discharge_reason in UNPLANNED
    if not is_unplanned or hasattr(episode, "unplanned_exit") or told_long_after(episode):
        return
    team = team_of(episode.client, episode)
    for lead in leads("AC10"):
        due_at = london(add_working_days(episode.ended_on, lead))
        for recipient in told_by("AC10", episode.client, episode):
            occurrence, severity = occurrence_on(episode, episode.ended_on), sharpness("AC10", lead)
            yield Planned(occurrence, due_at, recipient, team, lead, episode.ended_on, severity)


def of_handover(handover, _alert):
    """What has become of a handover that waited for an answer."""
    if handover.status == HandoverStatus.SENT:
        return over(handover)
    return _("The handover is “%(status)s” now") % {"status": handover.get_status_display()}


@rule("AC11", ended=Ended(_("It was sent again"), of_handover), leads=(3, 7), in_working_days=True, red_from=7, to=[Person.CASE_MANAGER],
      subject="aftercare.handover", title=_("Nobody has answered a handover"), severity=Severity.AMBER,
      todo=_("Ring whoever is to take over, until they accept, ask or decline"), url_name="aftercare:handover_detail",
      only=Q(status=HandoverStatus.SENT), until_done=True)  # fmt: skip
def handover_unanswered(handover):
    """So many working days after it was sent, and anew where it was sent again with an answer; it is chased until then."""
    if handover.status != HandoverStatus.SENT or handover.episode.status != EpisodeStatus.IN_TREATMENT:
        return
    day, team = timezone.localdate(handover.sent_at), team_of(handover.client, handover.episode)
    for lead in leads("AC11"):
        due_at, severity = london(add_working_days(day, lead)), sharpness("AC11", lead)
        for recipient in told_by("AC11", handover.client, handover.episode):
            yield Planned(occurrence_on(handover, day), due_at, recipient, team, lead, day, severity)


def of_given(consent, _alert):
    """What became of a consent that was to run out."""
    return _("The consent was withdrawn") if consent.withdrawn_on else over(consent)


def decided(override, _alert):
    return override.get_status_display()


def told_long_after(episode):
    """Whether the time was over in which the person comes back without a full assessment when we were told of the end.

    It follows from the day on which the end was written down, and not from today: what was once asked for is asked for
    until it is done.
    """
    closed = episode.status_changes.filter(to_status=EpisodeStatus.CLOSED).order_by("-changed_at", "-id").first()
    told_on = timezone.localdate(closed.changed_at if closed else episode.created_at)
    return told_on > episode.ended_on + timedelta(days=intervals.days(IntervalKey.WAY_BACK, on=told_on))


def of_consent(code, consent, day, lead=0, hour=9):
    """The alerts about a consent, so many days from a day."""
    client, due_at = consent.client, london(day + timedelta(days=lead), hour)
    for person in told_by(code, client):
        yield Planned(consent.pk, due_at, person, team_of(client), lead, day)


@remembered
def is_last_of_its_kind(consent):
    """Whether it ends by itself, and no other consent takes its place."""
    if not consent.expires_on or consent.withdrawn_on:
        return False
    longer = Q(expires_on=None) | Q(expires_on__gt=consent.expires_on)
    whom = {"recipient": consent.recipient_id, "supporter": consent.supporter_id, "outside": consent.outside}
    same = consent.client.consents.filter(longer, **whom, purpose=consent.purpose)
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
    handovers = consent.handovers.filter(sent_at__isnull=False)
    if consent.purpose == ConsentPurpose.RELEASE and is_in_custody(consent.client):
        return True  # the prison may have what it was asked for
    return any(rows.exists() for rows in (referrals, handovers, consent.relapse_plan_shares, consent.prison_asked))


@rule("CO01", ended=Ended(_("Another consent takes its place"), of_given), leads=(-30,), to=[Person.KEYWORKER],
      subject=CONSENT, title=_("A consent to share runs out soon"), severity=Severity.AMBER,
      todo=_("Ask the client whether it goes on"), url_name="clients:consent_detail")  # fmt: skip
def consent_runs_out(consent):
    if is_last_of_its_kind(consent) and newest_open(consent.client):
        for lead in leads("CO01"):
            yield from of_consent("CO01", consent, consent.expires_on, lead)


@rule("CO02", days=(Days(_("The day after the last day of the consent, which stands on the consent")),),
      ended=_("Another consent takes its place, or nothing is shared under it any more"), to=[Person.KEYWORKER],
      subject=CONSENT, title=_("A consent has run out that something is shared under"), severity=Severity.RED,
      todo=_("Ask the client again, or end what is shared"), url_name="clients:consent_detail")  # fmt: skip
def consent_ran_out(consent):
    if is_last_of_its_kind(consent) and is_in_use(consent):
        yield from of_consent("CO02", consent, consent.expires_on, 1)


@rule("CO03", days=(AT_ONCE,),
      ended=_("The recipients were told"), to=[Person.KEYWORKER],
      subject=CONSENT, title=_("A consent was withdrawn: the recipient must be told"), severity=Severity.RED,
      todo=_("Tell whoever has received something under it"), url_name="clients:consent_detail")  # fmt: skip
def recipient_to_tell(consent):
    if consent.withdrawn_on and not consent.recipients_told_on and was_used(consent):
        yield from of_consent("CO03", consent, consent.withdrawn_on, hour=0)


@rule("CO04", days=(AT_ONCE, Days(_("On the day by which it is to be approved, which stands on the decision"))),
      ended=Ended("", decided),
      subject=OVERRIDE, after_death=True, title=_("Sharing without consent waits for your approval"), severity=Severity.AMBER,
      todo=_("Approve it or refuse"), url_name="clients:override_detail")  # fmt: skip
def override_to_approve(override):
    if override.status != OverrideStatus.REQUESTED:
        return
    person, team = approver_for(override.client, override.created_by), team_of(override.client)
    moments = ((0, override.created_at, None), (1, london(override.approve_by), Severity.RED))
    for lead, moment, severity in moments:
        yield Planned(override.pk, moment, person, team, lead, override.approve_by, severity)
