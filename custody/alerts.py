"""What custody can be late for. Each rule gives the alerts that should exist for one stay.

Source: the catalogue PR01 to PR17 (docs/alerts.md). PR05 to PR07 count from the earliest date on which somebody may
leave, the others from the expected one.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.choices import Nation, Role
from accounts.models import TeamMembership
from alerts.choices import Person, Severity
from alerts.rules import AT_ONCE, OF_THE_TEAM, Ended, Planned, occurrence_on, rule
from alerts.tuning import leads, sharpness
from clients.responsible import team_of, told_by
from core.calendar import LONDON, add_working_days, london
from recovery_capital.choices import YesNo

from .bridging import bridging_of
from .choices import LegalStatus
from .models.stay import NO_HOME
from .plan_sections import NO_PROBATION

STAY = "custody.custodystay"
PLAN_PAGE = "custody:stay_detail"
ENGLAND_HOUSING_DAYS, WALES_HOUSING_DAYS = -56, -66
RECONNECT_DAYS = 25
SOON = timedelta(days=14)
SECTIONS_PAGE = "custody:plan_detail"
GAP_DAYS = -84
OF_PRISON = (*OF_THE_TEAM, Person.DUTY_WORKER, Person.PRESCRIBER, Person.HOUSING_LEAD)


def left(stay, alert):
    """Why what is due before a release ends, whatever it was about; of the steps of an unexpected one, that somebody saw the person."""
    if alert.occurrence == stay.pk and stay.released_on:
        return _("The person was seen") if stay.first_seen_on and not alert.lead else ""
    if stay.released_on:
        return _("Released from prison")
    return "" if stay.current_date else _("The release date was taken back")


def out(stay, _alert):
    return _("Released from prison") if stay.released_on else ""


def seen(stay, _alert):
    return _("The person was seen") if stay.first_seen_on else ""


def in_touch(stay, _alert):
    return _("Released from prison") if stay.released_on else _("There was contact")


def asked_again(stay, _alert):
    """Why nobody is to ask for a release date today."""
    if stay.released_on:
        return _("Released from prison")
    return "" if stay.current_date else _("Somebody asked again, and wrote down why no date is known")


def before_release(stay, date, leads, *, recipients):
    """Planned alerts `leads` days from `date`, for a stay whose release date is known and has not come.

    A lead that was past when the date became known gives way to the next one that was past too: one alert says it.
    """
    version = stay.current_date
    told_on = version.received_at.astimezone(LONDON).date()
    days = [(lead, date + timedelta(days=lead)) for lead in sorted(leads)]
    for (lead, day), following in zip(days, [*days[1:], None], strict=True):
        if following is None or following[1] > told_on:
            yield from at(stay, version.pk, london(day), lead, version.expected_on, recipients)


def at(stay, occurrence, due_at, lead, about_on, recipients, severity=None):
    """One planned alert for each recipient; for nobody in particular when there is none."""
    team = team_of(stay.client, stay.episode)
    for recipient in list(filter(None, dict.fromkeys(recipients))) or [None]:
        yield Planned(occurrence, due_at, recipient, team, lead, about_on, severity)


def after_release(stay, code, days, severity=None):
    """The alerts of a rule on some days after a release."""
    people = told_by(code, stay.client, stay.episode)
    for day in days:
        lead = (day - stay.released_on).days
        yield from at(stay, stay.pk, london(day), lead, stay.released_on, people, severity)


def since_a_day(stay, code, since):
    """The alerts of a rule so many days after the last time that something was done in a stay."""
    people, occurrence = told_by(code, stay.client, stay.episode), occurrence_on(stay, since)
    for lead in leads(code):
        yield from at(stay, occurrence, london(since + timedelta(days=lead)), lead, since, people)


def today_of_release(stay, recipients):
    """A step of the day on which somebody was released without notice, for as long as nobody has seen the person."""
    if stay.came_unexpectedly:
        yield from at(stay, stay.pk, london(stay.released_on, 0), 0, stay.released_on, recipients)


def awaits_release(stay):
    return stay.released_on is None and stay.current_date is not None


def has_plan(stay):
    return getattr(stay, "release_plan", None) is not None


@rule("PR01", ended=Ended(_("The release plan was begun"), left), leads=(-84,), to=[Person.CASE_MANAGER], among=OF_PRISON,
      subject=STAY, title=_("No release plan"), url_name=SECTIONS_PAGE,
      todo=_("Begin the release plan: twelve weeks are left"), severity=Severity.AMBER)  # fmt: skip
def no_plan(stay):
    if awaits_release(stay) and not has_plan(stay):
        recipients = told_by("PR01", stay.client, stay.episode)
        yield from before_release(stay, stay.current_date.expected_on, leads("PR01"), recipients=recipients)


@rule("PR02", ended=Ended(_("A home to go to is recorded"), left), also=_("In Wales 66 days before, where no days are set here; at once after a release without notice"),
      leads=(ENGLAND_HOUSING_DAYS,), to=[Person.KEYWORKER, Person.HOUSING_LEAD], among=OF_PRISON,
      subject=STAY, title=_("No home to go to on release"), url_name=PLAN_PAGE,
      todo=_("Ask for housing help now: the council’s duty starts before release"), severity=Severity.RED)  # fmt: skip
def no_accommodation(stay):
    if stay.accommodation not in NO_HOME:
        return
    recipients = told_by("PR02", stay.client, stay.episode)
    yield from today_of_release(stay, recipients)
    if awaits_release(stay):
        wales = team_of(stay.client, stay.episode).area.nation == Nation.WALES
        days = leads("PR02", [WALES_HOUSING_DAYS] if wales else None)
        yield from before_release(stay, stay.current_date.expected_on, days, recipients=recipients)


@rule("PR03", ended=Ended(_("An appointment was booked"), left), also=_("At once after a release without notice"),
      leads=(-28, -14, -7, -3), to=[Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("No community appointment booked for release"), url_name=PLAN_PAGE,
      todo=_("Book the first appointment, within three weeks of release"), severity=Severity.RED)  # fmt: skip
def no_appointment(stay):
    if stay.appointment_at is not None:
        return
    recipients = told_by("PR03", stay.client, stay.episode)
    yield from today_of_release(stay, recipients)
    if awaits_release(stay):
        yield from before_release(stay, stay.current_date.expected_on, leads("PR03"), recipients=recipients)


@rule("PR04", ended=Ended(_("The offender manager is recorded"), left), leads=(-5,), in_working_days=True, to=[Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("No community offender manager recorded"), url_name=SECTIONS_PAGE,
      todo=_("Ask probation who supervises this release"), severity=Severity.AMBER)  # fmt: skip
def no_offender_manager(stay):
    if awaits_release(stay) and not stay.offender_manager and stay.legal_status not in NO_PROBATION:
        expected = stay.current_date.expected_on
        days = {(add_working_days(expected, count) - expected).days for count in leads("PR04")}
        yield from before_release(stay, expected, days, recipients=told_by("PR04", stay.client, stay.episode))


@rule("PR05", ended=Ended(_("Prescriber and pharmacy are set"), left), also=_("Always 2 working days before; at once after a release without notice"),
      leads=(-10,), to=[Person.PRESCRIBER], among=OF_PRISON,
      subject=STAY, title=_("No prescriber and pharmacy set for release"), url_name=PLAN_PAGE,
      todo=_("Agree prescriber, pharmacy and bridging supply"), severity=Severity.RED)  # fmt: skip
def no_prescriber(stay):
    if stay.prescriber:
        return
    recipients = told_by("PR05", stay.client, stay.episode)
    if stay.needs_prescriber:
        yield from today_of_release(stay, recipients)
    if awaits_release(stay) and stay.on_substitute_medication == YesNo.YES:
        earliest = stay.current_date.earliest_on
        last_call = (add_working_days(earliest, -2) - earliest).days
        yield from before_release(stay, earliest, {*leads("PR05"), last_call}, recipients=recipients)


def covered(stay, alert):
    """Why the days without medicine are not told of any more, where it is not because they are covered now."""
    if stay.released_on and alert.occurrence != stay.pk:
        return _("Released from prison")
    gap = bridging_of(stay)
    if gap is None:
        return _("The person is on no substitute medication")
    if not gap.is_red:
        return ""
    return _("The person was seen") if stay.first_seen_on else _("The release date was taken back")


@rule("PR06", ended=Ended(_("No day is uncovered any more"), covered), also=_("At once after a release; on My work every day until it is closed"),
      leads=(GAP_DAYS,), until_done=True, to=[Person.KEYWORKER, Person.PRESCRIBER], among=OF_PRISON,
      subject=STAY, title=_("Days without substitute medicine after release"), url_name=SECTIONS_PAGE,
      todo=_("Close the gap between the bridging supply and the first prescription"), severity=Severity.RED)  # fmt: skip
def bridging_gap(stay):
    """From twelve weeks before the earliest release, at once where that is past, and anew on the day of the release.

    One that is there every day until the gap is closed: nobody takes it off My work by having seen it. What is planned
    follows from what is stored alone, so that the nightly reconciler finds nothing to do.
    """
    gap = bridging_of(stay)
    if gap is None or not gap.is_red:
        return
    people = told_by("PR06", stay.client, stay.episode)
    if stay.released_on and not stay.first_seen_on:
        yield from at(stay, stay.pk, london(stay.released_on, 0), 0, stay.released_on, people)
    elif awaits_release(stay):
        yield from before_release(stay, stay.current_date.earliest_on, leads("PR06"), recipients=people)


@rule("PR07", ended=Ended(_("Naloxone is recorded"), left), also=_("Always on the day after the release; at once after a release without notice"),
      leads=(-7,), to=[Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("Naloxone not recorded"), url_name=PLAN_PAGE,
      todo=_("Make sure naloxone is in hand on the day of release"), severity=Severity.RED)  # fmt: skip
def no_naloxone(stay):
    if stay.naloxone_supplied_on or not stay.needs_naloxone:
        return
    recipients = told_by("PR07", stay.client, stay.episode)
    if awaits_release(stay):
        yield from before_release(stay, stay.current_date.earliest_on, leads("PR07"), recipients=recipients)
    elif stay.released_on:
        yield from today_of_release(stay, recipients)
        day = stay.released_on + timedelta(days=1)
        yield from at(stay, stay.pk, london(day), 1, stay.released_on, recipients)


@rule("PR08", ended=Ended(_("The release is on another day"), left), also=_("At once, when such a date is recorded"),
      leads=(-14,), to=[Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("Release falls on a Friday or before a holiday"), url_name=PLAN_PAGE,
      todo=_("Check that pharmacy, housing and people are open on that day"), severity=Severity.AMBER)  # fmt: skip
def friday_release(stay):
    if awaits_release(stay) and stay.current_date.friday_or_pre_holiday:
        version, recipients = stay.current_date, told_by("PR08", stay.client, stay.episode)
        yield from at(stay, version.pk, version.received_at, 0, version.expected_on, recipients)
        later = [lead for lead in leads("PR08") if lead]  # the day itself is told of at once
        yield from before_release(stay, version.expected_on, later, recipients=recipients)


@rule("PR09", days=(AT_ONCE,),
      ended=Ended(_("The date is as it was before"), left), to=[Person.KEYWORKER, Person.TEAM_MANAGER, Person.PRESCRIBER], among=OF_PRISON,
      subject=STAY, title=_("Release date has changed"), url_name=PLAN_PAGE,
      todo=_("Move appointments, prescription and housing to the new date"), severity=Severity.AMBER)  # fmt: skip
def date_changed(stay):
    if not awaits_release(stay):
        return
    version = stay.current_date
    before = next((row for row in stay.release_dates.all() if row.superseded_at is not None), None)
    if before is None or before.expected_on == version.expected_on:
        return
    is_urgent = version.expected_on < before.expected_on or london(version.expected_on) - version.received_at < SOON
    people = told_by("PR09", stay.client, stay.episode)
    severity = Severity.RED if is_urgent else Severity.AMBER
    yield from at(stay, version.pk, version.received_at, 0, version.expected_on, people, severity)


@rule("PR10", days=(AT_ONCE,),
      ended=_("The person was seen"), to=[Person.DUTY_WORKER, Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("Early or unexpected release"), url_name=PLAN_PAGE,
      todo=_("Reach the person today"), severity=Severity.RED)  # fmt: skip
def unexpected_release(stay):
    yield from today_of_release(stay, told_by("PR10", stay.client, stay.episode))


@rule("PR11", ended=_("The person was seen"), leads=(1,), in_working_days=True, to=[Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("Not seen since release"), url_name=PLAN_PAGE,
      todo=_("Find the person: the first days after release are the most dangerous"), severity=Severity.RED)  # fmt: skip
def not_seen(stay):
    if stay.released_on and not stay.first_seen_on:
        yield from after_release(stay, "PR11", [add_working_days(stay.released_on, count) for count in leads("PR11")])


@rule("PR12", ended=Ended(_("The outcome was recorded"), seen), leads=(5, 15), in_working_days=True, red_from=15, to=[Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("Outcome of the first appointment not recorded"), url_name="custody:first_outcome",
      todo=_("Record what came of the first appointment: probation must know within 15 working days"),
      severity=Severity.AMBER)  # fmt: skip
def no_first_outcome(stay):
    if not stay.released_on or stay.first_seen_on or has_plan(stay) and stay.release_plan.first_outcome:
        return
    for count in leads("PR12"):
        yield from after_release(stay, "PR12", [add_working_days(stay.released_on, count)], sharpness("PR12", count))


@rule("PR13", ended=_("The person was seen"), leads=(14, 18, 21), red_from=18, to=[Person.TEAM_MANAGER], among=OF_PRISON,
      subject=STAY, title=_("Three weeks after release run out"), url_name=PLAN_PAGE,
      todo=_("Start treatment in the community within 21 days of release"), severity=Severity.RED)  # fmt: skip
def continuity_clock(stay):
    if stay.released_on and not stay.first_seen_on:
        for lead in leads("PR13"):
            yield from after_release(stay, "PR13", [stay.released_on + timedelta(days=lead)], sharpness("PR13", lead))


@rule("PR14", ended=_("It is written down whether the person was referred"), leads=(RECONNECT_DAYS,), to=[Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("The time to refer to RECONNECT runs out"), url_name="custody:stay_reconnect",
      todo=_("Refer now, or write down why not: referrals are taken until 28 days after release"),
      severity=Severity.INFO)  # fmt: skip
def reconnect_closes(stay):
    if stay.released_on and not stay.reconnect and team_of(stay.client, stay.episode).area.nation == Nation.ENGLAND:
        yield from after_release(stay, "PR14", [stay.released_on + timedelta(days=lead) for lead in leads("PR14")])


@rule("PR15", ended=_("That day was taken off the list"), leads=(-30, -7),
      subject="custody.surgeday", title=_("Many are to be released on one day"),
      url_name="custody:surge_day_detail", todo=_("Plan staff, appointments and prescriptions for that day"),
      severity=Severity.INFO)  # fmt: skip
def surge_day(surge):
    if surge.is_off:
        return
    for membership in managers_of_teams():
        for lead in leads("PR15"):
            due_at = london(surge.day + timedelta(days=lead))
            occurrence = occurrence_on(surge, surge.day)
            yield Planned(occurrence, due_at, membership.user, membership.team, lead, surge.day)


def managers_of_teams():
    """Each team manager once, with the first of their teams."""
    managing = TeamMembership.objects.filter(user__role=Role.TEAM_MANAGER, user__is_active=True)
    return managing.order_by("user_id", "team__name").distinct("user_id").select_related("user", "team")


@rule("PR16", ended=Ended(_("There was contact"), in_touch), leads=(28,), to=[Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("No contact in custody for four weeks"), url_name=PLAN_PAGE,
      todo=_("Visit, ring or write, and record the contact"), severity=Severity.AMBER)  # fmt: skip
def silent(stay):
    if not stay.released_on:
        since = stay.last_contact_on or stay.custody_started_on
        yield from since_a_day(stay, "PR16", since)


@rule("PR17", days=(AT_ONCE,),
      ended=Ended(_("A release plan was begun"), out), to=[Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("Recalled, or back in custody"), url_name=SECTIONS_PAGE,
      todo=_("Begin a new release plan, and tell who prescribes and who houses"), severity=Severity.AMBER)  # fmt: skip
def back_in_custody(stay):
    is_back = stay.legal_status == LegalStatus.RECALLED or stay.follows_another
    if not stay.released_on and is_back and not has_plan(stay):
        people = told_by("PR17", stay.client, stay.episode)
        yield from at(stay, stay.pk, stay.created_at, 0, stay.custody_started_on, people)


@rule("PR18", ended=Ended(_("A release date was recorded"), asked_again), leads=(7,), to=[Person.KEYWORKER], among=OF_PRISON,
      subject=STAY, title=_("No release date is known"), url_name="custody:date_unknown",
      todo=_("Ask for the date again, and record it or why nobody knows it"), severity=Severity.AMBER,
      until_done=True)  # fmt: skip
def no_date(stay):
    if not stay.released_on and stay.current_date is None:
        since = stay.date_checked_on or stay.custody_started_on
        yield from since_a_day(stay, "PR18", since)
