"""What referrals can be late for: to us, triage and the clocks of referrals/clocks.py; from us, an answer that does not come, one
that waits for us, a visit of which nobody has said anything. Source: RF01 to RF05, our own
numbers. On a path, the dates that its file names (referrals/paths): RH01, HO03 and AC08 of the catalogue, and RS01 of ours."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Duty, Role
from alerts.choices import Severity
from alerts.rules import Planned, occurrence_on, rule
from clients.responsible import case_manager_of, keyworker_of, team_of
from core.calendar import add_working_days, london

from .choices import IncomingStatus, MessageKind, ReferralStatus
from .clocks import SOON_WORKING_DAYS, clock_of
from .models import ENDED_BEFORE, TAKEN_ON, UNANSWERED
from .steps import Progress

SUBJECT, PAGE = "referrals.incomingreferral", "referrals:incoming_detail"
REFERRAL = "referrals.referral"
REFERRAL_PAGE = "referrals:referral_detail"
SECOND_LEAD = 7  # days after the first reminder
TO_ANSWER = [MessageKind.QUESTION, MessageKind.OFFER, MessageKind.TOO_LATE]


def _whose(referral):
    """Who goes on with it, else a manager of the team, else the team."""
    person = referral.whose
    if person and person.is_active:
        return person
    managers = referral.team.members.filter(role=Role.TEAM_MANAGER, is_active=True).order_by("username")
    return managers.first()


def _received_on(referral):
    return timezone.localdate(referral.created_at)


def _occurrence(referral):
    """Each time that it is received is looked at anew: also after it was reopened or passed on."""
    times = referral.status_changes.filter(to_status=IncomingStatus.RECEIVED).count()
    return uuid5(referral.pk, f"received {times}")


@rule("RF03", subject=SUBJECT, title=_("A referral waits for triage"), severity=Severity.AMBER,
      todo=_("Say how soon the person has to be seen"), url_name=PAGE)  # fmt: skip
def not_triaged(referral):
    """On the next working day; where a danger is named, or the person is under 18, at once."""
    if referral.status != IncomingStatus.RECEIVED or referral.triaged_on:
        return
    day, occurrence, team = _received_on(referral), _occurrence(referral), referral.team
    if referral.dangers or referral.is_under_18:
        duty = Duty.DUTY_WORKER if referral.dangers else Duty.SAFEGUARDING_LEAD
        recipient = team.holder_of(duty) or _whose(referral)
        yield Planned(occurrence, referral.created_at, recipient, team, 0, day, severity=Severity.RED)
    else:
        yield Planned(occurrence, london(add_working_days(day, 1)), _whose(referral), team, 1, day)


@rule("RF04", subject=SUBJECT, title=_("The clock of a referral is about to run out"), severity=Severity.AMBER,
      todo=_("Offer the first appointment, or start treatment, in time"), url_name=PAGE)  # fmt: skip
def clock_runs_out(referral):
    """Five working days before; and on the last day."""
    clock = clock_of(referral)
    if not clock.is_running:
        return
    occurrence = occurrence_on(referral, clock.due_on)
    early = add_working_days(clock.due_on, -SOON_WORKING_DAYS)
    yield Planned(occurrence, london(early), _whose(referral), referral.team, -SOON_WORKING_DAYS, clock.due_on)
    yield Planned(
        occurrence, london(clock.due_on), _whose(referral), referral.team, 0, clock.due_on, severity=Severity.RED
    )


def of_referral(referral, occurrence, due_at, lead=0, about_on=None, severity=None):
    """An alert to the keyworker about a referral."""
    person, team = keyworker_of(referral.client, referral.episode), team_of(referral.client, referral.episode)
    return Planned(occurrence, due_at, person, team, lead, about_on, severity)


@rule("RF01", subject=REFERRAL, title=_("No answer to a referral"), severity=Severity.AMBER,
      todo=_("Ask the service, and write down what they say"), url_name="referrals:referral_detail")  # fmt: skip
def partner_has_not_answered(referral):
    """The day after an answer was expected, and again a week later."""
    if referral.status not in UNANSWERED or not referral.answer_by:
        return
    occurrence = occurrence_on(referral, referral.answer_by)
    for days, severity in ((1, Severity.AMBER), (1 + SECOND_LEAD, Severity.RED)):
        due_at = london(referral.answer_by + timedelta(days=days))
        yield of_referral(referral, occurrence, due_at, days, referral.answer_by, severity)


@rule("RF02", subject=REFERRAL, title=_("A service has answered a referral"), severity=Severity.AMBER,
      todo=_("Read what they wrote, and answer or act on it"), url_name="referrals:referral_detail")  # fmt: skip
def partner_waits_for_us(referral):
    """A question, a date, something that came too late: until we have written after it. A no: until it is seen."""
    messages = list(referral.messages.all())
    answered_at = max((message.created_at for message in messages if not message.is_theirs), default=None)
    for message in messages:
        is_unread = answered_at is None or message.created_at > answered_at
        is_waiting = is_unread and message.kind in TO_ANSWER and message.link_id
        if is_waiting and (message.kind == MessageKind.TOO_LATE or referral.status in [*UNANSWERED, *TAKEN_ON]):
            yield of_referral(referral, message.pk, message.created_at)
    if referral.status == ReferralStatus.DECLINED:
        said_no = referral.status_changes.filter(to_status=ReferralStatus.DECLINED, changed_by=None).first()
        if said_no:
            occurrence = uuid5(NAMESPACE_OID, f"{referral.pk} declined {said_no.pk}")
            yield of_referral(referral, occurrence, said_no.changed_at)


@rule("RF05", subject=REFERRAL, title=_("Nobody has said whether a client went"), severity=Severity.AMBER,
      todo=_("Ask the client and the service, and write it down"), url_name="referrals:referral_detail")  # fmt: skip
def visit_not_known(referral):
    """The day after the date that was offered."""
    if not referral.offered_on or referral.status not in [*UNANSWERED, ReferralStatus.ACCEPTED, ReferralStatus.WAITING]:
        return
    if not referral.messages.filter(kind=MessageKind.VISIT, day__gte=referral.offered_on).exists():
        due_at = london(referral.offered_on + timedelta(days=1))
        occurrence = occurrence_on(referral, referral.offered_on)
        yield of_referral(referral, occurrence, due_at, 1, referral.offered_on)


def near(referral, code, answers_for):
    """The alerts of one code of the referral's path: so many days from a date, until what it waits for is done."""
    if not referral.path or referral.status in ENDED_BEFORE:
        return
    progress = Progress(referral)
    for warn in progress.path.alerts if progress.path else ():
        day = about(progress, warn.about)
        if warn.code != code or day is None or progress.is_done(warn.until):
            continue
        is_red = warn.red_without and not progress.is_done(warn.red_without)
        person, team = answers_for(referral.client, referral.episode), team_of(referral.client, referral.episode)
        occurrence = uuid5(referral.pk, f"{warn.about} {day}")
        for lead in warn.leads:
            due_at = london(day + timedelta(lead))
            yield Planned(occurrence, due_at, person, team, lead, day, Severity.RED if is_red else None)


