"""What custody can be late for. Each rule gives the alerts that should exist for one stay.

Source: the catalogue PR01 to PR17 (docs/alerts.md). PR05 and PR07 count from the earliest date on which somebody may
leave, the others from the expected one.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from accounts.choices import Duty, Nation
from alerts.choices import Severity
from alerts.rules import Planned, rule
from clients.responsible import holder_of, keyworker_of, manager_of, team_of
from core.calendar import LONDON, add_working_days, london
from recovery_capital.choices import YesNo

from .choices import Accommodation, ReleaseManner

STAY = "custody.custodystay"
PLAN_PAGE = "custody:stay_detail"
ENGLAND_HOUSING_DAYS, WALES_HOUSING_DAYS = -56, -66
CONTINUITY_DAYS = 21
SOON = timedelta(days=14)


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


def awaits_release(stay):
    return stay.released_on is None and stay.current_date is not None


@rule("PR02", subject=STAY, title=_("No home to go to on release"), url_name=PLAN_PAGE,
      todo=_("Ask for housing help now: the council’s duty starts before release"), severity=Severity.RED)  # fmt: skip
def no_accommodation(stay):
    if awaits_release(stay) and stay.accommodation in (Accommodation.UNKNOWN, Accommodation.NO_FIXED_ABODE):
        wales = team_of(stay.client, stay.episode).area.nation == Nation.WALES
        recipients = [keyworker_of(stay.client, stay.episode), holder_of(Duty.HOUSING_LEAD, stay.client, stay.episode)]
        lead = WALES_HOUSING_DAYS if wales else ENGLAND_HOUSING_DAYS
        yield from before_release(stay, stay.current_date.expected_on, [lead], recipients=recipients)


@rule("PR03", subject=STAY, title=_("No community appointment booked for release"), url_name=PLAN_PAGE,
      todo=_("Book the first appointment, within three weeks of release"), severity=Severity.RED)  # fmt: skip
def no_appointment(stay):
    if awaits_release(stay) and stay.appointment_at is None:
        recipients = [keyworker_of(stay.client, stay.episode)]
        yield from before_release(stay, stay.current_date.expected_on, [-28, -14, -7, -3], recipients=recipients)


@rule("PR05", subject=STAY, title=_("No prescriber and pharmacy set for release"), url_name=PLAN_PAGE,
      todo=_("Agree prescriber, pharmacy and bridging supply"), severity=Severity.RED)  # fmt: skip
def no_prescriber(stay):
    if awaits_release(stay) and stay.on_substitute_medication == YesNo.YES and not stay.prescriber:
        recipients = [holder_of(Duty.PRESCRIBER, stay.client, stay.episode)]
        earliest = stay.current_date.earliest_on
        last_call = (add_working_days(earliest, -2) - earliest).days
        yield from before_release(stay, earliest, [-10, last_call], recipients=recipients)


@rule("PR07", subject=STAY, title=_("Naloxone not recorded"), url_name=PLAN_PAGE,
      todo=_("Make sure naloxone is in hand on the day of release"), severity=Severity.RED)  # fmt: skip
def no_naloxone(stay):
    if stay.naloxone_supplied_on or not stay.needs_naloxone:
        return
    recipients = [keyworker_of(stay.client, stay.episode)]
    if awaits_release(stay):
        yield from before_release(stay, stay.current_date.earliest_on, [-7], recipients=recipients)
    elif stay.released_on:
        day = stay.released_on + timedelta(days=1)
        yield from at(stay, stay.pk, london(day), 1, stay.released_on, recipients)


@rule("PR08", subject=STAY, title=_("Release falls on a Friday or before a holiday"), url_name=PLAN_PAGE,
      todo=_("Check that pharmacy, housing and people are open on that day"), severity=Severity.AMBER)  # fmt: skip
def friday_release(stay):
    if awaits_release(stay) and stay.current_date.friday_or_pre_holiday:
        version, recipients = stay.current_date, [keyworker_of(stay.client, stay.episode)]
        yield from at(stay, version.pk, version.received_at, 0, version.expected_on, recipients)
        yield from before_release(stay, version.expected_on, [-14], recipients=recipients)


@rule("PR09", subject=STAY, title=_("Release date has changed"), url_name=PLAN_PAGE,
      todo=_("Move appointments, prescription and housing to the new date"), severity=Severity.AMBER)  # fmt: skip
def date_changed(stay):
    if not awaits_release(stay):
        return
    version = stay.current_date
    before = next((row for row in stay.release_dates.all() if row.superseded_at is not None), None)
    if before is None or before.expected_on == version.expected_on:
        return
    is_urgent = version.expected_on < before.expected_on or london(version.expected_on) - version.received_at < SOON
    client, episode = stay.client, stay.episode
    people = [keyworker_of(client, episode), manager_of(client, episode), holder_of(Duty.PRESCRIBER, client, episode)]
    severity = Severity.RED if is_urgent else Severity.AMBER
    yield from at(stay, version.pk, version.received_at, 0, version.expected_on, people, severity)


@rule("PR10", subject=STAY, title=_("Early or unexpected release"), url_name=PLAN_PAGE,
      todo=_("Reach the person today"), severity=Severity.RED)  # fmt: skip
def unexpected_release(stay):
    if stay.release_manner in (ReleaseManner.EARLY, ReleaseManner.FROM_COURT) and not stay.first_seen_on:
        people = [holder_of(Duty.DUTY_WORKER, stay.client, stay.episode), keyworker_of(stay.client, stay.episode)]
        yield from at(stay, stay.pk, london(stay.released_on, 0), 0, stay.released_on, people)


@rule("PR11", subject=STAY, title=_("Not seen since release"), url_name=PLAN_PAGE,
      todo=_("Find the person: the first days after release are the most dangerous"), severity=Severity.RED)  # fmt: skip
def not_seen(stay):
    if stay.released_on and not stay.first_seen_on:
        day = add_working_days(stay.released_on, 1)
        lead = (day - stay.released_on).days
        yield from at(stay, stay.pk, london(day), lead, stay.released_on, [keyworker_of(stay.client, stay.episode)])


@rule("PR13", subject=STAY, title=_("Three weeks after release run out"), url_name=PLAN_PAGE,
      todo=_("Start treatment in the community within 21 days of release"), severity=Severity.RED)  # fmt: skip
def continuity_clock(stay):
    if stay.released_on and not stay.first_seen_on:
        recipients = [manager_of(stay.client, stay.episode)]
        for lead in (CONTINUITY_DAYS - 7, CONTINUITY_DAYS - 3, CONTINUITY_DAYS):
            day = stay.released_on + timedelta(days=lead)
            severity = Severity.AMBER if lead == CONTINUITY_DAYS - 7 else Severity.RED
            yield from at(stay, stay.pk, london(day), lead, stay.released_on, recipients, severity)
