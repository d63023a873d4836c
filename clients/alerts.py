"""What a client's record can be late for: contact that nobody gets, flags, children and a pregnancy.

Source: the catalogue CN01, CN02 and EP01 (our own numbers) and FA07 (docs/alerts.md), the flag LOST_CONTACT; for families the
flags NEW_CHILD, PREGNANT and CHILD_RISK; the review of flags is our own.
"""

from datetime import timedelta
from uuid import uuid5

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Duty
from alerts.choices import Severity
from alerts.rules import Planned, rule
from core.calendar import add_working_days, is_off, london, step_forward
from reference import intervals
from reference.choices import IntervalKey

from .choices import ContactOutcome, EpisodeStatus, FlagKind
from .reading_up import of_clients
from .responsible import case_manager_of, holder_of, keyworker_of, manager_of, team_of

CLIENT, PAGE = "clients.client", "clients:contact_add"
IN_A_ROW = 3


def failed_in_a_row(client):
    """The contacts missed since the last one that was attended, while an episode is open and not paused; the first first."""
    episodes = client.episodes.open().exclude(status=EpisodeStatus.PAUSED)
    begun = episodes.order_by("referred_on").values_list("referred_on", flat=True).first()
    if begun is None:
        return []
    contacts = client.contacts.valid().filter(happened_at__gte=london(begun, 0))
    attended = contacts.filter(outcome=ContactOutcome.ATTENDED).order_by("-happened_at")
    missed = contacts.filter(outcome=ContactOutcome.MISSED).order_by("happened_at", "created_at")
    if last := attended.values_list("happened_at", flat=True).first():
        missed = missed.filter(happened_at__gt=last)
    return list(missed)


def day_of(contact):
    return timezone.localtime(contact.happened_at).date()


def has_child_at_home(client):
    """Whether a child lives in the client's home: one is on the record, or the newest answer of any kind says so."""
    if client.children.filter(lives_with_client=True).exists():
        return True
    asked = ~Q(parental_status="") | Q(children_in_household__isnull=False)
    recorded = of_clients("capital_assessments", client).filter(status="recorded")
    newest = [
        recorded.filter(asked).order_by("-assessed_on", "-created_at").first(),
        client.episode_facts.filter(replaced_at=None, children_living_with__isnull=False).order_by("-asked_on").first(),
        client.parental_answers.filter(children_in_house__isnull=False).first(),
    ]
    answers = [_answer(row) for row in newest if row]
    return max(answers)[1] if answers else False


def _answer(row):
    """The day on which somebody was asked, and whether a child lived in the home."""
    if hasattr(row, "assessed_on"):
        lives_with = row.parental_status in ("all_live_with", "some_live_with")
        return row.assessed_on, bool(row.children_in_household) or lives_with
    return row.asked_on, bool(getattr(row, "children_living_with", None) or getattr(row, "children_in_house", None))


@rule("CN01", subject=CLIENT, title=_("Try again after a failed contact"), severity=Severity.AMBER,
      todo=_("Get in touch again, and record it"), url_name=PAGE)  # fmt: skip
def try_again(client):
    if failed := failed_in_a_row(client):
        first = day_of(failed[-1])
        wait = intervals.days(IntervalKey.CONTACT_RETRY, on=first)
        day = step_forward(first + timedelta(days=wait), is_off)
        yield Planned(failed[-1].pk, london(day), keyworker_of(client), team_of(client), 0, day)


@rule("CN02", subject=CLIENT, title=_("Three contacts in a row have failed"), severity=Severity.RED,
      todo=_("Agree how to reach the person, and record what you do"), url_name=PAGE)  # fmt: skip
def nobody_gets_through(client):
    """The keyworker at once; the case manager and the team manager a working day later each, with a child at home at once."""
    failed = failed_in_a_row(client)
    if len(failed) < IN_A_ROW:
        return
    third = failed[IN_A_ROW - 1]
    day, at_once, team = day_of(third), has_child_at_home(client), team_of(client)
    people = dict.fromkeys([keyworker_of(client), case_manager_of(client), manager_of(client)])
    for lead, person in enumerate(person for person in people if person or len(people) == 1):
        due_at = third.happened_at if at_once or not lead else london(add_working_days(day, lead))
        yield Planned(third.pk, due_at, person, team, lead, day)


@rule("FA07", subject=CLIENT, title=_("Contact is lost with a household that has a child"), severity=Severity.RED,
      todo=_("Decide today whether children’s services must know"), url_name=PAGE)  # fmt: skip
def lost_contact_with_a_child(client):
    failed = failed_in_a_row(client)
    if len(failed) >= IN_A_ROW and has_child_at_home(client):
        third = failed[IN_A_ROW - 1]
        yield Planned(
            third.pk, third.happened_at, holder_of(Duty.SAFEGUARDING_LEAD, client), team_of(client), 0, day_of(third)
        )