def about(progress, name):
    """The date that an alert is about: one that was answered, or the day on which a step is due."""
    step = progress.path.step(name)
    return progress.due_on(step) if step else progress.day_of(name)


@rule("RH01", subject=REFERRAL, title=_("A funding panel or a rehabilitation bed is near"), url_name=REFERRAL_PAGE, severity=Severity.AMBER,
      todo=_("Look at the steps: a plan for moving on must be there before the bed"))  # fmt: skip
def rehabilitation(referral):
    yield from near(referral, "RH01", case_manager_of)


@rule("HO03", subject=REFERRAL, title=_("A housing decision is expected, or time to ask for a review runs out"), url_name=REFERRAL_PAGE,
      todo=_("Ask the council, or ask for the review in time"), severity=Severity.AMBER)  # fmt: skip
def housing_decision(referral):
    yield from near(referral, "HO03", keyworker_of)


@rule("AC08", subject=REFERRAL, title=_("Ask how the first mutual-aid meeting was"), url_name=REFERRAL_PAGE, severity=Severity.INFO,
      todo=_("Ask, show interest, and help with the next one"))  # fmt: skip
def mutual_aid(referral):
    yield from near(referral, "AC08", keyworker_of)


@rule("RS01", subject=REFERRAL, title=_("A day that a referral waits for is near"), url_name=REFERRAL_PAGE, severity=Severity.INFO,
      todo=_("Look at the steps of the referral, and help the person to get there"))  # fmt: skip
def step_near(referral):
    yield from near(referral, "RS01", keyworker_of)
