"""What referrals can be late for: to us, triage and the clocks of referrals/clocks.py; from us, an answer that does not come, one
that waits for us, a visit of which nobody has said anything. Source: RF01 to RF08, our own
numbers. On a path, the dates that its file names (referrals/paths): RH01, HO03 and AC08 of the catalogue, and RS01 of ours."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Duty, Role
from alerts.choices import Person, Severity
from alerts.rules import AT_ONCE, Days, Ended, Planned, by_intervals, occurrence_on, rule
from alerts.tuning import leads, sharpness
from clients.choices import EpisodeStatus
from clients.endings import over
from clients.responsible import current_episode, team_of, told_by
from core.calendar import add_working_days, london
from reference.choices import IntervalKey

from .choices import IncomingStatus, MessageKind, OfferOutcome, ReferralStatus
from .clocks import SOON_WORKING_DAYS, clock_of
from .models import ENDED_BEFORE, ENDED_INCOMING, UNANSWERED
from .steps import Progress
from .story import unanswered

SUBJECT, PAGE = "referrals.incomingreferral", "referrals:incoming_detail"
REFERRAL = "referrals.referral"
REFERRAL_PAGE = "referrals:referral_detail"
# Days after which somebody looks at a referral that nobody has moved: what waits for an answer has RF01.
STANDS_STILL = {
    ReferralStatus.DRAFT: 7,
    ReferralStatus.ACCEPTED: 14,
    ReferralStatus.WAITING: 28,
    ReferralStatus.STARTED: 28,
}
WITH_US = [EpisodeStatus.WAITING, EpisodeStatus.IN_TREATMENT, EpisodeStatus.AFTERCARE]
# Working days after a first appointment: one that was missed is a failed contact (CN01), and one that was kept needs nothing.
AFTER_APPOINTMENT = {"": 1, OfferOutcome.CANCELLED: 3}


def of_incoming(referral, _alert):
    """That a referral to us has ended, or somebody began treatment, if that is so."""
    if referral.status in [*ENDED_INCOMING, IncomingStatus.STARTED]:
        return _("The referral is “%(status)s” now") % {"status": referral.get_status_display()}
    return ""


def reopened_or_closed(referral, _alert):
    """Why nobody is to close an episode any more that a referral left open."""
    return _("The episode was closed") if referral.status in ENDED_INCOMING else _("The referral was reopened")


def of_outgoing(referral, _alert):
    """How a referral of ours stands, once it waits for no answer any more."""
    if referral.status in [ReferralStatus.DRAFT, *UNANSWERED]:
        return ""
    return _("The referral is “%(status)s” now") % {"status": referral.get_status_display()}


def answered(_referral, _alert):
    return _("It was answered")


def moved_on(referral, alert):
    """What happened to a referral that stood still."""
    is_over = over(referral) if referral.status in STANDS_STILL else of_outgoing(referral, alert)
    return is_over or _("Something was done about it")


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


@rule("RF03", days=(AT_ONCE, Days(_("Where no danger is named and the person is of age: the next working day. This is not changed here."))),
      ended=Ended(_("Somebody has said how soon the person is seen"), of_incoming),
      subject=SUBJECT, title=_("A referral waits for triage"), severity=Severity.AMBER,
      todo=_("Say how soon the person has to be seen"), url_name=PAGE)  # fmt: skip
def not_triaged(referral):
    """On the next working day; where a danger is named, or the person is under 18, at once."""
    if referral.status != IncomingStatus.RECEIVED or referral.triaged_on:
        return
    day, occurrence, team = _received_on(referral), _occurrence(referral), referral.team
    if referral.dangers or referral.is_under_18:
        for duty in _at_once(referral):
            recipient = team.holder_of(duty) or _whose(referral)
            yield Planned(occurrence, referral.created_at, recipient, team, 0, day, severity=Severity.RED)
    else:
        yield Planned(occurrence, london(add_working_days(day, 1)), _whose(referral), team, 1, day)


def _at_once(referral):
    """Who is told at once: of a danger, and of somebody under 18."""
    if referral.dangers:
        yield Duty.DUTY_WORKER
    if referral.is_under_18:
        yield Duty.SAFEGUARDING_LEAD


@rule("RF04", ended=Ended(_("The clock has stopped"), of_incoming), leads=(-SOON_WORKING_DAYS, 0), in_working_days=True, red_from=0,
      subject=SUBJECT, title=_("The clock of a referral is about to run out"), severity=Severity.AMBER,
      todo=_("Offer the first appointment, or start treatment, in time"), url_name=PAGE)  # fmt: skip
def clock_runs_out(referral):
    """Five working days before; and on the last day."""
    clock = clock_of(referral)
    if not clock.is_running:
        return
    occurrence = occurrence_on(referral, clock.due_on)
    person = _whose(referral)
    for lead in leads("RF04"):
        due_at, severity = (
            london(add_working_days(clock.due_on, lead) if lead else clock.due_on),
            sharpness("RF04", lead),
        )
        yield Planned(occurrence, due_at, person, referral.team, lead, clock.due_on, severity)


@rule("RF06", days=(AT_ONCE,),
      ended=Ended("", reopened_or_closed),
      subject=SUBJECT, title=_("A referral has ended, and the episode opened for it is still open"), url_name=PAGE,
      todo=_("Close the episode and say why, or reopen the referral"), severity=Severity.AMBER, until_done=True)  # fmt: skip
def episode_left_open(referral):
    """On the day of the end, while treatment has not begun: having seen it is not enough."""
    if referral.leaves_episode_open and referral.ended_on:
        ends = referral.status_changes.filter(to_status__in=ENDED_INCOMING).count()
        occurrence = uuid5(referral.pk, f"left open {ends}")
        yield Planned(
            occurrence, london(referral.ended_on), _whose(referral), referral.team, about_on=referral.ended_on
        )


@rule("RF07", days=(Days(_("The next working day, or 3 working days after one that was cancelled. This is part of the program and is not changed here.")),),
      ended=Ended(_("Somebody has said what became of it"), of_incoming),
      subject=SUBJECT, title=_("A first appointment waits for us"), severity=Severity.AMBER,
      todo=_("Say what became of it, or offer another one"), url_name=PAGE)  # fmt: skip
def appointment_waits(referral):
    """The working day after one of which nobody has said anything; three after the last one, where that was cancelled."""
    if referral.status != IncomingStatus.WAITING:
        return
    last = referral.offers.last()
    if last and last.outcome in AFTER_APPOINTMENT:
        lead, day = AFTER_APPOINTMENT[last.outcome], timezone.localdate(last.offered_for)
        yield Planned(last.pk, london(add_working_days(day, lead)), _whose(referral), referral.team, lead, day)


def of_referral(code, referral, occurrence, due_at, lead=0, about_on=None):
    """The alerts of a rule about a referral."""
    team = team_of(referral.client, referral.episode)
    for person in told_by(code, referral.client, referral.episode):
        yield Planned(occurrence, due_at, person, team, lead, about_on, sharpness(code, lead))


@rule("RF01", ended=Ended(_("The service has answered"), of_outgoing), leads=(1, 8), red_from=8, to=[Person.KEYWORKER],
      subject=REFERRAL, title=_("No answer to a referral"), severity=Severity.AMBER,
      todo=_("Ask the service, and write down what they say"), url_name="referrals:referral_detail")  # fmt: skip
def partner_has_not_answered(referral):
    """The day after an answer was expected, and again a week later."""
    if referral.status not in UNANSWERED or not referral.answer_by:
        return
    occurrence = occurrence_on(referral, referral.answer_by)
    for days in leads("RF01"):
        due_at = london(referral.answer_by + timedelta(days=days))
        yield from of_referral("RF01", referral, occurrence, due_at, days, referral.answer_by)


@rule("RF02", days=(AT_ONCE,),
      ended=Ended(_("It was answered"), answered), to=[Person.KEYWORKER],
      subject=REFERRAL, title=_("A service has answered a referral"), severity=Severity.AMBER,
      todo=_("Read what they wrote, and answer or act on it"), url_name="referrals:referral_detail")  # fmt: skip
def partner_waits_for_us(referral):
    """A question, a date, something that came too late: until we have written after it. A no: until it is seen."""
    for message in unanswered(referral, list(referral.messages.all())):
        yield from of_referral("RF02", referral, message.pk, message.created_at)
    if referral.status == ReferralStatus.DECLINED:
        said_no = referral.status_changes.filter(to_status=ReferralStatus.DECLINED, changed_by=None).first()
        if said_no:
            occurrence = uuid5(NAMESPACE_OID, f"{referral.pk} declined {said_no.pk}")
            yield from of_referral("RF02", referral, occurrence, said_no.changed_at)


@rule("RF08", days=(Days(_("7 days after a draft, 14 after a yes, 28 on a waiting list and after the first visit, and again after as long. This is part of the program and is not changed here.")),),
      ended=Ended("", moved_on), to=[Person.KEYWORKER],
      subject=REFERRAL, title=_("A referral stands still"), severity=Severity.AMBER,
      todo=_("Ask the client and the service how it stands, and write it down"), url_name=REFERRAL_PAGE)  # fmt: skip
def stands_still(referral):
    """While the client is with us, and no pause: so long after the last that happened, or after the date offered, and again after as long."""
    days, episode = STANDS_STILL.get(referral.status), current_episode(referral.client, referral.episode)
    if days is None or episode is None or episode.status not in WITH_US:
        return
    moves, messages = referral.status_changes.all(), referral.messages.all()
    moments = [referral.created_at, *(one.changed_at for one in moves), *(one.created_at for one in messages)]
    since = max([timezone.localdate(max(moments)), *filter(None, [referral.offered_on])])
    for lead in (days, 2 * days):
        due_at = london(since + timedelta(days=lead))
        yield from of_referral("RF08", referral, occurrence_on(referral, since), due_at, lead, since)


@rule("RF05", ended=Ended(_("It is written down whether the client went"), of_outgoing), leads=(1,), to=[Person.KEYWORKER],
      subject=REFERRAL, title=_("Nobody has said whether a client went"), severity=Severity.AMBER,
      todo=_("Ask the client and the service, and write it down"), url_name="referrals:referral_detail")  # fmt: skip
def visit_not_known(referral):
    """The day after the date that was offered."""
    if not referral.offered_on or referral.status not in [*UNANSWERED, ReferralStatus.ACCEPTED, ReferralStatus.WAITING]:
        return
    if not referral.messages.filter(kind=MessageKind.VISIT, day__gte=referral.offered_on).exists():
        occurrence = occurrence_on(referral, referral.offered_on)
        for lead in leads("RF05"):
            due_at = london(referral.offered_on + timedelta(days=lead))
            yield from of_referral("RF05", referral, occurrence, due_at, lead, referral.offered_on)


def near(referral, code):
    """The alerts of one code of the referral's path: so many days from a date, until what it waits for is done."""
    if not referral.path or referral.status in ENDED_BEFORE:
        return
    progress = Progress(referral)
    for warn in progress.path.alerts if progress.path else ():
        day = about(progress, warn.about)
        if warn.code != code or day is None or progress.is_done(warn.until):
            continue
        is_red = warn.red_without and not progress.is_done(warn.red_without)
        people, team = told_by(code, referral.client, referral.episode), team_of(referral.client, referral.episode)
        occurrence = uuid5(referral.pk, f"{warn.about} {day}")
        for lead in warn.leads:
            due_at = london(day + timedelta(lead))
            for person in people:
                yield Planned(occurrence, due_at, person, team, lead, day, Severity.RED if is_red else None)


