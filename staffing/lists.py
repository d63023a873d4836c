"""The lists of staff and of notes between shifts: narrowed, sorted, and as rows of a spreadsheet."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Cover, User
from core.templatetags.ui import as_day, yes_no
from reference import intervals
from reference.choices import IntervalKey

from .caseloads import Caseload, caseloads
from .choices import NoteState, StaffState
from .models import Qualification, ShiftNote

STAFF_SHEET = [
    _("Who"), _("User name"), _("Role"), _("Switched on"), _("Clients"), _("By cover"), _("Away until"), _("Who stands in"),
    _("Runs out first"),
]  # fmt: skip
NOTES_SHEET = [
    _("Team"), _("Our reference"), _("Note"), _("Left by"), _("Left on"), _("Taken up by"), _("Taken up on"),
]  # fmt: skip
STAFF_ORDERS = {
    "clients": lambda row: -len(row.caseload.own),
    "runs_out": lambda row: row.person.runs_out or date.max,
}


@dataclass
class StaffRow:
    """A member of staff in the list: for whom they answer, who stands in today, and where in the list they are."""

    person: User
    caseload: Caseload
    cover: Cover | None
    states: set


def staff_of(people, user, values):
    """The staff of a manager by the values of a StaffQuery, and how many of the role are in each state."""
    runs_out = Min("qualifications__expires_on", filter=Q(qualifications__in=Qualification.objects.newest()))
    people = people.annotate(runs_out=runs_out).order_by("-is_active", "first_name", "last_name", "pk")
    if values["role"]:
        people = people.filter(role=values["role"])
    each, today = caseloads(user), timezone.localdate()
    away = {cover.person_id: cover for cover in Cover.objects.on(today).select_related("covered_by")}
    soon = today + timedelta(days=intervals.days(IntervalKey.TRAINING_WARNING))
    rows = [StaffRow(person, each[person.pk], away.get(person.pk), states_of(person, away, soon)) for person in people]
    numbers = Counter(state for row in rows for state in row.states)
    rows = [row for row in rows if (values["state"] or "") in row.states]
    order = STAFF_ORDERS.get(values["sort"])
    return sorted(rows, key=order) if order else rows, numbers


def states_of(person, away, soon):
    """The parts of the list in which somebody is: "" is all of it."""
    if not person.is_active:
        return {"", StaffState.OFF}
    runs_out = {StaffState.RUNS_OUT} if person.runs_out and person.runs_out <= soon else set()
    return {"", *runs_out, *({StaffState.AWAY} if person.pk in away else ())}


def staff_sheet(rows):
    for row in rows:
        person, cover = row.person, row.cover
        yield [
            person, person.username, person.get_role_display(), yes_no(person.is_active), len(row.caseload.own),
            len(row.caseload.covered), cover and cover.ends_on, cover and cover.covered_by, person.runs_out,
        ]  # fmt: skip


def notes_of(user, values):
    """The notes for the user's teams by the values of a NoteQuery."""
    notes = ShiftNote.objects.visible_to(user)
    if values["team"]:
        notes = notes.filter(team=values["team"])
    notes = notes.exclude(done_at=None) if values["state"] == NoteState.DONE else notes.open()
    return notes.select_related("team", "client", "created_by", "done_by")


def notes_sheet(notes):
    for note in notes:
        yield [
            note.team, note.client and note.client.reference, note.text, note.created_by, as_day(note.created_at),
            note.done_by, as_day(note.done_at),
        ]  # fmt: skip
