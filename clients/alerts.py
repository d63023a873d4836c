"""What a client's record can be late for: contact that nobody gets, no keyworker, flags, children and a pregnancy.

Source: the catalogue CN01, CN02 and EP01 (our own numbers), FA07 and CL01 (docs/alerts.md; CL04 and CL05 are parts of its CL01),
the flag LOST_CONTACT; for families the flags NEW_CHILD, PREGNANT, CHILD_RISK and CP_CONF; the review of flags is our own.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alerts.choices import Person, Severity
from alerts.rules import AT_ONCE, Ended, Planned, by_intervals, occurrence_on, rule
from alerts.tuning import leads
from core.calendar import add_working_days, is_off, london, step_forward
from core.memory import remembered
from reference import intervals
from reference.choices import IntervalKey

from .choices import ContactKind, ContactOutcome, EpisodeStatus, FlagKind
from .endings import over, whenever, while_open
from .reading_up import is_inside, of_clients
from .responsible import team_of, told_by

CLIENT, PAGE = "clients.client", "clients:contact_add"
IN_A_ROW = 3
END_OF_DAY, NOON = 23, 12


class Failed(NamedTuple):
    """A try that reached nobody: a contact, or a try for a check-up after treatment, of which only the day is known."""

    pk: UUID
    at: datetime
    is_check_up: bool = False


@remembered
def failed_in_a_row(client):
    """What failed since the person was last seen, while an episode is open and not paused; the first first."""
    episodes = client.episodes.open().exclude(status=EpisodeStatus.PAUSED)
    begun = episodes.order_by("referred_on").values_list("referred_on", flat=True).first()
    if begun is None:
        return ()
    contacts = client.contacts.valid().filter(happened_at__gte=london(begun, 0), outcome=ContactOutcome.MISSED)
    failed = [Failed(*row) for row in contacts.order_by("created_at").values_list("pk", "happened_at")]
    tries = of_clients("check_up_attempts", client).filter(reached=False, tried_on__gte=begun).order_by("created_at")
    tries = tries.exclude(kind=ContactKind.LETTER_OR_MESSAGE)  # nobody answers a letter at once
    failed += [Failed(pk, london(day, NOON), True) for pk, day in tries.values_list("pk", "tried_on")]
    last = last_seen_at(client) if failed else None
    return tuple(sorted((one for one in failed if last is None or one.at > last), key=lambda one: one.at))


@remembered
def last_seen_at(client):
    """When the person was last seen or spoken to, at a contact, a session or a check-up; None where nobody ever has."""
    attended = client.contacts.valid().filter(outcome=ContactOutcome.ATTENDED).order_by("-happened_at")
    there = of_clients("attendances", client).filter(seen_at__isnull=False).order_by("-seen_at")
    asked = of_clients("check_ups", client).filter(done_on__isnull=False).exclude(outcome="not_reached")
    reached = of_clients("check_up_attempts", client).filter(reached=True)
    days = [asked.order_by("-done_on").values_list("done_on"), reached.order_by("-tried_on").values_list("tried_on")]
    seen = [attended.values_list("happened_at", flat=True).first(), there.values_list("seen_at", flat=True).first()]
    seen += [london(row[0], END_OF_DAY) for row in (rows.first() for rows in days) if row]
    return max(filter(None, seen), default=None)


def failed_alone(client):
    """Those of them that no path after a miss is about: while one is open, its steps say what to do (decision 75)."""
    failed = failed_in_a_row(client)
    paths = of_clients("missed_paths", client).values_list("missed_on", "ended_on") if failed else []
    spans = [(first, last or date.max) for first, last in paths]
    return [one for one in failed if not any(first <= day_of(one) <= last for first, last in spans)]


def day_of(contact):
    return timezone.localtime(contact.at).date()


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


def of_tries(client, _alert):
    """Why nobody is to try again, other than that the person was seen."""
    if is_over := over(client):
        return is_over
    is_on_path = of_clients("missed_paths", client).filter(status="open").exists()
    return _("The steps after the miss say what to do") if is_on_path else ""


def in_contact(client, _alert):
    """Why a manager is not to ask about contact any more."""
    if is_over := over(client):
        return is_over
    if is_inside(client):
        return _("The person is in custody")
    is_treated = client.episodes.filter(status=EpisodeStatus.IN_TREATMENT).exists()
    return _("The person was seen or spoken to") if is_treated else _("Treatment has ended")


@rule("CN01", days=by_intervals(IntervalKey.CONTACT_RETRY),
      ended=Ended(_("The person was seen or spoken to"), of_tries), to=[Person.KEYWORKER],
      subject=CLIENT, title=_("Try again after a failed contact"), severity=Severity.AMBER,
      todo=_("Get in touch again, and record it"), url_name=PAGE)  # fmt: skip
def try_again(client):
    """After the last that failed; not after a try for a check-up, which says itself when the next one is (AC04)."""
    failed = failed_alone(client)
    if failed and not failed[-1].is_check_up:
        first = day_of(failed[-1])
        wait = intervals.days(IntervalKey.CONTACT_RETRY, on=first)
        day = step_forward(first + timedelta(days=wait), is_off)
        for person in told_by("CN01", client):
            yield Planned(failed[-1].pk, london(day), person, team_of(client), 0, day)


@rule("CN02", days=(AT_ONCE,),
      ended=Ended(_("The person was seen or spoken to"), of_tries), to=[Person.KEYWORKER, Person.CASE_MANAGER, Person.TEAM_MANAGER],
      subject=CLIENT, title=_("Three contacts in a row have failed"), severity=Severity.RED,
      todo=_("Agree how to reach the person, and record what you do"), url_name=PAGE)  # fmt: skip
def nobody_gets_through(client):
    """The keyworker at once; the case manager and the team manager a working day later each, with a child at home at once."""
    failed = failed_alone(client)
    if len(failed) < IN_A_ROW:
        return
    third = failed[IN_A_ROW - 1]
    day, at_once, team = day_of(third), has_child_at_home(client), team_of(client)
    for lead, person in enumerate(told_by("CN02", client)):
        due_at = third.at if at_once or not lead else london(add_working_days(day, lead))
        yield Planned(third.pk, due_at, person, team, lead, day)


@rule("FA07", days=(AT_ONCE,),
      ended=while_open(_("There is contact again")), to=[Person.SAFEGUARDING_LEAD],
      subject=CLIENT, title=_("Contact is lost with a household that has a child"), severity=Severity.RED,
      todo=_("Decide today whether children’s services must know"), url_name=PAGE)  # fmt: skip
def lost_contact_with_a_child(client):
    """At the third contact that failed, or as soon as a path after a miss begins."""
    path = of_clients("missed_paths", client).filter(status="open", child_at_home=True).first()
    if path:
        for person in told_by("FA07", client):
            yield Planned(path.pk, path.created_at, person, team_of(client), 0, path.missed_on)
        return
    failed = failed_in_a_row(client)
    if len(failed) >= IN_A_ROW and has_child_at_home(client):
        third = failed[IN_A_ROW - 1]
        for person in told_by("FA07", client):
            yield Planned(third.pk, third.at, person, team_of(client), 0, day_of(third))


@rule("CL04", ended=Ended("", in_contact), leads=(28,), to=[Person.TEAM_MANAGER],
      subject=CLIENT, title=_("Nobody has been in contact for 28 days"), severity=Severity.AMBER,
      todo=_("Agree with the keyworker who gets in touch, and by when"), url_name=PAGE)  # fmt: skip
def no_contact(client):
    """To a manager, while somebody is in treatment and not in custody, where PR16 counts."""
    in_treatment = client.episodes.filter(status=EpisodeStatus.IN_TREATMENT, treatment_started_on__isnull=False)
    began = in_treatment.order_by("treatment_started_on").values_list("treatment_started_on", flat=True).first()
    if began is None or is_inside(client):
        return
    seen = last_seen_at(client)
    since = max(began, timezone.localtime(seen).date()) if seen else began
    people, team = told_by("CL04", client), team_of(client)
    for lead in leads("CL04"):
        for person in people:
            due_at = london(since + timedelta(days=lead))
            yield Planned(occurrence_on(client, since), due_at, person, team, lead, since)


@rule("CL05", ended=while_open(_("A keyworker was assigned")), leads=(1,), in_working_days=True, to=[Person.TEAM_MANAGER], among=[Person.CASE_MANAGER, Person.TEAM_MANAGER],
      subject="clients.episode", title=_("No keyworker is assigned"), severity=Severity.AMBER, until_done=True,
      todo=_("Assign a keyworker"), url_name="clients:episode_assign")  # fmt: skip
def no_keyworker(episode):
    """On the working day after treatment began, to a manager: having seen it is not enough."""
    began = episode.treatment_started_on
    if episode.status == EpisodeStatus.IN_TREATMENT and began and episode.keyworker_id is None:
        people, team = told_by("CL05", episode.client, episode), team_of(episode.client, episode)
        for lead in leads("CL05"):
            due_at = london(add_working_days(began, lead))
            for person in people:
                yield Planned(occurrence_on(episode, began), due_at, person, team, lead, began)


@rule("EP01", days=by_intervals(IntervalKey.CLIENT_INFORMATION_REVIEW),
      ended=whenever(_("The facts were asked again")), to=[Person.KEYWORKER],
      subject="clients.episode", title=_("The facts of an episode are to be asked again"),
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
        team = team_of(episode.client, episode)
        for person in told_by("EP01", episode.client, episode):
            yield Planned(latest.pk, london(day), person, team, 0, day)


CHILD = "clients.child"
NO_PLAN = ("none", "declined", "not_known")


def at(code, record, occurrence, about_on, *, working=False):
    """The alerts of a rule at nine on its days, counted from a day. None about the dead."""
    if record.client.has_died:
        return
    people, team = told_by(code, record.client), team_of(record.client)
    for lead in leads(code):
        day = add_working_days(about_on, lead) if working else about_on + timedelta(days=lead)
        for recipient in people:
            yield Planned(occurrence, london(day), recipient, team, lead, about_on)


@rule("FL01", ended=_("The flag was ended"), leads=(1,), to=[Person.KEYWORKER],
      subject="clients.clientflag", title=_("A flag has not been looked at again"),
      url_name="clients:flag_review", todo=_("Look at it again: keep it with a reason, or end it"),
      severity=Severity.AMBER)  # fmt: skip
def flag_overdue(flag):
    if flag.ended_on is None:
        yield from at("FL01", flag, flag.pk, flag.review_on)


@rule("FA01", ended=_("The child lives elsewhere now"), leads=(5,), in_working_days=True, to=[Person.KEYWORKER, Person.SAFEGUARDING_LEAD],
      subject=CHILD, title=_("A child has moved in"), url_name="clients:child_edit",
      todo=_("Check again whether the child is safe"), severity=Severity.RED)  # fmt: skip
def child_moved_in(child):
    if child.told_on:
        occurrence = uuid5(child.pk, f"{child.told_on}")  # who moves out and in again is to be asked about again
        yield from at("FA01", child, occurrence, child.told_on, working=True)


@rule("FA02", ended=_("What was answered has changed"), leads=(5,), in_working_days=True, to=[Person.KEYWORKER, Person.SAFEGUARDING_LEAD],
      subject="clients.parentalanswers", title=_("There are more children in the house"),
      url_name="clients:parental_detail", todo=_("Check again whether the children are safe"),
      severity=Severity.RED)  # fmt: skip
def more_children(answers):
    earlier = answers.client.parental_answers.filter(asked_on__lte=answers.asked_on, created_at__lt=answers.created_at)
    before = earlier.first()
    if (answers.children_in_house or 0) > (before.children_in_house or 0 if before else 0):
        yield from at("FA02", answers, answers.pk, answers.asked_on, working=True)


@rule("FA03", ended=_("The pregnancy has ended"), leads=(1,), in_working_days=True, to=[Person.KEYWORKER, Person.SAFEGUARDING_LEAD],
      subject="clients.pregnancy", title=_("The client is pregnant"), url_name="clients:pregnancy_edit",
      todo=_("See to maternity care, medicine and the safety of the unborn child"), severity=Severity.RED)  # fmt: skip
def pregnant(pregnancy):
    if pregnancy.ended_on is None:
        yield from at("FA03", pregnancy, pregnancy.pk, pregnancy.told_on, working=True)


@rule("FA04", ended=_("The plan was reviewed, or the child is at risk no more"), leads=(84,), to=[Person.KEYWORKER],
      subject=CHILD, title=_("A child at risk has not been reviewed for 12 weeks"),
      url_name="clients:child_edit", todo=_("Review the plan with the child in mind"), severity=Severity.RED)  # fmt: skip
def child_at_risk(child):
    if not child.told_on or not is_at_risk(child):
        return
    reviews = of_clients("care_plans.review", child.client).order_by("-reviewed_on")
    newest = reviews.values_list("reviewed_on", flat=True).first()
    yield from at("FA04", child, child.pk, max(filter(None, [newest, child.told_on])))


def conference_held(child, alert):
    """Why nobody need prepare a child protection conference any more: the day of the alert was one of these."""
    if child.conference_on is None:
        return _("No conference is planned any more")
    return _("The conference is on another day") if child.conference_on != alert.about_on else ""


@rule("FA06", ended=Ended(_("It is told of on another day"), conference_held), leads=(-10, -1), to=[Person.KEYWORKER, Person.SAFEGUARDING_LEAD],
      subject=CHILD, title=_("A child protection conference is near"), url_name="clients:child_edit",
      todo=_("Write the report for it, and go there with the client"), severity=Severity.RED)  # fmt: skip
def conference_near(child):
    """Ten days before, when the report is due, and the day before."""
    if day := child.conference_on:
        yield from at("FA06", child, uuid5(child.pk, f"{day}"), day)


def is_at_risk(child):
    """In the house, and with a plan, a concern about use, or medicine that is stored there."""
    has_plan = child.plan_type is not None and child.plan_type.code not in NO_PLAN
    if has_plan or child.use_is_a_concern:
        return True
    kinds = [FlagKind.STORAGE_AT_HOME, FlagKind.CHILDREN_AT_RISK]
    return child.client.flags.filter(kind__in=kinds, ended_on=None).exists()