def about(progress, name):
    """The date that an alert is about: one that was answered, or the day on which a step is due."""
    step = progress.path.step(name)
    return progress.due_on(step) if step else progress.day_of(name)


@rule("RH01", days=(Days(_("7 days before the panel, 7 days and 1 day before the bed; the days stand on the referral. This is not changed here.")),),
      ended=Ended(_("What it waited for is done"), of_outgoing), to=[Person.CASE_MANAGER],
      subject=REFERRAL, title=_("A funding panel or a rehabilitation bed is near"), url_name=REFERRAL_PAGE, severity=Severity.AMBER,
      todo=_("Look at the steps: a plan for moving on must be there before the bed"))  # fmt: skip
def rehabilitation(referral):
    yield from near(referral, "RH01")


@rule("HO03", days=(Days(_("On the day that stands on the referral; 7 days and 1 day before a review must be asked for")), *by_intervals(IntervalKey.HOUSING_REVIEW)),
      ended=Ended(_("What it waited for is done"), of_outgoing), to=[Person.KEYWORKER],
      subject=REFERRAL, title=_("A housing decision is expected, or time to ask for a review runs out"), url_name=REFERRAL_PAGE,
      todo=_("Ask the council, or ask for the review in time"), severity=Severity.AMBER)  # fmt: skip
def housing_decision(referral):
    yield from near(referral, "HO03")


@rule("AC08", days=(Days(_("3 days after the meeting. These days are part of the program and are not changed here.")),),
      ended=Ended(_("Somebody has asked"), of_outgoing), to=[Person.KEYWORKER],
      subject=REFERRAL, title=_("Ask how the first mutual-aid meeting was"), url_name=REFERRAL_PAGE, severity=Severity.INFO,
      todo=_("Ask, show interest, and help with the next one"))  # fmt: skip
def mutual_aid(referral):
    yield from near(referral, "AC08")


@rule("RS01", days=(Days(_("As the path of the referral says; the day stands on the referral")),),
      ended=Ended(_("What it waited for is done"), of_outgoing), to=[Person.KEYWORKER],
      subject=REFERRAL, title=_("A day that a referral waits for is near"), url_name=REFERRAL_PAGE, severity=Severity.INFO,
      todo=_("Look at the steps of the referral, and help the person to get there"))  # fmt: skip
def step_near(referral):
    yield from near(referral, "RS01")