@rule("EP01", subject="clients.episode", title=_("The facts of an episode are to be asked again"),
      todo=_("Go through housing, work, children, health and injecting with the client"),
      url_name="clients:facts_add", severity=Severity.INFO)  # fmt: skip
def facts_due(episode):
    """So many days after the facts were last asked, while somebody is in treatment. Nothing before they were first asked:
    that is a gap of the record (clients/discharge.py)."""
    if episode.status != EpisodeStatus.IN_TREATMENT:
        return
    latest = episode.facts.standing().order_by("-asked_on", "-created_at").first()
    if latest:
        day = latest.asked_on + timedelta(days=intervals.days(IntervalKey.CLIENT_INFORMATION_REVIEW))
        recipient, team = keyworker_of(episode.client, episode), team_of(episode.client, episode)
        yield Planned(latest.pk, london(day, hour=9), recipient, team, 0, day)


CHILD = "clients.child"
RECHECK_WORKING_DAYS = 5
REVIEW_DAYS = 84
NO_PLAN = ("none", "declined", "not_known")


def at(record, occurrence, day, recipients, *, lead=0, about_on=None):
    """One planned alert for each recipient, at nine on a day; for nobody in particular when there is none. None
    about the dead."""
    if record.client.has_died:
        return
    team = team_of(record.client)
    for recipient in list(filter(None, dict.fromkeys(recipients))) or [None]:
        yield Planned(occurrence, london(day), recipient, team, lead, about_on)


def both(record):
    """Who must know about a child: the keyworker and the safeguarding lead."""
    return [keyworker_of(record.client), holder_of(Duty.SAFEGUARDING_LEAD, record.client)]


@rule("FL01", subject="clients.clientflag", title=_("A flag has not been looked at again"),
      url_name="clients:flag_review", todo=_("Look at it again: keep it with a reason, or end it"),
      severity=Severity.AMBER)  # fmt: skip
def flag_overdue(flag):
    if flag.ended_on is None:
        day = flag.review_on + timedelta(days=1)
        yield from at(flag, flag.pk, day, [keyworker_of(flag.client)], lead=1, about_on=flag.review_on)


@rule("FA01", subject=CHILD, title=_("A child has moved in"), url_name="clients:child_edit",
      todo=_("Check again whether the child is safe"), severity=Severity.RED)  # fmt: skip
def child_moved_in(child):
    if child.told_on:
        day = add_working_days(child.told_on, RECHECK_WORKING_DAYS)
        occurrence = uuid5(child.pk, f"{child.told_on}")  # who moves out and in again is to be asked about again
        yield from at(child, occurrence, day, both(child), lead=RECHECK_WORKING_DAYS, about_on=child.told_on)


@rule("FA02", subject="clients.parentalanswers", title=_("There are more children in the house"),
      url_name="clients:parental_detail", todo=_("Check again whether the children are safe"),
      severity=Severity.RED)  # fmt: skip
def more_children(answers):
    earlier = answers.client.parental_answers.filter(asked_on__lte=answers.asked_on, created_at__lt=answers.created_at)
    before = earlier.first()
    if (answers.children_in_house or 0) > (before.children_in_house or 0 if before else 0):
        day = add_working_days(answers.asked_on, RECHECK_WORKING_DAYS)
        yield from at(answers, answers.pk, day, both(answers), lead=RECHECK_WORKING_DAYS, about_on=answers.asked_on)


@rule("FA03", subject="clients.pregnancy", title=_("The client is pregnant"), url_name="clients:pregnancy_edit",
      todo=_("See to maternity care, medicine and the safety of the unborn child"), severity=Severity.RED)  # fmt: skip
def pregnant(pregnancy):
    if pregnancy.ended_on is None:
        day = add_working_days(pregnancy.told_on, 1)
        yield from at(pregnancy, pregnancy.pk, day, both(pregnancy), lead=1, about_on=pregnancy.told_on)


@rule("FA04", subject=CHILD, title=_("A child at risk has not been reviewed for 12 weeks"),
      url_name="clients:child_edit", todo=_("Review the plan with the child in mind"), severity=Severity.RED)  # fmt: skip
def child_at_risk(child):
    if not child.told_on or not is_at_risk(child):
        return
    reviews = of_clients("care_plans.review", child.client).order_by("-reviewed_on")
    newest = reviews.values_list("reviewed_on", flat=True).first()
    since = max(filter(None, [newest, child.told_on]))
    day = since + timedelta(days=REVIEW_DAYS)
    yield from at(child, child.pk, day, [keyworker_of(child.client)], lead=REVIEW_DAYS, about_on=since)


def is_at_risk(child):
    """In the house, and with a plan, a concern about use, or medicine that is stored there."""
    has_plan = child.plan_type is not None and child.plan_type.code not in NO_PLAN
    if has_plan or child.use_is_a_concern:
        return True
    kinds = [FlagKind.STORAGE_AT_HOME, FlagKind.CHILDREN_AT_RISK]
    return child.client.flags.filter(kind__in=kinds, ended_on=None).exists()
